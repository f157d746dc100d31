"""A guard in this process, on loopback: real pipeline, audit grammar, vault and routes; detection without workers.

Structured identifiers are found by the detectors themselves (`stream_scan`), names by a list of invented ones.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Self

import uvicorn

from config.profiles import policy_table
from detectors.conversation import ScanResult
from detectors.finding import Finding
from detectors.stream_scan import stream_scan
from proxy.app import create_app
from proxy.audit.event import canonical
from proxy.batch.service import Batches
from proxy.batch.terms import Terms
from proxy.callers.directory import CallerRecord, Directory
from proxy.callers.keys import hash_key
from proxy.callers.noise import NoiseLid
from proxy.callers.quotas import Quotas
from proxy.database.state import StateDatabase
from proxy.examine import Examiner
from proxy.exchange import Action, Approval, Caller, Role, Tier, Treatment
from proxy.pipeline import Pipeline
from proxy.policy.facts import Table
from proxy.records import Standing
from proxy.registry.tools import Provider, Registry
from proxy.relay import Relay
from proxy.upstream import Target, Upstream
from proxy.vault.sealing import Sealing
from proxy.vault.store import Vault

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence
    from pathlib import Path

    from detectors.finding import Piece
    from proxy.exchange import AuditEvent

NAMES = ("Marisol Ochoa", "Jordan Whitfield")
TODAY = date(2026, 11, 23)
PROFILE = policy_table("default")
TABLE = Table(
    "default",
    {entity: Treatment[name.upper()] for entity, name in PROFILE.treatments.items()},
    PROFILE.gate,
    Action.BLOCK,
)
MODELS = {"openai": ("gpt-small", "gpt-large"), "anthropic": ("claude-small",)}


@dataclass
class Scanner:
    """Detection without workers; counts how many scans run at the same time."""

    running: int = 0
    most: int = 0
    pause_s: float = 0.0
    errors: list[Exception] = field(default_factory=list)

    async def scan(self, pieces: Sequence[Piece], *, tenant: str, **more: Any) -> ScanResult:
        del tenant, more
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await asyncio.sleep(self.pause_s)
            if self.errors:
                raise self.errors.pop()
            return ScanResult([found(piece) for piece in pieces], 1, 1, 0)
        finally:
            self.running -= 1


def found(piece: Piece) -> tuple[Finding, ...]:
    hits = [Finding("STUDENT_NAME", at, at + len(name), 1.0, "names", "model") for name in NAMES
            for at in _places(piece.text, name)]  # fmt: skip
    numbers = [each for each in stream_scan(piece.text, piece.context) if not any(_meet(each, hit) for hit in hits)]
    return tuple(sorted((*hits, *numbers), key=lambda each: each.start))


def _places(text: str, name: str) -> list[int]:
    places, at = [], text.find(name)
    while at >= 0:
        places.append(at)
        at = text.find(name, at + 1)
    return places


def _meet(one: Finding, other: Finding) -> bool:
    return one.start < other.end and other.start < one.end


@dataclass(repr=False)
class StoredGuard:
    """Starts on entering, stops on leaving."""

    folder: Path
    upstream: str
    terms: Terms = field(default_factory=Terms)
    events: list[AuditEvent] = field(default_factory=list)
    scanner: Scanner = field(default_factory=Scanner)
    calls_per_minute: int | None = None

    async def record(self, event: AuditEvent) -> None:
        canonical(event)
        self.events.append(event)

    def submit(self, event: AuditEvent) -> None:
        canonical(event)
        self.events.append(event)

    @property
    def details(self) -> list[tuple[str, Any]]:
        return [(event.kind.value, event.detail) for event in self.events]

    def __enter__(self) -> Self:
        ready, self._stopped = threading.Event(), False
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run(ready)), daemon=True)
        self._thread.start()
        assert ready.wait(20)
        return self

    def __exit__(self, *exc: object) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        assert not self._thread.is_alive()

    async def _run(self, ready: threading.Event) -> None:
        self.loop = asyncio.get_running_loop()
        state = StateDatabase(self.folder / "state.db", timeout_s=2)
        state.open()
        self.vault = Vault(state, Sealing([b"v" * 32]))
        self.pipeline = self._pipeline()
        batches = Batches(lambda: self.pipeline, lambda: self.terms, self.vault)
        house = _House(self, batches)
        config = uvicorn.Config(create_app(house), host="127.0.0.1", port=0, log_config=None, lifespan="off")  # type: ignore[arg-type] # as much of a house as the routes use
        self._server = uvicorn.Server(config)
        serving = asyncio.create_task(self._server.serve())
        while not self._server.started:  # noqa: ASYNC110 # uvicorn has no event for it
            await asyncio.sleep(0.005)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        ready.set()
        await serving
        await self.pipeline.upstream.aclose()
        state.close()

    def _pipeline(self) -> Pipeline:
        approval = Approval("IT", date(2026, 1, 1), date(2030, 1, 1), "Board 7")
        providers = [Provider(f"{dialect}-1", dialect, models, Tier.T2, approval) for dialect, models in MODELS.items()]
        callers = [
            CallerRecord(Caller(name, "default", Role.STAFF), hash_key(f"key-{name}"), "", TODAY + timedelta(days=9))
            for name in ("ana", "ben")
        ]
        return Pipeline(
            directory=Directory(callers),
            quotas=Quotas(calls_per_minute=self.calls_per_minute, concurrency=None, clock=lambda: 0.0),
            registry=Registry(providers),
            examiner=Examiner(self.scanner, TABLE, 1_000_000, b"s" * 32),  # type: ignore[arg-type] # a stand-in
            sink=self,
            standing=Standing("i-1", "default", "ab" * 32, NoiseLid(singly=9, clock=lambda: 0.0), b"k" * 32),
            upstream=Upstream(
                [Target(f"{dialect}-1", self.upstream, "provider-key", dialect=dialect) for dialect in MODELS]
            ),
            relay=Relay(stream_scan, frozenset(), 10_000_000),
            body_bytes=1_000_000,
            today=lambda: TODAY,
        )

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Something in the guard's own loop."""
        asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class _House(SimpleNamespace):
    """What routes ask of a house."""

    def __init__(self, guard: StoredGuard, batches: Batches) -> None:
        super().__init__(guard=guard, batches=batches, allowed_hosts=frozenset({"127.0.0.1"}), header_bytes=32_768)

    @property
    def pipeline(self) -> Pipeline:
        """The one in force: tests replace it."""
        return self.guard.pipeline  # type: ignore[no-any-return] # a namespace
