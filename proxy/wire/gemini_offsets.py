"""Where a Gemini answer points into its own text (grounding, citations): offsets in bytes, moved with the text."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from proxy.wire.alignment import moved_offsets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.exchange import Json

_OFFSETS: Final = (("startIndex", 0), ("endIndex", 1))


def texts_of(candidate: Json) -> list[str]:
    """The texts of a candidate's parts, empty for parts that are none."""
    content = candidate.get("content") if isinstance(candidate, dict) else None
    parts = content.get("parts") if isinstance(content, dict) else None
    given = parts if isinstance(parts, list) else []
    return [str(part.get("text") or "") if isinstance(part, dict) and not part.get("thought") else "" for part in given]


def mend_offsets(candidate: Json, said: Sequence[str], now: Sequence[str], *, whole: bool = True) -> None:
    """Move the offsets of a rewritten candidate in place.

    Args:
        candidate: the rewritten one.
        said: its texts, part by part, as the provider sent them; in a stream one text, all that came so far.
        now: the same as they left.
        whole: False while the text is under way.
    """
    if not isinstance(candidate, dict):
        return
    grounding, citations = candidate.get("groundingMetadata"), candidate.get("citationMetadata")
    if not isinstance(grounding, dict) and not isinstance(citations, dict):
        return
    by_part: dict[int, dict[int, tuple[int, int]] | None] = {}  # a text is walked once, not once per support
    for each in _objects(grounding, "groundingSupports"):
        segment = each.get("segment")
        part = segment.get("partIndex", 0) if isinstance(segment, dict) else 0
        # In a stream the parts of all chunks are one text.
        at = part if isinstance(part, int) and 0 <= part < len(said) else 0
        if said and isinstance(segment, dict):
            if at not in by_part:
                by_part[at] = moved_bytes(said[at], now[at], whole=whole)
            _move(segment, by_part[at])
    moved = moved_bytes("".join(said), "".join(now), whole=whole)
    for name in ("citationSources", "citations"):
        for each in _objects(citations, name):
            _move(each, moved)


def moved_bytes(original: str, rewritten: str, *, whole: bool = True) -> dict[int, tuple[int, int]] | None:
    """As `alignment.moved_offsets`, for offsets in bytes of UTF-8; None when nothing moved."""
    moved = moved_offsets(original, rewritten, whole=whole)
    if moved is None:
        return None
    here, there = _sizes(original), _sizes(rewritten)

    def placed(index: int, target: int) -> int:
        beyond = max(0, target - len(rewritten))  # text that is still to come, taken for unchanged
        return there[target - beyond] + here[index] - here[max(0, index - beyond)]

    return {here[index]: (placed(index, starts), placed(index, ends)) for index, (starts, ends) in enumerate(moved)}


def _sizes(text: str) -> list[int]:
    """The offset in bytes of each character, and of the end."""
    return list(accumulate((len(each.encode("utf-8", "surrogatepass")) for each in text), initial=0))


def _move(holder: dict[str, Json], moved: dict[int, tuple[int, int]] | None) -> None:
    for name, side in _OFFSETS:
        offset = holder.get(name)
        place = moved.get(offset) if moved is not None and type(offset) is int else None
        if place is not None:
            holder[name] = place[side]


def _objects(holder: Json, name: str) -> list[dict[str, Json]]:
    given = holder.get(name) if isinstance(holder, dict) else None
    return [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []
