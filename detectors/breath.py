"""Turns for the event loop during long work in the process that serves."""

from __future__ import annotations

import asyncio
from typing import Final

BREATH: Final = 50_000
"""Characters searched by memory (about 3 ms) before the event loop gets a turn; other work is weighed against that."""


async def breathe(done: int) -> int:
    """Let the event loop go on after `BREATH` characters of work; what has been done since."""
    if done < BREATH:
        return done
    await asyncio.sleep(0)
    return 0
