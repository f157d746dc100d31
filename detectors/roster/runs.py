"""Which words of a text could be one name: pairs to fives of neighbours, in the order and with the joints people use.

"Maria Delgado", "DELGADO, Maria", "maria_delgado", "Maria E. Delgado", "Maria de la Cruz", `"Delgado","Maria"`, a name
broken at the end of a line. Only words of the roster start or continue a run, so ordinary prose has hardly any.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from detectors.names.lexicon import is_common, is_given
from detectors.roster.folding import fold_word, is_minor
from detectors.roster.person import MOST_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.roster.folding import Word, Words


class Joint(IntEnum):
    """What stands between two words of one name, by how far it parts them."""

    CLOSE = 0
    """A space, a hyphen, a dot, an underscore: ``Maria Delgado``."""
    INVERTED = 1
    """A comma and a space: ``Delgado, Maria``."""
    CELLS = 2
    """The edge of a cell: a tab, a bar, quotation marks, a comma without a space."""
    WRAP = 3
    """The end of a line."""


_LONGEST_GAP: Final = 8
_MOST_TOKENS: Final = 9
# Alternations without nested repeats, over at most `_LONGEST_GAP` characters: stdlib `re` is safe here.
_JOINTS: Final = (
    (Joint.CLOSE, re.compile(r"[ ]{1,2}|[ ]?[-\u2010-\u2014_.][ ]?|[ ][\"'(]|[\"')][ ]")),
    (Joint.INVERTED, re.compile(r"[ ]?,[ ]{1,2}")),
    (Joint.CELLS, re.compile(r"[\"']?[ ]{0,2}[,;|/+\t][ ]{0,2}[\"']?|[ ]{3}")),
    (Joint.WRAP, re.compile(r"[ ]?,?[ ]?\r?\n[ \t>]{0,4}")),
)
_USUAL: Final = {" ": Joint.CLOSE, "-": Joint.CLOSE, ", ": Joint.INVERTED, "\n": Joint.WRAP, "\t": Joint.CELLS}
_SPACE: Final = re.compile(r"[ ]{1,2}|[_-]")


@dataclass(frozen=True, slots=True)
class Run:
    """Some neighbouring words, and the set of them to look up.

    Attributes:
        first: index of the first word.
        last: index of the last word.
        words: folded words, in the order of the text.
        joint: the widest of its joints.
    """

    first: int
    last: int
    words: tuple[str, ...] = field(repr=False)
    joint: Joint = Joint.CLOSE


def runs(text: str, words: Words, known: Sequence[bool]) -> Iterator[Run]:
    """Everything to look up.

    Args:
        text: the folded text.
        words: its words.
        known: for each word, whether the roster has a name with it.
    """
    places = [at for at, is_known in enumerate(known) if is_known]
    for first, following in pairwise(places):
        steps = following - first
        if steps > _MOST_TOKENS or len(words.raw[first]) == 1:
            continue
        if steps == 1 or is_minor(fold_word(words.raw[first + 1])):
            yield from _from(text, words, known, first)
        if known[min(first + 2, len(known) - 1)]:
            yield from _around_a_middle_name(text, words, known, first)


def _from(text: str, words: Words, known: Sequence[bool], first: int) -> Iterator[Run]:
    """Runs that begin with this word: with all words, and without particles and initials."""
    every, lean = [words[first].folded], [] if words[first].minor else [words[first].folded]
    widest = Joint.CLOSE
    for last in range(first + 1, min(first + _MOST_TOKENS, len(words))):
        word = words[last]
        joint = joint_of(text, words[last - 1], word)
        if joint is None or (joint is widest is Joint.WRAP) or not (known[last] or word.minor):
            return
        widest = max(widest, joint)
        if len(word.folded) == 1:
            continue
        every.append(word.folded)
        if not word.minor:
            lean.append(word.folded)
        if known[last]:
            yield Run(first, last, tuple(every), widest)
            if 1 < len(lean) < len(every) and not (word.minor or words[first].minor):
                yield Run(first, last, tuple(lean), widest)
        if len(lean) == MOST_WORDS:
            return


def _around_a_middle_name(text: str, words: Words, known: Sequence[bool], first: int) -> Iterator[Run]:
    """First and last word with one between that the roster does not have: a middle name, an added family name."""
    last = first + 2
    if last >= len(words) or not known[last] or words[last].minor or words[first].minor:
        return
    middle = words[first + 1]
    between = [text[words[at].end : words[at + 1].start] for at in (first, first + 1)]
    if not middle.minor and all(map(_SPACE.fullmatch, between)) and _could_be_middle(text, middle):
        yield Run(first, last, (words[first].folded, words[last].folded))


def _could_be_middle(text: str, word: Word) -> bool:
    given = is_given(word.folded)
    return given if text[word.start].islower() else given or not is_common(word.folded)


def joint_of(text: str, left: Word, right: Word) -> Joint | None:
    """What joins two words of one name, or None when nothing does."""
    if right.start - left.end > _LONGEST_GAP:
        return None
    between = text[left.end : right.start]
    usual = _USUAL.get(between)
    if usual is not None:
        return usual
    if between[0] == "." and len(between) > 1:  # after an initial or "St." it is no full stop
        return Joint.CLOSE if left.minor else None
    return next((joint for joint, pattern in _JOINTS if pattern.fullmatch(between)), None)
