"""Where a text speaks of a public figure by one word of the name: "Scott Joplin ... What did Scott borrow?".

A word follows the figure only behind the full name, where nobody else in the text has it and its sentence tells
nothing of a child: a pupil called Scott who has an IEP is no composer.
"""

from __future__ import annotations

import re
from typing import Final

from detectors.names.called_signs import CUE_BEFORE
from detectors.names.lexicon import is_common, is_public_figure, is_surname, plain

# Linear: one pass over the words of a text, then looks at windows round one candidate.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['\u2019.-](?=[^\W\d_]))*\.?")
_JOINT: Final = frozenset({" ", " \u201c", ' "'})
_MOST_WORDS: Final = 4
_OF_A_CHILD = re.compile(
    r"(?i)\b(?:iep|504|bip|ifsp|fba|absent|absences?|tardy|suspen\w+|referr\w+|behavior|seat(?:s|ed|ing)?|custody|bus"
    r"|lunch|recess|nurse|inhaler|meds|mom|dad|guardian|grandma|my (?:son|daughter|student|kid|child|class)"
    r"|our (?:student|kid)"
    r"|student|pupil|classmates?|homework|grader|caseload|parents? of|friend of|iready|i-ready|wcpm|turned in|missed"
    r"|struggl\w+|accommodations?|needs (?:help|extra|a)|sick|cried|hits?|kicked|bit|dob|age \d)\b"
)
_SENTENCE_END = re.compile(r"[.!?;\n]\s")
_OFFICE: Final = (
    r"(?:Judge|Justice|Chief Justice|Chief Judge|Senator|Sen\.|Chief|Representative|Rep\.|Governor|General|President"
    r"|Colonel|Captain|Reverend|Rev\.|Father|Sister|Sir|Dame|Elder|Dr\.?|Doctor|Professor|Prof\.?|Mr\.?|Mrs\.?) "
)
_OFFICE_BEFORE = re.compile(rf"\b{_OFFICE}$")
_OFFICE_WITHIN = re.compile(_OFFICE)
"""Taken for a part of the name: "Justice" is a given name too."""
_REACH: Final = 160
_INITIAL: Final = 2
"""Letters, of what may be an initial."""
_FEW: Final = 24


class Figures:
    """The public figures whom one text names in full; looked for when it is first asked."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, int] | None = None

    def titled(self, start: int, end: int) -> bool:
        """Whether it is a figure's full name behind an office: "Judge George Boldt"; "Judge Boldt" alone is not."""
        office = _OFFICE_WITHIN.match(self._text, start, end)
        if office is None:
            office = _OFFICE_BEFORE.search(self._text, max(0, start - _FEW), start)
        else:
            start = office.end()
        if " " not in self._text[start:end].strip() or not is_public_figure(self._text[start:end]):
            return False
        return office is not None and not self._is_of_a_child(start, end)

    def follows(self, start: int, end: int) -> bool:
        """Whether one word, ``text[start:end]``, is a figure who was named in full before.

        Args:
            start: where the word begins.
            end: one past its last character.
        """
        word = self._text[start:end]
        if " " in word.strip() or not word[:1].isupper():
            return False
        if self._known is None:
            self._known = _named(self._text)
        first = self._known.get(plain(word))
        if first is None or first >= start or self._is_of_a_child(start, end):
            return False
        return CUE_BEFORE.search(self._text, max(0, start - 40), start) is None

    def _is_of_a_child(self, start: int, end: int) -> bool:
        """Whether the sentence speaks of a pupil's day."""
        text = self._text
        low, high = max(0, start - _REACH), min(len(text), end + _REACH)
        for mark in _SENTENCE_END.finditer(text, low, start):
            low = mark.end()
        stop = _SENTENCE_END.search(text, end, high)
        return _OF_A_CHILD.search(text, low, high if stop is None else stop.start()) is not None


def _named(text: str) -> dict[str, int]:
    """Words of the figures of a text, each with where its figure first stands; none that another full name has."""
    figures: dict[str, int] = {}
    others: set[str] = set()
    for run in _runs(text):
        places = _figures_in(text, run)
        for low, high in places:
            cued = CUE_BEFORE.search(text, max(0, run[low][0] - 40), run[low][0]) is not None
            for start, end in run[low:high]:
                if cued:
                    others.add(plain(text[start:end]))
                else:
                    figures.setdefault(plain(text[start:end]), run[low][0])
        if not places and len(run) > 1:
            others |= _of_another(text, run)
    return {
        word: start
        for word, start in figures.items()
        if word not in others and len(word) > _INITIAL and not is_common(word)
    }


def _of_another(text: str, run: list[tuple[int, int]]) -> set[str]:
    """The words of a full name of somebody else; a title of a work ends with no surname."""
    words = [text[start:end] for start, end in run]
    return {plain(word) for word in words} if is_surname(words[-1]) else set()


def _figures_in(text: str, run: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest names of figures in a run of capitalised words, as places in it."""
    found: list[tuple[int, int]] = []
    low = 0
    while low < len(run) - 1:
        high = next(
            (
                high
                for high in range(min(len(run), low + _MOST_WORDS), low + 1, -1)
                if is_public_figure(text[run[low][0] : run[high - 1][1]])
            ),
            None,
        )
        if high is None:
            low += 1
        else:
            found.append((low, high))
            low = high
    return found


def _runs(text: str) -> list[list[tuple[int, int]]]:
    """Runs of capitalised words that single spaces join."""
    runs: list[list[tuple[int, int]]] = []
    last = -1
    for match in _WORD.finditer(text):
        start, end = match.span()
        if not text[start].isupper():
            continue
        if text[end - 1] == "." and end - start > 3:  # noqa: PLR2004  the end of a sentence, no initial
            end -= 1
        if runs and last >= 0 and text[last:start] in _JOINT:
            runs[-1].append((start, end))
        else:
            runs.append([(start, end)])
        last = end
    return runs
