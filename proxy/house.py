"""A running house: the pipeline in force, the audit, the workers; started and closed as one, reloaded without a gap."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Self

from proxy import __version__
from proxy.assembly import attachments, batches, exports, keeping, parts, reading, review, tools, trial, vault
from proxy.assembly.detection import build_detection, build_examiner
from proxy.assembly.policy import policy_in_words
from proxy.audit.content.keeper import ContentKeeper
from proxy.audit.event import new_event_id
from proxy.audit.writer import Writer
from proxy.callers.noise import NoiseLid
from proxy.console.page import DemoKeys, Page
from proxy.errors import GuardError
from proxy.exchange import AuditEvent, EventKind
from proxy.pipeline import Pipeline
from proxy.policy.decide import policy_hash
from proxy.records import Standing
from proxy.services.audit.reading import AuditReading
from proxy.services.audit.saved import SavedSearches
from proxy.services.policy.trials import Trials
from proxy.services.quality.finding_reports import FindingReports
from proxy.services.quality.preview import Previewer
from proxy.services.recording import Recorder
from proxy.services.tools.notices import tools_in_use
from proxy.telemetry import Metrics, log, lost_lines
from proxy.upstream import Upstream
from proxy.wire import dialects

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from types import TracebackType

    from config.loading import Loaded
    from detectors.pool import Pool
    from proxy.callers.directory import CallerRecord
    from proxy.exchange import Caller
    from proxy.registry.tools import Registry
    from proxy.services.review.reviewing import Reviewing
    from proxy.services.tools.notices import Notice

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
        self._secret = parts.master_secret(settings)
        self._checkpoints = parts.build_checkpoints(settings)
        self._second_sinks = keeping.build_second_sinks(settings)
        self._writer = Writer(
            parts.build_audit_store(settings),
            deadline_s=settings.audit.deadline_s,
            checkpoints=self._checkpoints,
            copies=[sink.offer for sink in self._second_sinks],
        )
        self.metrics = Metrics()
        self.sink = MeteredSink(self._writer, self.metrics)
        self.state = parts.build_state(settings)
        self.vault = vault.build_vault(settings, self.state, self._secret)
        self.batches = batches.build_batches(lambda: self.pipeline, lambda: self._loaded.settings, self.vault)
        place = parts.audit_place(settings)
        asking = reading.build_asking(settings, self._secret, lambda: self.pipeline.examiner)
        self.audit_reading = AuditReading(place, self.sink, instance=self._writer.instance.id, asking=asking)
        self.saved_searches = SavedSearches(self.state, self.audit_reading)
        self.detection = build_detection(settings, self._secret, pool)
        self._documents = attachments.build_reader(settings)
        self._roster = parts.build_roster_watch(settings, self._secret)
        self.page = Page(base_url=base_url, tenant=settings.tenant.name, demo=demo_keys)
        self._noise = NoiseLid(singly=NOISE_PER_MINUTE, clock=time.monotonic)
        self._keeper: asyncio.Task[None] | None = None
        self._retired: list[Upstream] = []
        recorder = Recorder(self.sink, self._writer.instance.id, settings.tenant.id)
        self._content_keeper = ContentKeeper(self.state, deadline_s=settings.audit.deadline_s)
        self.vault_keeping = vault.build_keeping(settings, self.vault, recorder)
        subjects = parts.build_subject_keys(settings, self._secret)
        self.finding_reports = FindingReports(self.audit_reading, recorder, subjects, asking.written)
        self.trust = keeping.build_trust(settings, place, self.state, recorder)
        self.custody = keeping.build_custody(settings, self._secret, self.state, recorder, subjects)
        self.outgoing = exports.build_outgoing(settings, self.state, recorder, asking, self.custody.holds)
        self.governing = parts.build_governing(
            settings, self.state, recorder, lambda: self.pipeline.directory.configured
        )
        self.approvals = tools.build_approvals(settings, self.state, recorder, self._put_in_force)
        self._reader = parts.audit_reader(settings)
        self._trials = Trials(self._reader, recorder)
        self._noted: dict[str, Any] = {}
        self.pipeline, self.reviewing = self._build(loaded)
        self._watch_gauges()

    # ------------------------------------------------------------------ life

    async def __aenter__(self) -> Self:
        """Open the audit and start the workers side by side; the house is ready when this returns."""
        closed, _, _ = await asyncio.gather(
            asyncio.to_thread(self._writer.start), self.detection.pool.start(), asyncio.to_thread(self.state.open)
        )
        await self.governing.start()
        await self.approvals.start()
        await self._remember_policy()
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
        self.reviewing.telling.stop()
        await self.governing.stop()
        await self.approvals.stop()
        for upstream in (*self._retired, self.pipeline.upstream):
            await upstream.aclose()
        await self.detection.pool.close()
        await self._documents.close()
        if lost := lost_lines():
            log().warning("log_lines_lost", count=lost)
        with contextlib.suppress(Exception):  # a full disk must not keep us from stopping
            await self._flush_noise(final=True)
            await self.reviewing.acks.answers.flush()
            await self.sink.record(self._event(EventKind.STOP, self._standing_facts() | {"lost_lines": lost_lines()}))
        await asyncio.to_thread(self._content_keeper.close)
        await asyncio.to_thread(self._writer.close)
        for sink in self._second_sinks:
            await asyncio.to_thread(sink.close)
        await asyncio.to_thread(self.state.close)

    async def reload(self) -> bool:
        """Read the configuration again and put it in force; keep the old one when it has a problem."""
        old = self._loaded.source_digest
        async with contextlib.AsyncExitStack() as unused:
            try:
                loaded = await asyncio.to_thread(self._load_again)
                pipeline, reviewing = self._build(loaded)
                unused.push_async_callback(pipeline.upstream.aclose)
                await self.approvals.reconfigure(*tools.build_governance(loaded.settings))
            except Exception as error:  # noqa: BLE001 # whatever is wrong with the new one, the old one stays
                log().error("reload rejected", error=type(error).__name__, config_hash=old)
                await self._record_config("rejected", old, None)
                return False
            unused.pop_all()
        self._retired.append(self.pipeline.upstream)
        self.pipeline, self.reviewing, self._loaded = pipeline, reviewing, loaded
        self._put_in_force()
        await self._remember_policy()
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
        codec, queued = dialects.CODECS[0].codec, self.reviewing.desk.queue
        return Previewer(self.pipeline.examiner, codec, caller.tenant, caller.id, caller, queued)

    def notice(self) -> tuple[Notice, list[dict[str, str]]]:
        """What the public is told about AI, and the tools in use today."""
        named = tools_in_use(self.pipeline.registry, self.pipeline.today())
        return tools.build_notice(self._loaded.settings), named

    @property
    def policy(self) -> dict[str, Any]:
        """The policy in force, as plain JSON."""
        return policy_in_words(self._loaded.settings)

    async def simulate(self, policy: Mapping[str, Any], since: str, until: str, *, who: Caller) -> dict[str, Any]:
        """What another `policy` section would have done with recorded calls. Raises as `Trials.simulate`."""
        other = trial.other_with(self._loaded.settings, policy, self.pipeline.today())
        return await self._trials.simulate(other, since, until, who=who)

    async def readiness(self) -> dict[str, bool]:
        """Each condition of being ready. Providers are not among them: their failure is not ours."""
        return {
            "detection": self.detection.pool.ready,
            "audit": await self._writer.probe(),
            "configuration": True,
        }

    # ------------------------------------------------------------------ inside

    async def _keep(self) -> None:
        """Every few seconds, whatever has to be looked after while nobody calls."""
        while True:
            await asyncio.sleep(KEEP_EVERY_S)
            for work in self._upkeep:
                try:
                    await work()
                except GuardError as error:
                    log().error("upkeep failed", work=work.__name__, code=error.code)
                except Exception as error:  # noqa: BLE001 # the next round must come whatever one of them ran into
                    log().error("upkeep failed", work=work.__name__, error=type(error).__name__)

    @property
    def _upkeep(self) -> tuple[Callable[[], Awaitable[None]], ...]:
        """What is done every few seconds, each by itself."""
        return (
            self._watch_roster,
            self._end_minutes,
            self.governing.look_after,
            self._announce_ends,
            self._look_after_reviews,
            self._end_retention,
            self._end_vault,
        )

    async def _remember_policy(self) -> None:
        """What the hash on the records of this policy stands for; its loss must not stop a call."""
        policy = policy_in_words(self._loaded.settings)
        with contextlib.suppress(GuardError):
            await self.governing.remember(policy["hash"], policy)

    async def _look_after_reviews(self) -> None:
        await self.reviewing.look_after()

    async def _end_retention(self) -> None:
        """Content whose time is over and that goes by itself."""
        if gone := await self.custody.retention.sweep():
            log().info("content purged", count=gone)

    async def _end_vault(self) -> None:
        """Placeholders of conversations, files and batches whose time is over."""
        if gone := await self.vault_keeping.sweep():
            log().info("vault entries expired", count=gone)

    async def _end_minutes(self) -> None:
        await self._flush_noise(final=False)

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

    def _build(self, loaded: Loaded) -> tuple[Pipeline, Reviewing]:
        """What a configuration makes; nothing of it is in force before the caller says so."""
        settings = loaded.settings
        standing = Standing(
            instance=self._writer.instance.id,
            tenant=settings.tenant.id,
            config_hash=loaded.source_digest,
            noise=self._noise,
            digest_key=parts.derived(self._secret, "outbound-digest"),
            subject_keys=parts.build_subject_keys(settings, self._secret),
            estimate=self.approvals.estimate if settings.energy.estimate else None,
        )
        reviewing = review.build_reviewing(
            settings,
            self.state,
            self.sink,
            self._reader,
            self._secret,
            instance=self._writer.instance.id,
            noted=self._noted,
        )
        pipeline = Pipeline(
            directory=parts.build_directory(settings, self._guests, self.governing.ring),
            quotas=parts.build_quotas(settings),
            registry=self.approvals.registry(tools.build_seeds(settings)),
            examiner=build_examiner(settings, self.detection.scanner, self._secret, self.governing.exceptions),
            sink=self.sink,
            standing=standing,
            upstream=Upstream(parts.build_targets(settings)),
            relay=parts.build_relay(settings),
            body_bytes=settings.limits.body_bytes,
            desk=reviewing.desk,
            gate=self.approvals.gate(),
            latest=self._registry_now,
            notices=tools.notice_headers(settings),
            files=attachments.build_opener(settings, self._documents),
            contents=keeping.build_contents(settings, self._secret, self._content_keeper),
            continuity=vault.build_continuity(settings, self.vault),
        )
        return pipeline, reviewing

    def _put_in_force(self) -> None:
        """What the registry of tools and the training now say; called whenever the database changed."""
        seeds = tools.build_seeds(self._loaded.settings)
        self.pipeline = replace(self.pipeline, registry=self.approvals.registry(seeds), gate=self.approvals.gate())

    def _registry_now(self) -> Registry:
        """For the look before something leaves. Raises StateUnavailable: a stop could have been missed."""
        self.approvals.check_fresh()
        return self.pipeline.registry

    async def _announce_ends(self) -> None:
        seeds = tools.build_seeds(self._loaded.settings)
        await self.approvals.announce(seeds, self.pipeline.today())

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
        self.metrics.watch("chaperone_log_lines_lost", "Lines of the log that were lost; must stay 0.", lost_lines)
        self.metrics.watch(
            "chaperone_audit_second_sink_dropped",
            "Records that a second sink did not get; the log has them.",
            lambda: sum(sink.dropped for sink in self._second_sinks),
        )
        self.metrics.watch(
            "chaperone_content_dropped", "Parts of kept content that were lost.", lambda: self._content_keeper.dropped
        )
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
        self.metrics.watch(
            "chaperone_batch_records_waiting", "Records of uploads to be examined.", lambda: self.batches.waiting
        )
        seeds = tools.build_seeds(self._loaded.settings)
        for name, says, count in self.approvals.gauges(seeds):
            self.metrics.watch(name, says, count)
        self.metrics.watch(
            "chaperone_review_waiting", "Held calls without a decision.", lambda: self.reviewing.figures.waiting
        )
        self.metrics.watch(
            "chaperone_review_overdue", "Of those, past the service level.", lambda: self.reviewing.figures.overdue
        )
        self.metrics.watch("chaperone_detection_ready", "1 when workers are scanning.", lambda: pool.ready)
