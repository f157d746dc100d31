"""The worker pool from settings. Light to import, so that `serve` can launch it before it imports the web framework.

Loading the name model takes about 2.5 s and the imports of the server 2 s; each in its own process, they overlap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.district import IdFormat
from detectors.options import EngineOptions
from detectors.pool import Pool
from detectors.roster.source import RosterSource
from proxy.installation import AssemblyError, roster_folder, roster_key
from proxy.rosters import TABLE

if TYPE_CHECKING:
    from config.models import Settings


def build_pool(settings: Settings, secret: bytes | None) -> Pool:
    """The pool, not started: ``pool.launch()`` begins to load, ``await pool.start()`` waits until it is ready.

    Args:
        settings: the configuration.
        secret: the installation's secret; without it no roster can be read.

    Raises:
        AssemblyError: the roster is damaged, of another secret, or required and not there.
    """
    return Pool(
        workers=settings.detection.workers,
        options=engine_options(settings, secret),
        max_waiting_chars=settings.limits.waiting_chars,
    )


def engine_options(settings: Settings, secret: bytes | None) -> EngineOptions:
    """What an engine looks for; arguments and errors as above."""
    source = None if secret is None else roster_source(settings, secret)
    check_roster(settings, source)
    return EngineOptions(
        names=settings.detection.names,
        point=settings.detection.operating_point,
        roster=source,
        formats=id_formats(settings),
    )


def id_formats(settings: Settings) -> tuple[IdFormat, ...]:
    """The agency's own identifiers, as plain data."""
    return tuple(IdFormat(each.name, each.pattern, each.entity, each.labels) for each in settings.detection.identifiers)


def roster_source(settings: Settings, secret: bytes) -> RosterSource | None:
    """Where the tenant's roster is, or will be; None when rosters are off."""
    if settings.detection.roster == "off":
        return None
    return RosterSource(str(roster_folder(settings) / TABLE), roster_key(settings, secret))


def check_roster(settings: Settings, source: RosterSource | None) -> None:
    """Say what is wrong with the roster before a worker stumbles over it, which could not say it so well.

    Raises:
        AssemblyError: it is damaged, of another secret, or required and not there.
    """
    path = roster_folder(settings) / TABLE
    if source is not None and path.exists():
        from detectors.roster.sealed import RosterError  # noqa: PLC0415 # numpy, only where there is a roster
        from detectors.roster.table import read  # noqa: PLC0415 # as above

        try:
            read(path, source.key)
        except RosterError as error:
            raise AssemblyError(str(error)) from None
    elif settings.detection.roster == "require":
        raise AssemblyError(
            f"detection.roster is `require`, and there is no roster at {path}. Run `chaperone roster import`."
        )
