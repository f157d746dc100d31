"""A log for reports: two months of calls, reviews, decisions and looks, with what the grammar allows of each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from proxy.audit.event import canonical, new_event_id
from proxy.audit.keyring import KeyRing
from proxy.audit.leases import this_process
from proxy.audit.stores.base import Record
from proxy.audit.stores.sqlite import SqliteStore
from proxy.exchange import AuditEvent, EventKind

if TYPE_CHECKING:
    from pathlib import Path

STUDENT = "0123abcd:" + "a1" * 16
NAMED = "0123abcd:" + "b2" * 16
OTHERS = [f"0123abcd:{number:032x}" for number in range(40)]
START = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
CANARY = "536-90-4399"


class ReportLog:
    """Collects events and writes them as one signed log."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "audit.db"
        self.keyring = KeyRing(folder / "audit-key.pem", "chaperone/default")
        self.keyring.make()
        self.instance = this_process()
        self._events: list[AuditEvent] = []

    def add(self, kind: EventKind, detail: dict[str, Any], *, day: int = 0, **envelope: Any) -> AuditEvent:
        base = {"request_id": None, "caller": "admin", **envelope}
        at = START + timedelta(days=day, seconds=len(self._events))
        event = AuditEvent(kind, new_event_id(), at, self.instance.id, "default", detail=detail, **base)
        self._events.append(event)
        return event

    def call(self, *, day: int = 0, outcome: str | None = "completed", **detail: Any) -> AuditEvent:
        """A forwarded call and, unless it is under way, its end."""
        core = {
            "dialect": "openai", "operation": "chat.completions", "provider": "acme", "model": "m-1", "tier": "T2",
            "decision": "forward", "rule": "R05-education", "severity": "S3", "unit": "Special Education",
            "app": "webui", "policy_hash": "ab" * 32, "tags": ["EDREC"], "regimes": ["FERPA"],
            "approval": "DPA-2026-014",
        }  # fmt: skip
        request = f"req-{len(self._events)}"
        intent = self.add(EventKind.INTENT, {**core, **detail}, day=day, request_id=request, caller="staff-1")
        if outcome:
            end = {"intent_id": intent.event_id, "outcome": outcome, "status": 200,
                   "usage": {"input_tokens": 100, "output_tokens": 20}}  # fmt: skip
            self.add(EventKind.FINAL, end, day=day, request_id=request, caller="staff-1")
        return intent

    def refused(self, *, day: int = 0, code: str = "content_policy_violation", side: str = "caller") -> None:
        detail = {"decision": "block" if side == "caller" else "refuse", "error_code": code, "side": side,
                  "status": 400 if side == "caller" else 503, "severity": "S4", "provider": "acme"}  # fmt: skip
        self.add(EventKind.REFUSED, detail, day=day, request_id=f"req-{len(self._events)}", caller="staff-1")

    def write(self) -> None:
        store = SqliteStore(self.path)
        store.open()
        store.renew(self.instance, datetime.now(UTC) + timedelta(days=1))
        ordered = sorted(self._events, key=lambda event: event.at)
        store.append([Record(event, canonical(event)) for event in ordered])
        store.checkpoint(self.keyring.checkpoint)
        store.close()


def person(digest: str, treatment: str = "pseudonymize", entity: str = "STUDENT_ID") -> dict[str, str]:
    return {"entity": entity, "digest": digest, "treatment": treatment}


def filled(folder: Path) -> ReportLog:
    """October 2026: 60 calls, 12 blocks, failures, reviews, an override, tools, training, an evaluation, looks."""
    log = ReportLog(folder)
    life = {"version": "0.1.0", "policy_hash": "ab" * 32}
    log.add(EventKind.START, life)
    for number in range(60):
        log.call(day=number % 28, subjects=[person(OTHERS[number % 40])], residual="none", residual_score=2,
                 findings=[{"entity": "STUDENT_ID.WA_SSID", "treatment": "pseudonymize", "count": 1}])  # fmt: skip
    for number in range(12):
        log.refused(day=number)
    log.refused(day=3, code="scan_failed", side="guard")
    log.call(day=4, outcome="stream_cut", provider="other", tier="T1", model="m-2", tags=["DIRECTORY"])
    log.call(day=5, subjects=[person(STUDENT)], residual="none", residual_score=1)
    log.call(day=6, subjects=[person(STUDENT, "keep"), person(NAMED, "keep", "STUDENT_NAME")], residual="identified",
             wa_breach_pi=True, purpose="lesson_planning", tags=["IDEA", "WA_BREACH"])  # fmt: skip
    log.call(day=7, subjects=[person(STUDENT)], residual="linkable", tier="T1", approval="pilot")
    log.call(day=8, subjects=[person(STUDENT, "keep")], tier="TL", provider="local", model="m-3")
    log.call(day=40, subjects=[person(STUDENT)], residual="none", outcome=None)  # November
    grant = {"action": "grant", "override": "ov_1", "rule": "R19-survey", "to": "forward", "unit": "Counseling",
             "expires": "2027-06-30T00:00:00.000Z", "granted_by": "admin",
             "reason": "Parents signed form 12."}  # fmt: skip
    log.add(EventKind.OVERRIDE, grant, day=9)
    held = {"ticket": "h-1", "rules": ["R19-survey"], "severity": "S3"}
    log.add(EventKind.HOLD, {"action": "opened", **held}, day=10)
    log.add(EventKind.REVIEW, {"action": "released", "ticket": "h-1", "decision": "release", "waited_s": 5400}, day=10)
    log.add(
        EventKind.TRAINING, {"action": "record", "person": "staff-1", "course": "AI basics", "channel": "cli"}, day=2
    )
    figures = {"kept_back": {"hits": 99, "total": 100}}
    run = {"set_digest": "cd" * 32, "rows": 100, "detection": "ef" * 8, "policy_hash": "ab" * 32, "shortfalls": 0}
    log.add(EventKind.EVALUATION, {**run, "figures": figures}, day=11)
    look = {"filters": {}, "returned": 3, "case": "C-9", "channel": "http"}
    log.add(EventKind.LOG_READ, look, day=12, caller="auditor-1")
    log.write()
    return log
