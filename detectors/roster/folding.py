"""One spelling for all spellings: how a word of a name is folded before its digest is taken, and where words stand.

The roster's side and the text's side both go through here, so "José", "JOSE" and "Jose" + combining accent are one
word, "O'Brien", "O\u2019Brien" and "OBrien" another. A hyphen or an underscore parts words, an apostrophe does not.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

from detectors.normalize import fold

# One repeat of letters with single apostrophes between: no two ways to match the same text, so linear in `re`.
_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_STROKES: Final = str.maketrans(
    {
        "\u00f8": "o", "\u0142": "l", "\u0111": "d", "\u00f0": "d", "\u00fe": "th", "\u00e6": "ae", "\u0153": "oe",
        "\u0131": "i", "\u0127": "h", "'": None, "\u2019": None,
    }
)  # fmt: skip
"""Letters whose bar or ligature no decomposition takes off (Unicode keeps them whole), and apostrophes."""

# fmt: off
PARTICLES: Final = frozenset({
    "al", "bin", "bint", "binti", "da", "das", "de", "del", "della", "den", "der", "di", "dos", "el", "ibn", "la",
    "las", "los", "san", "st", "ter", "van", "von", "y", "zu",
})
# fmt: on
"""Words that people leave out of a name or write together with the next one."""
SUFFIXES: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text.

    Attributes:
        start: first character.
        end: one past the last, a possessive not counted.
        folded: the form whose digest is taken.
        minor: an initial, a particle or a suffix: may stand in a name or be left out of it.
    """

    start: int
    end: int
    folded: str = field(repr=False)
    minor: bool


class Words:
    """The words of a folded text (`detectors.normalize.fold`), in order; each is made when it is first asked for.

    Most words of a text are of no interest, and making all of them would take longer than everything else together.
    """

    def __init__(self, text: str) -> None:
        self.raw = _WORD.findall(text)
        """As they stand in the text."""
        self._text = text
        self._spans: list[tuple[int, int]] | None = None
        self._made: dict[int, Word] = {}

    def __len__(self) -> int:
        return len(self.raw)

    def __getitem__(self, index: int) -> Word:
        made = self._made.get(index)
        if made is None:
            if self._spans is None:
                self._spans = [match.span() for match in _WORD.finditer(self._text)]
            start, _ = self._spans[index]
            word = without_possessive(self.raw[index])
            folded = fold_word(word)
            made = self._made[index] = Word(start, start + len(word), folded, is_minor(folded))
        return made

    def between(self, first: int, last: int) -> list[Word]:
        """Those from `first` to `last`, both included."""
        return [self[index] for index in range(first, last + 1)]


def without_possessive(word: str) -> str:
    """``Jordan`` for ``Jordan's``."""
    return word[:-2] if word.endswith(("'s", "\u2019s", "'S", "\u2019S")) else word


def fold_word(word: str) -> str:
    """Lower case, no accents, no apostrophes; empty when nothing is left."""
    if word.isascii():
        return word.lower().replace("'", "")
    parts = unicodedata.normalize("NFD", word.casefold())
    return "".join(part for part in parts if unicodedata.category(part) != "Mn").translate(_STROKES)


def is_minor(folded: str) -> bool:
    """Whether a name is the same name without it."""
    return len(folded) == 1 or folded in PARTICLES or folded in SUFFIXES


def view(value: str) -> str:
    """A value of a roster as detectors would see it in a text."""
    return value if value.isascii() and value.isprintable() else fold(value).text


def name_words(name: str) -> list[str]:
    """Folded words of a name as a roster holds it."""
    folded = (fold_word(without_possessive(word)) for word in _WORD.findall(view(name)))
    return [word for word in folded if word]


def id_form(value: str) -> str:
    """An identifier without case and without what people write between its characters; of folded text."""
    if value.isascii():
        return value.lower() if value.isalnum() else "".join(filter(str.isalnum, value.lower()))
    return "".join(filter(str.isalnum, value.casefold()))


def email_form(value: str) -> str:
    """An e-mail address without case; of folded text."""
    return value.strip().casefold()
