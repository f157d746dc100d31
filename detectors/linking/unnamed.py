"""People without a name: "my student", "a 4th grader at Larch Elementary whose mom was deported", J.M., the Reyes kids.

A person is meant, not a kind of person, when the words point (my, this), tell where or when, or tell an event. A plural
or a supposition ("students with IEPs", "a student who ...", "suppose a child") is a topic.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.linking import pointing
from detectors.linking.nouns import UNNAMED, Mention
from detectors.linking.terms import is_sure
from detectors.linking.words import GENERIC, HOUSEHOLD, INVENTED, PERSON, PRONOUN, STAFF, word_set
from detectors.ordinary_words import ORDINARY_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.finding import Role
    from detectors.linking.context import Context
    from detectors.linking.words import Trigger

_SINGULAR: Final = word_set("he she him her his hers himself herself he's she's él ella")
_KINDS_OF_PEOPLE: Final = (PERSON, STAFF, GENERIC, INVENTED)
_GUARDIANS: Final = word_set("mom dad mother father parent family")
_PATIENTS: Final = word_set("patient client pt paciente")
_NOT_ALONE: Final = word_set("guy twins baby minor participant senior junior k") | _GUARDIANS
"""Words that need a pointing word: "the senior", "a family" are too common otherwise."""

_REACH: Final = 200
_CHILDREN: Final = frozenset({"son", "daughter", "hijo", "hija"})


def unnamed(context: Context) -> Iterator[Mention]:
    """People that a message without named ones points at; in order of their kind, not of the text."""
    for word in context.triggers.of(PERSON):
        role = _role(word)
        if _meant(context, word):
            yield Mention(word.start, word.end, UNNAMED, role)
    for word in context.triggers.of(GENERIC):
        if pointing.ONE_OF.search(context.text, max(0, word.start - 40), word.start) and not _not_one(context, word):
            yield Mention(word.start, word.end, UNNAMED, "student")
    for word in context.triggers.of(STAFF):
        before = context.text[max(0, word.start - 40) : word.start]
        if pointing.POINTING.search(before) is not None and not _not_one(context, word):
            yield Mention(word.start, word.end, UNNAMED, "staff")
    yield from _households(context)
    yield from _initials(context)


def only_pronouns(context: Context) -> Iterator[Mention]:
    """He or she beside a term, where nothing before says that a kind of person is meant: "he got suspended again"."""
    for number in sorted({context.units.number(mark.start) for mark in context.marks if is_sure(mark)}):
        low, high = context.units.span(number)
        start = context.units.span(max(0, number - 2))[0]
        word = next((each for each in context.triggers.within(PRONOUN, low, high) if each.word in _SINGULAR), None)
        if word is not None and not any(context.triggers.any_in(kind, start, high) for kind in _KINDS_OF_PEOPLE):
            yield Mention(word.start, word.end, UNNAMED, "student")
            return


def _role(word: Trigger) -> Role:
    if word.word in _GUARDIANS:
        return "guardian"
    return "patient" if word.word in _PATIENTS else "student"


def _not_one(context: Context, word: Trigger) -> bool:
    """Whether it is part of another word, or supposed."""
    low, high, _ = context.sentence(word.start)
    return pointing.COMPOUND.match(context.text, word.end, word.end + 20) is not None or context.invented(low, high)


def _meant(context: Context, word: Trigger) -> bool:
    """Whether the words around it make a kind of person one person."""
    low, _, _ = context.sentence(word.start)
    before = context.text[max(low, word.start - 48) : word.start]
    if word.word == "old" and not before.rstrip(" -").lower().endswith(("year", "yr", "years", "yrs")):
        return False
    if _not_one(context, word) or pointing.ANY.search(before) is not None:
        return False
    if pointing.POINTING.search(before) is not None or pointing.HAVING.search(before) is not None:
        return True
    return word.word not in _NOT_ALONE and _specific(context, word, before)


def _specific(context: Context, word: Trigger, before: str) -> bool:
    """Whether place, time or an event single the person out."""
    text = context.text
    low, high, _ = context.sentence(word.start)
    sentence = text[max(low, word.start - _REACH) : min(high, word.end + _REACH)]
    now = pointing.WHEN.search(sentence) is not None
    if pointing.CLOSE.search(before) is not None:
        return now or word.word in _CHILDREN
    if pointing.ARTICLE.search(before) is None:
        return False
    if pointing.SCHOOL.search(sentence) is not None or pointing.MINE.search(sentence) is not None:
        return True
    if pointing.DEFINITE.search(before) is not None:
        return pointing.EVENT.match(text, word.end, word.end + 90) is not None
    return now and pointing.EVENT.search(text, word.end, min(high, word.end + 120)) is not None


def _households(context: Context) -> Iterator[Mention]:
    """The Reyes kids: a surname is enough to know them by."""
    for word in context.triggers.of(HOUSEHOLD):
        match = pointing.SURNAME.search(context.text, max(0, word.start - 40), word.start)
        if match is None:
            match = pointing.APELLIDO.match(context.text, word.end, word.end + 40)
        if match is None or _ordinary(match.group(1)):
            continue
        if (
            word.word in pointing.BANDS
            and pointing.DOES.match(context.text, max(word.end, match.end()), word.end + 60) is None
        ):
            continue
        yield Mention(match.start(1), match.end(1), "surname", "student")


def _ordinary(surname: str) -> bool:
    return any(part.lower() in ORDINARY_WORDS for part in re.split(r"[ -]", surname))


def _initials(context: Context) -> Iterator[Mention]:
    if "." not in context.text:
        return
    for number in sorted({context.units.number(mark.start) for mark in context.marks}):
        low, high = context.units.span(number)
        for match in pointing.INITIALS.finditer(context.text, low, high):
            if match.group() not in pointing.NO_INITIALS and match.group() + "." not in pointing.NO_INITIALS:
                yield Mention(match.start(), match.end(), "initials", "student")
