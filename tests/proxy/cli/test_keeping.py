"""`chaperone records`, `content`, `backup`, `audit key` and `keys rotate-secret`, as people type them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from config.loading import load
from proxy.assembly import keeping as assembly_keeping
from proxy.assembly import parts as assembly
from proxy.audit.content import store
from proxy.audit.content.sealing import Belonging, Envelope
from proxy.audit.content.store import Part
from proxy.audit.event import new_event_id, stamp
from proxy.cli.output import FINDING, OK, UNREACHABLE, USAGE
from proxy.installation import master_secret

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

WHY = ("--reason", "A request for these records was answered.")
MORE = """\
detection: {names: false, workers: 1}
content: {keep: originals, public_key_file: public.pem}
retention: {conversations: {authority: GS-2010-001}}
"""


@pytest.fixture
def keeping(config: Path, chaperone: Run) -> Path:
    """A configuration that keeps content, with two parts of one call, 400 days old, and of another, new."""
    config.write_text(config.read_text() + MORE, encoding="utf-8")
    assert chaperone("content", "keygen", config.parent / "private.pem", config.parent / "public.pem").exit_code == OK
    settings = load(config).settings
    secret = master_secret(settings)
    vault = assembly_keeping.build_vault(settings, secret)
    envelope = Envelope.from_pem((config.parent / "public.pem").read_bytes())
    state = assembly.build_state(settings)
    state.open()
    parts = []
    for request_id, days in (("req_old", 400), ("req_new", 1)):
        for name, sealer in (("prompt", vault), ("prompt_original", envelope)):
            at = stamp(datetime.now(UTC) - timedelta(days=days))
            body = sealer.seal(b"What was asked.", Belonging("default", request_id, name))
            parts.append(
                Part(new_event_id(), "default", request_id, "maya", "Nursing", "webui", "main", at, name, sealer.name,
                     "", 15, cut=False, salt=b"s" * 16, body=body)
            )  # fmt: skip
    with state.transaction() as db:
        store.put(db, parts)
    state.close()
    return config


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def becomes(name: str) -> None:
        monkeypatch.setattr("proxy.cli.audit.operator", lambda: f"operator:{name}")

    becomes("anna")
    return becomes


def told(chaperone: Run, config: Path, kind: str) -> list[dict[str, Any]]:
    result = chaperone("audit", "search", f"kinds={kind}", "--json", "-c", config)
    return [json.loads(line)["detail"] for line in result.stdout.splitlines()][::-1]


def test_a_report_is_read_decided_on_and_carried_out(keeping: Path, chaperone: Run, person: Any) -> None:
    report = keeping.parent / "report.json"
    shown = chaperone("records", "disposition", "conversations", "--json", "-c", keeping)
    report.write_text(shown.stdout)
    assert [row["request_id"] for row in json.loads(shown.stdout)["parts"]] == ["req_old"]
    assert "1 parts would go" in chaperone("records", "purge", report, "--dry-run", "-c", keeping).stdout
    assert chaperone("records", "purge", report, "--reason", "short", "-c", keeping).exit_code == USAGE
    done = chaperone("records", "purge", report, *WHY, "-c", keeping)
    assert (done.exit_code, "authority GS-2010-001" in done.stdout) == (OK, True)
    assert chaperone("records", "purge", report, *WHY, "-c", keeping).exit_code == FINDING
    assert [each["items"] for each in told(chaperone, keeping, "purge")] == [1]
    rows = json.loads(chaperone("records", "retention", "--json", "-c", keeping).stdout)["classes"]
    assert {row["class"]: row.get("parts") for row in rows}["conversations"] == 1
    assert "Kept" in chaperone("records", "retention", "-c", keeping).stdout


def test_a_hold_is_set_by_one_and_released_by_two(keeping: Path, chaperone: Run, person: Any) -> None:
    set_ = chaperone("records", "hold", "set", "PRR-12", "unit=Nursing", *WHY, "--json", "-c", keeping)
    hold = json.loads(set_.stdout)
    assert hold["covers"] == 4
    assert "On hold: req_old" in chaperone("records", "disposition", "conversations", "-c", keeping).stderr
    first = chaperone("records", "hold", "release", hold["id"], *WHY, "-c", keeping)
    assert (first.exit_code, "release asked" in first.stderr) == (OK, True)
    assert chaperone("records", "hold", "release", hold["id"], *WHY, "-c", keeping).exit_code == FINDING
    person("ben")
    assert "released" in chaperone("records", "hold", "release", hold["id"], "-c", keeping).stderr
    assert [each["action"] for each in told(chaperone, keeping, "legal_hold")] == ["set", "ask_release", "release"]
    assert chaperone("records", "hold", "set", "PRR-12", "colour=red", *WHY, "-c", keeping).exit_code == USAGE
    assert chaperone("records", "hold", "set", "PRR-12", "unit", *WHY, "-c", keeping).exit_code == USAGE
    assert chaperone("records", "hold", "release", "none", *WHY, "-c", keeping).exit_code == FINDING


def test_originals_are_opened_by_two_people_with_the_private_key(
    keeping: Path, chaperone: Run, person: Any, tmp_path: Path
) -> None:
    case = ("--case", "C-7", *WHY)
    assert "What was asked." in chaperone("content", "show", "req_new", *case, "-c", keeping).stdout
    opening = json.loads(chaperone("content", "ask", "req_new", *case, "--json", "-c", keeping).stdout)["id"]
    assert chaperone("content", "approve", opening, "-c", keeping).exit_code == FINDING
    assert chaperone("content", "fetch", opening, tmp_path / "sealed.json", "-c", keeping).exit_code == FINDING
    person("ben")
    assert chaperone("content", "approve", opening, "-c", keeping).exit_code == OK
    person("anna")
    assert chaperone("content", "fetch", opening, tmp_path / "sealed.json", "-c", keeping).exit_code == OK
    opened = chaperone("content", "open", tmp_path / "sealed.json", "--key", keeping.parent / "private.pem")
    assert "What was asked." in opened.stdout
    wrong = chaperone("content", "open", tmp_path / "sealed.json", "--key", keeping.parent / "public.pem")
    assert (wrong.exit_code, "private key" in wrong.stderr) == (USAGE, True)
    assert [each["action"] for each in told(chaperone, keeping, "content")] == ["show", "ask", "approve", "fetch"]
    rows = json.loads(chaperone("content", "openings", "--json", "-c", keeping).stdout)["openings"]
    assert rows[0]["state"] == "approved"


def test_nothing_is_made_where_nothing_is(config: Path, chaperone: Run) -> None:
    """A look must not make a key, a secret or a database: verification least of all."""
    for arguments in (
        ("audit", "verify"),
        ("audit", "key"),
        ("audit", "key", "list"),
        ("audit", "key", "rotate"),
        ("audit", "witness-key"),
        ("keys", "rotate-secret", "--yes"),
        ("records", "retention"),
        ("backup", "create", config.parent / "backup"),
        ("backup", "verify", config.parent / "backup"),
    ):
        result = chaperone(*arguments, "-c", config)
        assert result.exit_code in (USAGE, UNREACHABLE), arguments
        assert result.stderr
    assert not [path for path in (config.parent / "data").rglob("*") if path.is_file()]


def test_the_signing_key_is_changed_and_listed(keeping: Path, chaperone: Run, person: Any) -> None:
    first = assembly.log_signer(load(keeping).settings).verifier
    changed = json.loads(chaperone("audit", "key", "rotate", "--json", "-c", keeping).stdout)
    assert (changed["old"], chaperone("audit", "key", "-c", keeping).stdout.strip()) == (first, changed["new"])
    listed = json.loads(chaperone("audit", "key", "list", "--json", "-c", keeping).stdout)["keys"]
    assert [each["key"] for each in listed] == [changed["new"], first]
    for key in (first, changed["new"]):
        assert chaperone("audit", "verify", "--key", key, "-c", keeping).exit_code == OK


def test_the_secret_is_changed_and_old_content_and_digests_stay_readable(
    keeping: Path, chaperone: Run, person: Any
) -> None:
    settings = load(keeping).settings
    before = assembly.build_subject_keys(settings, master_secret(settings))
    changed = json.loads(chaperone("keys", "rotate-secret", "--yes", "--json", "-c", keeping).stdout)
    assert changed["old"] != changed["new"]
    after = assembly.build_subject_keys(settings, master_secret(settings))
    assert after.current.id != before.current.id
    assert set(before.searched("STUDENT_ID", "4812093377")) < set(after.searched("STUDENT_ID", "4812093377"))
    shown = chaperone("content", "show", "req_new", "--case", "C-7", *WHY, "-c", keeping)
    assert "What was asked." in shown.stdout
    assert (keeping.parent / "data" / "secret.retired").stat().st_mode & 0o077 == 0
    assert [each["action"] for each in told(chaperone, keeping, "key")] == ["retire", "rotate"]
    keeping.write_text(keeping.read_text() + f"secret: {'0123456789abcdef' * 4}\n")
    refused = chaperone("keys", "rotate-secret", "--yes", "-c", keeping)
    assert (refused.exit_code, "retired_secret_files" in refused.stderr) == (USAGE, True)


def test_a_backup_is_made_checked_and_put_back(keeping: Path, chaperone: Run, person: Any, tmp_path: Path) -> None:
    key = assembly.log_signer(load(keeping).settings).verifier
    assert chaperone("audit", "key", "rotate", "-c", keeping).exit_code == OK
    folder = tmp_path / "backup"
    made = json.loads(chaperone("backup", "create", folder, "--json", "-c", keeping).stdout)
    assert chaperone("backup", "create", folder, "-c", keeping).exit_code == USAGE
    checked = json.loads(chaperone("backup", "verify", folder, "--key", key, "--json", "-c", keeping).stdout)
    assert (checked["ok"], checked["records"]) == (True, made["records"])
    refused = chaperone("backup", "restore", folder, "-c", keeping)
    assert (refused.exit_code, "moved aside" in refused.stderr) == (FINDING, True)
    lossy = chaperone("backup", "restore", folder, "--replace", "-c", keeping)
    assert (lossy.exit_code, "would be lost" in lossy.stderr) == (FINDING, True)
    done = chaperone("backup", "restore", folder, "--replace", "--accept-loss", "--json", "-c", keeping)
    assert json.loads(done.stdout)["records"] == made["records"]
    last = told(chaperone, keeping, "backup")[-1]
    assert (last["action"], last["result"], last["lost"] > 0) == ("restore", "good", True)
    (folder / "audit.db").write_bytes(b"nonsense")
    assert chaperone("backup", "verify", folder, "-c", keeping).exit_code == FINDING
