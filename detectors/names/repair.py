"""Candidates for names, made right: cut to the name itself, or dropped when it is none.

The name model and the rules both overshoot: they take in titles, kin words, a following grade or line, the verb before
a name at the start of a sentence. What is left is judged by `names.judge`. What a label or a column says is a name is
only trimmed, never doubted. Pure and light; runs in the main process.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from detectors.identifiers.harmless import PLACEHOLDER
from detectors.names import shape
from detectors.names.abroad.everyday import without_everyday
from detectors.names.extent import has_role, parted_by_y
from detectors.names.initials import is_counting_letter
from detectors.names.judge import Judge, is_acronym
from detectors.names.lexicon import is_calendar, is_common, is_given, is_given_anywhere, is_surname, is_thing
from detectors.names.one_word import CERTAIN
from detectors.names.small_words import SMALL_WORDS, SURNAME_WORDS
from detectors.names.surroundings import CUED
from detectors.names.typed_wrong import KIN_SLIPS, with_slips

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.finding import Finding

NAME_ENTITIES = frozenset({"STUDENT_NAME", "FAMILY_NAME", "PATIENT_NAME", "STAFF_NAME_SENSITIVE", "PERSON_OTHER"})

_SURE = frozenset({"field", "row", "column", "roster", "memory"})
_LISTED = frozenset(
    {
        "names.line_lists",
        "names.companions",
        "names.shapes",
        "names.speakers",
        "names.word_names",
        "names.toddlers",
        "names.friends",
        "names.phrase_surnames",
    }
)
"""Detectors that know people by their company, as things are listed too; a label or a roster is never doubted."""
_COLUMN = "names.columns"
"""What its label calls a "name" may be a lake on a route."""
_EDGE = " \t\r\n,;:!?()[]{}<>\"'\u201c\u201d\u2018\u2019*|>~`-"
_SMALL = "lil|from|re|dear|hi|hello|hey|thanks|driver|witness|staff|para|tel|cell|the|um|att[n]|baby|dr"

# No nested repetition, and only ever run over candidates: stdlib `re` is safe here and slices by position.
_PLACEHOLDER = re.compile(PLACEHOLDER)
_BREAK = re.compile(r"[\n\t|;:/={}<>@_\\\[\]()#*•]|\d|\s{3,}| - |, |\.\.")
_TOKEN = re.compile(r"\S+")
_TITLE = re.compile(rf"(?:{shape.TITLES})\.?$", re.IGNORECASE)
_BEFORE_NAME = re.compile(
    rf"(?:{shape.FAMILY_CUES}|{shape.STUDENT_CUES}|{shape.PATIENT_CUES}|{_SMALL})[:,]?$", re.IGNORECASE
)
_PARTICLE = re.compile(rf"{shape.PARTICLE}$", re.IGNORECASE)
_INITIAL = re.compile(r"(?:[^\W\d_]\.){1,3}$|(?:Jr|Sr)\.$")
_LETTER = re.compile(r"[^\W\d_]")
_DOUBLE = re.compile(r"-[^\W\d_]{2,20}(?![\w-])")
_INITIAL_LAST = re.compile(r" [^\W\d_]\.?$")
_NEXT_CAPITALISED = re.compile(r" ([A-Z][a-z]+)(?= [a-z]|[.,;:!?)]|$)")
_BEHIND_SURNAME = re.compile(r" (?:about|to|for|during|from|with|before|after)\b|'s\b")
"""What does not follow the pronoun "he", but does follow a person of that surname."""
_BEHIND_NOUN = re.compile(r" (?:of|a|an|the)\b")
_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?:\n\"(-])\s*$")
_SURNAME_NEXT = re.compile(r"\.? ([^\W\d_]{2,20}(?:-[^\W\d_]{2,20})?)(?![\w-])")


def repair(text: str, candidates: Sequence[Finding]) -> list[Finding]:
    """The candidates with every name cut to itself or dropped; other entities pass unchanged.

    Args:
        text: the original text.
        candidates: from `Engine.patterns` and `Engine.names`.
    """
    judge: Judge | None = None
    out: list[Finding] = []
    seen = sorted((each for each in candidates if each.why == "model"), key=attrgetter("start"))
    for each in candidates:
        candidate = _whole(text, each, seen)
        if candidate.base not in NAME_ENTITIES or candidate.why == "decoded":  # judged in the text it was decoded to
            out.append(candidate)
        elif candidate.why in _SURE:
            if candidate.detector in _LISTED or candidate.detector == _COLUMN:
                judge = judge or Judge(text)
                holds = judge.called.in_cell if candidate.detector == _COLUMN else judge.called.holds
                if holds(*_strip(text, candidate.start, candidate.end)):
                    continue
            out.extend(_trimmed(text, candidate))
        else:
            judge = judge or Judge(text)
            if not (judge.shouting and _unseen(text, candidate, candidates)) and not _denied(
                text, candidate, candidates
            ):
                out.extend(_names_in(text, candidate, judge))
    out = without_everyday(text, out)
    return with_slips(text, out if judge is None else _without_company(judge, out), NAME_ENTITIES)


def _whole(text: str, cued: Finding, seen: Sequence[Finding]) -> Finding:
    """A cue's finding with the given names before it that the model saw in one name with it.

    "Jordan Whitfield's mother" cues the surname; without its given name one person would become two.

    Args:
        text: the original text.
        cued: any candidate.
        seen: the model's, by their start; they do not overlap.
    """
    if cued.why not in CUED or cued.base not in NAME_ENTITIES:
        return cued
    number = bisect_left(seen, cued.start, key=attrgetter("start")) - 1
    if number < 0 or seen[number].end < cued.end:
        return cued
    before = text[seen[number].start : cued.start].split()
    given = bool(before) and text[cued.start - 1] == " " and all(map(is_given_anywhere, before))
    return replace(cued, start=seen[number].start) if given else cued


def _unseen(text: str, candidate: Finding, candidates: Sequence[Finding]) -> bool:
    """Whether it holds an ordinary word, and the model, which found something elsewhere, saw nobody here.

    In text all in capitals every word behind a cue looks like a name ("STUDENT QUALIFIES UNDER").
    """
    seen = [each for each in candidates if each.detector == "names.model"]
    if not seen or any(each.start < candidate.end and candidate.start < each.end for each in seen):
        return False
    words = (match.group() for match in _TOKEN.finditer(text, candidate.start, candidate.end))
    return any(is_common(word) and not is_given(word) for word in words)


def _denied(text: str, candidate: Finding, candidates: Sequence[Finding]) -> bool:
    """Whether only the lexicon knows its first word, and the model, which saw others, saw nobody in it ("Marie Clay").

    Only for several capitalised words of which the last is no surname: there the model misses 1 of 100 names.
    """
    if candidate.why != "lexicon" or not text[candidate.start : candidate.end].istitle():
        return False
    words = text[candidate.start : candidate.end].split()
    if len(words) == 1 or is_surname(words[-1]) or is_given_anywhere(words[-1]):
        return False
    return not any(
        each.detector != candidate.detector
        and each.base in NAME_ENTITIES
        and each.why != "model.other"
        and each.start < candidate.end
        and candidate.start < each.end
        for each in candidates
    )


def _trimmed(text: str, finding: Finding) -> Iterator[Finding]:
    start, end = _strip(text, finding.start, finding.end)
    first = _TOKEN.match(text, start, end)
    if first is not None and _TITLE.match(first.group()) and first.end() < end:
        start, end = _strip(text, first.end(), end)
    if start < end and _LETTER.search(text, start, end) and not _PLACEHOLDER.search(text, start, end):
        yield replace(finding, start=start, end=end)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return start, end


def _names_in(text: str, finding: Finding, judge: Judge) -> Iterator[Finding]:
    """The names in a doubtful candidate: pieces between line breaks, digits and other marks, each cut and judged."""
    for start, end in parted_by_y(text, _pieces(text, finding.start, _whole_end(text, finding))):
        certain = finding.why == "model" and finding.score >= CERTAIN
        span = _cut(text, *_strip(text, start, end), sure=finding.why in CUED, certain=certain)
        if span is not None and judge.is_name(
            *span, why=finding.why, score=finding.score, role=has_role(text, finding)
        ):
            yield replace(finding, start=span[0], end=span[1])


def _whole_end(text: str, finding: Finding) -> int:
    """The end of what the model found, with the rest of a double name and the surname behind an initial.

    In text without capitals it stops at the hyphen of "ana ruiz-soto" or the point of "ana r. soto".
    """
    end = finding.end
    if finding.why == "model":
        rest = _DOUBLE.match(text, end)
        end = rest.end() if rest else end
        surname = _SURNAME_NEXT.match(text, end) if _INITIAL_LAST.search(text, finding.start, end) else None
        if surname is not None and _may_end_name(surname.group(1), text[surname.end() : surname.end() + 12]):
            end = surname.end()
        word = _NEXT_CAPITALISED.match(text, end)
        if word is not None and word.group(1) in SURNAME_WORDS:
            end = word.end()
    return end


def _may_end_name(word: str, behind: str) -> bool:
    """Whether a word behind "wendell l." is a surname: no small word; "he" only where no verb of "he" can follow."""
    if word.lower() == "he":
        return _BEHIND_SURNAME.match(behind) is not None
    return not is_common(word) or (word.lower() not in SMALL_WORDS and _BEHIND_NOUN.match(behind) is None)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    held = [match.span() for match in _PLACEHOLDER.finditer(text, max(0, start - 24), min(len(text), end + 24))]
    position = start
    for match in _BREAK.finditer(text, start, end):
        yield from _outside(position, match.start(), held)
        position = match.end()
    yield from _outside(position, end, held)


def _outside(start: int, end: int, held: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    if start < end and not any(low < end and start < high for low, high in held):
        yield start, end


def _cut(text: str, start: int, end: int, *, sure: bool, certain: bool) -> tuple[int, int] | None:
    """Without the words before and after the name: titles, kin words, verbs, lower-case words, possessives."""
    tokens = [match.span() for match in _TOKEN.finditer(text, start, end)]
    cased = any(text[low].isupper() for low, _ in tokens)
    if len(tokens) > 1 and is_counting_letter(text, tokens[0][0]):
        tokens.pop(0)
    while tokens and _precedes_name(text, tokens, cased=cased, sure=sure, certain=certain):
        dropped = text[tokens[0][0] : tokens[0][1]]
        tokens.pop(0)
        if _TITLE.match(dropped) or _BEFORE_NAME.match(dropped) or dropped.lower() in KIN_SLIPS:
            continue
        if len(tokens) == 1 and (
            is_thing(dropped) or (dropped.isupper() and is_common(dropped))
        ):  # "JSON Schema" is no person called Schema
            return None
    tokens = _without_acronyms(text, _until_end_of_name(text, tokens, cased=cased))
    if not tokens:
        return None
    low, high = _strip(text, tokens[0][0], tokens[-1][1])
    if text[high - 2 : high] in {"'s", "\u2019s"}:
        high -= 2
    if text[high - 1 : high] == "." and not _INITIAL.search(text[low:high].rsplit(" ", 1)[-1]):
        high -= 1
    return (low, high) if low < high else None


def _without_acronyms(text: str, tokens: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without abbreviations at either edge of a name in mixed case: "GAL Simone Archer", "Stan Lubek CDL"."""
    if not tokens or not any(map(str.islower, text[tokens[0][0] : tokens[-1][1]])):
        return tokens
    while len(tokens) > 1 and is_acronym(last := text[slice(*tokens[-1])]) and not is_surname(last):
        tokens = tokens[:-1]
    while len(tokens) > 1 and is_acronym(text[slice(*tokens[0])]):
        tokens = tokens[1:]
    return tokens


def _precedes_name(text: str, tokens: list[tuple[int, int]], *, cased: bool, sure: bool, certain: bool) -> bool:
    """Whether the first token is not yet the name."""
    word = text[tokens[0][0] : tokens[0][1]]
    if _TITLE.match(word) or _BEFORE_NAME.match(word) or word.lower() in KIN_SLIPS:
        return True
    if cased and word[0].islower():
        return not (_PARTICLE.match(word) and len(tokens) > 1) and "-" not in word
    if len(tokens) == 1 or _INITIAL.match(word):
        return False
    if certain and word[1:].islower() and not _begins_sentence(text, tokens[0][0]):
        return False  # "met Gang Su-Hong": a given name that is an English word
    return (is_common(word) and not is_given(word)) or (not sure and is_thing(word))


def _begins_sentence(text: str, at: int) -> bool:
    return _SENTENCE_BEFORE.search(text, max(0, at - 4), at) is not None


def _until_end_of_name(text: str, tokens: list[tuple[int, int]], *, cased: bool) -> list[tuple[int, int]]:
    for index, (low, high) in enumerate(tokens):
        word = text[low:high]
        lower = cased and word[:1].islower() and not _PARTICLE.match(word) and "-" not in word
        if lower or (index > 0 and is_calendar(word) and not is_given(word)):
            tokens = tokens[:index]
            break
        if word.endswith(("'s", "\u2019s")):
            tokens = tokens[: index + 1]
            break
    while tokens and _PARTICLE.match(text[tokens[-1][0] : tokens[-1][1]]):
        tokens = tokens[:-1]
    return tokens


def _without_company(judge: Judge, findings: list[Finding]) -> list[Finding]:
    """Without the doubtful names in one enumeration with a public figure ("Rosa Parks, ... and ...")."""
    if not judge.public:
        return findings
    return [finding for finding in findings if finding.base not in NAME_ENTITIES or not judge.keeps_company(finding)]
