"""Whose age the text tells: under thirteen (16 CFR 312.2), in early learning (45 CFR 1305.2).

From a grade, an age, a programme or a date of birth beside a person; the most telling comes first, and a person's
first sure one counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.linking.age_words import FIVE, THIRTEEN, behind_name, birth_year, in_cell, in_sentence
from detectors.linking.nouns import RECORD_ROLES, Age
from detectors.linking.terms import ROSTER_UNDER13, SURE, family, is_topic
from detectors.linking.words import AGE, ELEMENTARY, IS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.linking.context import Context
    from detectors.linking.nouns import Mention

_OLDEST = 120
_GRADE_LABELS: Final = frozenset({"gr", "grade", "grado", "grd", "gradelevel"})
_AGE_LABELS: Final = frozenset({"age", "edad"})
_SIBLING = re.compile(
    r"\b(?:sister|brother|bro|sis|sibling|twin|cousin|herman[oa]|prim[oa]|baby|son|daughter|hij[oa])[\s,:(]{1,3}$",
    re.IGNORECASE,
)


def ages(context: Context, mentions: Sequence[Mention], year: int) -> Iterator[Age]:
    """What the message says of its people's ages, the most telling first.

    Args:
        context: the message.
        mentions: its people, by position.
        year: the current one, for dates of birth; 0 when unknown.
    """
    children = _children(context.text, mentions)
    yield from _listed(context, mentions)
    if year:
        yield from _births(context, mentions, year)
    yield from _columns(context, mentions)
    for number in children:
        said = behind_name(context.text, mentions[number].end)
        if said is not None:
            yield Age(number, said.under13, said.early, said.sure, said.start, said.end)
    yield from _said(context, mentions, children)
    yield from _early_terms(context, mentions)


def _said(context: Context, mentions: Sequence[Mention], children: Sequence[int]) -> Iterator[Age]:
    starts = [mentions[number].start for number in children]
    telling = {context.units.number(word.start) for kind in (AGE, IS, ELEMENTARY) for word in context.triggers.of(kind)}
    for number in sorted(telling):
        for said in in_sentence(context.text, context.triggers, *context.units.span(number)):
            near = context.nearest(starts, said.start)
            who = children[near] if near >= 0 else -1
            yield Age(who, said.under13, said.early, said.sure, said.start, said.end)


def _listed(context: Context, mentions: Sequence[Mention]) -> Iterator[Age]:
    """Children whose year of birth the roster knows."""
    at = {mention.start: number for number, mention in enumerate(mentions)}
    for mark in context.marks:
        if mark.entity == ROSTER_UNDER13 and mark.start in at:
            yield Age(at[mark.start], under13=True, early=False, sure=True, start=mark.start, end=mark.end)


def _early_terms(context: Context, mentions: Sequence[Mention]) -> Iterator[Age]:
    """Programmes and words of early learning that the lexicon marked."""
    people = [
        number
        for number, mention in enumerate(mentions)
        if mention.role not in ("staff", "public") and (mention.strong or not context.personnel)
    ]
    starts = [mentions[number].start for number in people]
    for mark in context.marks:
        if family(mark) == "EARLY" and not is_topic(mark) and mark.score >= SURE:
            near = context.nearest(starts, mark.start)
            who = people[near] if near >= 0 else -1
            yield Age(who, under13=True, early=True, sure=True, start=mark.start, end=mark.end)


def _columns(context: Context, mentions: Sequence[Mention]) -> Iterator[Age]:
    """Cells under a header for the grade or the age."""
    starts = [mention.start for mention in mentions]
    for region in context.rows.regions:
        if not any(_is_grade(label) or _is_age(label) for label in region.labels):
            continue
        for row in region.rows:
            near = context.nearest(starts, row.start)
            inside = near >= 0 and row.start <= starts[near] < row.end
            for cell in row.cells if inside else ():
                grade = _is_grade(cell.label)
                found = (
                    in_cell(context.text[cell.start : cell.end], grade=grade) if grade or _is_age(cell.label) else None
                )
                if found is not None:
                    yield Age(near, *found, sure=True, start=cell.start, end=cell.end)


def _is_grade(label: str) -> bool:
    return not _GRADE_LABELS.isdisjoint(label.split()) and "score" not in label


def _is_age(label: str) -> bool:
    return not _AGE_LABELS.isdisjoint(label.split())


def _births(context: Context, mentions: Sequence[Mention], year: int) -> Iterator[Age]:
    starts = [mention.start for mention in mentions]
    for finding in context.findings:
        born = birth_year(context.text[finding.start : finding.end], year) if finding.base == "DOB" else None
        if born is not None and 0 <= (years := year - born) <= _OLDEST:
            near = context.nearest(starts, finding.start)
            yield Age(near, years < THIRTEEN, years < FIVE, sure=True, start=finding.start, end=finding.end)


def _children(text: str, mentions: Sequence[Mention]) -> list[int]:
    """Numbers of those who may be children, brothers and sisters among them."""
    return [
        number
        for number, mention in enumerate(mentions)
        if mention.role in RECORD_ROLES
        or (mention.role == "other" and not mention.titled and not mention.aside)
        or (mention.role == "guardian" and _SIBLING.search(text, max(0, mention.start - 24), mention.start) is not None)
    ]
