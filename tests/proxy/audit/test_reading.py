"""Reading on both databases: every search, count and timeline agrees with looking at each record, one by one."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from audit_history import KEYS, history, matches, records_of

from proxy.audit import plan
from proxy.audit.facets import CAP, facets, timeline
from proxy.audit.filters import BadFilter, Filters, parse_filters
from proxy.audit.periods import bucket
from proxy.audit.query import AuditLog
from proxy.audit.stores import rollups
from proxy.audit.stores.rollups import TABLES
from proxy.audit.stores.schema import audit_event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audit_databases import AuditDatabase

    from proxy.audit.stores.base import Instance

PERSON = ",".join(KEYS.searched("STUDENT_ID", "555-0003"))
SEARCHES: tuple[dict[str, str], ...] = (
    {},
    {"kinds": "request.intent"},
    {"kinds": "request.intent,request.refused", "severity": "S3"},
    {"decision": "block"},
    {"decision": "hold", "unit": "Nursing"},
    {"severity": "S3"},
    {"severity": "S4", "provider": "beta"},
    {"tier": "T2"},
    {"tier": "T1", "kinds": "request.intent"},
    {"tag": "IDEA"},
    {"tag": "IDEA", "outcome": "provider_error"},
    {"tier": "T2", "outcome": "completed", "unit": "Nursing"},
    {"wa_breach": "yes", "kinds": "request.final"},
    {"entity": "STUDENT_ID", "provider": "alpha"},
    {"entity": "STUDENT_ID.WA_SSID", "regime": "IDEA"},
    {"regime": "security"},
    {"operation": "embeddings", "model": "large"},
    {"under13": "yes"},
    {"untrained": "yes", "provider": "gamma", "decision": "forward"},
    {"overridden": "yes"},
    {"status": "400"},
    {"status": "200", "provider": "alpha"},
    {"subject": PERSON},
    {"subject": PERSON, "outcome": "completed"},
    {"subject": PERSON, "decision": "hold"},
    {"caller": "staff-1", "severity": "S4"},
    {"request_id": "req-17"},
    {"rule": "R06-idea", "outcome": "provider_error"},
    {"error_code": "held_for_review"},
    {"since": "2026-02-14T08:30:00Z", "until": "2026-02-20T10:10:00Z"},
    {"since": "2026-02-14", "severity": "S3", "provider": "alpha"},
    {"until": "2026-02-10", "tag": "MCV"},
    {"since": "2027-01-01"},
    {"until": "2025-01-01", "decision": "block"},
)


@pytest.fixture
def log(audit_database: AuditDatabase, named: Callable[..., Instance]) -> Iterator[AuditLog]:
    """A log of 120 calls of one tenant and 6 of another, in several batches."""
    store = audit_database.store(wait_s=20)
    store.open()
    store.renew(named("i-test"), history(1)[0].at)
    made = records_of([*history(), *history(6, seed=3, tenant="north")])
    for start in range(0, len(made), 50):
        store.append(made[start : start + 50])
    yield AuditLog(audit_database.reader(), tenant="default")
    store.close()


def everything(log: AuditLog) -> list[dict[str, Any]]:
    """All records, newest first."""
    return list(reversed(log.tail(-1, limit=500)))


def wanted(log: AuditLog, filters: Filters) -> list[dict[str, Any]]:
    """The matching ones, by looking at each."""
    found = everything(log)
    intents = {record["request_id"]: record["detail"] for record in found if record["kind"] == "request.intent"}
    return [record for record in found if matches(filters, record, intents)]


def test_every_search_finds_what_looking_at_each_record_finds(log: AuditLog) -> None:
    sizes = []
    for given in SEARCHES:
        filters = parse_filters(given)
        expected = [record["seq"] for record in wanted(log, filters)]
        sizes.append(len(expected))
        assert [record["seq"] for record in log.search(filters, limit=500).records] == expected, given
        assert sorted(record["seq"] for record in log.tail(-1, filters=filters)) == sorted(expected), given
    assert sum(size > 0 for size in sizes) > len(SEARCHES) - 6, "the searches find something"


def test_pages_follow_each_other_whatever_index_is_walked(log: AuditLog) -> None:
    for given in ({"severity": "S3"}, {"subject": PERSON}, {"tag": "IDEA", "outcome": "completed"}, {"tier": "T2"}):
        filters, cursor, seen = parse_filters(given), None, []
        while True:
            page = log.search(filters, cursor=cursor, limit=3)
            seen += [record["seq"] for record in page.records]
            cursor = page.next_cursor
            if cursor is None:
                break
        assert seen == [record["seq"] for record in wanted(log, filters)], given


def test_any_condition_may_be_walked_by_and_the_answer_is_the_same(log: AuditLog) -> None:
    filters = parse_filters({"severity": "S3", "tag": "IDEA", "provider": "alpha", "tier": "T2"})
    conditions = plan.wanted(filters)
    expected = {record["seq"] for record in wanted(log, filters)}
    with log.reading() as db:
        for driver in (None, *conditions):
            rest = [each for each in conditions if each is not driver]
            walks = plan.branches(driver, rest, partitioned=db.dialect.name == "postgresql")
            ours = [walk.where(audit_event.c.tenant == log.tenant) for walk, _ in walks]
            assert {row.seq for walk in ours for row in db.execute(walk)} == expected


def test_facets_agree_with_counting_each_record(log: AuditLog) -> None:
    names = ("kind", "decision", "severity", "provider", "unit", "outcome", "tag", "entity", "regime", "wa_breach")
    names = (*names, "tier")
    for given in SEARCHES:
        filters = parse_filters(given)
        found, records = facets(log, filters, names), wanted(log, filters)
        assert found.exact
        assert found.total == len(records), given
        tags = Counter(tag for record in records for tag in record["detail"].get("tags") or ())
        assert dict(found.counts["tag"]) == dict(tags), given
        assert dict(found.counts["kind"]) == dict(Counter(record["kind"] for record in records)), given
        tiers = Counter(tier for record in records if (tier := record["detail"].get("tier")))
        assert dict(found.counts["tier"]) == dict(tiers), given
        flagged = sum(record["detail"].get("wa_breach_pi") is True for record in records)
        assert found.counts["wa_breach"].get("yes", 0) == flagged, given


def test_timelines_agree_with_counting_each_record(log: AuditLog) -> None:
    for given in (
        {},
        {"severity": "S3"},
        {"since": "2026-02-14T08:30:00Z", "until": "2026-03-20T10:10:00Z"},
        {"tag": "MCV"},
    ):
        filters = parse_filters(given)
        for step in ("hour", "day", "month"):
            counts, exact = timeline(log, filters, step)
            expected = Counter(bucket(record["at"], step) for record in wanted(log, filters))  # type: ignore[arg-type]
            assert exact
            assert counts == dict(expected), (given, step)


def test_what_cannot_be_counted_by_is_refused(log: AuditLog) -> None:
    with pytest.raises(BadFilter, match="by"):
        facets(log, Filters(), ("caller",))
    with pytest.raises(BadFilter, match="step"):
        timeline(log, Filters(), "week")


def test_counting_records_one_by_one_stops_at_a_cap_and_says_so(log: AuditLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proxy.audit.facets.CAP", 5)
    found = facets(log, parse_filters({"operation": "embeddings"}), ("kind",))
    assert (found.total, found.exact, CAP > 5) == (5, False, True)


def test_each_tenant_counts_its_own(log: AuditLog, audit_database: AuditDatabase) -> None:
    theirs = AuditLog(audit_database.reader(), tenant="north")
    both = AuditLog(audit_database.reader())
    counts = [facets(each, Filters(), ("kind", "tag")).total for each in (log, theirs, both)]
    assert counts[0] + counts[1] == counts[2] == len(both.tail(-1, limit=500))
    assert theirs.search(Filters(), limit=500).records != ()
    assert {record["tenant"] for record in theirs.search(Filters(severity="S3"), limit=500).records} <= {"north"}


def test_the_roll_ups_agree_with_a_full_count_and_can_be_made_again(
    log: AuditLog, audit_database: AuditDatabase
) -> None:
    kept = snapshot(audit_database)
    assert all(len(rows) > 10 for rows in kept)
    store = audit_database.store(wait_s=20)
    store.open()
    with audit_database.as_owner().begin() as db:
        for table in TABLES:
            db.execute(table.delete())
        db.execute(
            rollups.audit_rollup_term.insert(),
            {"field": "tag", "grain": "day", "bucket": "2026-01-01", "tenant": "default", "term": "LIE", "kind": "x",
             "decision": "", "n": 7},
        )  # fmt: skip
    assert snapshot(audit_database) != kept
    assert store.recount() == len(AuditLog(audit_database.reader()).tail(-1, limit=500))
    assert snapshot(audit_database) == kept
    store.close()
    with audit_database.reader().connect() as db:
        sums, count, _ = rollups.counted(db)
    assert count == sum(row["n"] for row in kept[0] if row["grain"] == "month")
    assert len(sums.cube) == len(kept[0])


def snapshot(database: AuditDatabase) -> list[list[dict[str, Any]]]:
    """All roll-ups."""
    with database.reader().connect() as db:
        return [
            [dict(row) for row in db.execute(sa.select(table).order_by(*table.primary_key.columns)).mappings()]
            for table in TABLES
        ]


def test_finals_are_found_by_their_calls_whichever_way_they_are_walked(
    log: AuditLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [given for given in SEARCHES if "outcome" in given or given.get("kinds") == "request.final"]
    assert len(asked) > 4
    monkeypatch.setattr("proxy.audit.walking.CHUNK", 3)
    for few in (-1, 10_000):
        monkeypatch.setattr("proxy.audit.walking.FEW", few)
        for given in asked:
            filters = parse_filters(given)
            expected = [record["seq"] for record in wanted(log, filters)]
            assert [record["seq"] for record in log.search(filters, limit=500).records] == expected, (few, given)
            assert [record["seq"] for record in log.tail(-1, filters=filters)] == sorted(expected), (few, given)
            page = log.search(filters, limit=2)
            assert [record["seq"] for record in page.records] == expected[:2], (few, given)
