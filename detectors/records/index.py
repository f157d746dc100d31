"""All phrases of all lexicons as one tree of words, walked once over a text.

A dictionary look-up per word of the text decides whether a phrase can begin there (0.1 us); only then is the tree
walked. The time is linear in the text: a phrase has a bounded number of words and gaps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from detectors.records.grammar import ANY, GAP, NUMBER, Entry, alternatives

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from detectors.records.words import Words

_LONGEST_SKIP = 3
_ENTRIES = ""
_UNKNOWN = "?"
_NUMBER_WORDS = frozenset(
    word
    for line in (
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen",
        "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred",
        "uno dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte",
    )
    for word in line.split()
)

Node: TypeAlias = "dict[str, Node | list[Entry]]"


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: words ``first`` to ``last`` (one past), and what its lexicon says of it."""

    first: int
    last: int
    entry: Entry


class PhraseIndex:
    """The tree, and the classes of words that its branches may name."""

    def __init__(self, phrases: Iterable[tuple[str, Entry]], classes: Mapping[str, frozenset[str]]) -> None:
        self._root: Node = {}
        self._classes = _classes_of(classes)
        self.vocabulary: set[str] = set()
        for phrase, entry in phrases:
            self._root = _merged(self._root, self._tree(phrase.split(), entry), {})
        self._busy = frozenset(id(node) for node in self._root.values() if not _plain_words(node))
        words = self.vocabulary | self._classes.keys() | _NUMBER_WORDS
        self._keys_of = {word: self._keys(word, word) for word in words if word}

    def _tree(self, tokens: list[str], entry: Entry) -> Node:
        """The tree of one phrase; alternatives share what follows them."""
        node: Node = {_ENTRIES: [entry]}
        for token in reversed(tokens):
            spellings, optional = alternatives(token)
            self.vocabulary.update(spelling.removeprefix(":") for spelling in spellings)
            before: Node = dict.fromkeys(spellings, node)
            node = _merged(before, node, {}) if optional else before
        return node

    def matches(self, words: Words) -> list[Match]:
        """Every phrase of the text, overlapping ones included, by its first word."""
        walk = _Walk(words, self._all_keys(words))
        root, busy = self._root, self._busy
        following = [*walk.keys[1:], ()]
        for index, keys in enumerate(walk.keys):
            for key in keys:
                branch = root.get(key)
                # Most words that can begin a phrase ("is", "her") begin none here: the next word tells, in C.
                if branch is not None and (id(branch) in busy or not branch.keys().isdisjoint(following[index])):  # type: ignore[union-attr]
                    walk.down(branch, index, index + 1)  # type: ignore[arg-type]  # the root has no entries of its own
        return walk.found

    def _all_keys(self, words: Words) -> list[tuple[str, ...]]:
        """The keys of every word; none for the many that no phrase knows."""
        known, vocabulary = self._keys_of, self.vocabulary
        return [
            known.get(low, ())
            if raw == low and not "0" <= low[0] <= "9" and low.isascii()
            else self._keys(low, raw)
            if low in known or raw in vocabulary or low[0].isdigit()
            else ()
            for low, raw in zip(words.low, words.raw, strict=True)
        ]

    def _keys(self, low: str, raw: str) -> tuple[str, ...]:
        """Under what a word may stand in the tree: itself, its spelling, its classes, "a number"."""
        classes = self._classes.get(low, ())
        if raw == low and not classes and low.isalpha() and low not in _NUMBER_WORDS:
            return (low,)
        if low[0].isdigit() or low in _NUMBER_WORDS:
            classes = (*classes, NUMBER)
        return (low, *classes) if raw == low else (low, raw, *classes)


class _Walk:
    """One text on its way down the tree."""

    def __init__(self, words: Words, keys: list[tuple[str, ...]]) -> None:
        self.keys = keys
        self.found: list[Match] = []
        self._words = words
        self._separators: dict[int, str | None] = {}

    def down(self, node: Node, first: int, position: int) -> None:
        """Note the phrases that end before word `position`, and follow those that go on with it."""
        entries = node.get(_ENTRIES)
        if entries is not None:
            self.found.extend(Match(first, position, entry) for entry in entries)  # type: ignore[arg-type]
            if len(node) == 1:
                return
        prefix = self._separator(position)
        if prefix is None:
            return
        for key in self.keys[position]:
            branch = node.get(prefix + key if prefix else key)
            if branch is not None:
                self.down(branch, first, position + 1)  # type: ignore[arg-type]  # only "" has no node under it
        if not prefix and ANY in node:
            self.down(node[ANY], first, position + 1)  # type: ignore[arg-type]  # as above
        if GAP in node:
            self._over(node[GAP], first, position)  # type: ignore[arg-type]  # as above

    def _over(self, node: Node, first: int, position: int) -> None:
        """On from `node` after none to three words of any kind."""
        for at in range(position, position + _LONGEST_SKIP + 1):
            if self._separator(at) is None:
                return
            for key in self.keys[at]:
                branch = node.get(key)
                if branch is not None:
                    self.down(branch, first, at + 1)  # type: ignore[arg-type]  # as above

    def _separator(self, position: int) -> str | None:
        """What stands before a word: nothing to speak of, a colon or its like, or None: the phrase is cut there."""
        known = self._separators.get(position, _UNKNOWN)
        if known is _UNKNOWN:
            known = None
            if position < len(self.keys):
                if self._words.joined(position):
                    known = ""
                elif self._words.assigned(position):
                    known = ":"
            self._separators[position] = known
        return known


def _plain_words(node: Node | list[Entry]) -> bool:
    """Whether a node asks for nothing but one of its words next: no phrase ends there, no gap, no colon."""
    return not any(key in (_ENTRIES, ANY, GAP) or key.startswith(":") for key in node)  # type: ignore[union-attr]


def _merged(left: Node, right: Node, done: dict[tuple[int, int], Node]) -> Node:
    """Both trees as one, by copying what they share: nodes that other phrases hold are never changed."""
    known = done.get((id(left), id(right)))
    if known is not None:
        return known
    both = done[id(left), id(right)] = dict(left)
    for key, branch in right.items():
        own = left.get(key)
        if isinstance(own, dict) and isinstance(branch, dict):
            both[key] = _merged(own, branch, done)
        elif isinstance(own, list) and isinstance(branch, list):
            both[key] = own + branch
        else:
            both[key] = branch
    return both


def _classes_of(classes: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}
    for name, members in classes.items():
        for member in members:
            names.setdefault(member, []).append(f"<{name}>")
    return {word: tuple(found) for word, found in names.items()}
