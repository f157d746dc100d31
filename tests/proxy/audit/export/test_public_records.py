"""Public records: what is exempt goes, each deletion is explained, the rest stays, and nothing slips past."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from proxy.audit import verifier
from proxy.audit.export import public_records
from proxy.audit.export.exemptions import EXEMPTIONS, parse_rules, proposed, released, withheld
from proxy.audit.export.manifest import Told
from proxy.audit.export.outlets import Folder
from proxy.audit.export.public_records import Terms
from proxy.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from proxy.audit.export.selection import Selection
    from proxy.audit.keyring import KeyRing

DIGEST = "0123abcd:" + "5e" * 16
TOLD = Told("public_records", "records-1", "request PR-2026-014", "auditor-1", "PR-2026-014")


def record(**detail: Any) -> dict[str, Any]:
    return {"kind": "request.intent", "at": "2026-11-23T08:42:00.123Z", "caller": "c", "event_id": "e",
            "instance": "i", "request_id": "r", "tenant": "t", "v": 1, "detail": detail}  # fmt: skip


def people(entity: str = "STUDENT_NAME") -> list[dict[str, str]]:
    return [{"entity": entity, "digest": DIGEST, "treatment": "pseudonymize"}]


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ({"subjects": people()}, {("subjects", "230(1)")}),
        ({"subjects": people(), "tags": ["EARLY"]}, {("subjects", "230(2)")}),
        ({"subjects": people("STAFF_NAME_SENSITIVE")}, {("subjects", "230(3)")}),
        ({"subjects": people("PATIENT_NAME")}, {("subjects", "70.02")}),
        ({"client_ip": "10.0.0.1"}, {("client_ip", "420")}),
        ({"reason": "x", "tags": ["PRIV"]}, {("reason", "290")}),
        ({"reason": "x", "tags": ["SECPLAN"]}, {("reason", "420")}),
        ({"reason": "x"}, set()),
        ({}, set()),
    ],
)
def test_what_usually_applies(detail: dict[str, Any], expected: set[tuple[str, str]]) -> None:
    assert {(each.field, each.exemption.code) for each in proposed(record(**detail))} == expected


def test_the_officer_decides_over_what_is_proposed() -> None:
    made = record(subjects=people())
    gone = withheld(made, {"subjects": "70.02", "caller": "230(3)", "unit": "420"}, usual=True)
    assert [(each.field, each.exemption.code) for each in gone] == [("caller", "230(3)"), ("subjects", "70.02")]
    assert withheld(made, {}, usual=False) == []


def test_every_code_has_its_statute_and_each_deletion_its_explanation() -> None:
    assert list(EXEMPTIONS) == ["230(1)", "230(2)", "230(3)", "70.02", "420", "290"]
    gone = withheld(record(subjects=people(), client_ip="10.0.0.1"), {}, usual=True)
    assert [each.explanation for each in gone][1] == (
        "Removed: digests that stand for individual people in the call. "
        "It is personal information in files maintained for students in public schools."
    )
    assert all(each.exemption.statute.startswith(("RCW 42.56", "chapter 70.02")) for each in gone)


def test_a_released_record_names_the_statute_where_something_stood() -> None:
    made = record(subjects=people(), decision="forward")
    out = released(made, withheld(made, {"caller": "230(3)"}, usual=True))
    assert out["caller"] == "[withheld: RCW 42.56.230(3)]"
    assert out["detail"] == {"subjects": "[withheld: RCW 42.56.230(1)]", "decision": "forward"}
    assert made["caller"] == "c"


@pytest.mark.parametrize("rules", [{"decision": "290"}, {"outcome": "420"}, {"invented": "290"}, {"caller": "999"}])
def test_what_cannot_be_withheld_is_refused(rules: dict[str, str]) -> None:
    with pytest.raises(BadRequest, match="one of"):
        parse_rules(rules)


def test_the_release(
    select: Callable[..., Selection], keyring: KeyRing, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terms = Terms({"caller": "230(3)", "findings": "230(1)"})
    with Folder(tmp_path / "out") as outlet:
        written = public_records.write(
            outlet, select(provider="demo"), terms, TOLD, keyring, key=keyring.verifier, now=lambda: datetime.now(UTC)
        )
    out = tmp_path / "out"
    assert verifier.main([str(out), "--key", keyring.verifier]) == 0
    text = "".join(each.read_text() for each in out.iterdir() if each.name.startswith("released"))
    assert "caller-0" not in text
    assert "STUDENT_ID" not in text
    native = [json.loads(line) for line in (out / "released.jsonl").read_text().splitlines()]
    assert len(native) == written.records == 200
    assert all(each["caller"] == "[withheld: RCW 42.56.230(3)]" for each in native)
    with (out / "released.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {each["caller"] for each in rows} == {"[withheld: RCW 42.56.230(3)]"}
    assert next(each["findings"] for each in rows if each["kind"] == "request.intent").startswith("[withheld")
    with (out / "withholding_log.csv").open(newline="") as file:
        log = list(csv.DictReader(file))
    assert len(log) == 200 + 100  # a caller in each record, findings in each intent
    assert all(each["explanation"] and each["statute"] for each in log)
    assert {each["leaf_hash"] for each in rows} == {""}, "a hash would confirm a guess of what was taken out"
    said = json.loads((out / "manifest.json").read_text())
    assert (said["what"], said["deletions"], said["records_with_deletions"]) == ("public_records", 300, 200)
    with (out / public_records.NOTICES).open(newline="") as file:
        parties = {(each["sort"], each["name"]): each for each in csv.DictReader(file)}
    assert parties["employee", "caller-0"]["withheld"] == "100"
    assert parties["provider", "demo"]["records"] == "100"
    (out / public_records.NOTICES).unlink()
    checked = subprocess.run(
        [sys.executable, str(out / "verify_audit.py"), str(out), "--key", keyring.verifier], check=False, timeout=30
    )
    assert checked.returncode == 0, "whoever gets the release without what is the agency's alone finds it whole"
    (out / "withholding_log.csv").write_text("nothing")
    assert verifier.main([str(out), "--key", keyring.verifier]) == 1


def test_the_preview_counts_what_the_release_would_do(select: Callable[..., Selection]) -> None:
    found = public_records.preview(select(provider="demo"), Terms({"caller": "230(3)"}))
    assert (found["records"], found["records_with_deletions"]) == (200, 200)
    assert found["withheld"] == [{"part": "caller", "exemption": "230(3)", "records": 200}]
    assert found["kinds"] == {"request.final": 100, "request.intent": 100}
    assert "findings" not in json.dumps(found)
