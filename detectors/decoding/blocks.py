"""Blocks: a text that was encoded as a whole, and reads as one token without meaning.

base64 and base64url (RFC 4648, 4 and 5; wrapped lines of RFC 2045), base32 (6), hexadecimal (8) in its many spellings,
binary octets and decimal character codes. A token becomes a change only if all of it decodes to readable text; whether
that text has anything to protect is for the detectors to say. What is replaced in the end is the whole token.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Final

from detectors.decoding.printable import as_text, begins_readable
from detectors.decoding.rewriting import Change, disjoint
from detectors.identifiers.pattern import compile_pattern
from detectors.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from detectors.identifiers.linear import Pattern

LARGEST: Final = 2_000_000
"""Characters of one token that are decoded; of a longer one, the beginning decides for the whole."""

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_ASCII = (*range(0x20, 0x7F), 0x09, 0x0A, 0x0D)
_ZERO = (0,)
_LEAD2, _LEAD3, _LEAD4, _MORE = range(0xC2, 0xE0), range(0xE0, 0xF0), (0xF0,), range(0x80, 0xC0)
_ACCENTED = (0xC3, 0xC4, 0xC5)
"""Bytes that begin a character of UTF-8 (two, three, four bytes), that go on with one, that begin a Latin one."""


def _letters(first: Sequence[int], second: Sequence[int], third: Sequence[int]) -> list[str]:
    """Classes for the four letters that three bytes of these kinds make, in either alphabet."""
    numbers = (
        {a >> 2 for a in first},
        {(a & 3) << 4 | b >> 4 for a in first for b in second},
        {(b & 15) << 2 | c >> 6 for b in second for c in third},
        {c & 63 for c in third},
    )
    plain = ("".join(_LETTERS[number] for number in sorted(each)) for each in numbers)
    return [f"[{each}{'_' * ('/' in each)}{'-' * ('+' in each)}]" for each in plain]


def _group(first: Sequence[int], second: Sequence[int], third: Sequence[int]) -> str:
    return "".join(_letters(first, second, third))


# ASCII text leaves 26, 28 and 32 of the 64 letters for the first three of a group: ten letters that fit are one word of
# prose in some ten thousand. An accented letter may stand in it. The same for UTF-16 of ASCII, and for UTF-8 of other
# scripts and digits in a row.
_PLAIN = "|".join(
    (
        _group(_ASCII, _ASCII, _ASCII),
        _group(_ACCENTED, _MORE, _ASCII),
        _group(_ASCII, _ACCENTED, _MORE),
        _group(_ASCII, _ASCII, _ACCENTED) + _group(_MORE, _ASCII, _ASCII),
    )
)
_STARTS = (
    f"(?:{_PLAIN}){{2}}" + "".join(_letters(_ASCII, _ASCII, _ASCII)[:2]),
    _group(_ASCII, _ZERO, _ASCII) + _group(_ZERO, _ASCII, _ZERO),
    (_group(_LEAD2, _MORE, _LEAD2) + _group(_MORE, _LEAD2, _MORE)) * 2,
    _group(_LEAD3, _MORE, _MORE) * 3,
    _group(_LEAD4, _MORE, _MORE) + _group(_MORE, _LEAD4, _MORE) + _group(_MORE, _MORE, _LEAD4),
)
_ANY = "[A-Za-z0-9+/_-]"
_BASE64: Final = f"(?:{'|'.join(_STARTS)}){_ANY}*={{0,2}}"
_BASE64_CALLED: Final = r"[A-Za-z0-9+/_-]{10,}={0,2}"
"""Where the text says base64, whatever could be some is tried: other alphabets than ours have the top bit."""
_BASE32: Final = r"\b[A-Z2-7]{12,}={0,6}"
_BYTE = r"(?:[2-7][0-9A-Fa-f]|[Cc]3[89ABab][0-9A-Fa-f]|0[9AaDd])"
_HEX: Final = rf"\b(?:0x)?{_BYTE}{{5,}}\b|\b(?:0x)?{_BYTE}(?:[ :,;-]{{1,2}}(?:0x)?{_BYTE}){{4,}}\b"
_OCTETS: Final = r"\b0[01]{7}(?:[ ,]?[01]{8}){3,}\b"
_CODE = r"(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6])"
_CODES: Final = rf"\b{_CODE}(?:[ ,;]{{1,2}}{_CODE}){{6,}}\b"

PATTERN: Final = f"{_BASE64}|{_BASE32}|{_HEX}|{_OCTETS}|{_CODES}|(?i:base ?64|b64)"
"""Every text with a block that can be read matches it. re2 syntax."""

_CALLED = re.compile(r"base ?64|b64", re.IGNORECASE)
_ALPHABET = frozenset(_LETTERS + "_-")
_WRAPPED = re.compile(r"(?:\r?\n[A-Za-z0-9+/]{2,76}={0,2})+")
_SHORTEST_LINE = 40
_ESCAPED_PADDING = re.compile(r"(?:%3[Dd]|=3D|&#61;|&equals;|\\u003[Dd]|\\x3[Dd]){1,2}")
_PADDING: Final = 16
_LONGEST_PATH: Final = 1_000
_SEAMS = re.compile(r"[/_=?&.-]+")
_SHORTEST: Final = 10
_URL_SAFE = str.maketrans("-_", "+/")
_HEX_DIGITS = re.compile(r"0x|[ :,;-]")
_NOT_BIT = re.compile(r"[^01]")
_NUMBER = re.compile(r"\d+")


def blocks(text: str) -> list[Change]:
    """Every token of a text that decodes to readable text: in order, not overlapping."""
    return disjoint(_found(text))


def codes(text: str) -> list[Change]:
    """Lists of decimal character codes; pairs of digits are hexadecimal as well, so they are read apart."""
    return list(_read(_CODE_LIST, _read_codes, text))


def _found(text: str) -> Iterator[Change]:
    yield from _base64(text)
    for pattern, read in _OTHERS:
        yield from _read(pattern, read, text)


def _read(pattern: Pattern, read: Callable[[str], str | None], text: str) -> Iterator[Change]:
    for match in pattern.finditer(text):
        plain = read(match.group())
        if plain:
            yield Change(match.start(), match.end(), fold(plain).text, "block")


def _base64(text: str) -> Iterator[Change]:
    """Tokens around what looks like base64: the pattern may begin in the middle of one."""
    called = _CALLED.search(text) is not None
    done = 0
    for match in (_ANY_TOKEN if called else _TOKEN).finditer(text):
        start, end = match.span()
        while start > done and text[start - 1] in _ALPHABET:
            start -= 1
        end = _end_of_padding(text, _end_of_lines(text, start, end))
        done = end
        if not _is_web_token(text, start, end):
            yield from _decoded_parts(text, start, end)


def _end_of_lines(text: str, start: int, end: int) -> int:
    """Where a token ends that is wrapped over lines."""
    if end - start < _SHORTEST_LINE or text[end : end + 1] not in {"\n", "\r"}:
        return end
    more = _WRAPPED.match(text, end)
    return end if more is None else more.end()


def _end_of_padding(text: str, end: int) -> int:
    """Where a token ends whose padding was percent-encoded or escaped in its turn."""
    padding = _ESCAPED_PADDING.match(text, end)
    return end if padding is None else padding.end()


def _is_web_token(text: str, start: int, end: int) -> bool:
    """A JSON Web Token (RFC 7519) is a credential as a whole, and found as one."""
    return text.startswith("eyJ", start) and (text[end : end + 1] == "." or text[start - 1 : start] == ".")


def _decoded_parts(text: str, start: int, end: int) -> Iterator[Change]:
    """The token, or else its parts."""
    plain = read_base64(text[start:end])
    if plain is not None:
        yield Change(start, end, fold(plain).text, "block")
    elif end - start <= _LONGEST_PATH:
        yield from _parts(text, start, end)


def _parts(text: str, start: int, end: int) -> Iterator[Change]:
    """base64 shares its marks with paths and queries that it may stand in."""
    position = start
    for mark in (*_SEAMS.finditer(text, start, end), None):
        stop = end if mark is None else mark.start()
        if stop - position >= _SHORTEST and (position, stop) != (start, end):
            while stop < end and text[stop] == "=":
                stop += 1
            plain = read_base64(text[position:stop])
            if plain is not None:
                yield Change(position, stop, fold(plain).text, "block")
        position = end if mark is None else mark.end()


def read_base64(token: str) -> str | None:
    """The text in a token of base64 or base64url, padded or not; None if there is none."""
    token = "".join(token[:LARGEST].split())
    token = (token[:-_PADDING] + _ESCAPED_PADDING.sub("", token[-_PADDING:])).rstrip("=").translate(_URL_SAFE)
    if not begins_readable(_bytes(token[:128])):
        return None
    return as_text(_bytes(token))


def _bytes(token: str) -> bytes:
    # A group of one letter cannot be: it is the beginning of a group that was cut off.
    token = token[: len(token) - 1] if len(token) % 4 == 1 else token
    try:
        return binascii.a2b_base64(token + "=" * (-len(token) % 4))
    except binascii.Error:
        return b""


def _read_base32(token: str) -> str | None:
    token = token.rstrip("=")
    try:
        return as_text(base64.b32decode(token + "=" * (-len(token) % 8)))
    except binascii.Error:
        return None


def _read_hex(token: str) -> str | None:
    digits = _HEX_DIGITS.sub("", token)
    return as_text(bytes.fromhex(digits)) if len(digits) % 2 == 0 else None


def _read_octets(token: str) -> str | None:
    bits = _NOT_BIT.sub("", token)
    return as_text(int(bits, 2).to_bytes(len(bits) // 8, "big")) if len(bits) % 8 == 0 else None


def _read_codes(token: str) -> str | None:
    return as_text(bytes(map(int, _NUMBER.findall(token))))


_TOKEN = compile_pattern(_BASE64)
_ANY_TOKEN = compile_pattern(_BASE64_CALLED)
_OTHERS: tuple[tuple[Pattern, Callable[[str], str | None]], ...] = (
    (compile_pattern(_BASE32), _read_base32),
    (compile_pattern(_HEX), _read_hex),
    (compile_pattern(_OCTETS), _read_octets),
)
_CODE_LIST = compile_pattern(_CODES)
