"""The composition root: settings in, a house out. It sees every room and does nothing else.

Settings end here: rooms get plain arguments. What a reload may change (providers, callers, policy, limits) is rebuilt
as a new `Pipeline` and swapped in one assignment; what holds processes and files (workers, audit) stays.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from config.profiles import policy_table
from detectors.conversation import ConversationScanner
from detectors.district import detectors_of
from detectors.entities import ENTITIES
from detectors.roster.edition import RosterRunner
from detectors.stream_scan import scanners
from proxy.assembly.keeping import build_anchors
from proxy.assembly.log import (
    audit_place,
    audit_reader,
    build_audit_store,
    build_state,
    build_subject_keys,
    log_signer,
)
from proxy.assembly.tools import build_seeds
from proxy.audit.checkpoints import Checkpoints
from proxy.audit.stores.place import Place
from proxy.callers.directory import CallerRecord, Directory
from proxy.callers.key_store import KeyStore
from proxy.callers.keys import MARK, PREFIX_CHARS
from proxy.callers.quotas import Quotas
from proxy.callers.ring import StandingKeys
from proxy.errors import InternalError
from proxy.examine import Examiner
from proxy.exchange import Action, Audience, Caller, CallerKind, Role, Tier, Treatment, UnitKind
from proxy.installation import (
    SECRET_BYTES,
    AssemblyError,
    derived,
    master_secret,
    roster_folder,
    roster_key,
    standing_secret,
)
from proxy.overrides.store import OverrideStore
from proxy.overrides.versions import PolicyVersions
from proxy.policy.decide import TRIABLE
from proxy.policy.facts import Table
from proxy.policy.rules import ROWS
from proxy.registry.tools import Registry
from proxy.relay import Relay
from proxy.rosters.store import RosterStore
from proxy.rosters.watch import RosterWatch
from proxy.services.policy.governing import Governing, Keys, Overrides
from proxy.services.policy.table import policy_of
from proxy.services.recording import build_outbox
from proxy.services.written import Written
from proxy.upstream import Target, Timeouts
from proxy.workers import build_pool, engine_options, id_formats, roster_source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Sequence
    from datetime import date

    from config.models import Settings
    from detectors.pool import Pool
    from detectors.segments import Runner
    from detectors.stream_scan import Scan
    from proxy.database.state import StateDatabase
    from proxy.examine import Exceptions
    from proxy.services.recording import Recorder

__all__ = [
    "AssemblyError", "Place", "audit_place", "audit_reader", "build_audit_store", "build_state", "build_subject_keys",
    "derived", "log_signer", "master_secret",
]  # fmt: skip


def build_table(settings: Settings) -> Table:
    """The policy table in force: the profile's, with the operator's rows over it.

    Raises:
        AssemblyError: a row names an entity that no detector knows.
    """
    profile = policy_table(settings.policy.profile)
    rows = {**profile.treatments, **settings.policy.treatments}
    unknown = sorted(entity for entity in rows if entity.partition(".")[0] not in ENTITIES)
    if unknown:
        raise AssemblyError(
            f"policy.treatments names {', '.join(unknown)}, which no detector finds. Known: {', '.join(ENTITIES)}."
        )
    return Table(
        profile.name,
        {entity: Treatment[name.upper()] for entity, name in rows.items()},
        profile.gate,
        Action[settings.policy.on_unscanned.upper()],
        _set_rows(settings),
        _trials(settings),
        frozenset(settings.directory_information.fields),
    )


def _trials(settings: Settings) -> dict[str, date]:
    """Rows on trial. Raises AssemblyError for a row that may not be, or that nobody knows."""
    wrong = sorted(settings.policy.shadow.keys() - TRIABLE)
    if wrong:
        raise AssemblyError(f"policy.shadow names {', '.join(wrong)}. Rows to try: {', '.join(sorted(TRIABLE))}.")
    return dict(settings.policy.shadow)


def _set_rows(settings: Settings) -> dict[str, dict[Tier, Action]]:
    """The operator's actions over those of the shipped rows; at T0 a row asks for what it does at T1.

    Raises:
        AssemblyError: no such row, or one that nobody may set.
    """
    free = {row.id: row for row in ROWS if not row.fixed}
    wrong = sorted(settings.policy.rows.keys() - free.keys())
    if wrong:
        raise AssemblyError(f"policy.rows names {', '.join(wrong)}. Rows that can be set: {', '.join(free)}.")
    chosen = {}
    for name, actions in settings.policy.rows.items():
        tiers = {**free[name].actions, **{Tier(tier): Action[action.upper()] for tier, action in actions.items()}}
        chosen[name] = {**tiers, Tier.T0: tiers[Tier.T1]}
    return chosen


def build_registry(settings: Settings) -> Registry:
    """Approved providers as the configuration alone has them."""
    return Registry(build_seeds(settings))


def build_targets(settings: Settings) -> list[Target]:
    """Where providers are, with their keys."""
    return [
        Target(
            provider=provider.id,
            dialect=provider.dialect,
            base_url=provider.base_url,
            key=provider.api_key.get_secret_value() if provider.api_key else "",
            timeouts=Timeouts(
                provider.timeouts.connect_s,
                provider.timeouts.read_s,
                provider.timeouts.write_s,
                provider.timeouts.pool_s,
                provider.timeouts.total_s,
            ),
        )
        for provider in settings.providers
    ]


def build_directory(
    settings: Settings, extra: Iterable[CallerRecord] = (), ring: StandingKeys | None = None
) -> Directory:
    """Callers of the configuration, those made for this process (the demonstration's), and those of issued keys."""
    configured = [
        CallerRecord(
            caller=Caller(
                entry.id,
                settings.tenant.id,
                Role(entry.role),
                entry.unit,
                entry.app,
                CallerKind(entry.kind),
                entry.owner,
                entry.purpose,
            ),
            key_hash=entry.key_hash,
            prefix=_lookup_prefix(entry.prefix),
            expires=entry.expires,
        )
        for entry in settings.callers
    ]
    return Directory([*configured, *extra], ring)


def _lookup_prefix(shown: str) -> str:
    """The part of a shown prefix by which a key is looked up; anything else means: compare with every key."""
    bare = shown.removeprefix(f"{MARK}-")
    return bare if len(bare) == PREFIX_CHARS else ""


def build_quotas(settings: Settings) -> Quotas:
    """Calls per minute and at once, per caller."""
    limits = settings.limits
    return Quotas(calls_per_minute=limits.calls_per_minute, concurrency=limits.concurrent_calls, clock=time.monotonic)


def build_relay(settings: Settings) -> Relay:
    """How answers are treated."""
    everywhere = settings.policy.profile == "restore"
    return Relay(
        scan=_scanners(settings)[0] if settings.answers.scan else None,
        url_hosts=None if everywhere else frozenset(settings.policy.restore_url_hosts),
        answer_bytes=settings.limits.answer_bytes,
    )


def build_checkpoints(settings: Settings) -> Checkpoints:
    """Who signs the audit log, and where its checkpoints go.

    Raises:
        AssemblyError: the signing key cannot be read or made, or an anchor cannot be set up.
    """
    return Checkpoints(log_signer(settings), tuple(build_anchors(settings, audit_place(settings))))


@dataclass(slots=True)
class Detection:
    """The worker pool and both stages of detection."""

    pool: Pool
    scanner: ConversationScanner = field(repr=False)


def build_detection(settings: Settings, secret: bytes, pool: Pool | None = None) -> Detection:
    """Both stages over a pool, which may be launched already: `await detection.pool.start()` makes it ready."""
    pool = pool or build_pool(settings, secret)
    roster = roster_source(settings, secret)
    return Detection(pool, _scanner(settings, secret, pool if roster is None else RosterRunner(pool, roster.path)))


def _scanner(settings: Settings, secret: bytes, runner: Runner) -> ConversationScanner:
    limits = settings.limits
    return ConversationScanner(
        runner,
        digest_key=derived(secret, "scan-cache"),
        base_deadline_s=limits.deadline_base_s,
        per_1000_chars_s=limits.deadline_per_1000_chars_ms / 1000,
        scan=_scanners(settings)[1],
    )


def _scanners(settings: Settings) -> tuple[Scan, Scan]:
    """What looks at answers, and what looks across joints: shipped identifiers and the agency's own."""
    return scanners(detectors_of(id_formats(settings)))


def build_roster_store(settings: Settings) -> RosterStore:
    """Where the tenant's rosters are kept. Raises AssemblyError."""
    return RosterStore(roster_folder(settings), roster_key(settings, master_secret(settings)))


def build_roster_watch(settings: Settings, secret: bytes) -> RosterWatch | None:
    """Looks at the roster while the guard runs; None when rosters are off."""
    source = roster_source(settings, secret)
    return None if source is None else RosterWatch(source)


def build_governing(
    settings: Settings, state: StateDatabase, recorder: Recorder, configured: Callable[[], Sequence[CallerRecord]]
) -> Governing:
    """What people change about policy and keys at run time; the state database is opened by whoever runs it."""
    ring, exceptions = StandingKeys(), OverrideStore(state)
    outbox = build_outbox(state, recorder.sink, audit_reader(settings), instance=recorder.instance)
    return Governing(
        ring=ring,
        keys=Keys(KeyStore(state), ring, recorder, outbox, configured=configured),
        overrides=Overrides(exceptions, recorder, outbox, most_days=settings.policy.override_days),
        exceptions=exceptions,
        versions=PolicyVersions(state),
    )


def policy_in_words(settings: Settings) -> dict[str, Any]:
    """The policy that a configuration makes, as plain JSON. Raises AssemblyError as `build_table`."""
    units, audiences = settings.policy.units, settings.policy.audiences
    return policy_of(build_table(settings), units=dict(units), audiences=dict(audiences))


def build_examiner(
    settings: Settings, scanner: ConversationScanner, secret: bytes, exceptions: Exceptions | None = None
) -> Examiner:
    """Steps 4 to 6."""
    return Examiner(
        scanner=scanner,
        table=build_table(settings),
        scanned_chars=settings.limits.scanned_chars,
        secret=derived(secret, "placeholders"),
        units={name: UnitKind(kind) for name, kind in settings.policy.units.items()},
        audiences={name: Audience(kind) for name, kind in settings.policy.audiences.items()},
        exceptions=exceptions,
    )


@contextlib.asynccontextmanager
async def examiner_alone(settings: Settings) -> AsyncIterator[Examiner]:
    """An examiner with its workers, for commands that need no server; a secret of its own, gone afterwards.

    Raises:
        InternalError: detection did not start.
    """
    secret = secrets.token_bytes(SECRET_BYTES)
    try:
        # The roster can only be read with the installation's own secret; nothing is made where there is none yet.
        pool = build_pool(settings, standing_secret(settings))
    except AssemblyError as error:
        raise InternalError(str(error)) from error
    detection = build_detection(settings, secret, pool)
    try:
        await detection.pool.start()
    except Exception as error:
        raise InternalError("Detection did not start. Run `chaperone doctor`.") from error
    try:
        yield build_examiner(settings, detection.scanner, secret)
    finally:
        await asyncio.shield(detection.pool.close())


async def writing_alone(settings: Settings) -> Written:
    """What a command's reasons pass before they are kept: detection in this process, for a sentence at a time.

    Raises:
        InternalError: the roster cannot be read.
    """
    from detectors.here import Here  # noqa: PLC0415 # the engine, which a server leaves to its workers

    secret = secrets.token_bytes(SECRET_BYTES)
    try:
        engine = Here(engine_options(settings, standing_secret(settings)))
    except AssemblyError as error:
        raise InternalError(str(error)) from error
    await engine.start()
    roster = roster_source(settings, secret)
    runner: Runner = engine if roster is None else RosterRunner(engine, roster.path)
    return Written(build_examiner(settings, _scanner(settings, secret, runner), secret), settings.tenant.id)
