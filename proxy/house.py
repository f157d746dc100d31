"""A running house: the pipeline in force, the audit, the workers; started and closed as one, reloaded without a gap."""

from __future__ import annotations

import asyncio
import contextlib
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from proxy import __version__, assembly
from proxy.audit.event import new_event_id
from proxy.audit.stores.sqlite import SqliteStore
from proxy.audit.writer import Writer
from proxy.callers.noise import NoiseLid
from proxy.console.page import DemoKeys, Page
from proxy.errors import GuardError
from proxy.exchange import AuditEvent, EventKind
from proxy.pipeline import Pipeline
from proxy.policy.decide import policy_hash
from proxy.records import Standing
from proxy.services.audit_reading import AuditReading
from proxy.services.preview import Previewer
from proxy.telemetry import Metrics, log
from proxy.upstream import Upstream
from proxy.wire import dialects

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from config.loading import Loaded
    from detectors.pool import Pool
    from proxy.callers.directory import CallerRecord
    from proxy.exchange import Caller

NOISE_PER_MINUTE: Final = 20
KEEP_EVERY_S: Final = 5.0
LOOPBACK_NAMES: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class MeteredSink:
    """The audit writer, with metrics and a log line for each event that it takes."""

    def __init__(self, writer: Writer, metrics: Metrics) -> None:
        self._writer = writer
        self._metrics = metrics

    async def record(self, event: AuditEvent) -> None:
        """As `Writer.record`."""
        await self._writer.record(event)
        self._metrics.observe(event)

    def submit(self, event: AuditEvent) -> object:
        """As `Writer.submit`."""
        submitted = self._writer.submit(event)
        self._metrics.observe(event)
        return submitted


class House:
    """Everything that runs.

    Args:
        loaded: the configuration to start with.
        load_again: reads the configuration anew, for `reload`.
        base_url: where callers reach us, for the page.
        guests: caller records made for this process only (the demonstration's).
        demo_keys: their keys, shown on the page.
        pool: detection's workers, when they were launched already.
    """

    def __init__(
        self,
        loaded: Loaded,
        *,
        load_again: Callable[[], Loaded],
        base_url: str,
        guests: tuple[CallerRecord, ...] = (),
        demo_keys: DemoKeys | None = None,
        pool: Pool | None = None,
    ) -> None:
        settings = loaded.settings
        self._loaded = loaded
        self._load_again = load_again
        self._guests = guests
        self._secret = assembly.master_secret(settings)
        audit_path = Path(settings.audit.path or Path(settings.data_dir) / "audit.db")
        self._checkpoints = assembly.build_checkpoints(settings)
        self._writer = Writer(
            SqliteStore(audit_path), deadline_s=settings.audit.deadline_s, checkpoints=self._checkpoints
        )
        self.metrics = Metrics()
        self.sink = MeteredSink(self._writer, self.metrics)
        self.audit_reading = AuditReading(audit_path, self.sink, instance=self._writer.instance.id)
        self.detection = assembly.build_detection(settings, self._secret, pool)
        self._roster = assembly.build_roster_watch(settings, self._secret)
        self.page = Page(base_url=base_url, tenant=settings.tenant.name, demo=demo_keys)
        self._noise = NoiseLid(singly=NOISE_PER_MINUTE, clock=time.monotonic)
        self._keeper: asyncio.Task[None] | None = None
        self._retired: list[Upstream] = []
        self.pipeline = self._build(loaded)
        self._watch_gauges()

    # ------------------------------------------------------------------ life

    async def __aenter__(self) -> Self:
        """Open the audit and start the workers side by side; the house is ready when this returns."""
        closed, _ = await asyncio.gather(asyncio.to_thread(self._writer.start), self.detection.pool.start())
        await self.sink.record(self._event(EventKind.START, self._standing_facts() | {"closed_intents": closed}))
        self._keeper = asyncio.create_task(self._keep(), name="house-keeper")
        log().info("ready", version=__version__, workers=self.detection.pool.workers, closed_intents=closed)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop what sends, then what scans, then the audit, which keeps everything up to here."""
        if self._keeper:
            self._keeper.cancel()
        for upstream in (*self._retired, self.pipeline.upstream):
            await upstream.aclose()
        await self.detection.pool.close()
        with contextlib.suppress(Exception):  # a full disk must not keep us from stopping
            await self._flush_noise(final=True)
            await self.sink.record(self._event(EventKind.STOP, self._standing_facts()))
        await asyncio.to_thread(self._writer.close)

    async def reload(self) -> bool:
        """Read the configuration again and put it in force; keep the old one when it has a problem."""
        old = self._loaded.source_digest
        try:
            loaded = await asyncio.to_thread(self._load_again)
            pipeline = self._build(loaded)
        except Exception as error:  # noqa: BLE001 # whatever is wrong with the new one, the old one stays
            log().error("reload rejected", error=type(error).__name__, config_hash=old)
            await self._record_config("rejected", old, None)
            return False
        self._retired.append(self.pipeline.upstream)
        self.pipeline, self._loaded = pipeline, loaded
        await self._record_config("applied", old, loaded.source_digest)
        log().info("reloaded", config_hash=loaded.source_digest)
        return True

    # ------------------------------------------------------------------ what the faces ask

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Host values that are served."""
        listen = self._loaded.settings.listen
        return LOOPBACK_NAMES | {listen.host.strip("[]").lower()} | {host.lower() for host in listen.hosts}

    @property
    def header_bytes(self) -> int:
        """Most bytes of a request's headers."""
        return self._loaded.settings.limits.header_bytes

    def previewer(self, caller: Caller) -> Previewer:
        """A preview as this caller would be treated."""
        return Previewer(self.pipeline.examiner, dialects.CODECS[0].codec, caller.tenant, caller.id)

    async def readiness(self) -> dict[str, bool]:
        """Each condition of being ready. Providers are not among them: their failure is not ours."""
        return {
            "detection": self.detection.pool.ready,
            "audit": await self._writer.probe(),
            "configuration": True,
        }

    # ------------------------------------------------------------------ inside

    async def _keep(self) -> None:
        """Every few seconds, write the summaries of refusals that got no record of their own."""
        while True:
            await asyncio.sleep(KEEP_EVERY_S)
            await self._watch_roster()
            try:
                await self._flush_noise(final=False)
            except GuardError as error:
                log().error("noise summary not stored", code=error.code)

    async def _watch_roster(self) -> None:
        """Workers follow the roster by themselves; say what they now use."""
        roster = self._roster
        if roster is not None and await asyncio.to_thread(roster.changed):
            edition, people = (roster.facts.edition[:16], roster.facts.people) if roster.facts else (None, 0)
            if roster.ok:
                log().info("roster in force", edition=edition, people=people)
            else:
                log().error("roster not usable, the one before stays in force", state=roster.state, edition=edition)

    async def _flush_noise(self, *, final: bool) -> None:
        for summary in self._noise.flush(final=final):
            await self.sink.record(self._event(EventKind.REFUSED_SUMMARY, dict(summary.detail())))

    def _build(self, loaded: Loaded) -> Pipeline:
        settings = loaded.settings
        standing = Standing(
            instance=self._writer.instance.id,
            tenant=settings.tenant.id,
            config_hash=loaded.source_digest,
            noise=self._noise,
            digest_key=assembly.derived(self._secret, "outbound-digest"),
        )
        return Pipeline(
            directory=assembly.build_directory(settings, self._guests),
            quotas=assembly.build_quotas(settings),
            registry=assembly.build_registry(settings),
            examiner=assembly.build_examiner(settings, self.detection, self._secret),
            sink=self.sink,
            standing=standing,
            upstream=Upstream(assembly.build_targets(settings)),
            relay=assembly.build_relay(settings),
            body_bytes=settings.limits.body_bytes,
        )

    def _standing_facts(self) -> dict[str, Any]:
        return {
            "version": __version__,
            "config_hash": self._loaded.source_digest,
            "policy_hash": policy_hash(self.pipeline.examiner.table),
            "profile": self.pipeline.examiner.table.name,
        }

    async def _record_config(self, result: str, old: str, new: str | None) -> None:
        detail = {
            "result": result,
            "old_hash": old,
            "new_hash": new,
            "policy_hash": policy_hash(self.pipeline.examiner.table),
            "actor": "operator",
        }
        await self.sink.record(self._event(EventKind.CONFIG, detail))

    def _event(self, kind: EventKind, detail: dict[str, Any]) -> AuditEvent:
        return AuditEvent(
            kind=kind,
            event_id=new_event_id(),
            at=datetime.now(UTC),
            instance=self._writer.instance.id,
            tenant=self._loaded.settings.tenant.id,
            request_id=None,
            caller=None,
            detail=detail,
        )

    def _watch_gauges(self) -> None:
        writer, pool = self._writer, self.detection.pool
        self.metrics.watch("chaperone_audit_pending", "Final records waiting to be stored.", lambda: writer.pending)
        self.metrics.watch("chaperone_audit_lost", "Final records given up; must stay 0.", lambda: writer.lost)
        self.metrics.watch("chaperone_audit_healthy", "1 when the audit can be written.", lambda: writer.healthy)
        self.metrics.watch(
            "chaperone_audit_checkpoint_failures",
            "Checkpoints that could not be made or anchored.",
            lambda: self._checkpoints.failures,
        )
        if (roster := self._roster) is not None:
            self.metrics.watch("chaperone_roster_ok", "0 when a roster file is damaged or lost.", lambda: roster.ok)
            self.metrics.watch(
                "chaperone_roster_people",
                "People of the roster in force.",
                lambda: roster.facts.people if roster.facts else 0,
            )
        self.metrics.watch("chaperone_detection_ready", "1 when workers are scanning.", lambda: pool.ready)
