"""Where a Cohere answer cites its own text: offsets in characters, moved with the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from proxy.wire.alignment import moved_offsets

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Json

Place: TypeAlias = "int | str"
"""The index of a block of the content, or ``tool_plan``."""
PLAN: Final = "tool_plan"
_OFFSETS: Final = (("start", 0), ("end", 1))


def texts_of(message: dict[str, Json]) -> dict[Place, str]:
    """The texts of a whole message that citations may point into."""
    content = message.get("content")
    blocks = content if isinstance(content, list) else []
    texts: dict[Place, str] = {at: block_text(block) for at, block in enumerate(blocks)}
    plan = message.get(PLAN)
    return {**texts, PLAN: plan} if isinstance(plan, str) else texts


def block_text(block: Json) -> str:
    """The text of one block, thought or said."""
    if not isinstance(block, dict):
        return ""
    said = block.get("text") if isinstance(block.get("text"), str) else block.get("thinking")
    return said if isinstance(said, str) else ""


def mend_citations(citations: Json, said: Mapping[Place, str], now: Mapping[Place, str], *, whole: bool = True) -> None:
    """Move the offsets of rewritten citations in place.

    Args:
        citations: one, or a list of them.
        said: the texts as the provider sent them, so far.
        now: the same as they left.
        whole: False while the texts are under way.
    """
    for each in citations if isinstance(citations, list) else [citations]:
        if not isinstance(each, dict):
            continue
        place: Place = PLAN if each.get("type") == "PLAN" else each.get("content_index", 0)
        if place not in said:
            continue
        moved = moved_offsets(said[place], now.get(place, ""), whole=whole)
        for key, side in _OFFSETS:
            at = each.get(key)
            if moved is not None and isinstance(at, int) and 0 <= at < len(moved):
                each[key] = moved[at][side]
