"""Taking records out at the command line: two people, exit codes, what an outsider gets, reports in signed folders."""

from __future__ import annotations

import csv
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from report_log import STUDENT, filled

from config.loading import load
from proxy.assembly import detection
from proxy.assembly.log import log_signer
from proxy.audit import verifier
from proxy.cli import audit_looking
from proxy.cli.output import FINDING, OK, UNREACHABLE, USAGE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from click.testing import Result

WHY = ("--purpose", "Annual review of the blocks.")
YES = ("--reason", "Agreed with the records officer.")


class NothingFound:
    """In place of detection, which takes seconds to start; what it does with reasons is tested with `Written`."""

    @property
    def scanner(self) -> NothingFound:
        return self

    @property
    def findings(self) -> list[list[Any]]:
        return [[] for _ in range(self.count)]

    async def scan(self, pieces: Sequence[Any], *, tenant: str) -> NothingFound:
        self.count = len(pieces)
        return self


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    @asynccontextmanager
    async def alone(settings: object) -> AsyncIterator[NothingFound]:
        yield NothingFound()

    monkeypatch.setattr(detection, "examiner_alone", alone)


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Says who is at the keyboard."""

    def sit(name: str) -> None:
        monkeypatch.setattr(audit_looking, "operator", lambda: f"operator:{name}")

    sit("maya")
    return sit


@pytest.fixture
def key(config: Path) -> str:
    """The log of `report_log` in the configuration's data folder; its public key."""
    log = filled(config.parent / "data")
    assert log_signer(load(config).settings).verifier == log.keyring.verifier
    return log.keyring.verifier


def test_two_people_and_the_same_command_again(
    chaperone: Callable[..., Result], config: Path, key: str, person: Callable[[str], None], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    command = ("audit", "export", "decision=block", "--format", "csv", "--out", out, "-c", config)
    assert chaperone(*command).exit_code == USAGE  # no reason
    asked = chaperone(*command, *WHY)
    assert (asked.exit_code, out.exists()) == (FINDING, False)
    request = asked.stdout.split()[0]
    own = chaperone("audit", "export-approve", request, *YES, "-c", config)
    assert (own.exit_code, "may not agree" in own.stderr) == (USAGE, True)
    person("alex")
    assert chaperone("audit", "export-approve", request, *YES, "-c", config).exit_code == OK
    person("maya")
    done = chaperone(*command)
    assert (done.exit_code, done.stdout) == (OK, f"12 records in {out}.\n")
    with (out / "records.csv").open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 12
    assert verifier.main([str(out), "--key", key]) == 0
    assert (
        chaperone("audit", "export", "--request", request, "--out", tmp_path / "b", "-c", config).exit_code == FINDING
    )
    steps = chaperone("audit", "search", "kinds=log.export", "--json", "-c", config).stdout.splitlines()
    told = [json.loads(line)["detail"]["action"] for line in steps]
    assert told[::-1] == ["request", "self_approval", "approve", "fetch", "done"]


def test_the_whole_log_to_a_folder_for_the_verifier(
    chaperone: Callable[..., Result], config: Path, key: str, person: Callable[[str], None], tmp_path: Path
) -> None:
    request = json.loads(chaperone("audit", "export", *WHY, "--json", "-c", config).stdout)["id"]
    person("alex")
    chaperone("audit", "export-approve", request, *YES, "-c", config)
    person("maya")
    assert chaperone("audit", "export", tmp_path / "out", "-c", config).exit_code == OK
    assert (tmp_path / "out" / "leaves.txt").exists()
    assert verifier.main([str(tmp_path / "out"), "--key", key]) == 0


def test_what_is_wrong_is_said(chaperone: Callable[..., Result], config: Path, key: str, tmp_path: Path) -> None:
    assert chaperone("audit", "export", "--format", "xlsx", *WHY, "-c", config).exit_code == USAGE
    assert chaperone("audit", "export", "decision=maybe", *WHY, "-c", config).exit_code == USAGE
    assert chaperone("audit", "export", "a", "b", *WHY, "-c", config).exit_code == USAGE
    assert chaperone("audit", "export", "--request", "x-000000000000", "--out", "o", "-c", config).exit_code == FINDING
    assert chaperone("audit", "export", "--purpose", "short", "-c", config).exit_code == USAGE
    assert json.loads(chaperone("audit", "exports", "--json", "-c", config).stdout) == {"exports": []}
    (config.parent / "data" / "audit.db").unlink()
    assert chaperone("audit", "exports", "-c", config).exit_code == UNREACHABLE


def test_public_records(
    chaperone: Callable[..., Result], config: Path, key: str, person: Callable[[str], None], tmp_path: Path
) -> None:
    scope = ("provider=acme", "decision=block", "--number", "PR-14", "--withhold", "caller=230(3)", "-c", config)
    seen = json.loads(chaperone("public-records", "preview", *scope, "--json").stdout)
    assert (seen["records"], seen["records_with_deletions"]) == (12, 12)
    asked = json.loads(chaperone("public-records", "ask", *scope, *WHY, "--json").stdout)
    assert asked["terms"]["hold"]
    person("alex")
    chaperone("audit", "export-approve", asked["id"], *YES, "-c", config)
    person("maya")
    out = tmp_path / "release"
    assert chaperone("audit", "export", "--request", asked["id"], "--out", out, "-c", config).exit_code == OK
    assert "staff-1" not in (out / "released.jsonl").read_text() + (out / "released.csv").read_text()
    assert verifier.main([str(out), "--key", key]) == 0
    holds = chaperone("audit", "search", "kinds=legal_hold", "--json", "-c", config).stdout.splitlines()
    assert [json.loads(line)["detail"]["matter"] for line in holds] == ["PR-14"]
    assert (
        chaperone("public-records", "preview", "--number", "1", "--withhold", "rule=290", "-c", config).exit_code
        == USAGE
    )


def test_the_audit_pack(chaperone: Callable[..., Result], config: Path, key: str, tmp_path: Path) -> None:
    out = tmp_path / "pack"
    result = chaperone("report", "--period", "2026-10", "--out", out, "-c", config)
    assert result.exit_code == OK, result.stderr
    assert {each.name for each in out.iterdir()} == {
        "pack.html", "pack.json", "manifest.json", "manifest.sig", "verify_audit.py"}  # fmt: skip
    assert verifier.main([str(out), "--key", key]) == 0
    data = json.loads((out / "pack.json").read_text())
    assert (data["period"], len(data["sections"])) == ("2026-10", 12)
    same = json.loads(chaperone("report", "--period", "2026-10", "--json", "-c", config).stdout)
    assert [each["id"] for each in same["sections"]] == [each["id"] for each in data["sections"]]
    assert chaperone("report", "--period", "October", "--json", "-c", config).exit_code == USAGE
    assert chaperone("report", "--period", "2026-10", "-c", config).exit_code == USAGE
    assert chaperone("report", "-c", config).exit_code == USAGE


def test_a_log_that_does_not_verify_is_a_pack_with_exit_code_1(
    chaperone: Callable[..., Result], config: Path, key: str, tmp_path: Path
) -> None:
    import sqlite3  # noqa: PLC0415 - to tamper

    with sqlite3.connect(config.parent / "data" / "audit.db") as db:
        db.execute("DROP TRIGGER audit_event_no_update")
        db.execute("UPDATE audit_event SET body = replace(body, 'staff-1', 'staff-2') WHERE seq = 5")
    db.close()
    result = chaperone("report", "--period", "2026-10", "--out", tmp_path / "pack", "-c", config)
    assert result.exit_code == FINDING
    assert "FAILED" in (tmp_path / "pack" / "pack.html").read_text()


def test_after_a_change_of_keys_the_first_one_still_proves_everything(
    chaperone: Callable[..., Result], config: Path, key: str, person: Callable[[str], None], tmp_path: Path
) -> None:
    rotated = chaperone("audit", "key", "rotate", "-c", config)
    assert rotated.exit_code == OK, rotated.stderr
    new = log_signer(load(config).settings).verifier
    assert new != key
    assert chaperone("report", "--period", "2026-10", "--out", tmp_path / "pack", "-c", config).exit_code == OK
    for name, filters in (("part", ["provider=acme"]), ("whole", [])):
        out = tmp_path / name
        request = json.loads(chaperone("audit", "export", *filters, *WHY, "--json", "-c", config).stdout)["id"]
        person("alex")
        chaperone("audit", "export-approve", request, *YES, "-c", config)
        person("maya")
        assert chaperone("audit", "export", "--request", request, "--out", out, "-c", config).exit_code == OK
        assert (out / "keys.jsonl").exists()
        assert verifier.main([str(out), "--key", key]) == 0
    assert verifier.main([str(tmp_path / "part"), "--key", new]) == 0
    assert verifier.main([str(tmp_path / "pack"), "--key", new]) == 0


def test_disclosures_and_breach_need_a_case_and_are_recorded(
    chaperone: Callable[..., Result], config: Path, key: str, tmp_path: Path
) -> None:
    ledger = ("report", "disclosures", "--subject", STUDENT, "-c", config)
    out = tmp_path / "ledger"
    assert chaperone(*ledger, "--case", "", "--json").exit_code == USAGE
    assert chaperone(*ledger, "--case", "C-1", "--out", out).exit_code == OK
    assert verifier.main([str(out), "--key", key]) == 0
    assert json.loads((out / "disclosures.json").read_text())["disclosed"] == 2
    breach = ("report", "breach", "--provider", "acme", "--discovered", "2026-11-03", "-c", config)
    found = json.loads(chaperone(*breach, "--case", "C-2", "--json").stdout)
    assert found["notification"]["deadline"] == "2026-12-03"
    assert chaperone(*breach, "--case", "C-2", "--discovered", "soon", "--json").exit_code == USAGE
    looks = chaperone("audit", "search", "kinds=log.read", "--json", "-c", config).stdout.splitlines()
    told = [(d.get("what"), d.get("case")) for d in (json.loads(line)["detail"] for line in looks)]
    assert ("report.disclosures", "C-1") in told
    assert ("report.breach_scope", "C-2") in told


@pytest.mark.parametrize("command", [("audit", "export"), ("audit", "export-approve"), ("audit", "exports"),
                                     ("report",), ("report", "breach"), ("report", "disclosures"),
                                     ("public-records", "ask"), ("public-records", "preview")])  # fmt: skip
def test_help_has_an_example(chaperone: Callable[..., Result], command: tuple[str, ...]) -> None:
    assert f"chaperone {' '.join(command)}" in " ".join(chaperone(*command, "--help").stdout.split())
