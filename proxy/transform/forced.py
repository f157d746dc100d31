"""Where a unit that became too long is cut although nothing in it allows a cut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.transform.masking import Edit

_HELD_BACK: Final = 256
"""Characters of a unit that a forced cut keeps: what stands there was not seen with what follows it."""
_LAST_BREAK: Final = re.compile(r"[\s\S]*(?:\s|[^\w\s])")


def forced_border(unit: str, edits: Sequence[Edit]) -> int:
    """The best place for a forced cut: after white space or a sign, never inside what was decided."""
    latest = len(unit) - _HELD_BACK
    found = _LAST_BREAK.match(unit, latest // 2, latest)
    border = found.end() if found else latest
    for edit in edits:
        if edit.start < border < edit.end:
            return edit.start or edit.end
    return border
