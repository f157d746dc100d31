"""The composition root's part for callers, providers, answers, rosters and what people govern at run time.

What a reload may change (providers, callers, policy, limits) is rebuilt as a new `Pipeline` and swapped in one
assignment; what holds processes and files (workers, audit) stays.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from proxy.assembly.detection import build_scanners
from proxy.assembly.keeping import build_anchors
from proxy.assembly.log import (
    audit_place,
    audit_reader,
    build_audit_store,
    build_state,
    build_subject_keys,
    log_signer,
)
from proxy.audit.checkpoints import Checkpoints
from proxy.audit.stores.place import Place
from proxy.callers.directory import CallerRecord, Directory
from proxy.callers.key_store import KeyStore
from proxy.callers.keys import MARK, PREFIX_CHARS
from proxy.callers.quotas import Quotas
from proxy.callers.ring import StandingKeys
from proxy.exchange import Caller, CallerKind, Role
from proxy.installation import AssemblyError, derived, master_secret, roster_folder, roster_key
from proxy.overrides.store import OverrideStore
from proxy.overrides.versions import PolicyVersions
from proxy.relay import Relay
from proxy.rosters.store import RosterStore
from proxy.rosters.watch import RosterWatch
from proxy.services.policy.governing import Governing, Keys, Overrides
from proxy.services.recording import build_outbox
from proxy.upstream import Target, Timeouts
from proxy.workers import roster_source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from config.models import Settings
    from proxy.database.state import StateDatabase
    from proxy.services.recording import Recorder

__all__ = [
    "AssemblyError", "Place", "audit_place", "audit_reader", "build_audit_store", "build_state", "build_subject_keys",
    "derived", "log_signer", "master_secret",
]  # fmt: skip


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
        scan=build_scanners(settings)[0] if settings.answers.scan else None,
        url_hosts=None if everywhere else frozenset(settings.policy.restore_url_hosts),
        answer_bytes=settings.limits.answer_bytes,
    )


def build_checkpoints(settings: Settings) -> Checkpoints:
    """Who signs the audit log, and where its checkpoints go.

    Raises:
        AssemblyError: the signing key cannot be read or made, or an anchor cannot be set up.
    """
    return Checkpoints(log_signer(settings), tuple(build_anchors(settings, audit_place(settings))), soon=True)


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
    keys, days = Keys(KeyStore(state), ring, recorder, outbox, configured=configured), settings.policy.override_days
    return Governing(
        ring=ring,
        keys=keys,
        overrides=Overrides(exceptions, recorder, outbox, most_days=days, people=keys.people),
        exceptions=exceptions,
        versions=PolicyVersions(state),
    )
