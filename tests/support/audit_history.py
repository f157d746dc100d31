"""An invented history of calls for tests of reading: varied, seeded, small; with the plain way to ask it anything."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from proxy.audit.event import canonical, new_event_id
from proxy.audit.sorts import SEVERITIES
from proxy.audit.stores.base import Record
from proxy.audit.stores.terms import flags
from proxy.audit.subjects import SubjectKey, SubjectKeys, index
from proxy.exchange import AuditEvent, EventKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.audit.filters import Filters

KEYS = SubjectKeys(SubjectKey(b"h" * 32))
BEGIN = datetime(2026, 1, 30, 22, 17, 3, tzinfo=UTC)
PROVIDERS = (("alpha", "large", "T2"), ("beta", "small", "T1"), ("gamma", "tiny", "T0"))
UNITS = ("Nursing", "Special Education", "Early Learning")
ROWS = (
    ("forward", "S0", "R01-clean", [], []),
    ("forward", "S3", "R06-idea", ["IDEA", "WA_BREACH"], ["FERPA", "IDEA"]),
    ("hold", "S4", "R09-special", ["MCV"], ["McKinney-Vento"]),
    ("block", "S4", "R18-secret", ["SECRET"], ["security"]),
)


def subjects(number: int, treatment: str = "pseudonymize") -> dict[str, Any]:
    """What a record says of invented student `number`."""
    values = (
        ("STUDENT_ID", f"{5_550_000 + number}", treatment),
        ("STUDENT_NAME", f"Person{number} Lastname", "redact"),
    )
    return index(values, KEYS).detail()


def history(calls: int = 120, *, seed: int = 7, instance: str = "i-test", tenant: str = "default") -> list[AuditEvent]:
    """Calls over about ten weeks: intents with finals, refusals, and looks at the log between them."""
    chance = random.Random(seed)
    made: list[AuditEvent] = []
    at = BEGIN
    for number in range(calls):
        at += timedelta(seconds=chance.choice((1, 600, 4_000, 90_000)))
        provider, model, tier = chance.choice(PROVIDERS)
        decision, severity, rule, tags, regimes = chance.choice(ROWS)
        detail: dict[str, Any] = {
            "dialect": "openai", "operation": chance.choice(("chat.completions", "embeddings")), "provider": provider,
            "model": model, "tier": tier, "decision": decision, "severity": severity, "rule": rule, "tags": tags,
            "regimes": regimes, "unit": chance.choice(UNITS), "app": "webui", "role": "staff", "policy_hash": "ab" * 32,
            "wa_breach_pi": "WA_BREACH" in tags, "under13": chance.random() < 0.1, "residual": "none",
            "training_valid": chance.random() > 0.2,
            "findings": [{"entity": "STUDENT_ID.WA_SSID", "treatment": "redact", "count": 1}] if tags else [],
            **(subjects(chance.randrange(12), chance.choice(("keep", "redact"))) if tags else {}),
        }  # fmt: skip
        envelope = (at, instance, tenant, f"req-{number}", f"staff-{number % 3}")
        if decision in ("block", "hold"):
            code = "content_policy_violation" if decision == "block" else "held_for_review"
            ending = {"error_code": code, "side": "caller", "status": 400}
            made.append(AuditEvent(EventKind.REFUSED, new_event_id(), *envelope, detail | ending))
            continue
        intent = AuditEvent(EventKind.INTENT, new_event_id(), *envelope, detail)
        closing = {
            "intent_id": intent.event_id, "outcome": chance.choice(("completed", "provider_error")), "status": 200,
            "usage": {"input_tokens": 10, "output_tokens": number},
            "energy": {
                "wh": [0.1 + number / 7, 0.3 + number / 3], "gco2e": [0.01, 0.03], "ml": [0.7, 1.1 + number / 9],
            },
        }  # fmt: skip
        made += [intent, AuditEvent(EventKind.FINAL, new_event_id(), *envelope, closing)]
    look = {"filters": {"severity": "S3"}, "returned": 3, "channel": "http", "case": "2026-17", "purpose": "quarterly"}
    made.append(AuditEvent(EventKind.LOG_READ, new_event_id(), at, instance, tenant, None, "auditor", look))
    return made


def records_of(events: list[AuditEvent]) -> list[Record]:
    """As the store takes them."""
    return [Record(event, canonical(event)) for event in events]


def matches(filters: Filters, record: Mapping[str, Any], intents: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a record (as the log gives it) is what a search asks for, decided field by field without any index."""
    own = record["detail"]
    call = intents.get(record["request_id"] or "", {})
    final = record["kind"] == "request.final"
    inherited = {**call, **own} if final else own
    finals = filters.outcome is not None or filters.kinds == ("request.final",)
    about = {**call, **own} if final and finals else own
    checks = {
        "kinds": lambda kinds: record["kind"] in kinds,
        "since": lambda since: record["at"] >= since,
        "until": lambda until: record["at"] < until,
        **{name: lambda value, name=name: record[name] == value for name in ("caller", "request_id", "event_id")},
        "severity": lambda least: inherited.get("severity") in SEVERITIES[SEVERITIES.index(least) :],
        "tag": lambda tag: tag in (about.get("tags") or ()),
        "regime": lambda regime: regime in (about.get("regimes") or ()),
        "entity": lambda entity: any(found["entity"].startswith(entity) for found in about.get("findings") or ()),
        "subject": lambda wanted: any(each["digest"] in wanted for each in about.get("subjects") or ()),
        "status": lambda status: str(own.get("status")) == status,
        "tier": lambda tier: about.get("tier") == tier,
        "operation": lambda operation: about.get("operation") == operation,
    }
    for flag in ("wa_breach", "under13", "untrained", "overridden", "subjects_cut"):
        checks[flag] = lambda _, flag=flag: flag in set(flags(about))
    return all(
        checks[name](value) if name in checks else inherited.get(name) == value
        for name, value in ((name, getattr(filters, name)) for name in filters.asked())
    )
