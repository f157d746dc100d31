"""What one character folds to, whatever stands around it: Unicode's own data, and what they do not say.

NFKC (UAX #15) takes care of full-width, mathematical and ligature forms. It leaves alone what is not a compatibility
variant though a reader sees a letter or digit in it: dingbat digits, negative circled and squared letters, regional
indicators, small capitals. Those are added here.
"""

from __future__ import annotations

import unicodedata

_DASHES = "\u02d7\u2027\u2043\u2212\u2500\u2501\u2796\u30fc"
"""Not of category Pd, and read as a dash: modifier minus, hyphenation point, minus, bullet, box lines, sound marks."""

_CP1252_QUOTES = {"\x91": "'", "\x92": "'", "\x93": '"', "\x94": '"', "\x96": "-", "\x97": "-"}
"""Windows punctuation that was decoded as Latin-1: it comes as control characters."""

_FIXED = {
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys("\u2028\u2029\u0085\x0b\x0c", "\n"),
    **dict.fromkeys("\x1c\x1d\x1e\x1f\u2800", " "),
    **dict.fromkeys("\u115f\u1160\u3164\uffa0", ""),
    **dict.fromkeys("\u2018\u2019\u201b\u02bc\u02b9\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201f\u2033", '"'),
    **dict.fromkeys("\u2044\u2215\u29f8", "/"),
    **dict.fromkeys("\u3002\uff61\u2219\u22c5", "."),
    **_CP1252_QUOTES,
    **{kept: kept for kept in "\t\n\r"},
    "\U0001f51f": "10",
}
_SMALL_CAPITALS = dict(
    zip(
        "\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f\u1d18\u0280\ua731\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22",
        "abcdefghijklmnoprstuvwyz",
        strict=True,
    )
)
_ALPHABETS = (
    (0x249C, "a"),  # parenthesized
    (0x1F110, "A"),  # parenthesized
    (0x1F130, "A"),  # squared
    (0x1F150, "A"),  # negative circled
    (0x1F170, "A"),  # negative squared
    (0x1F1E6, "A"),  # regional indicators
)
"""Runs of 26 enclosed letters: the code point of the first, and what it is."""

DROPPED = frozenset({"Cf", "Mn", "Me", "Cc"})
"""General categories that show nothing of their own."""


def _enclosed() -> dict[str, str]:
    return {chr(first + step): chr(ord(letter) + step) for first, letter in _ALPHABETS for step in range(26)}


_KNOWN = {**_enclosed(), **_SMALL_CAPITALS, **_FIXED}


def fold_char(char: str) -> str:
    """The folded form of one character: one, none or several that fold to themselves."""
    known = _KNOWN.get(char)
    if known is not None:
        return known
    category = unicodedata.category(char)
    if category in DROPPED:
        return ""
    if category == "Zs":
        return " "
    if category == "Pd":
        return "-"
    # A lone surrogate cannot be encoded for re2; its replacement has the same length, so that offsets stay.
    if category == "Cs":
        return "\ufffd"
    digit = unicodedata.digit(char, None)
    return _compatible(char) if digit is None else str(digit)


def _compatible(char: str) -> str:
    """NFKC of one character, folded again; never empty, so that nothing visible is lost."""
    folded = unicodedata.normalize("NFKC", char)
    return char if folded == char else "".join(map(fold_char, folded)) or char
