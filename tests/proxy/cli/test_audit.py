"""`chaperone audit`: records on the terminal, each look recorded, and nothing shown that could not be recorded."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from proxy.audit.event import new_event_id
from proxy.audit.stores.sqlite import SqliteStore
from proxy.audit.writer import Writer
from proxy.cli import audit
from proxy.cli.output import FINDING, OK, UNREACHABLE, USAGE
from proxy.exchange import AuditEvent, EventKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


def intent(number: int, decision: str = "forward") -> AuditEvent:
    detail: dict[str, Any] = {
        "dialect": "openai",
        "operation": "chat.completions",
        "provider": "main",
        "model": "small",
        "tier": "T2",
        "decision": decision,
        "rule": "R18-credential" if decision == "block" else "R05-record",
        "severity": "S4" if decision == "block" else "S3",
        "unit": "Front office",
        "app": "webui",
        "policy_hash": "ab" * 32,
        "tags": ["IDEA"],
        "findings": [{"entity": "STUDENT_NAME", "treatment": "pseudonymize", "count": 2, "detectors": ["names"]}],
    }
    at = datetime(2026, 11, 23, 8, number, tzinfo=UTC)
    return AuditEvent(EventKind.INTENT, new_event_id(), at, "i-test", "default", f"req-{number}", "maya", detail)


def write(path: Path, *events: AuditEvent) -> None:
    async def store() -> None:
        writer = Writer(SqliteStore(path))
        writer.start()
        for event in events:
            opened = replace(event, instance=writer.instance.id)
            closing = {"intent_id": opened.event_id, "outcome": "completed", "status": 200}
            await writer.record(opened)
            await writer.record(replace(opened, kind=EventKind.FINAL, event_id=new_event_id(), detail=closing))
        writer.close()

    asyncio.run(store())


@pytest.fixture
def database(config: Path) -> Path:
    path = config.parent / "data" / "audit.db"
    write(path, *(intent(number, "block" if number == 2 else "forward") for number in range(1, 5)))
    return path


def bodies(path: Path, kind: str) -> list[dict[str, Any]]:
    with sqlite3.connect(path) as db:
        rows = db.execute("SELECT body FROM audit_event ORDER BY seq").fetchall()
    db.close()
    return [body for (raw,) in rows if (body := json.loads(raw))["kind"] == kind]


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_search_lists_newest_first_and_records_the_look(
    chaperone: Callable[..., Result], config: Path, database: Path
) -> None:
    result = chaperone("audit", "search", "kinds=request.intent", "-c", config, "--json")
    assert result.exit_code == OK
    assert [each["request_id"] for each in lines(result)] == ["req-4", "req-3", "req-2", "req-1"]
    (look,) = bodies(database, "log.read")
    assert look["detail"]["filters"] == {"kinds": ["request.intent"]}
    assert (look["detail"]["returned"], look["detail"]["channel"]) == (4, "cli")
    assert look["caller"].startswith("operator:")


def test_search_filters_and_pages(chaperone: Callable[..., Result], config: Path, database: Path) -> None:
    blocked = lines(chaperone("audit", "search", "kinds=request.intent", "decision=block", "-c", config, "--json"))
    assert [each["request_id"] for each in blocked] == ["req-2"]
    first = chaperone("audit", "search", "kinds=request.intent", "--limit", "3", "-c", config, "--json")
    cursor = first.stderr.split("--cursor ")[1].strip()
    rest = chaperone("audit", "search", "kinds=request.intent", "--cursor", cursor, "-c", config, "--json")
    assert [each["request_id"] for each in lines(first) + lines(rest)] == ["req-4", "req-3", "req-2", "req-1"]


def test_search_for_people_is_one_line_each(chaperone: Callable[..., Result], config: Path, database: Path) -> None:
    result = chaperone("audit", "search", "kinds=request.intent", "-c", config)
    assert len(result.stdout.splitlines()) == 4
    assert "R18-credential small STUDENT_NAMEx2 req-2" in result.stdout


def test_a_look_at_one_person_needs_a_case(chaperone: Callable[..., Result], config: Path, database: Path) -> None:
    refused = chaperone("audit", "search", "caller=maya", "-c", config)
    assert refused.exit_code == USAGE
    assert "case number" in refused.stderr
    assert refused.stdout == ""
    allowed = chaperone("audit", "search", "caller=maya", "case=2026-17", "-c", config, "--json")
    assert len(lines(allowed)) == 8
    assert [each["detail"]["case"] for each in bodies(database, "log.read")] == ["2026-17"]


@pytest.mark.parametrize("wrong", [["decision=perhaps"], ["colour=red"], ["decision"], ["unit=a", "unit=b"]])
def test_a_wrong_filter_is_refused(
    chaperone: Callable[..., Result], config: Path, database: Path, wrong: list[str]
) -> None:
    result = chaperone("audit", "search", *wrong, "-c", config)
    assert result.exit_code == USAGE
    assert result.stdout == ""
    assert bodies(database, "log.read") == []


def test_show_tells_everything_of_one_call(chaperone: Callable[..., Result], config: Path, database: Path) -> None:
    result = chaperone("audit", "show", "req-3", "-c", config)
    assert "request_id: req-3" in result.stdout
    record, end = lines(chaperone("audit", "show", "req-3", "-c", config, "--json"))
    assert (record["kind"], record["detail"]["decision"]) == ("request.intent", "forward")
    assert (end["kind"], end["detail"]["outcome"]) == ("request.final", "completed")
    missing = chaperone("audit", "show", "req-9", "-c", config)
    assert (missing.exit_code, missing.stdout) == (FINDING, "")


def test_tail_is_oldest_first(chaperone: Callable[..., Result], config: Path, database: Path) -> None:
    result = chaperone("audit", "tail", "kinds=request.intent", "-n", "2", "-c", config, "--json")
    assert [each["request_id"] for each in lines(result)] == ["req-3", "req-4"]


def test_tail_follows_new_records_until_interrupted(
    chaperone: Callable[..., Result], config: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = iter([lambda: write(database, intent(7)), lambda: None])

    async def next_wait(_: float) -> None:
        happening = next(waits, None)
        if happening is None:
            raise KeyboardInterrupt
        await asyncio.to_thread(happening)

    monkeypatch.setattr(audit, "sleep", next_wait)
    result = chaperone("audit", "tail", "kinds=request.intent", "-n", "1", "-f", "-c", config, "--json")
    assert [each["request_id"] for each in lines(result)] == ["req-4", "req-7"]
    assert result.exit_code == OK
    assert [each["detail"]["returned"] for each in bodies(database, "log.read")] == [1, 1]


def test_no_database_is_exit_code_3(chaperone: Callable[..., Result], config: Path) -> None:
    result = chaperone("audit", "search", "-c", config)
    assert result.exit_code == UNREACHABLE
    assert not (config.parent / "data").exists()


def test_what_cannot_be_recorded_is_not_shown(chaperone: Callable[..., Result], config: Path, database: Path) -> None:
    with sqlite3.connect(database) as db:
        db.execute("CREATE TRIGGER full BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'full'); END")
    db.close()
    result = chaperone("audit", "search", "-c", config)
    assert result.exit_code == UNREACHABLE
    assert result.stdout == ""


def test_a_database_of_another_program_is_refused(chaperone: Callable[..., Result], config: Path) -> None:
    path = config.parent / "data" / "audit.db"
    path.parent.mkdir()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE other (x)")
    db.close()
    assert chaperone("audit", "search", "-c", config).exit_code == UNREACHABLE
