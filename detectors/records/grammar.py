"""The notation of the lexicons: one phrase a line, expanded to the words it stands for.

``suspend~`` every regular verb form; ``seizure/s`` with and without the ending; ``a|b`` either; ``word?`` optional;
``<kin>`` any word of a class (``classes.txt``); ``<n>`` a number; ``_`` any one word; ``*`` up to three words;
``:word`` the word as a value (after a colon, an equals sign or a cell border). A token with a capital letter is
case-sensitive. Behind the phrase, after semicolons: ``+ words`` (company that makes an ambiguous term certain),
``! words`` (company without which it does not count), ``- words`` (neighbours that veto it).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detectors.records.words import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

NUMBER: Final = "<n>"
ANY: Final = "_"
GAP: Final = "*"
_STUDENT: Final = "<stud>"
"""Among company it stands for the pronouns of one person too: "he is in ESY"."""
_PERSONS: Final = frozenset({"<she>", "<stud>"})

_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase of a lexicon reports.

    Attributes:
        tag: family, with a detail after a dot (``HLTH.drug``); ``NONE`` swallows what stands inside it; ``~name`` is a
            cue for another rule and no mark.
        score: confidence in 0..1 when it stands alone.
        company: words near it that raise the score.
        veto: words beside it that make it something else.
        needs_company: whether it counts only with its company.
        person: whether a person's name is company too: where "she" or "student" would be.
    """

    tag: str
    score: float
    company: frozenset[str] = frozenset()
    veto: frozenset[str] = frozenset()
    needs_company: bool = False
    person: bool = False


def forms(word: str) -> tuple[str, ...]:
    """The spellings of one alternative, its macros undone: ``threaten~`` gives four forms, ``motel/s`` two."""
    if word.endswith("~"):
        return verb_forms(word[:-1])
    if word != "/" and "/" in word:
        stem, *endings = word.split("/")
        return (stem, *(stem + ending for ending in endings))
    return (word,)


def spelt(form: str) -> str:
    """A form as the index keeps it: capitals stay (case-sensitive), accents and possessives go, as in texts."""
    return plain(form) if not form.isascii() or ("'" in form and form.islower()) else form


def verb_forms(stem: str) -> tuple[str, ...]:
    """Regular English forms: ``suspend``, ``suspends``, ``suspended``, ``suspending``; doubling is written out."""
    if stem.endswith("e"):
        return stem, stem + "s", stem + "d", stem[:-1] + "ing"
    if stem.endswith("y") and stem[-2:-1] not in _VOWELS:
        return stem, stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"
    if stem.endswith(("s", "x", "ch", "sh", "z")):
        return stem, stem + "es", stem + "ed", stem + "ing"
    return stem, stem + "s", stem + "ed", stem + "ing"


def alternatives(token: str) -> tuple[tuple[str, ...], bool]:
    """The spellings that one token stands for, and whether it may be left out."""
    optional = token.endswith("?") and len(token) > 1
    token = token[:-1] if optional else token
    return tuple(spelt(form) for part in token.split("|") for form in forms(part)), optional


def parse_line(line: str, entry: Entry, classes: Mapping[str, frozenset[str]]) -> tuple[str, Entry]:
    """A line of a lexicon as its phrase and what it reports.

    Args:
        line: one line, neither empty nor a comment.
        entry: the defaults of the section that it stands in.
        classes: named word lists, for ``<name>`` among company and vetoes.

    Raises:
        ValueError: an unknown mark stands after a semicolon.
    """
    phrase, *options = (part.strip() for part in line.split(";"))
    company, veto, needs, person = entry.company, entry.veto, entry.needs_company, entry.person
    for option in filter(None, options):
        kind, words = option[:1], option[1:]
        if kind in "+!":
            company, needs = _list(words, classes), kind == "!"
            person = not _PERSONS.isdisjoint(words.split())
        elif kind == "-":
            veto = veto | _list(words, classes)
        else:
            raise ValueError(f"unknown option {option!r} in a lexicon line")
    return phrase, Entry(entry.tag, entry.score, company, veto, needs, person)


def _list(words: str, classes: Mapping[str, frozenset[str]]) -> frozenset[str]:
    found: set[str] = set()
    for word in words.split():
        named = word.startswith("<") and word != NUMBER
        found |= classes[word[1:-1]] if named else set(map(spelt, forms(word)))
        if word == _STUDENT:
            found |= classes.get("pron", frozenset())
    return frozenset(found)
