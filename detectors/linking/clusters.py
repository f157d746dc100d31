"""Mentions of one person: full name, first name, initials, surname with a title. Names are compared, never kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.linking.nouns import UNNAMED
from detectors.memory import NAME_ENTITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.linking.nouns import Mention

_WORD = re.compile(r"[^\W\d_]+")
_CANDIDATES: Final = 50
"""Names that share a word: of more, nobody could tell which one a first name means."""


class Clusters:
    """Gives each mention the number of its person; numbers run from 0 in the order of first mention.

    Call `learn` for all mentions of a conversation first: a full name in a later message tells whom an earlier first
    name meant.
    """

    def __init__(self) -> None:
        self._full: dict[tuple[str, ...], int] = {}
        self._by_word: dict[str, list[tuple[str, ...]]] = {}
        self._kinds: dict[tuple[str, ...], str] = {}
        self._count = 0

    def learn(self, surfaces: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """Number per (kind, surface); longer names first, so that a short form finds its full one.

        Args:
            surfaces: each kind and surface once, in the order of the conversation.
        """
        words = {each: _words(each[1]) for each in surfaces}
        groups: dict[tuple[str, str], int] = {}
        for each in sorted(surfaces, key=lambda each: -len("".join(words[each]))):
            groups[each] = self._group(words[each], each[0])
        order: dict[int, int] = {}
        for each in surfaces:
            order.setdefault(groups[each], len(order))
        return {each: order[group] for each, group in groups.items()}

    def _group(self, words: tuple[str, ...], kind: str) -> int:
        known = self._full.get(words)
        if known is None:
            fuller = self._fuller(words, kind)
            self._kinds[words] = kind
            known = self._full[fuller] if fuller is not None else self._new()
            self._full[words] = known
            for word in words:
                self._by_word.setdefault(word, []).append(words)
            if words:
                self._by_word.setdefault("".join(word[0] for word in words), []).append(words)
        return known

    def _new(self) -> int:
        self._count += 1
        return self._count - 1

    def _fuller(self, words: tuple[str, ...], kind: str) -> tuple[str, ...] | None:
        """A longer name that these words are a form of, or None; of several, one of the same kind, else the first."""
        if not words:
            return None
        if all(len(word) == 1 for word in words):
            candidates = self._by_word.get("".join(words), []) if len(words) > 1 else []
        else:
            candidates = self._by_word.get(max(words, key=len), [])
        forms = [name for name in candidates[:_CANDIDATES] if _is_form(words, name)]
        return next((name for name in forms if self._kinds[name] == kind), forms[0] if forms else None)


def _is_form(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Whether each word is a word of the name or the initial of one."""
    if len(words) > len(name):
        return False
    return all(word in name or (len(word) == 1 and any(part.startswith(word) for part in name)) for word in words)


def _words(surface: str) -> tuple[str, ...]:
    """The parts of a name in lower case, without a possessive: "O'Neil-Sato's" is o, neil, sato."""
    lowered = surface.casefold()
    if lowered.endswith(("'s", "\u2019s")):
        lowered = lowered[:-2]
    return tuple(_WORD.findall(lowered)) or (surface,)


def named_kind(mention: Mention) -> bool:
    """Whether the mention is a name, or a surname or initials that stand for one."""
    return mention.kind in NAME_ENTITIES or mention.kind in ("initials", "surname")


def is_unnamed(mention: Mention) -> bool:
    """Whether nothing but a word like "student" mentions the person."""
    return mention.kind == UNNAMED
