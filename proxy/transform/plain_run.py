"""Plain prose at the beginning of a text, passed over in one search instead of word by word.

Nine words in ten of an answer are words of letters between two others: nothing in them can be a placeholder or a value,
no label stands in them, and a unit ends behind each. Taken one by one they cost 10 us each, together less than one.
What is passed over here is a part of what `machine` would let out unit by unit: less would be slower, more would be
wrong, so every rule leaves out what it is not sure of.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from proxy.transform.attention import label_at

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLOSE: Final = "[.,;!?)*`\"']{0,3}:?"
_WORD: Final = rf"[\"'(*`]{{0,3}}[A-Za-z]+(?:['-][A-Za-z]+)?{_CLOSE} {{1,4}}"
_RUN: Final = re.compile(
    r"(?:(?!\S{14})(?:"  # long words may be keys
    rf"{_WORD}(?=[ac-qs-z])"
    rf"|(?=\S*[a-z]){_WORD}(?=[AC-QS-Z])"  # two words in capitals may be one value
    rf"|(?!(?:po|rural)[^a-z])[a-z]+{_CLOSE} {{1,4}}(?=[bBrR])"  # "Box" and "Route" may continue an address
    r"))+"
)
"""Words after each of which `units.joins` says no, and of which `Attention.worth` wants none, labels aside."""


_UNIT: Final = re.compile(r"[^ ]+ +")


def run_end(text: str, start: int, most: int) -> int:
    """Where a run of plain words that begins at `start` ends: behind a space, before a letter; 0 without one.

    Args:
        text: what is pending.
        start: where a unit begins.
        most: the run is no longer than this.
    """
    found = _RUN.match(text, start, start + most + 1)
    if found is None:
        return 0
    label = label_at(found[0])
    if label < 0:
        return found.end()
    return text.rfind(" ", start, start + label) + 1


def units(run: str) -> list[str]:
    """The units of a run: each word with the spaces behind it."""
    return _UNIT.findall(run)


def shared_out(parts: Sequence[str], ends: Sequence[int], pieces: Sequence[str], held: int) -> list[str]:
    """What leaves with each of some pieces: a part leaves when the first character behind it is there.

    Args:
        parts: what leaves of a text, unit by unit.
        ends: where in the text each of them ends.
        pieces: what the text grew by.
        held: how long it was before.
    """
    out = [""] * len(pieces)
    now, here = 0, held + len(pieces[0])
    for part, end in zip(parts, ends, strict=True):
        while here <= end:
            now += 1
            here += len(pieces[now])
        out[now] += part
    return out
