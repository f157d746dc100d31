"""Services of the records officer over a state database, with a sink that keeps records in memory and checks them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from proxy.audit.content import store
from proxy.audit.content.sealing import Belonging, Envelope, Vault, digest_of, generate_pair
from proxy.audit.content.store import Part
from proxy.audit.event import canonical, new_event_id, stamp
from proxy.audit.subjects import SubjectKey, SubjectKeys
from proxy.errors import AuditUnavailable
from proxy.exchange import Caller, Role
from proxy.services.keeping.content import ContentReading
from proxy.services.keeping.legal_holds import LegalHolds
from proxy.services.keeping.retention import Keeping, Rule
from proxy.services.recording import Recorder

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SUBJECTS = SubjectKeys(SubjectKey(b"k" * 32), (SubjectKey(b"o" * 32),))
PRIVATE, PUBLIC = generate_pair(None)


def who(key: str, owner: str = "") -> Caller:
    """A records officer by the id of a key, and the person behind it."""
    return Caller(key, "north", Role.RECORDS, owner=owner)


@dataclass
class Sink:
    """Keeps what is recorded; every event must be one that the log would take."""

    events: list = field(default_factory=list)
    broken: bool = False

    async def record(self, event) -> None:
        await asyncio.sleep(0)
        if self.broken:
            raise AuditUnavailable("no")
        canonical(event)
        self.events.append(event)

    def told(self, kind: str) -> list[dict]:
        return [dict(event.detail) for event in self.events if event.kind == kind]


class PlainWords:
    """In place of the detectors: passes a reason, which must be one."""

    async def reason(self, text, *, what="reason") -> str:
        assert len(text) >= 10, what
        return text


class Custody:
    """Everything over one database, at a time that the test sets."""

    def __init__(self, state, *, authority="DAN-1", by_itself=False) -> None:
        self.state, self.sink, self.now = state, Sink(), NOW
        recorder = Recorder(self.sink, "i-test", "north", self.clock)
        rules = {
            "conversations": Rule(365, by_itself, authority),
            "originals": Rule(30, by_itself=True, authority=""),
        }
        self.vault, self.envelope = Vault((b"v" * 32,)), Envelope.from_pem(PUBLIC)
        self.retention = Keeping(
            state, recorder, rules, kept_years=7, held_days=30, subjects=SUBJECTS, clock=self.clock
        )
        self.holds = LegalHolds(state, recorder, subjects=SUBJECTS, clock=self.clock)
        self.content = ContentReading(state, recorder, self.vault, opening_hours=24, clock=self.clock)

    def clock(self) -> datetime:
        return self.now

    def part(self, request_id, part="prompt", *, days_old=0, text=b"redacted text", **changes) -> Part:
        sealer = self.envelope if part.endswith("original") else self.vault
        body = sealer.seal(text, Belonging("north", request_id, part))
        plain = {
            "id": new_event_id(),
            "tenant": "north",
            "request_id": request_id,
            "caller": "caller-1",
            "unit": "Special Education",
            "app": "webui",
            "provider": "demo",
            "at": stamp(self.now - timedelta(days=days_old)),
            "part": part,
            "sealed_by": sealer.name,
            "digest": digest_of(b"s" * 16, body),
            "size": len(text),
            "cut": False,
            "salt": b"s" * 16,
            "body": body,
        }
        return Part(**{**plain, **changes})

    async def put(self, *parts: Part) -> None:
        await self.state.run(lambda db: store.put(db, parts))

    async def kept(self) -> set[str]:
        """Request ids of what is there."""
        classes = ("conversations", "originals")
        found = [await self.retention.disposition(each, {}, before="9999-01-01T00:00:00.000Z") for each in classes]
        rows = [part for each in found for part in each["parts"]]
        held = [row for each in found for row in each["held_back"]]
        return {row["request_id"] for row in (*rows, *held)}
