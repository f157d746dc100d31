"""Numbers in words ("four one two, sixty eight, double one two three"), in English and Spanish, mixed with digits too.

A run of number words is read as digits in several ways: all joined, the spoken groups with a dash between them, and
with what stood between them (dates). Mostly a label must say what the number is. Without one, only what nobody says by
chance counts: nine, ten or sixteen digits, at least five of them in words, that are no counting ("one, two, three").
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from detectors.decoding.number_words import CERTAIN, WORDS, Number, value
from detectors.decoding.rewriting import Change, Kind
from detectors.decoding.structure import as_date, dashed

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK_WORDS = r"dash|hyphen|minus|gui[oó]n|dot|point|punto|slash|barra|space|espacio|then|luego"
_JOINT = rf"{_MARK_WORDS}|and|y|de|del|of"
_BETWEEN = r"[\s,.;:/()-]{1,4}"
PATTERN: Final = (
    rf"(?i)\b(?:{'|'.join(CERTAIN)}|\d{{1,4}}){_BETWEEN}(?:(?:{_JOINT}){_BETWEEN}){{0,3}}(?:{'|'.join(WORDS)})"
    rf"{_BETWEEN}(?:(?:{_JOINT}){_BETWEEN}){{0,3}}(?:{'|'.join(WORDS)}|\d{{1,4}})\b"
    rf"|\d{_BETWEEN}(?:{_MARK_WORDS}){_BETWEEN}\d"
)
"""Every text with a spoken number matches it: three words in a row, or a spoken mark. re2 syntax."""

_WORD = rf"(?:{'|'.join(sorted(WORDS, key=len, reverse=True))}|\d{{1,4}})"
# One word, then separators and words in turn; what can begin a word cannot be part of a separator, so there is only one
# way to match. Runs where `PATTERN` matched only.
_RUN = re.compile(rf"(?<!\w){_WORD}(?:{_BETWEEN}(?:(?:{_JOINT}){_BETWEEN}){{0,3}}{_WORD}(?!\w))+", re.IGNORECASE)
_TOKEN = re.compile(r"\w+|[^\w\s]+")
_JOINTS = frozenset(_JOINT.replace("gui[oó]n", "guion|guión").split("|"))
_SLASHES = frozenset({"slash", "barra", "/"})
_SILENT = frozenset({"and", "y", "de", "del", "of"})
_LETTERS = re.compile(r"(?<![\w'])(?:[A-Za-z][ ,.-]{1,2}){1,4}$")
_LETTERS_REACH: Final = 12
_STREET = re.compile(
    r" (?:(?:north|south|east|west|ne|nw|se|sw) )?(?:[^\W\d_]{3,15} ){1,2}(?:street|avenue|road|lane|drive|court|place"
    r"|way|loop|boulevard|circle|terrace|trail)\b",
    re.IGNORECASE,
)
"""What follows a dictated house number, which may be short: "two two one north fir street"."""
_FEWEST_OF_STREET: Final = 2
_FEWEST_DIGITS: Final = 4
_FEWEST_WORDS: Final = 2
_UNMISTAKABLE: Final = 5
"""Words of a number without a label."""


def spoken(text: str) -> list[list[Change]]:
    """Readings of every spoken number: changes of one list do not overlap."""
    layers: list[list[Change]] = [[], [], [], [], []]
    for run in _RUN.finditer(text):
        lettered = _LETTERS.search(text, max(0, run.start() - _LETTERS_REACH), run.start())
        if lettered is not None:
            layers[-1] += _lettered(text, *lettered.span(), run.end())
        for layer, change in zip(layers, _readings(text, *run.span()), strict=False):
            layer.append(change)
    return layers


def _readings(text: str, start: int, end: int) -> Iterator[Change]:
    groups, between, said = _groups(text[start:end].lower())
    digits = "".join(groups)
    words = sum(not each.isdigit() for each in said)
    marks = sum(mark.isalpha() for mark in between)
    fewest = _FEWEST_OF_STREET if _STREET.match(text, end) is not None else _FEWEST_DIGITS
    if len(digits) < fewest or words + marks < _FEWEST_WORDS:
        return
    sure = words + 2 * marks >= _UNMISTAKABLE - 1 and not _counting([value(each) for each in said])
    structure = dashed(digits)
    kind: Kind = "digits" if sure else "weak"
    written = _as_written(groups, between) if len(groups) > 1 else as_date(digits) or digits
    readings = dict.fromkeys((digits, structure or digits, "-".join(groups), written))
    for reading in readings:
        yield Change(start, end, reading, kind if reading == structure else "weak")


def _lettered(text: str, start: int, digits: int, end: int) -> Iterator[Change]:
    """Letters that were spelled before the digits: "claim b k four four one two seven" is BK44127."""
    groups, _, said = _groups(text[digits:end].lower())
    value = "".join(groups)
    if len(value) >= _FEWEST_DIGITS and sum(not each.isdigit() for each in said) >= _FEWEST_WORDS:
        letters = "".join(filter(str.isalpha, text[start:digits])).upper()
        yield Change(start, end, letters + value, "labelled")


def _groups(run: str) -> tuple[list[str], list[str], list[str]]:
    """The spoken groups as digits, what stands before each, and the words and digits they were said in."""
    groups, between, said = [Number()], [""], list[str]()
    for part in _TOKEN.findall(run):
        if part in _SILENT:
            continue
        if part[0].isalnum() and part not in _JOINTS:
            groups[-1].take(part)
            said.append(part)
        elif groups[-1].digits and (part != "-" or groups[-1].complete):
            groups.append(Number())
            between.append(part)
    pairs = [(each.digits, mark) for each, mark in zip(groups, between, strict=True) if each.digits]
    return [digits for digits, _ in pairs], [mark for _, mark in pairs], said


def _counting(values: list[int]) -> bool:
    """Whether the numbers go up or down in equal steps, or are all the same."""
    return len({right - left for left, right in pairwise(values)}) <= 1


def _as_written(groups: list[str], between: list[str]) -> str:
    """A date: slashes where they were said, else a comma and a space."""
    out = groups[0] if groups else ""
    for digits, mark in zip(groups[1:], between[1:], strict=True):
        out += ("/" if mark in _SLASHES else ", ") + digits
    return out
