"""Misspelt words of the lexicons, mended: "siezure", "suspention", "adderal".

One slip (a letter too many, too few, changed, or two swapped) in a word of seven letters or more that begins right and
is no English word. Found through the forms with one letter left out (symmetric deletes): a dozen dictionary look-ups
for each unknown word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.names.lexicon import is_common, is_given
from detectors.records import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.records.words import Words

_SHORTEST = 7
_LONGEST = 20
_DIGITS_FOR_LETTERS = (str.maketrans("01358", "oiesb"), str.maketrans("01358", "olesb"))
_NOT_TYPOS = frozenset(word for line in lexicon.lines("not_typos") for word in line.split())
_VOCABULARY = frozenset(word for word in lexicon.INDEX.vocabulary if word.isalpha())


def _without_one(word: str) -> Iterator[str]:
    for index in range(1, len(word)):
        yield word[:index] + word[index + 1 :]


def _deletes() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(_VOCABULARY):
        if len(word) >= _SHORTEST and word.islower() and word.isascii():
            for form in (word, *_without_one(word)):
                found[form] = (*found.get(form, ()), word)
    return found


_DELETES = _deletes()


def mend(words: Words) -> frozenset[int]:
    """Put the right spelling in the place of misspelt words; gives the numbers of the words that were mended."""
    mended = []
    for index, word in enumerate(words.low):
        if len(word) >= _SHORTEST and word not in _VOCABULARY:
            right = correction(word) if word.isalpha() else read_back(word)
            if right is not None:
                words.low[index] = right
                mended.append(index)
    return frozenset(mended)


def read_back(word: str) -> str | None:
    """The lexicons' word behind a scanned one whose letters became digits ("immun1zat10n"), or None."""
    if len(word) > _LONGEST:
        return None
    readings = (word.translate(table) for table in _DIGITS_FOR_LETTERS)
    return next((reading for reading in readings if reading in _VOCABULARY), None)


def correction(word: str) -> str | None:
    """The lexicons' word that `word` misses by one slip, or None: also when it is a word or name of its own."""
    if len(word) > _LONGEST or not word.isascii() or word in _NOT_TYPOS:
        return None
    for form in (word, *_without_one(word)):
        for candidate in _DELETES.get(form, ()):
            if one_slip(word, candidate) and not (is_common(word) or is_given(word)):
                return candidate
    return None


def one_slip(left: str, right: str) -> bool:
    """Whether the two differ by one letter added, left out or changed, or by two neighbours swapped."""
    if left == right or abs(len(left) - len(right)) > 1:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    a, b = left[start:], right[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
