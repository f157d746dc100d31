"""The composition root's part for detection: its workers, both its stages, and whoever examines calls with them."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detectors.conversation import ConversationScanner
from detectors.district import detectors_of
from detectors.roster.edition import RosterRunner
from detectors.stream_scan import scanners
from proxy.assembly.policy import build_table
from proxy.errors import InternalError
from proxy.examine import Examiner
from proxy.exchange import Audience, UnitKind
from proxy.installation import SECRET_BYTES, AssemblyError, derived, standing_secret
from proxy.services.written import Written
from proxy.workers import build_pool, engine_options, id_formats, roster_source

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from config.models import Settings
    from detectors.pool import Pool
    from detectors.segments import Runner
    from detectors.stream_scan import Scan
    from proxy.examine import Exceptions


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
        scan=build_scanners(settings)[1],
    )


def build_scanners(settings: Settings) -> tuple[Scan, Scan]:
    """What looks at answers, and what looks across joints: shipped identifiers and the agency's own."""
    return scanners(detectors_of(id_formats(settings)))


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
