"""Label phrases: what people write before a number, in a small language that a list can be read in.

A phrase is words with spaces: ``"student id"``. Between two words may stand nothing, a space, or one or two of
``_ . - /``, so that the phrase also means ``studentId``, ``student_id`` and ``Student-ID``. Case never matters.

- A word in CAPITALS is an abbreviation and may have its points: ``"SSN"`` is also ``S.S.N.``.
- ``~`` is any word or sign for "number": no, num, nbr, #, id, code, numero.
- A word that ends in ``?`` may be missing (never the first one, by which a phrase is looked up).
- Any word may have a plural or possessive ``s``; an accent may be missing.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_BETWEEN = r"[\s_./-]{0,2}"
_NUMBER_WORD = (
    r"(?:numbers?|nums?|n[uú]m(?:ero)?s?|nbrs?|nos?|nrs?|ids?|i\.d\.?s?|identifiers?|identification|identificaci[oó]n|codes?|#"
    r"|n[°º])"
)
_MARKED = {"a": "aá", "e": "eé", "i": "ií", "o": "oó", "u": "uúü", "n": "nñ"}
# Plain runs of classes: linear with `re` too, and four times as fast as re2's wrapper on so many short matches.
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+(?:[/&'-][^\W_]+)?")
_PART = re.compile(r"[A-Z]?[a-z]+(?:'s)?|[A-Z]+(?![a-z])|[A-Z]+|[^\W\d_A-Za-z]+")
_POINT_LETTERS = 2
_SHORT_WORD = 2


def phrase_pattern(phrase: str) -> str:
    """An re2 pattern (to be used without regard to case) for a phrase."""
    parts: list[str] = []
    for word in phrase.split():
        bare = word.removesuffix("?")
        between = _BETWEEN if parts else ""
        piece = between + _word(bare)
        parts.append(f"(?:{piece})?" if bare != word else piece)
    return "".join(parts)


def head(phrase: str) -> str:
    """The key of a phrase's first word, as `first_words` gives it."""
    return _key(phrase.split(maxsplit=1)[0])


def first_words(
    text: str, known: Container[str], start: int = 0, end: int | None = None
) -> Iterator[tuple[int, str, bool]]:
    """Where a word of `text` is one of the `known` keys: its offset, the key, whether it is inside a word. Linear.

    Words are runs of letters and digits, perhaps with a point after each letter or one joining sign ("a/c"); a plural
    or possessive s does not count. ``guardianSsn`` and ``wa-ssid`` are looked up as a whole and, if unknown, in parts.
    """
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        token = match.group()
        key = token.lower()
        if key not in known:  # most words end here: kept in one place, because it runs for every word
            if token.isascii() and (
                key.upper() == key or (key[-1] != "s" and token.isalpha() and key[1:] == token[1:])
            ):  # a number, or a plain word
                continue
            key = _known(key, known)
        if key:
            yield match.start(), key, False
        elif not token.isalpha() or not (token.islower() or token.istitle()):
            for part in _PART.finditer(token):
                begins = part.start() == 0 or token[part.start() - 1].islower() or not token[part.start() - 1].isalnum()
                key = _known(part.group().lower(), known) if begins else ""
                if key:
                    yield match.start() + part.start(), key, part.start() > 0


def _known(lowered: str, known: Container[str]) -> str:
    """The key of a word, without its plural or possessive s if need be, or nothing."""
    key = _key(lowered)
    if key in known:
        return key
    singular = key.removesuffix("s").removesuffix("'")
    return singular if singular in known else ""


def _key(written: str) -> str:
    """Lower case, no points, no accents."""
    lowered = written.lower().replace(".", "")
    if lowered.isascii():
        return lowered
    return "".join(char for char in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(char))


def _word(word: str) -> str:
    if word == "~":
        return _NUMBER_WORD
    if _abbreviated(word):
        return _pointed(word) + r"\.?(?:'?s)?"
    return _spelled(word) + (r"(?:'?s)?" if len(word) > _SHORT_WORD and word[-1].isalpha() else "")


def _abbreviated(word: str) -> bool:
    return len(word) >= _POINT_LETTERS and word.isalpha() and word.isupper()


def _pointed(word: str) -> str:
    return r"\.?".join(word.lower())


def _spelled(word: str) -> str:
    return "".join(_letter(char) for char in word.lower())


def _letter(char: str) -> str:
    plain = _key(char)
    if plain != char:
        return f"[{_MARKED.get(plain, plain + char)}]"
    return re.escape(char)
