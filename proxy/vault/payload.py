"""What is kept of a call's placeholders, as bytes: which placeholder stands for which value, and nothing of the text.

Rooms do not know each other, so the map comes and goes as plain entries: ``dump(tokens)`` takes whatever has
`entries()` (`transform.assign.TokenMap`), and ``TokenMap.recalled(key, load(payload))`` makes it again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from proxy.errors import StateUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from proxy.exchange.kept import Entry, Known

VERSION: Final = 1
_PARTS: Final = {"tokens": 5, "known": 2}


class Entries(Protocol):
    """A map of placeholders."""

    def entries(self) -> Sequence[Entry]:
        """All of it, in order of assignment."""
        ...


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was kept. Prints counts only.

    Attributes:
        entries: placeholders and their values.
        known: values that were found, with their entities; also those that were removed or let through.
        facts: what else must be known at the next call (provider, model); no value.
    """

    entries: tuple[Entry, ...] = field(repr=False)
    known: tuple[Known, ...] = field(repr=False)
    facts: Mapping[str, str]


def dump(tokens: Entries, *, known: Iterable[Known] = (), facts: Mapping[str, str] | None = None) -> bytes:
    """The map as bytes; sealed before it is stored."""
    return _bytes(tokens.entries(), list(known), facts or {})


def load(payload: bytes) -> tuple[Entry, ...]:
    """The entries of a map that `dump` wrote. Raises as `read`."""
    return read(payload).entries


def read(payload: bytes) -> Remembered:
    """All that `dump` wrote.

    Raises:
        StateUnavailable: it is no such thing; a newer version of this program may have written it.
    """
    try:
        found = json.loads(payload)
    except ValueError:
        found = None
    if not isinstance(found, dict) or found.get("v") != VERSION or not all(_is_list(found, part) for part in _PARTS):
        raise StateUnavailable("What the guard kept for this cannot be read by this version of it. Tell IT.")
    tokens, known = (tuple(map(tuple, found[part])) for part in ("tokens", "known"))
    facts = {str(name): str(value) for name, value in dict(found.get("facts") or {}).items()}
    return Remembered(tokens, known, facts)


def joined(old: bytes, new: bytes) -> bytes:
    """Both maps in one, for calls that went on with one conversation at the same time; facts are the newer's.

    Raises:
        StateUnavailable: as `read`.
    """
    before, after = read(old), read(new)
    kept = agreed((*before.entries, *after.entries))
    return _bytes(kept, list(dict.fromkeys((*before.known, *after.known))), after.facts)


def agreed(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Entries of several maps, without those of one placeholder for different values: that stays literal.

    Of two calls that go on with one conversation the maps differ so with one chance in 17 million for each pair
    (`placeholders`); those of two conversations that a caller began do so as a rule, both counting from one.
    """
    values: dict[tuple[str, str, str], set[tuple[str, str]]] = {}
    for label, surface, *core in entries:
        values.setdefault((core[0], core[1], core[2]), set()).add((label, surface))
    return tuple((*next(iter(value)), *core) for core, value in values.items() if len(value) == 1)


def _bytes(tokens: Sequence[Entry], known: Sequence[Known], facts: Mapping[str, str]) -> bytes:
    whole = {"v": VERSION, "tokens": tokens, "known": known, "facts": dict(facts)}
    return json.dumps(whole, separators=(",", ":")).encode()  # ASCII: a value may hold half a surrogate pair


def _is_list(found: dict[str, Any], part: str) -> bool:
    entries = found.get(part)
    return isinstance(entries, list) and all(
        isinstance(each, list) and len(each) == _PARTS[part] and all(isinstance(text, str) for text in each)
        for each in entries
    )
