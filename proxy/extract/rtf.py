"""Rich text (RTF 1.9.1): the text as shown, and all else: other destinations, hidden and deleted words, objects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from proxy.extract import binary, magic, ooxml, parsing, plain
from proxy.extract.rtf_state import Group, Texts
from proxy.extract.sniff import Kind
from proxy.extract.unread import Unread
from proxy.extract.words import words

if TYPE_CHECKING:
    from proxy.extract.gathering import Gathering

_TOKEN: Final = re.compile(
    rb"(?P<open>\{)|(?P<close>\})|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|\\(?P<symbol>[^A-Za-z])|(?P<end>[\r\n]+)|(?P<text>[^{}\\\r\n]+)|(?P<odd>\\)",
    re.DOTALL,
)
_LETTERS: Final = (
    ("\n", b"par line sect page row nestrow"),
    ("\t", b"cell nestcell tab"),
    (" ", b"enspace emspace qmspace"),
    ("\u2014", b"emdash"),
    ("\u2013", b"endash"),
    ("\u2018", b"lquote"),
    ("\u2019", b"rquote"),
    ("\u201c", b"ldblquote"),
    ("\u201d", b"rdblquote"),
    ("\u2022", b"bullet"),
)
_MARKS: Final = {word: letter for letter, names in _LETTERS for word in names.split()}
_SYMBOLS: Final = {
    b"~": " ",
    b"_": "-",
    b"-": "",
    b"\\": "\\",
    b"{": "{",
    b"}": "}",
    b"\n": "\n",
    b"\r": "\n",
    b":": "",
}
_ASIDE: Final = words(
    "fonttbl colortbl stylesheet info fldinst header headerl headerr headerf footer footerl footerr footerf footnote",
    "annotation atnid atnauthor atrfstart atrfend bkmkstart bkmkend pntext private xe tc rxe txe listtext shpinst",
    "nonshppict userprops xmlnstbl listtable revtbl rsidtbl generator object result template title subject author",
    "operator",
)
"""Destinations that do not stand in the flow of the text; every ``\\*`` destination is one too."""
# fmt: off
_CHARSETS: Final = {
    0: "cp1252", 1: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253",
    162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}
# fmt: on
"""``fcharset`` -> codec."""
_SHIFT: Final = 0xF000
_SHIFTED: Final = range(0xF020, 0xF100)
"""Fonts of symbols shift their letters."""
_PICTURES: Final = frozenset({b"pict"})
_OBJECTS: Final = frozenset({b"objdata", b"datastore", b"themedata", b"colorschememapping"})


def parse(data: bytes, _: Kind, into: Gathering) -> None:
    """Read a rich text file.

    Raises:
        Unreadable: a bound was passed.
    """
    _Reader(into).read(data)


class _Reader:
    """Goes through the tokens once."""

    def __init__(self, into: Gathering) -> None:
        self._into = into
        self._texts = Texts()
        self._groups: list[Group] = [Group("body")]
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._pending = bytearray()
        self._skip = 0
        self._star = False
        self._high = ""
        self._blob = bytearray()

    def read(self, data: bytes) -> None:
        """Read it all and give it."""
        position = 0
        while match := _TOKEN.match(data, position):
            position = match.end()
            if match["hex"]:
                self._byte(int(match["hex"], 16))
                continue
            self._flush()
            if match["open"]:
                self._open()
            elif match["close"]:
                self._close()
            elif match["word"] == b"bin":
                position = self._skip_binary(position, int(match["number"] or 0), len(data))
            elif match["word"]:
                self._word(match["word"], int(match["number"]) if match["number"] else None)
            elif match["symbol"]:
                self._symbol(match["symbol"])
            elif match["text"]:
                self._plain(match["text"])
        self._flush()
        self._texts.give(self._into)

    # ------------------------------------------------------------------ groups

    def _open(self) -> None:
        self._groups.append(self._groups[-1].copy())
        self._skip = 0

    def _close(self) -> None:
        group = self._groups[-1]
        if len(self._groups) > 1:
            self._groups.pop()
        if group.blob and not self._groups[-1].blob:
            self._end_blob(group.blob)
        if group.place == "aside":  # also of one inside another: a property's name must not touch its value
            self._texts.end_aside()
        if len(self._groups) == 1:  # what stands behind the end is no part of the last word
            self._groups[0].place = "aside"
            self._texts.end_aside()
        self._skip = 0

    def _end_blob(self, kind: bytes) -> None:
        digits = bytes(self._blob)
        self._blob.clear()
        try:
            data = bytes.fromhex(digits.decode("ascii"))
        except ValueError:
            self._into.miss(Unread.BINARY)
            return
        self._into.count(unpacked=len(data))
        if kind in _PICTURES:
            parsing.read_embedded(data, self._into)
        elif kind == b"objdata":
            self._into.miss(Unread.OBJECT)
        elif data.startswith(magic.ZIP):  # Word's theme: a package without a document
            ooxml.parse(data, Kind.DOCX, self._into.inner())
        else:  # Word's settings: XML, in the boxes of an object
            self._into.add(plain.decoded(data) or binary.strings(data), "settings")

    # ------------------------------------------------------------------ tokens

    def _word(self, word: bytes, number: int | None) -> None:
        group = self._groups[-1]
        if self._star or word.decode() in _ASIDE:
            group.place = "aside"
            self._texts.end_aside()
        if word in _PICTURES or word in _OBJECTS:
            group.blob = word
        self._star = False
        if word == b"u" and number is not None:
            self._unicode(number % 0x10000)
        elif word in _MARKS:
            self._emit(_MARKS[word])
        else:
            self._state(word, 1 if number is None else number)

    def _state(self, word: bytes, number: int) -> None:
        group = self._groups[-1]
        if word in {b"v", b"deleted", b"revised"}:
            group.set(word, on=bool(number))
        elif word == b"plain":
            for flag in (b"v", b"deleted", b"revised"):
                group.set(flag, on=False)
        elif word == b"uc":
            group.after_unicode = min(max(number, 0), 8)
        elif word == b"ansicpg":
            self._codec = _known(f"cp{number}")
        elif word in {b"mac", b"pc", b"pca"}:
            self._codec = {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}[word]
        elif word == b"f":
            group.font = number
        elif word == b"fcharset":
            self._fonts[group.font] = _CHARSETS.get(number, "")

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._star = True
        elif symbol in _SYMBOLS:
            self._emit(_SYMBOLS[symbol])
        else:
            self._plain(symbol)

    def _plain(self, text: bytes) -> None:
        if self._groups[-1].blob:
            self._blob += b"".join(text.split())
            return
        skipped = min(self._skip, len(text))
        self._skip -= skipped
        self._emit(text[skipped:].decode(self._codec_now(), "replace"))

    def _byte(self, value: int) -> None:
        if self._skip:
            self._skip -= 1
        else:
            self._pending.append(value)

    def _flush(self) -> None:
        if self._pending:
            self._emit(bytes(self._pending).decode(self._codec_now(), "replace"))
            self._pending.clear()

    def _unicode(self, code: int) -> None:
        self._skip = self._groups[-1].after_unicode
        if 0xD800 <= code < 0xDC00:  # noqa: PLR2004  the first half of a pair
            self._high = chr(code)
            return
        code -= _SHIFT if code in _SHIFTED else 0
        letter = (self._high + chr(code)).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self._high = ""
        self._emit(letter)

    def _emit(self, text: str) -> None:
        group = self._groups[-1]
        self._texts.add(text, group)

    def _skip_binary(self, position: int, length: int, end: int) -> int:
        """Raw bytes stand in the file: they are no text, and nobody reads them here."""
        self._into.miss(Unread.BINARY)
        return min(position + max(length, 0), end)

    def _codec_now(self) -> str:
        return self._fonts.get(self._groups[-1].font) or self._codec


def _known(codec: str) -> str:
    try:
        "".encode(codec)
    except LookupError:
        return "cp1252"
    return codec
