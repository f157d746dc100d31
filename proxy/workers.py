"""The worker pool from settings. Light to import, so that `serve` can launch it before it imports the web framework.

Loading the name model takes about 2.5 s and the imports of the server 2 s; each in its own process, they overlap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.engine import EngineOptions
from detectors.pool import Pool

if TYPE_CHECKING:
    from config.models import Settings


def build_pool(settings: Settings) -> Pool:
    """The pool, not started: ``pool.launch()`` begins to load, ``await pool.start()`` waits until it is ready."""
    return Pool(
        workers=settings.detection.workers,
        options=EngineOptions(names=settings.detection.names),
        max_waiting_chars=settings.limits.waiting_chars,
    )
