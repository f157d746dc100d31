"""Escapes: one character written as several, so that a text is readable but for them.

HTML character references (HTML 5, 13.5) and the tags inside a word, percent-encoding (RFC 3986, 2.1), the backslash
escapes of JSON (RFC 8259, 7), JavaScript, Python and Markdown, and quoted-printable (RFC 2045, 6.7). Each is one
change, so that a finding keeps its exact place. A backslash before n, r or t counts only where it is glued to a word,
whose beginning it hides; elsewhere it is the white space that a pattern takes it for anyway, and code is full of it.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from detectors.decoding.printable import as_text
from detectors.decoding.rewriting import Change, disjoint
from detectors.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_HTML = r"&(?:#[0-9]{1,7};?|#[xX][0-9A-Fa-f]{1,6};?|[A-Za-z]{2,24}[0-9]{0,2};)"
_PERCENT = r"%[0-7][0-9A-Fa-f]|(?:%[89A-Fa-f][0-9A-Fa-f])+"
_BACKSLASH = (
    r"\\u[dD][89ABab][0-9A-Fa-f]{2}\\u[dD][C-Fc-f][0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\u\{[0-9A-Fa-f]{1,6}\}"
    r"|\\U[0-9A-Fa-f]{8}|\\x[0-7][0-9A-Fa-f]|(?:\\x[89A-Fa-f][0-9A-Fa-f])+|\\[0-3][0-7]{2}|\\[nrt](?=[0-9A-Za-z])"
)
_UNICODE_PERCENT = r"%u[0-9A-Fa-f]{4}"
# Inside a word only: emphasis and comments that a page does not show, and the escaped marks of Markdown.
_INLINE = r"(?:abbr|b|bdi|bdo|code|em|font|i|mark|s|samp|small|span|strong|sub|sup|tt|u|wbr)"
_TAG = rf"(?<=[0-9A-Za-z@.-])(?:<(?:/?{_INLINE}(?: [^<>]{{0,80}})?/?|!--[^<>]{{0,80}}--)>)+(?=[0-9A-Za-z@.-])"
_MARKDOWN = r"(?<=[0-9A-Za-z])\\[-_.@](?=[0-9A-Za-z])"
_QUOTED = r"(?:=[0-9A-F]{2})+|=\r?\n"
_NOTATION = r"\b[Uu]\+[0-9A-Fa-f]{4,5}(?:[ ,;]{0,2}[Uu]\+[0-9A-Fa-f]{4,5})*\b"

PATTERN: Final = (
    r"&(?:#[xX]?[0-9A-Fa-f]|[A-Za-z]+[0-9]*;)"
    r"|%[0-9A-Fa-f]{2}|%u[0-9A-Fa-f]{4}"
    rf"|[0-9A-Za-z@.-]<(?:/?{_INLINE}[ />]|!--)|[0-9A-Za-z]\\[-_.@][0-9A-Za-z]"
    r"|\\(?:[uUx][0-9A-Fa-f{]|[nrt][0-9A-Za-z]|[0-3][0-7]{2})"
    r"|\b[Uu]\+[0-9A-Fa-f]{4,5}\b"
    r"|=[0-9A-F]{2}=[0-9A-F]{2}"
    r"|=[0-9A-F]{2}[\s\S]*=\r?\n|=\r?\n[\s\S]*=[0-9A-F]{2}|(?i:quoted-printable)"
)
"""Every text with an escape matches it. re2 syntax."""

_IS_QUOTED_PRINTABLE = re.compile(r"quoted-printable|=\r?\n", re.IGNORECASE)
_FEWEST_QUOTED = 6
"""Characters: two escapes in a row. One alone is an assignment (``x=10``) more often than an encoding."""
_CODE_POINT = re.compile(r"\+([0-9A-Fa-f]+)")
_MOST: Final = 100_000
"""Escapes of one text that are kept apart."""
_GLUED = {"n": "\n", "r": "\n", "t": "\t"}
_LAST_CODE = 0x10FFFF


def escapes(text: str) -> list[Change]:
    """Every escape of a text, in order; in a long text, neighbours as one."""
    changes = disjoint(change for change in _changes(text) if change.text != text[change.start : change.end])
    return changes if len(changes) <= _MOST else list(_joined(changes))


def _joined(changes: Iterable[Change]) -> Iterator[Change]:
    """Runs of escapes as one change each: their places are no longer known one by one."""
    run: list[Change] = []
    for change in changes:
        if run and run[-1].end != change.start:
            yield Change(run[0].start, run[-1].end, "".join(each.text for each in run), "escape")
            run = []
        run.append(change)
    yield Change(run[0].start, run[-1].end, "".join(each.text for each in run), "escape")


def _changes(text: str) -> Iterator[Change]:
    quoted = _IS_QUOTED_PRINTABLE.search(text) is not None
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            token = match.group()
            if read is _quoted and not quoted and len(token) < _FEWEST_QUOTED:
                continue
            plain = read(token)
            if plain is not None:
                yield Change(match.start(), match.end(), fold(plain).text, "escape")


def _reference(token: str) -> str | None:
    plain = html.unescape(token)
    return None if plain in {token, "\ufffd"} else plain


def _percent(token: str) -> str | None:
    return as_text(bytes.fromhex(token.replace("%", "")))


def _backslash(token: str) -> str | None:
    if token[1] in _GLUED:
        return _GLUED[token[1]]
    if token[1] == "x":
        return as_text(bytes.fromhex(token.replace("\\x", "")))
    if token[1].isdigit():
        return chr(int(token[1:], 8))
    codes = token.replace("{", "").replace("}", "").replace("\\U", "\\u").split("\\u")[1:]
    if len(codes) == 1:
        return _character(int(codes[0], 16))
    return bytes.fromhex("".join(codes)).decode("utf-16-be", "replace")


def _unicode_percent(token: str) -> str | None:
    return _character(int.from_bytes(bytes.fromhex(token[2:]), "big"))


def _nothing(_token: str) -> str:
    return ""


def _marked(token: str) -> str:
    return token[1]


def _quoted(token: str) -> str | None:
    return "" if token[1] in "\r\n" else as_text(bytes.fromhex(token.replace("=", "")))


def _notation(token: str) -> str | None:
    codes = _CODE_POINT.findall(token)
    return "".join(filter(None, (_character(int(code, 16)) for code in codes))) or None


def _character(code: int) -> str | None:
    return chr(code) if 0 < code <= _LAST_CODE else None


# Each begins with a character of its own and repeats one class at a time: linear, and fast where there is none.
_READERS: Final = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (_HTML, _reference),
        (_PERCENT, _percent),
        (_BACKSLASH, _backslash),
        (_QUOTED, _quoted),
        (_UNICODE_PERCENT, _unicode_percent),
        (_TAG, _nothing),
        (_MARKDOWN, _marked),
        (_NOTATION, _notation),
    )
)
