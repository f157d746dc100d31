"""A person of a roster, and the digests that stand for them.

Every way in which people write one name is a set of words: order and joints are the text's affair (`names`), because
a digest is taken over the sorted words. What is left to say here is which words may be left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntFlag
from typing import TYPE_CHECKING, Final

from detectors.names.lexicon import is_common
from detectors.roster.folding import email_form, id_form, is_minor, name_words, view

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.roster.digests import Digests

MOST_WORDS: Final = 5
"""Words of a name that are looked up together, particles and initials not counted."""
SHORTEST_ID: Final = 4
SHORTEST_USERNAME: Final = 6
"""Of one that is letters only: a shorter one is a word of some text."""
DIGITS_SHIFT: Final = 8
_FEWEST: Final = 2
_MOST_DIGITS: Final = 99


class Mark(IntFlag):
    """What is known of the people behind an entry; of several people with one name, all that is known of any."""

    STUDENT = 1
    FAMILY = 2
    STAFF = 4
    OPT_OUT = 8
    """Directory information may not be disclosed (34 CFR 99.37)."""
    USERNAME = 16
    EMAIL = 32


_USERNAME: Final = int(Mark.USERNAME)
_EMAIL: Final = int(Mark.EMAIL)


@dataclass(frozen=True, slots=True)
class Person:
    """One person, in the clear: made while a file is read, turned into digests, and dropped.

    Attributes:
        owner: identifier by which the source names the person, also in later deltas.
        mark: role, and whether directory information may not be disclosed.
        given, middle, family: parts of the legal name.
        preferred: given name that is used.
        preferred_family: family name that is used.
        ids: student and staff numbers.
        usernames: account names.
        emails: addresses.
        birth_year: or 0.
    """

    owner: str
    mark: Mark
    given: str = ""
    middle: str = ""
    family: str = ""
    preferred: str = ""
    preferred_family: str = ""
    ids: tuple[str, ...] = ()
    usernames: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    birth_year: int = 0

    def __repr__(self) -> str:
        return f"Person(<{self.mark!r}>)"


@dataclass(slots=True)
class Entries:
    """Digests of one person, by table.

    Attributes:
        words: words of names.
        names: names.
        tokens: identifiers, with their kind (`Mark`) and, in the high byte, how many digits an all-digit one has.
    """

    words: set[int] = field(default_factory=set)
    names: set[int] = field(default_factory=set)
    tokens: dict[int, int] = field(default_factory=dict)


def entries(person: Person, digests: Digests) -> Entries:
    """The digests that stand for a person."""
    out = Entries()
    for form in forms(person):
        out.names.add(digests.name(form))
        out.words.update(map(digests.word, form))
    for token, kind in tokens(person):
        digest = digests.token(token)
        digits = len(token) << DIGITS_SHIFT if token.isdigit() and len(token) <= _MOST_DIGITS else 0
        out.tokens[digest] = (out.tokens.get(digest, kind) & kind) | digits  # a number and user name is a number
    return out


def forms(person: Person) -> set[tuple[str, ...]]:
    """Sets of words (sorted) by which the person may be written: at least two words, never a first name alone."""
    middles = [word for word in name_words(person.middle) if not is_minor(word)]
    found: set[tuple[str, ...]] = set()
    for family in {person.family, person.preferred_family} - {""}:
        families = _families(name_words(family))
        for given in {person.given, person.preferred} - {""}:
            for first in _givens(name_words(given), middles):
                found.update(tuple(sorted((*first, *last))) for last in families)
    return {form for form in found if len(form) <= MOST_WORDS + 3 and sum(len(word) > 1 for word in form) >= _FEWEST}


def _givens(words: Sequence[str], middles: Sequence[str]) -> Iterator[Sequence[str]]:
    """Given name as it is; each word of it; with the middle name; the middle name alone; its parts written together."""
    if words:
        yield words
        yield from ([word] for word in words if not is_minor(word))
        if len(words) > 1:
            yield ["".join(words)]
    if middles:
        yield [*words, *middles]
        yield [*words[:1], middles[0]]
        yield middles[:1]


def _families(words: Sequence[str]) -> list[Sequence[str]]:
    """Family name as it is; each word of a double one; without particles; particles written together with the rest."""
    full = [word for word in words if not is_minor(word)]
    out: list[Sequence[str]] = [words, full, *([word] for word in full)]
    if len(words) > 1:
        out.append(["".join(words)])
    return [each for each in out if each]


def tokens(person: Person) -> Iterator[tuple[str, int]]:
    """Identifiers in the form that is looked up, with the mark of their kind."""
    for value in person.ids:
        form = id_form(view(value))
        if len(form) >= SHORTEST_ID and not form.isalpha():
            yield form, 0
    for value in map(view, (*person.usernames, *person.emails)):
        if "@" in value:
            yield email_form(value), _EMAIL
        elif telling_username(form := id_form(value)):
            yield form, _USERNAME


def telling_username(form: str) -> bool:
    """Whether a user name can be told from a word of a text."""
    if not form.isalpha():
        return len(form) >= SHORTEST_ID
    return len(form) >= SHORTEST_USERNAME and not is_common(form)
