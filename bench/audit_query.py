"""Reading a full log: keyset pages, facets, counts over time and every named report, at N records (default 100,000).

    python bench/audit_query.py --records 1000000                  # SQLite, in a temporary folder
    python bench/audit_query.py --postgres postgresql://user@host/db   # filled where it is empty, else used as it is

The records are invented: pairs of intent and final over half a year, 2,000 students, 40 staff, four providers. They go
through the store's own `append`, roll-ups included; only their canonical bytes are made by orjson with sorted keys,
which for these values are the bytes of RFC 8785 and twenty times as fast. Times are medians of `--rounds` in ms.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from proxy.audit import leases
from proxy.audit.event import canonical, new_event_id, stamp
from proxy.audit.facets import facets, timeline
from proxy.audit.filters import parse_filters
from proxy.audit.query import AuditLog
from proxy.audit.reports import REPORTS, Asked, run
from proxy.audit.stores.base import Record
from proxy.audit.stores.place import Place
from proxy.audit.subjects import SubjectKey, SubjectKeys, index
from proxy.errors import AuditUnavailable
from proxy.exchange import AuditEvent, EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BEGIN = datetime(2026, 5, 1, tzinfo=UTC)
DAYS = 180
BATCH = 500
KEYS = SubjectKeys(SubjectKey(b"bench" * 8))
PROVIDERS = (("alpha", "large", "T2"), ("alpha", "small", "T2"), ("beta", "medium", "T3"), ("gamma", "tiny", "T1"))
UNITS = ("Special Education", "Early Learning", "Business Office", "Nursing", "Human Resources", "Science Center")
ROWS = (
    ("forward", "S0", "R01-clean", [], []),
    ("forward", "S2", "R04-personal", ["PII"], ["FERPA"]),
    ("forward", "S3", "R06-special-education", ["IDEA", "WA_BREACH"], ["IDEA", "FERPA", "RCW 42.56.590"]),
    ("forward", "S4", "R17-numbers", ["GOVID", "WA_BREACH"], ["RCW 42.56.590"]),
)


def student(number: int) -> list[dict[str, Any]]:
    """The digests of one invented student."""
    values = (
        ("STUDENT_ID", str(5_000_000_000 + number), "pseudonymize"),
        ("STUDENT_NAME", f"First{number} Last", "keep"),
    )
    return list(index(values, KEYS).subjects)


def pairs(count: int, instance: str) -> Iterator[AuditEvent]:
    """`count` events: intents, each with its final; one call in a hundred is blocked and has none."""
    random.seed(7)
    students = [student(number) for number in range(2_000)]
    for number in range(count // 2):
        at = BEGIN + timedelta(seconds=number * DAYS * 86_400 / max(count // 2, 1))
        provider, model, tier = random.choices(PROVIDERS, (6, 3, 2, 1))[0]
        decision, severity, rule, tags, regimes = random.choices(ROWS, (60, 25, 12, 3))[0]
        about = random.choice(students) if tags else []
        detail: dict[str, Any] = {
            "dialect": "openai", "operation": "chat.completions", "route": "/v1/chat/completions", "role": "staff",
            "provider": provider, "model": model, "model_requested": model, "tier": tier, "approval": f"Board {tier}",
            "unit": UNITS[number % 6], "app": "webui", "decision": decision, "severity": severity, "rule": rule,
            "reasons": [{"rule": rule, "clause": "34 CFR 99.3", "action": decision}], "tags": tags, "regimes": regimes,
            "policy_hash": "ab" * 32, "config_hash": "cd" * 32, "wa_breach_pi": "WA_BREACH" in tags, "under13": False,
            "residual": "none", "subjects": about, "subjects_total": len(about), "subjects_cut": False,
            "findings": [
                {"count": 1, "detectors": ["names"], "entity": each["entity"], "treatment": "keep"} for each in about
            ],
        }  # fmt: skip
        caller, request = f"staff-{number % 40}", f"req_{number:012x}"
        blocked = number % 100 == 0
        if blocked:
            refusal = {"error_code": "content_policy_violation", "side": "caller", "status": 400, "decision": "block"}
            yield AuditEvent(
                EventKind.REFUSED, new_event_id(), at, instance, "default", request, caller, detail | refusal
            )
            continue
        intent = AuditEvent(EventKind.INTENT, new_event_id(), at, instance, "default", request, caller, detail)
        yield intent
        closing = {
            "intent_id": intent.event_id, "outcome": "completed" if number % 50 else "provider_error", "status": 200,
            "usage": {"input_tokens": 400, "output_tokens": 200},
        }  # fmt: skip
        yield AuditEvent(EventKind.FINAL, new_event_id(), at, instance, "default", request, caller, closing)


def body(event: AuditEvent) -> bytes:
    """The canonical bytes, quickly."""
    envelope = {
        "v": 1, "kind": event.kind, "event_id": event.event_id, "at": stamp(event.at), "instance": event.instance,
        "tenant": event.tenant, "request_id": event.request_id, "caller": event.caller, "detail": event.detail,
    }  # fmt: skip
    return orjson.dumps(envelope, option=orjson.OPT_SORT_KEYS)


def fill(place: Place, count: int) -> float:
    """Store `count` records; seconds."""
    store = place.store()
    store.open()
    instance = leases.this_process(datetime.now(UTC))
    store.renew(instance, datetime.now(UTC) + timedelta(hours=2))
    began = time.perf_counter()
    batch: list[Record] = []
    for number, event in enumerate(pairs(count, instance.id)):
        batch.append(Record(event, body(event)))
        if number < 4 and canonical(event) != batch[-1].body:
            raise SystemExit("the quick bytes are not canonical")
        if len(batch) == BATCH:
            store.append(batch)
            batch = []
    if batch:
        store.append(batch)
    took = time.perf_counter() - began
    store.close()
    if place.path is None:
        analyze(place.url)
    return took


def filled(place: Place) -> bool:
    """Whether there are records already."""
    try:
        return not place.missing and AuditLog(place.reader()).head() >= 0
    except AuditUnavailable:  # no tables yet
        return False


def analyze(url: str) -> None:
    """Statistics, which a server gathers by itself (autovacuum) within minutes."""
    import psycopg  # noqa: PLC0415 - for PostgreSQL only

    with psycopg.connect(url, autocommit=True) as db:
        db.execute("ANALYZE")


def questions(log: AuditLog) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Each thing that is measured."""
    deep = log.search(parse_filters({"until": "2026-08-01"}), limit=1).next_cursor
    searches = {
        "page: newest": {},
        "page: decision=block": {"decision": "block"},
        "page: severity=S4": {"severity": "S4"},
        "page: tier=T2 (most)": {"tier": "T2"},
        "page: entity and provider": {"entity": "STUDENT_ID", "provider": "gamma"},
        "page: one hour, one unit": {
            "since": "2026-07-01T10:00:00Z", "until": "2026-07-01T11:00:00Z", "unit": "Nursing",
        },
        "page: breach, provider, 30 days": {
            "wa_breach": "yes", "provider": "beta", "since": "2026-06-01", "until": "2026-06-30",
        },
        "page: finals of tagged calls": {"tag": "IDEA", "outcome": "provider_error"},
        "page: nothing matches": {"decision": "hold", "provider": "alpha"},
        "page: rare in common": {"rule": "R17-numbers", "tier": "T1", "unit": "Nursing"},
    }  # fmt: skip
    for name, given in searches.items():
        filters = parse_filters(given)
        yield name, lambda filters=filters: log.search(filters)
    digests = KEYS.searched("STUDENT_ID", "5000000007")
    person = parse_filters({"subject": ",".join(digests)})
    yield "page: one student", lambda: log.search(person)
    yield "page: deep in the log", lambda: log.search(parse_filters({}), cursor=deep)
    yield "facets: all", lambda: facets(log, parse_filters({}))
    month = parse_filters({"since": "2026-06-03T08:30:00Z", "until": "2026-07-02T17:10:00Z", "provider": "alpha"})
    yield "facets: provider, odd month", lambda: facets(log, month, ("decision", "severity", "unit", "tier", "rule"))
    yield (
        "facets: by tag, odd month",
        lambda: facets(log, parse_filters({"since": "2026-06-03T08:30:00Z"}), ("tag", "entity")),
    )
    yield "timeline: days", lambda: timeline(log, parse_filters({"severity": "S3"}), "day")
    yield "timeline: hours of a month", lambda: timeline(log, month, "hour")
    asked = Asked("2026-06-01T00:00:00.000Z", "2026-09-01T00:00:00.000Z", "alpha", digests)
    for report in REPORTS:
        yield f"report: {report.name}", lambda report=report: run(log, report.name, asked, mask=True)
    yield (
        "report: provider-exposure, all time",
        lambda: run(log, "provider-exposure", Asked(provider="alpha"), mask=True),
    )


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--postgres", default="", help="URL of a database")
    parser.add_argument("--folder", type=Path, default=None, help="where the SQLite file goes; kept, and used again")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = (options.folder or Path(folder)) / "audit.db"
        place = Place(url=options.postgres, timeout_s=60.0) if options.postgres else Place(file)
        took = 0.0 if filled(place) else fill(place, options.records)
        log = AuditLog(place.reader())
        held = log.head() + 1
        figures = {name: measure(ask, options.rounds) for name, ask in questions(log)}
    figures = {"records": held, "fill_s": round(took, 1), **figures}
    if options.json:
        sys.stdout.write(json.dumps(figures) + "\n")
        return
    for name, value in figures.items():
        sys.stdout.write(f"{name:<40} {value:>10}\n")


def measure(ask: Callable[[], Any], rounds: int) -> float:
    """Median milliseconds."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(times), 1)


if __name__ == "__main__":
    main()
