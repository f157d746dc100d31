"""The composition root: settings in, a house out. It sees every room and does nothing else.

Settings end here: rooms get plain arguments. What a reload may change (providers, callers, policy, limits) is rebuilt
as a new `Pipeline` and swapped in one assignment; what holds processes and files (workers, audit) stays.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import os
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from config.profiles import policy_table
from detectors.conversation import ConversationScanner
from detectors.entities import ENTITIES
from detectors.stream_scan import stream_scan
from proxy.callers.directory import CallerRecord, Directory
from proxy.callers.keys import MARK, PREFIX_CHARS
from proxy.callers.quotas import Quotas
from proxy.errors import InternalError
from proxy.examine import Examiner
from proxy.exchange import Action, Approval, Caller, Role, Tier, Treatment
from proxy.policy.facts import Table
from proxy.registry.tools import Provider, Registry
from proxy.relay import Relay
from proxy.upstream import Target, Timeouts
from proxy.workers import build_pool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

    from config.models import Settings
    from detectors.pool import Pool

SECRET_BYTES: Final = 32


class AssemblyError(ValueError):
    """The settings are well formed, and yet nothing can be built from them; the message says what to change."""


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
    treatments = {entity: Treatment[name.upper()] for entity, name in rows.items()}
    return Table(profile.name, treatments, frozenset(profile.blocks), Action[settings.policy.on_unscanned.upper()])


def build_registry(settings: Settings) -> Registry:
    """Approved providers."""
    return Registry(
        Provider(
            id=provider.id,
            dialect=provider.dialect,
            models=tuple(provider.models),
            tier=Tier(provider.approval.tier),
            approval=Approval(
                provider.approval.by, provider.approval.on, provider.approval.expires, provider.approval.reference
            ),
            default=provider.default,
        )
        for provider in settings.providers
    )


def build_targets(settings: Settings) -> list[Target]:
    """Where providers are, with their keys."""
    return [
        Target(
            provider=provider.id,
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


def build_directory(settings: Settings, extra: Iterable[CallerRecord] = ()) -> Directory:
    """Callers of the configuration, and those made for this process (the demonstration's)."""
    configured = [
        CallerRecord(
            caller=Caller(entry.id, settings.tenant.id, Role(entry.role), entry.unit, entry.app),
            key_hash=entry.key_hash,
            prefix=_lookup_prefix(entry.prefix),
            expires=entry.expires,
        )
        for entry in settings.callers
    ]
    return Directory([*configured, *extra])


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
        scan=stream_scan if settings.answers.scan else None,
        url_hosts=None if everywhere else frozenset(settings.policy.restore_url_hosts),
        answer_bytes=settings.limits.answer_bytes,
    )


def master_secret(settings: Settings) -> bytes:
    """The installation's secret: configured, or made once in the data folder, readable by its owner only.

    Raises:
        AssemblyError: the file is there and too short.
    """
    if settings.secret is not None:
        return settings.secret.get_secret_value().encode()
    path = Path(settings.data_dir) / "secret"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(SECRET_BYTES) + "\n")
    text = path.read_text().strip()
    if len(text) < SECRET_BYTES:
        raise AssemblyError(f"{path} must hold at least {SECRET_BYTES} random characters. Remove it to have one made.")
    return text.encode()


@dataclass(slots=True)
class Detection:
    """The worker pool and both stages of detection."""

    pool: Pool
    scanner: ConversationScanner = field(repr=False)


def build_detection(settings: Settings, secret: bytes, pool: Pool | None = None) -> Detection:
    """Both stages over a pool, which may be launched already: `await detection.pool.start()` makes it ready."""
    limits = settings.limits
    pool = pool or build_pool(settings)
    scanner = ConversationScanner(
        pool,
        digest_key=derived(secret, "scan-cache"),
        base_deadline_s=limits.deadline_base_s,
        per_1000_chars_s=limits.deadline_per_1000_chars_ms / 1000,
    )
    return Detection(pool, scanner)


def derived(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose."""
    return hmac.digest(secret, purpose.encode(), hashlib.sha256)


def build_examiner(settings: Settings, detection: Detection, secret: bytes) -> Examiner:
    """Steps 4 to 6."""
    return Examiner(
        scanner=detection.scanner,
        table=build_table(settings),
        scanned_chars=settings.limits.scanned_chars,
        secret=derived(secret, "placeholders"),
    )


@contextlib.asynccontextmanager
async def examiner_alone(settings: Settings) -> AsyncIterator[Examiner]:
    """An examiner with its workers, for commands that need no server; a secret of its own, gone afterwards.

    Raises:
        InternalError: detection did not start.
    """
    secret = secrets.token_bytes(SECRET_BYTES)
    detection = build_detection(settings, secret)
    try:
        await detection.pool.start()
    except Exception as error:
        raise InternalError("Detection did not start. Run `chaperone doctor`.") from error
    try:
        yield build_examiner(settings, detection, secret)
    finally:
        await asyncio.shield(detection.pool.close())
