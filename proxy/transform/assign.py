"""Which placeholder stands for which value: a bijection that lives for one call.

One value has one placeholder, two values never share one. Surface forms of one value ("Maria Delgado", "Maria";
"(253) 555-7788", "253-555-7788") share the number and differ in the form letter, so each comes back exactly.

Stable without a store: numbers depend only on the order of appearance, so a conversation that grows at its end keeps
the placeholders of its history. Three things would break that and are arranged for: values outside the messages (tools,
metadata) are counted in a series of their own ("01", "02"); what document memory found in an old message because of a
new one waits until the message that taught it; and clusters never merge later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Final

from proxy.transform.own_values import canonical
from proxy.transform.placeholders import Token, TokenMatch, form_index, form_letters, mint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

PERSON: Final = "PERSON"
INSIDE_WORDS: Final = "'-\N{RIGHT SINGLE QUOTATION MARK}"
_WORDS: Final = re.compile(rf"(?:[^\W_]|[{re.escape(INSIDE_WORDS)}])+")
SPELLED_FREELY: Final = frozenset(
    {
        "PHONE",
        "SSN",
        "ID",
        "MRN",
        "CARD",
        "ACCOUNT",
        "PLAN",
        "MEDICAID",
        "CASE",
        "LICENCE",
        "PASSPORT",
        "IMMID",
        "PLATE",
    }
)
"""Labels whose values are the same whatever spaces and signs stand in them."""
_CROWD: Final = 256
"""Namesakes looked at: among more, a part of a name is ambiguous anyway."""
_LONG_NAME: Final = 6
"""Words in a name of which every part is looked up (62 look-ups)."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A value that needs a placeholder.

    Attributes:
        label: token label.
        surface: exactly as it stands.
        turn: number of the message it stands in, or -1 outside messages.
        learned: found by document memory, because it was found directly elsewhere.
    """

    label: str
    surface: str = field(repr=False)
    turn: int
    learned: bool = False


@dataclass(slots=True)
class _Cluster:
    """One value with all its surface forms."""

    number: str
    words: frozenset[str]
    forms: int = 0

    def next_form(self) -> str:
        self.forms += 1
        return form_letters(self.forms - 1)


class _People:
    """Clusters of person names, found by their words in time that does not grow with their number."""

    def __init__(self) -> None:
        self._by_word: dict[str, list[_Cluster]] = {}
        self._by_words: dict[frozenset[str], list[_Cluster]] = {}

    def learn(self, person: _Cluster, words: frozenset[str]) -> None:
        """A person's name has these words too."""
        fuller = person.words | words
        if fuller == person.words:
            return
        if person.words:
            self._by_words[person.words].remove(person)
        for word in fuller - person.words:
            self._by_word.setdefault(word, []).append(person)
        self._by_words.setdefault(fuller, []).append(person)
        person.words = fuller

    def find(self, words: frozenset[str]) -> _Cluster | None:
        """The one person this surface form can belong to; None when there is none, or more than one."""
        if not words:
            return None
        fitting = {id(person): person for person in (*self._containing(words), *self._contained(words))}
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def _containing(self, words: frozenset[str]) -> list[_Cluster]:
        """People whose name has all these words."""
        rarest = min((self._by_word.get(word, []) for word in words), key=len)
        return [person for person in rarest[:_CROWD] if words <= person.words]

    def _contained(self, words: frozenset[str]) -> list[_Cluster]:
        """People known by one of these words alone, or by two and more of them: this may be the fuller form."""
        if len(words) > _LONG_NAME:
            return []
        parts = (frozenset(part) for size in range(1, len(words)) for part in combinations(sorted(words), size))
        return [person for part in parts for person in self._by_words.get(part, [])[:_CROWD]]


class TokenMap:
    """Value <-> placeholder for one call. Prints counts only."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._by_surface: dict[tuple[str, str], Token] = {}
        self._by_token: dict[tuple[str, str, str], tuple[str, str]] = {}
        self._clusters: dict[tuple[str, str], _Cluster] = {}
        self._numbered: dict[tuple[str, str], _Cluster] = {}
        self._people = _People()
        self._counts: dict[tuple[str, bool], int] = {}

    def __repr__(self) -> str:
        return f"TokenMap({len(self._by_token)} placeholders)"

    def __len__(self) -> int:
        return len(self._by_token)

    def resolve(self, match: TokenMatch) -> str | None:
        """The exact value behind a placeholder, or None when this call made no such placeholder."""
        found = self._by_token.get((match.number, match.form, match.check))
        return found[1] if found else None

    def label_of(self, match: TokenMatch) -> str | None:
        """The label of a placeholder of this call."""
        found = self._by_token.get((match.number, match.form, match.check))
        return found[0] if found else None

    @classmethod
    def recalled(cls, key: bytes, entries: Iterable[tuple[str, str, str, str, str]]) -> TokenMap:
        """The map of an earlier call, to go on with: its placeholders stand for the same values, and new ones follow.

        Args:
            key: the caller's. What was made under an older one keeps its checks.
            entries: as `entries` gave them: label, surface, number, form letters, check.

        Raises:
            ValueError: no such entries.
        """
        made = cls(key)
        for label, surface, number, form, check in entries:
            made._restore(Token(label, number, form, check), surface)
        return made

    def entries(self) -> list[tuple[str, str, str, str, str]]:
        """The whole map in order of assignment: label, surface (the value), number, form letters, check."""
        return [(label, value, *core) for core, (label, value) in self._by_token.items()]

    def _restore(self, token: Token, surface: str) -> None:
        occurrence = Occurrence(token.label, surface, -1)
        cluster = self._numbered.get((token.label, token.number))
        index = form_index(token.form)
        if cluster is None or index < cluster.forms:
            # The same form under another check: two calls went on at the same time and both counted so far.
            cluster = self._counted(token.label, token.number)
        if token.label == PERSON:
            self._people.learn(cluster, _words(surface))
        else:
            self._clusters[token.label, _sameness(occurrence)] = cluster
        cluster.forms = index + 1
        self._by_surface[token.label, surface] = token
        self._by_token[token.number, token.form, token.check] = (token.label, surface)

    def _counted(self, label: str, number: str) -> _Cluster:
        """A cluster under a number that it has already."""
        outside = number.startswith("0")
        self._counts[label, outside] = max(self._counts.get((label, outside), 0), int(number))
        cluster = self._numbered[label, number] = _Cluster(number, frozenset())
        return cluster

    def token(self, label: str, surface: str) -> Token:
        """The placeholder that was assigned to a value.

        Raises:
            KeyError: none was.
        """
        return self._by_surface[label, surface]

    # ------------------------------------------------------------------ assignment

    def assign(self, occurrences: Sequence[Occurrence]) -> None:
        """Give every occurrence a placeholder. Those outside messages must come first, then messages in order."""
        waiting: list[Occurrence] = []
        for turn in _turns(occurrences):
            for occurrence in turn:
                if occurrence.learned:
                    waiting.append(occurrence)
                else:
                    self._give(occurrence)
            waiting = [late for late in waiting if not self._give_if_known(late)]
        for occurrence in waiting:
            self._give(occurrence)

    def assign_literal(self, label: str, surface: str, turn: int) -> Token:
        """A placeholder for text that is no finding (a look-alike), exact in every character."""
        return self._give(Occurrence(label, surface, turn))

    def _give_if_known(self, occurrence: Occurrence) -> bool:
        if (occurrence.label, occurrence.surface) in self._by_surface:
            return True
        if self._cluster_of(occurrence) is None:
            return False
        self._give(occurrence)
        return True

    def _give(self, occurrence: Occurrence) -> Token:
        place = (occurrence.label, occurrence.surface)
        if place in self._by_surface:
            return self._by_surface[place]
        if occurrence.label == PERSON:
            words = _words(occurrence.surface)
            cluster = self._people.find(words) or self._new_cluster(occurrence)
            self._people.learn(cluster, words)
        else:
            cluster = self._cluster_of(occurrence) or self._new_cluster(occurrence)
        token = self._mint(occurrence.label, cluster)
        self._by_surface[place] = token
        self._by_token[token.number, token.form, token.check] = place
        return token

    def _mint(self, label: str, cluster: _Cluster) -> Token:
        """The next form of a cluster; one whose core is taken under another label is passed over."""
        while True:
            token = mint(self._key, label, cluster.number, cluster.next_form())
            if (token.number, token.form, token.check) not in self._by_token:
                return token

    def _new_cluster(self, occurrence: Occurrence) -> _Cluster:
        outside = occurrence.turn < 0
        count = self._counts[occurrence.label, outside] = self._counts.get((occurrence.label, outside), 0) + 1
        cluster = _Cluster(f"0{count}" if outside else str(count), frozenset())
        self._numbered[occurrence.label, cluster.number] = cluster
        if occurrence.label != PERSON:
            self._clusters[occurrence.label, _sameness(occurrence)] = cluster
        return cluster

    def _cluster_of(self, occurrence: Occurrence) -> _Cluster | None:
        if occurrence.label != PERSON:
            return self._clusters.get((occurrence.label, _sameness(occurrence)))
        return self._people.find(_words(occurrence.surface))


def _turns(occurrences: Sequence[Occurrence]) -> Iterator[list[Occurrence]]:
    group: list[Occurrence] = []
    for occurrence in occurrences:
        if group and group[-1].turn != occurrence.turn:
            yield group
            group = []
        group.append(occurrence)
    if group:
        yield group


def _sameness(occurrence: Occurrence) -> str:
    if occurrence.label in SPELLED_FREELY:
        return canonical(occurrence.surface) or occurrence.surface
    return " ".join(occurrence.surface.casefold().split())


def _words(surface: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(surface.casefold()))
