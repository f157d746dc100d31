"""The named reports, on both databases: each answers its question from the log, and small numbers are masked."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from audit_history import BEGIN, KEYS, history, records_of

from proxy.audit.event import new_event_id
from proxy.audit.filters import BadFilter
from proxy.audit.query import AuditLog
from proxy.audit.reports import NAMES, REPORTS, Asked, Report, run
from proxy.audit.stores.rollups import audit_rollup
from proxy.exchange import AuditEvent, EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audit_databases import AuditDatabase

    from proxy.audit.stores.base import Instance, Store

PERSON = KEYS.searched("STUDENT_ID", "5550003")
HOLD = "0190c0de-0000-7000-8000-00000000000"


def event(kind: EventKind, minutes: int, detail: dict[str, Any], caller: str = "someone") -> AuditEvent:
    at = BEGIN + timedelta(minutes=minutes)
    return AuditEvent(kind, new_event_id(), at, "i-test", "default", None, caller, detail)


def decisions() -> list[AuditEvent]:
    """What people decided: holds and reviews, legal holds, a purge, an override, an evaluation, a start."""
    hold = {"rules": ["R09-special"], "severity": "S4"}
    legal = {"scope": {}, "reason": "records request 7"}
    return [
        event(EventKind.HOLD, 1, {"action": "opened", "ticket": "hold-1", **hold}),
        event(EventKind.HOLD, 2, {"action": "opened", "ticket": "hold-2", **hold}),
        event(EventKind.HOLD, 3, {"action": "opened", "ticket": "hold-3", **hold}),
        event(EventKind.REVIEW, 8, {"action": "refused", "ticket": "hold-1", "cause": "own_call"}, "asker"),
        event(EventKind.REVIEW, 31, {"action": "released", "ticket": "hold-1", "waited_s": 1_800}, "reviewer-1"),
        event(EventKind.REVIEW, 62, {"action": "denied", "ticket": "hold-2", "waited_s": 3_600}, "reviewer-2"),
        event(EventKind.LEGAL_HOLD, 70, {"action": "set", "hold": HOLD + "1", "matter": "2026-7", **legal}),
        event(EventKind.LEGAL_HOLD, 71, {"action": "set", "hold": HOLD + "2", "matter": "2026-8", **legal}),
        event(EventKind.LEGAL_HOLD, 72, {"action": "release", "hold": HOLD + "1", "matter": "2026-7", **legal}),
        event(
            EventKind.EVALUATION,
            80,
            {
                "set_digest": "ab" * 32,
                "rows": 50,
                "detection": "cd" * 32,
                "policy_hash": "ef" * 32,
                "figures": {"recall": {"hits": 49, "total": 50}},
                "shortfalls": 0,
            },
        ),
        event(EventKind.VAULT, 85, {"action": "purge", "items": 3, "of": "conversation", "channel": "cli"}, "admin"),
        event(EventKind.START, 90, {"version": "1.0", "closed_intents": 2}),
    ]


@pytest.fixture
def store(audit_database: AuditDatabase, named: Callable[..., Instance]) -> Iterator[Store]:
    made = audit_database.store(wait_s=20)
    made.open()
    made.renew(named("i-test"), BEGIN)
    made.append(records_of([*decisions(), *history()]))
    yield made
    made.close()


@pytest.fixture
def log(audit_database: AuditDatabase, store: Store) -> AuditLog:
    return AuditLog(audit_database.reader(), tenant="default")


def table(report: Report, name: str) -> list[tuple[Any, ...]]:
    return list(next(each for each in report.tables if each.name == name).rows)


def calls(log: AuditLog) -> list[dict[str, Any]]:
    return [record for record in log.tail(-1) if record["kind"] in ("request.intent", "request.refused")]


def test_every_report_is_listed_answers_and_pages(log: AuditLog) -> None:
    assert len(set(NAMES)) == len(NAMES) == 12
    for report in REPORTS:
        asked = Asked(provider="alpha", subject=PERSON, limit=2)
        first = run(log, report.name, asked, mask=False)
        assert first.name == report.name
        assert len(first.records) <= 2
        assert first.as_json()["report"] == report.name
        if first.next_cursor:
            second = run(
                log, report.name, Asked(provider="alpha", subject=PERSON, cursor=first.next_cursor), mask=False
            )
            assert {each["seq"] for each in first.records}.isdisjoint({each["seq"] for each in second.records})


def test_an_unknown_report_or_a_missing_need_is_named(log: AuditLog) -> None:
    with pytest.raises(BadFilter, match="provider-exposure"):
        run(log, "everything", Asked(), mask=True)
    with pytest.raises(BadFilter, match="provider"):
        run(log, "provider-exposure", Asked(), mask=True)
    with pytest.raises(BadFilter, match="subject"):
        run(log, "student-disclosures", Asked(), mask=True)


def test_exposure_counts_calls_and_different_people(log: AuditLog) -> None:
    sent = [record for record in log.tail(-1) if record["kind"] == "request.intent"]
    to_beta = [record["detail"] for record in sent if record["detail"]["provider"] == "beta"]
    found = run(log, "provider-exposure", Asked(provider="beta"), mask=False)
    assert found.facts["calls"] == len(to_beta) > 5
    assert found.facts["calls with breach-law personal information"] == sum(each["wa_breach_pi"] for each in to_beta)
    people = [each for detail in to_beta for each in detail.get("subjects") or ()]
    ids = {each["digest"] for each in people if each["entity"] == "STUDENT_ID"}
    kept = {each["digest"] for each in people if each["entity"] == "STUDENT_ID" and each["treatment"] == "keep"}
    rows = {row[0]: row[1:] for row in table(found, "people by identifier")}
    assert rows["STUDENT_ID"] == (len(ids), len(kept), len(ids), len(kept))
    assert rows["STUDENT_NAME"][:2] == (len(ids), 0)
    assert found.facts["people at least: different"] == len(ids)
    assert {record["kind"] for record in found.records} == {"request.intent"}


def test_exposure_between_dates_counts_whole_days(log: AuditLog) -> None:
    asked = Asked("2026-02-10T00:00:00.000Z", "2026-02-20T12:00:00.000Z", "alpha")
    found = run(log, "provider-exposure", asked, mask=False)
    days = [
        record["detail"]
        for record in log.tail(-1)
        if record["kind"] == "request.intent"
        and record["detail"]["provider"] == "alpha"
        and "2026-02-10" <= record["at"][:10] <= "2026-02-20"
    ]
    different = {each["digest"] for each in (s for day in days for s in day.get("subjects") or ())}
    assert sum(row[1] for row in table(found, "people by identifier")) == len(different) > 0


def test_sensitive_lists_every_severe_or_stopped_call_with_reasons(log: AuditLog) -> None:
    found = run(log, "sensitive", Asked(limit=500), mask=False)
    expected = [
        record["seq"]
        for record in calls(log)
        if record["detail"]["severity"] in ("S3", "S4") or record["detail"]["decision"] in ("block", "hold")
    ]
    assert sorted(record["seq"] for record in found.records) == expected
    assert found.facts["calls blocked"] == sum(record["detail"]["decision"] == "block" for record in calls(log))


def test_a_students_disclosures_say_to_whom_and_on_what_basis(log: AuditLog) -> None:
    found = run(log, "student-disclosures", Asked(subject=PERSON, limit=500), mask=False)
    about = [
        record
        for record in log.tail(-1)
        if record["kind"] == "request.intent"
        and any(each["digest"] in PERSON for each in record["detail"].get("subjects") or ())
    ]
    assert sorted(record["seq"] for record in found.records) == [record["seq"] for record in about]
    for line in found.records:
        assert line["provider"] in {"alpha", "beta", "gamma"}
        if line["identifier_sent"] and line["tier"] == "T2":
            assert "99.31(a)(1)" in line["basis"]
        if not line["identifier_sent"]:
            assert line["basis"].startswith("no personal information disclosed")
    assert {line["identifier_sent"] for line in found.records} == {True, False}


def test_lapsed_lists_calls_without_training_or_approval(log: AuditLog) -> None:
    found = run(log, "lapsed", Asked(limit=500), mask=False)
    expected = [
        record["seq"]
        for record in calls(log)
        if record["detail"]["tier"] == "T0" or record["detail"]["training_valid"] is False
    ]
    assert sorted(record["seq"] for record in found.records) == expected


def test_reviewers_says_how_long_people_wait_and_who_tried_their_own(log: AuditLog) -> None:
    facts = run(log, "reviewers", Asked(), mask=False).facts
    assert facts["holds opened"] == 3
    assert run(log, "reviewers", Asked(), mask=True).facts["holds opened"] is None, "as in the other summaries"
    assert facts["holds decided"] == 2
    assert facts["holds open"] == 1
    assert facts["self-approval attempts"] == 1
    assert facts["minutes to decision: median"] == 30.0
    assert facts["minutes to decision: longest"] == 60.0


def test_retention_says_which_holds_are_in_force(log: AuditLog) -> None:
    found = run(log, "retention", Asked(), mask=False)
    assert found.facts["legal holds in force"] == found.facts["legal holds released"] == 1
    assert [row[0] for row in table(found, "legal holds in force")] == ["2026-8"]


def test_chain_gaps_agrees_with_the_log_and_notices_roll_ups_that_lie(
    log: AuditLog, audit_database: AuditDatabase
) -> None:
    found = run(log, "chain-gaps", Asked(), mask=False)
    assert found.facts["records"] == log.head() + 1
    for name in ("records missing", "leaf hashes missing", "records not in the roll-ups", "calls without an end"):
        assert found.facts[name] == 0, name
    assert found.facts["records since the last checkpoint"] == log.head() + 1
    with audit_database.as_owner().begin() as db:
        db.execute(audit_rollup.delete().where(audit_rollup.c.decision == "block"))
    again = run(log, "chain-gaps", Asked(), mask=False)
    assert again.facts["records not in the roll-ups"] > 0
    assert any("audit rebuild" in note for note in again.notes)


def test_chain_gaps_of_a_time_counts_what_lies_in_it_and_notices_what_is_gone(
    log: AuditLog, audit_database: AuditDatabase
) -> None:
    asked = Asked("2026-02-10T00:00:00.000Z", "2026-02-20T00:00:00.000Z")
    found = run(log, "chain-gaps", asked, mask=False)
    places = [record["seq"] for record in log.tail(-1) if "2026-02-10" <= record["at"][:10] <= "2026-02-19"]
    assert found.facts["records"] == max(places) - min(places) + 1 < log.head()
    assert found.facts["records missing"] == found.facts["records not in the roll-ups"] == 0
    assert any(f"indexes {min(places)} to {max(places)}" in note for note in found.notes)
    gone = "DELETE FROM audit_leaf WHERE seq = (SELECT max(seq) FROM audit_event)"
    if audit_database.is_postgres:
        gone = f"SET LOCAL session_replication_role = replica; {gone}"
    else:
        audit_database.run("DROP TRIGGER audit_leaf_no_delete")
    audit_database.run(gone)
    cut = run(log, "chain-gaps", Asked(), mask=False)
    assert (cut.facts["records missing"], cut.facts["leaf hashes missing"]) == (0, 1)
    assert any("missing" in note for note in cut.notes)


def test_chain_gaps_of_a_time_counts_what_is_gone_inside_and_at_its_edge(
    log: AuditLog, audit_database: AuditDatabase
) -> None:
    asked = Asked("2026-02-10T00:00:00.000Z", "2026-02-20T00:00:00.000Z")
    places = [record["seq"] for record in log.tail(-1) if "2026-02-10" <= record["at"][:10] <= "2026-02-19"]
    gone = f"DELETE FROM audit_event WHERE seq IN ({min(places)}, {min(places) + 5})"  # noqa: S608  # two numbers
    if audit_database.is_postgres:
        audit_database.run(f"SET LOCAL session_replication_role = replica; {gone}")
    else:
        with sqlite3.connect(audit_database.path) as db:  # enforces no foreign keys
            db.execute("DROP TRIGGER audit_event_no_delete")
            db.execute(gone)
    assert run(log, "chain-gaps", asked, mask=False).facts["records missing"] == 2


def test_readers_configuration_evaluations_and_totals(log: AuditLog) -> None:
    readers = run(log, "log-readers", Asked(), mask=False)
    assert readers.facts["looks"] == 1
    assert readers.records[0]["case"] == "2026-17"
    assert readers.records[0]["purpose"] == "quarterly"
    changes = run(log, "config-history", Asked(), mask=False).records
    assert changes[0]["closed_intents"] == 2
    assert {"kind": "vault", "action": "purge", "items": 3}.items() <= changes[1].items()
    assert table(run(log, "evaluations", Asked(), mask=False), "figures")[0][1:] == ("recall", 49, 50, 0.98)
    answers = [record["detail"]["energy"] for record in log.tail(-1) if record["kind"] == "request.final"]
    finals = [record["detail"]["usage"] for record in log.tail(-1) if record["kind"] == "request.final"]
    energy = run(log, "energy", Asked(), mask=False)
    assert energy.facts["output_tokens"] == sum(each["output_tokens"] for each in finals)
    assert energy.facts["calls"] == len(finals)
    assert energy.facts["wh_max"] == pytest.approx(sum(each["wh"][1] for each in answers), abs=0.001)
    assert energy.facts["ml_min"] == pytest.approx(sum(each["ml"][0] for each in answers), abs=0.001)


def test_small_numbers_are_masked_for_whoever_sees_summaries(log: AuditLog) -> None:
    whole = run(log, "provider-exposure", Asked(provider="beta"), mask=False)
    shown = run(log, "provider-exposure", Asked(provider="beta"), mask=True)
    assert any(0 < row[1] < 10 for row in table(whole, "calls by unit")) or whole.facts["calls"] < 30
    for before, after in zip(whole.tables, shown.tables, strict=True):
        for plain, masked in zip(before.rows, after.rows, strict=True):
            pairs = list(zip(plain[1:], masked[1:], strict=True))
            assert all(seen is None or seen == count for count, seen in pairs)
            assert all(seen is None for count, seen in pairs if 0 < count < 10)
    assert any("masked" in note for note in shown.notes)
