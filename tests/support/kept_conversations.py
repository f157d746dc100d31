"""The journey of calls whose provider keeps conversations, in process: real pipeline, routes, vault and upstream.

Detection runs without workers: structured identifiers by the detectors themselves (`stream_scan`), invented full names
by a list, and what is remembered of earlier turns by the document memory itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Self

import httpx

from config.profiles import policy_table
from detectors.conversation import ScanResult
from detectors.finding import Finding
from detectors.memory import Memory
from detectors.overlaps import placed
from detectors.stream_scan import stream_scan
from proxy.app import create_app
from proxy.audit.event import canonical
from proxy.callers.directory import CallerRecord, Directory
from proxy.callers.keys import hash_key
from proxy.callers.noise import NoiseLid
from proxy.callers.quotas import Quotas
from proxy.continuity import Continuity
from proxy.database.state import StateDatabase
from proxy.examine import Examiner
from proxy.exchange import Action, Approval, Caller, Role, Tier, Treatment
from proxy.pipeline import Pipeline
from proxy.policy.facts import Table
from proxy.records import Standing
from proxy.registry.tools import Provider, Registry
from proxy.relay import Relay
from proxy.services.keeping.vault import VaultKeeping
from proxy.services.recording import Recorder
from proxy.upstream import Target, Upstream
from proxy.vault.sealing import Sealing
from proxy.vault.store import Vault

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from detectors.finding import Piece
    from proxy.exchange import AuditEvent

NAME, OTHER = "Marisol Ochoa", "Jordan Whitfield"
FIRST = "Marisol"
PHONE = "(253) 555-7788"
TODAY = date(2026, 11, 23)
PROFILE = policy_table("restore")
TABLE = Table(
    "restore",
    {entity: Treatment[name.upper()] for entity, name in PROFILE.treatments.items()},
    PROFILE.gate,
    Action.BLOCK,
)
CALLERS = {"ana": "north", "ben": "north", "cho": "south", "records": "north"}
"""Caller -> tenant."""


def role_of(name: str) -> Role:
    return Role.RECORDS if name == "records" else Role.STAFF


async def scan(pieces: Sequence[Piece], *, tenant: str, before: Sequence[tuple[str, str]] = ()) -> ScanResult:
    del tenant
    found = [_found(piece) for piece in pieces]
    memory = Memory()
    for piece, each in zip(pieces, found, strict=True):
        memory.learn(piece.text, each)
    memory.remember(before)
    together = [
        placed(each, memory.recall(piece.text, prose=piece.prose)) for piece, each in zip(pieces, found, strict=True)
    ]
    return ScanResult([tuple(each) for each in together], 1, 1, 0)


def _found(piece: Piece) -> tuple[Finding, ...]:
    names = [
        Finding("STUDENT_NAME", at, at + len(name), 1.0, "names", "model")
        for name in (NAME, OTHER)
        if (at := piece.text.find(name)) >= 0
    ]
    return tuple(sorted((*names, *stream_scan(piece.text, piece.context)), key=lambda each: each.start))


@dataclass
class KeptConversations:
    """Enter it, then call as somebody; the client asks this process without a socket."""

    folder: Path
    upstream: str
    allowed: frozenset[str] = frozenset({"openai-1", "gemini-1"})
    storing: frozenset[str] = frozenset()
    secrets: tuple[bytes, ...] = (b"v" * 32,)
    now: datetime = datetime(2026, 11, 23, 9, tzinfo=UTC)
    events: list[AuditEvent] = field(default_factory=list)

    async def record(self, event: AuditEvent) -> None:
        canonical(event)
        self.events.append(event)

    def submit(self, event: AuditEvent) -> None:
        canonical(event)
        self.events.append(event)

    async def __aenter__(self) -> Self:
        self.state = StateDatabase(self.folder / "state.db")
        self.state.open()
        await self.restart()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.pipeline.upstream.aclose()
        self.state.close()

    async def restart(self, *, secrets: tuple[bytes, ...] = (), allowed: frozenset[str] | None = None) -> None:
        """As after a new start, perhaps under another secret or with other settings."""
        if hasattr(self, "pipeline"):
            await self.pipeline.upstream.aclose()
        self.secrets = secrets or self.secrets
        self.allowed = self.allowed if allowed is None else allowed
        self.vault = Vault(self.state, Sealing(self.secrets), ttl=timedelta(days=30), clock=lambda: self.now)
        self.pipeline = self._pipeline(self.secrets[0])
        recorder = Recorder(self, "i-1", "north")
        house = SimpleNamespace(
            pipeline=self.pipeline,
            allowed_hosts=frozenset({"guard"}),
            header_bytes=32_768,
            vault_keeping=VaultKeeping(self.vault, recorder, 30, tuple(sorted(self.allowed))),
        )
        self.app = create_app(house)  # type: ignore[arg-type] # as much of a house as the routes use
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://guard")

    def _pipeline(self, secret: bytes) -> Pipeline:
        approval = Approval("IT", date(2026, 1, 1), date(2030, 1, 1), "Board 7")
        models = {"openai": ("small",), "gemini": ("gemini-small",)}
        dialects = {f"{dialect}-1": dialect for dialect in models} | {"openai-2": "openai"}
        providers = [
            Provider(name, dialect, ("other",) if name == "openai-2" else models[dialect], Tier.T2, approval)
            for name, dialect in dialects.items()
        ]
        callers = [
            CallerRecord(Caller(name, tenant, role_of(name)), hash_key(f"key-{name}"), "", TODAY + timedelta(days=9))
            for name, tenant in CALLERS.items()
        ]
        return Pipeline(
            directory=Directory(callers),
            quotas=Quotas(calls_per_minute=None, concurrency=None, clock=lambda: 0.0),
            registry=Registry(providers),
            examiner=Examiner(SimpleNamespace(scan=scan), TABLE, 1_000_000, secret),  # type: ignore[arg-type] # a stand-in
            sink=self,
            standing=Standing("i-1", "north", "ab" * 32, NoiseLid(singly=99, clock=lambda: 0.0), b"k" * 32),
            upstream=Upstream([Target(name, self.upstream, "key", dialect=each) for name, each in dialects.items()]),
            relay=Relay(stream_scan, frozenset(), 10_000_000),
            body_bytes=1_000_000,
            today=lambda: TODAY,
            continuity=Continuity(self.vault, self.allowed, self.storing),
        )

    async def call(self, method: str, path: str, body: Any = None, *, who: str = "ana") -> httpx.Response:
        headers = {"authorization": f"Bearer key-{who}"}
        return await self.client.request(method, path, json=body, headers=headers)

    async def respond(self, text: str, *, who: str = "ana", model: str = "small", **members: Any) -> httpx.Response:
        return await self.call("POST", "/v1/responses", {"model": model, "input": text, **members}, who=who)

    def told(self, kind: str) -> list[dict[str, Any]]:
        return [dict(event.detail) for event in self.events if event.kind.value == kind]


def text_of(answer: httpx.Response) -> str:
    """What a response says; of a stream its deltas, checked against its end."""
    if answer.headers["content-type"].startswith("application/json"):
        return answer.json()["output"][0]["content"][0]["text"]
    said = events_of(answer)
    deltas = "".join(each["delta"] for each in said if each["type"].endswith("text.delta"))
    whole = said[-1]["response"]["output"][0]["content"][0]["text"]
    assert whole.endswith(deltas)
    return whole


def events_of(answer: httpx.Response) -> list[dict[str, Any]]:
    """The events of a stream."""
    return [json.loads(line[6:]) for line in answer.text.splitlines() if line.startswith("data: ")]
