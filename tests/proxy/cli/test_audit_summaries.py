"""`chaperone audit facets`, `timeline`, `report`, `saved`, `filters`, `rebuild`: as over HTTP, on a terminal."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from audit_history import history, records_of

from proxy.audit import leases
from proxy.audit.stores.sqlite import SqliteStore
from proxy.audit.subjects import SubjectKeys, index
from proxy.cli.output import FINDING, OK, UNREACHABLE, USAGE
from proxy.exchange import AuditEvent, EventKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

Chaperone: TypeAlias = "Callable[..., Result]"


@pytest.fixture
def database(config: Path) -> Path:
    """The invented history in the configuration's own log."""
    path = config.parent / "data" / "audit.db"
    store = SqliteStore(path)
    store.open()
    events = history()
    here = leases.this_process(events[0].at)
    store.renew(here, events[-1].at)
    store.append(records_of(history(instance=here.id)))
    store.close()
    return path


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def looks(path: Path) -> list[dict[str, Any]]:
    with sqlite3.connect(path) as db:
        rows = db.execute("SELECT body FROM audit_event WHERE kind = 'log.read' ORDER BY seq").fetchall()
    db.close()
    return [json.loads(body)["detail"] for (body,) in rows]


def test_facets_count_and_the_look_is_recorded(chaperone: Chaperone, config: Path, database: Path) -> None:
    result = chaperone(
        "audit", "facets", "kinds=request.intent", "--by", "decision,provider", "--json", "-c", str(config)
    )
    assert result.exit_code == OK, result.stderr
    (found,) = lines(result)
    assert found["exact"] is True
    assert sum(found["counts"]["provider"].values()) == found["total"] > 40
    assert looks(database)[-1]["what"] == "facets"
    shown = chaperone("audit", "facets", "--by", "severity", "-c", str(config))
    assert "severity" in shown.stdout
    assert chaperone("audit", "facets", "--by", "caller", "-c", str(config)).exit_code == USAGE


def test_timeline_draws_bars(chaperone: Chaperone, config: Path, database: Path) -> None:
    shown = chaperone("audit", "timeline", "--step", "month", "-c", str(config))
    assert shown.exit_code == OK, shown.stderr
    assert "2026-02" in shown.stdout
    assert "###" in shown.stdout
    (found,) = lines(chaperone("audit", "timeline", "decision=block", "--step", "day", "--json", "-c", str(config)))
    assert sum(found["counts"].values()) > 10
    assert chaperone("audit", "timeline", "--step", "week", "-c", str(config)).exit_code == USAGE


def test_a_report_is_listed_shown_and_paged(chaperone: Chaperone, config: Path, database: Path) -> None:
    listed = chaperone("audit", "report", "--json")
    assert "provider-exposure" in [each["name"] for each in lines(listed)]
    shown = chaperone("audit", "report", "sensitive", "--limit", "3", "-c", str(config))
    assert shown.exit_code == OK, shown.stderr
    assert "calls blocked" in shown.stdout
    assert "More: --cursor" in shown.stderr
    (found,) = lines(chaperone("audit", "report", "provider-exposure", "provider=beta", "--json", "-c", str(config)))
    assert found["facts"]["calls"] > 5
    assert looks(database)[-1]["what"] == "report.provider-exposure"
    missing = chaperone("audit", "report", "provider-exposure", "-c", str(config))
    assert (missing.exit_code, "provider" in missing.stderr) == (USAGE, True)
    assert chaperone("audit", "report", "everything", "-c", str(config)).exit_code == USAGE


def test_a_person_is_searched_by_what_is_typed_and_stored_as_a_digest(
    chaperone: Chaperone, config: Path, database: Path
) -> None:
    ours = keys_of(config)
    detail = index([("STUDENT_ID", "5551237895", "redact")], ours).detail()
    core = {
        "dialect": "openai",
        "operation": "chat",
        "provider": "p",
        "model": "m",
        "tier": "T2",
        "decision": "forward",
    }
    append(database, {**core, "policy_hash": "ab" * 32, **detail})
    person = ("--subject", "SSID 5551237895")
    result = chaperone("audit", "search", *person, "--case", "2026-17", "--json", "-c", str(config))
    assert result.exit_code == OK, result.stderr
    assert [record["request_id"] for record in lines(result)] == ["req-person"]
    assert "5551237895" not in str(looks(database))
    assert looks(database)[-1]["case"] == "2026-17"
    disclosed = chaperone(
        "audit", "report", "student-disclosures", *person, "--case", "2026-17", "--json", "-c", str(config)
    )
    assert lines(disclosed)[0]["facts"] == {"calls": 1}
    refused = chaperone("audit", "search", *person, "-c", str(config))
    assert (refused.exit_code, "case" in refused.stderr) == (USAGE, True)
    unclear = chaperone("audit", "search", "--subject", "5551237895", "--case", "1", "-c", str(config))
    assert (unclear.exit_code, "5551237895" in unclear.stderr) == (USAGE, False)


def keys_of(config: Path) -> SubjectKeys:
    """The keys of the configuration's installation."""
    from config.loading import load  # noqa: PLC0415 - this test only
    from proxy.assembly import parts as assembly  # noqa: PLC0415 - as above

    settings = load(config).settings
    return assembly.build_subject_keys(settings, assembly.master_secret(settings))


def append(path: Path, detail: dict[str, Any]) -> None:
    made = history(1)[0]
    store = SqliteStore(path)
    store.open()
    here = leases.this_process(made.at)
    store.renew(here, made.at)
    event = AuditEvent(
        EventKind.INTENT,
        "0190c0de-0000-7000-8000-000000000001",
        made.at,
        here.id,
        "default",
        "req-person",
        "maya",
        detail,
    )
    store.append(records_of([event]))
    store.close()


def test_searches_are_kept_listed_used_and_dropped(chaperone: Chaperone, config: Path, database: Path) -> None:
    assert chaperone("audit", "saved", "keep", "blocked", "decision=block", "-c", str(config)).exit_code == OK
    again = chaperone("audit", "saved", "keep", "blocked", "decision=hold", "-c", str(config))
    assert (again.exit_code, "name" in again.stderr) == (FINDING, True)
    (listed,) = lines(chaperone("audit", "saved", "list", "--json", "-c", str(config)))
    assert (listed["name"], listed["filters"]) == ("blocked", {"decision": "block"})
    found = chaperone("audit", "search", "--saved", "blocked", "--json", "-c", str(config))
    assert {record["detail"]["decision"] for record in lines(found)} == {"block"}
    assert chaperone("audit", "saved", "drop", "blocked", "-c", str(config)).exit_code == OK
    assert chaperone("audit", "search", "--saved", "blocked", "-c", str(config)).exit_code == FINDING
    assert [look.get("what") for look in looks(database)][-3:].count("saved.drop") == 1
    assert chaperone("audit", "saved", "keep", "Bad Name", "decision=block", "-c", str(config)).exit_code == USAGE


def test_filters_are_listed(chaperone: Chaperone) -> None:
    named = [each["name"] for each in lines(chaperone("audit", "filters", "--json"))]
    assert {"wa_breach", "subject", "case", "why"} <= set(named)
    assert "breach law" in chaperone("audit", "filters").stdout


def test_rebuild_mends_roll_ups_that_lie(chaperone: Chaperone, config: Path, database: Path) -> None:
    with sqlite3.connect(database) as db:
        db.execute("DELETE FROM audit_rollup WHERE decision = 'block'")
    db.close()
    said = chaperone("audit", "report", "chain-gaps", "-c", str(config))
    assert "audit rebuild" in said.stderr
    result = chaperone("audit", "rebuild", "--json", "-c", str(config))
    assert result.exit_code == OK, result.stderr
    assert lines(result)[0]["records"] > 100
    assert "audit rebuild" not in chaperone("audit", "report", "chain-gaps", "-c", str(config)).stderr


def test_without_a_log_there_is_nothing_to_count(chaperone: Chaperone, config: Path) -> None:
    for command in ("facets", "timeline", "rebuild"):
        assert chaperone("audit", command, "-c", str(config)).exit_code == UNREACHABLE
