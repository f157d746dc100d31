"""What an OpenAI answer says of its own text: token probabilities and citations. They follow the text that leaves.

Each function takes the provider's object and its rewritten copy, and mends the copy in place. What cannot be made to
agree is emptied.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final

from proxy.wire.alignment import moved_offsets
from proxy.wire.logprobs import rewritten_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proxy.exchange import Json, MachineFactory

_OFFSETS: Final = (("start_index", 0), ("end_index", 1))
TEXTS: Final = ("content", "refusal")
"""Members of a chat message for which the API gives probabilities, under the same names."""


def _objects(value: Json) -> list[dict[str, Json]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _both(before: Json, after: Json) -> Iterator[tuple[dict[str, Json], dict[str, Json]]]:
    """The objects of a list and of its rewritten copy, which has the same length."""
    if isinstance(before, list) and isinstance(after, list):
        for one, other in zip(before, after, strict=True):
            if isinstance(one, dict) and isinstance(other, dict):
                yield one, other


def mend_chat(before: Json, after: Json, machines: MachineFactory) -> None:
    """The choices of a chat completion."""
    for one, other in _both(before.get("choices"), after.get("choices")):
        said, now = one.get("message"), other.get("message")
        if not isinstance(said, dict) or not isinstance(now, dict):
            continue
        if isinstance(one.get("logprobs"), dict):
            other["logprobs"] = _chat_logprobs(one["logprobs"], said, now, machines)
        if isinstance(said.get("content"), str):
            mend_annotations(said.get("annotations"), now.get("annotations"), said["content"], now["content"])


def _chat_logprobs(
    given: dict[str, Json], said: dict[str, Json], now: dict[str, Json], machines: MachineFactory
) -> dict[str, Json] | None:
    out: dict[str, Json] = {}
    for name in TEXTS:
        if name in given:
            whole = given[name] is not None and isinstance(said.get(name), str)
            out[name] = (rewritten_entries(given[name], said[name], now[name], machines) if whole else None) or None
    return out if any(out.values()) else None


def mend_annotations(before: Json, after: Json, said: str, now: str, *, whole: bool = True) -> None:
    """Citations that point into a text by offsets (characters); not `whole` while the text is under way."""
    if not _objects(before) or not isinstance(after, list):
        return
    moved = moved_offsets(said, now, whole=whole)
    if moved is None:
        return
    for each in _objects(after):
        for holder in (each, each.get("url_citation")):
            if isinstance(holder, dict):
                _move(holder, moved)


def _move(holder: dict[str, Json], moved: list[tuple[int, int]]) -> None:
    for name, side in _OFFSETS:
        offset = holder.get(name)
        if isinstance(offset, int) and not isinstance(offset, bool) and 0 <= offset < len(moved):
            holder[name] = moved[offset][side]


# --------------------------------------------------------------------------- Responses


def mend_response(before: Json, after: Json, machines: MachineFactory | None) -> None:
    """All items of a response; without `machines` where it is a copy in a stream."""
    for one, other in _both(before.get("output"), after.get("output")):
        mend_item(one, other, machines)


def mend_item(before: dict[str, Json], after: dict[str, Json], machines: MachineFactory | None) -> None:
    """The parts of an item."""
    for one, other in _both(before.get("content"), after.get("content")):
        mend_part(one, other, machines)


def mend_part(before: dict[str, Json], after: dict[str, Json], machines: MachineFactory | None) -> None:
    """A part that holds a text, or an event that holds one."""
    said, now = before.get("text"), after.get("text")
    if not isinstance(said, str) or not isinstance(now, str):
        return
    if isinstance(before.get("logprobs"), list):
        after["logprobs"] = rewritten_entries(before["logprobs"], said, now, machines)
    mend_annotations(before.get("annotations"), after.get("annotations"), said, now)


# --------------------------------------------------------------------------- legacy completions


def mend_completions(before: Json, after: Json, machines: MachineFactory) -> None:
    """The choices of a legacy completion."""
    for one, other in _both(before.get("choices"), after.get("choices")):
        said, now = one.get("text"), other.get("text")
        if isinstance(said, str) and isinstance(now, str) and isinstance(one.get("logprobs"), dict):
            entries = listed(one["logprobs"])
            made = None if entries is None else rewritten_entries(entries, said, now, machines)
            other["logprobs"] = unlisted(made, first_offset(one["logprobs"])) if made else None


def listed(given: Json) -> list[dict[str, Json]] | None:
    """The four parallel lists of this API as entries; None when they are not parallel."""
    if not isinstance(given, dict):
        return None
    tokens, numbers = given.get("tokens"), given.get("token_logprobs")
    if not isinstance(tokens, list) or not isinstance(numbers, list) or len(tokens) != len(numbers):
        return None
    entries: list[dict[str, Json]] = [{"token": t, "logprob": n} for t, n in zip(tokens, numbers, strict=True)]
    top = given.get("top_logprobs")
    if isinstance(top, list) and len(top) == len(entries):
        for entry, each in zip(entries, top, strict=True):
            given_here = each if isinstance(each, dict) else {}
            entry["top_logprobs"] = [{"token": token, "logprob": value} for token, value in given_here.items()]
    return entries


def first_offset(given: Json) -> int:
    """Where the text of a choice begins, as the provider counts."""
    offsets = given.get("text_offset") if isinstance(given, dict) else None
    first = offsets[0] if isinstance(offsets, list) and offsets else 0
    return first if isinstance(first, int) and not isinstance(first, bool) else 0


def unlisted(entries: list[dict[str, Json]], start: int) -> dict[str, Json]:
    """Entries as the four parallel lists; offsets count from `start`."""
    tokens = [entry["token"] for entry in entries]
    out: dict[str, Json] = {"tokens": tokens, "token_logprobs": [entry.get("logprob") for entry in entries]}
    with_top = any(entry.get("top_logprobs") for entry in entries)
    out["top_logprobs"] = (
        [{each["token"]: each["logprob"] for each in entry.get("top_logprobs", ())} for entry in entries]
        if with_top
        else None
    )
    out["text_offset"] = list(accumulate((len(token) for token in tokens[:-1]), initial=start))
    return out
