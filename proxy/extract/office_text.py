"""The text of one XML part of an office document, whatever the part is: paragraphs, tables, and all attribute values.

The rule is general and does not depend on knowing an element: every run of characters and every telling attribute
comes out. Knowing an element only decides what is joined: a number that is cut over several runs must come out whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from proxy.extract.views import Flag, Paragraph
from proxy.extract.words import words
from proxy.extract.xlsx_headers import PRINTED, printed
from proxy.extract.xml_attributes import is_office, tells
from proxy.extract.xml_events import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.extract.gathering import Gathering
    from proxy.extract.seen import SeenLines

_INLINE_SPACES: Final = (
    "/wordprocessingml/",
    "/drawingml/2006/main",
    "/drawingml/main",
    "/drawingml/2006/wordprocessingDrawing",
    "/drawingml/wordprocessingDrawing",
    "/drawingml/2006/picture",
    "/drawingml/picture",
    "/word/20",
    "urn:schemas-microsoft-com",
)
"""Vocabularies whose elements stand inside lines of text; in any other, the end of an element ends the line."""
_MEASURES: Final = frozenset(
    {"posOffset", "pctPosHOffset", "pctPosVOffset", "pctWidth", "pctHeight", "align", "col", "row", "colOff", "rowOff"}
)
"""Where a drawing stands: numbers that must not get between the letters around it."""
_LABELLED: Final = ("/extended-properties", "/core-properties", "//purl.org/dc/")
"""Vocabularies whose elements are named for what they hold."""
_RUNS: Final = words(
    "t r rPr text tspan b i strike condense extend outline shadow u vertAlign sz color rFont family charset scheme",
)
"""Elements that never end a line: runs of rich text in cells and comments, and what stands in their properties."""
_SHORTEST_VALUE: Final = 3
_GENERAL: Final = frozenset({"val", "Target", "name"})
"""Attributes whose own name says nothing."""
_BLANK_LINES: Final = re.compile(r" *\n[ \n]*")
_BLOCKS: Final = frozenset({"p", "txbxContent", "comment", "footnote", "endnote", "docPart"})
_CODES: Final = frozenset({"instrText", "delInstrText"})
_ASIDE: Final = _CODES | PRINTED | {"rPh", "rt", "f"}
_MARKS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_DELETED: Final = frozenset({"del", "moveFrom"})
_INSERTED: Final = frozenset({"ins", "moveTo"})
_SHIFT: Final = 0xF000
_SHIFTED: Final = range(0xF020, 0xF100)
"""Fonts of symbols shift their letters (ECMA-376 part 1, 17.3.3.30)."""
_OFF: Final = frozenset({"0", "false", "off"})


class OfficeText:
    """Receives the events of `xml_events.parse`."""

    def __init__(self) -> None:
        self.vocabulary = ""
        """Namespace of the outermost element."""
        self._label = ""
        self.mixed = False
        """Whether elements of the office formats stand inside."""
        self.lines: list[Paragraph] = []
        self.asides: dict[str, None] = {}
        """Field codes, attribute values, comments of the XML; each once."""
        self._open: list[Paragraph] = [Paragraph()]
        self._rows: list[list[str]] = []
        self._cells: list[list[Paragraph]] = []
        self._flags: list[Flag] = []
        self._run_hidden = False
        self._aside: list[str] = []
        self._aside_depth = 0
        self._field: list[str] = []

    # ------------------------------------------------------------------ events

    def start(self, namespace: str, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.vocabulary = self.vocabulary or namespace or ("urn:schemas-microsoft-com:vml" if name == "xml" else "none")
        self.mixed = self.mixed or (namespace != self.vocabulary and is_office(namespace))
        self._keep_attributes(namespace, name, attributes)
        self._label = name if any(mark in namespace for mark in _LABELLED) else ""
        if name == "fldChar":
            self._end_field()
        if self._aside_depth or name in _ASIDE or name in _MEASURES:
            self._aside_depth += 1
        elif name in _MARKS and _inline(namespace):
            self._open[-1].add(_MARKS[name], self._flag())
        elif name == "sym" and _inline(namespace):
            self._open[-1].add(_symbol(attributes), self._flag())
        else:
            self._begin(namespace, name, attributes)

    def end(self, namespace: str, name: str) -> None:
        """An element ends."""
        if self._aside_depth:
            self._aside_depth -= 1
            if not self._aside_depth:
                whole, self._aside = "".join(self._aside), []
                text = whole.strip()
                if name in _CODES:  # programs cut one code over several runs
                    self._field.append(whole)
                elif name in PRINTED:
                    self.asides.update(dict.fromkeys(printed(text)))
                if name not in _MEASURES or tells(namespace, name, "", text):
                    self.asides[text] = None
        elif _inline(namespace):
            self._finish(name)
        elif name not in _RUNS:
            self._open[-1].add("\n", Flag.NONE)

    def text(self, data: str) -> None:
        """Characters."""
        if self._aside_depth:
            self._aside.append(data)
            return
        if self._label and data.strip():
            data, self._label = f"{self._label}: {data}", ""
        self._open[-1].add(data, self._flag())

    def remark(self, data: str) -> None:
        """A comment of the XML, or a processing instruction."""
        self.asides[data.strip()] = None

    def give(self, into: Gathering | SeenLines, place: str) -> None:
        """Add what was collected."""
        lines = [*self.lines, *self._open]
        shown = "\n".join(text for line in lines if (text := line.shown()).strip())
        into.add(_BLANK_LINES.sub("\n", shown).strip(" \n"), place)
        into.add("\n".join(filter(None, (line.before_changes() for line in lines))), f"{place}, before tracked changes")
        into.add("\n".join(filter(None, (line.with_hidden() for line in lines))), f"{place}, with hidden text")
        into.add("\n".join(filter(None, self.asides)), f"{place}, attributes and fields")

    # ------------------------------------------------------------------ paragraphs and tables

    def _begin(self, namespace: str, name: str, attributes: Mapping[str, str]) -> None:
        if not _inline(namespace):
            title = attributes.get("name", "")
            if tells(namespace, name, "name", title):  # a property: what it is called says what its value is
                self._open[-1].add(f"{title}: ", Flag.NONE)
        elif name in _BLOCKS:
            self._open.append(Paragraph())
        elif name == "r":
            self._run_hidden = False
        elif name in {"vanish", "webHidden"}:
            self._run_hidden = not any(value in _OFF for value in attributes.values())
        elif name in _DELETED or name in _INSERTED:
            self._flags.append(Flag.DELETED if name in _DELETED else Flag.INSERTED)
        elif name == "tr":
            self._rows.append([])
        elif name == "tc":
            self._cells.append([])

    def _end_field(self) -> None:
        if len(self._field) > 1:
            self.asides["".join(self._field).strip()] = None
        self._field = []

    def _finish(self, name: str) -> None:
        if name == "p":
            self._end_field()
        if name in _BLOCKS and len(self._open) > 1:
            (self._cells[-1] if self._cells else self.lines).append(self._open.pop())
        elif name == "r":
            self._run_hidden = False
        elif (name in _DELETED or name in _INSERTED) and self._flags:
            self._flags.pop()
        elif name == "tc" and self._cells:
            self._end_cell(self._cells.pop())
        elif name == "tr" and self._rows:
            self._end_row("\t".join(self._rows.pop()))

    def _end_cell(self, paragraphs: list[Paragraph]) -> None:
        shown = " ".join(filter(None, (paragraph.shown().strip() for paragraph in paragraphs)))
        if self._rows:
            self._rows[-1].append(" ".join(shown.split()))
        elif shown:
            self._end_row(shown)
        # What is deleted or hidden in a cell is told line by line; it need not stand in its column.
        self.lines.extend(paragraph.without_shown() for paragraph in paragraphs if paragraph.flagged)

    def _end_row(self, row: str) -> None:
        line = Paragraph()
        line.add(row, Flag.NONE)
        (self._cells[-1] if self._cells else self.lines).append(line)

    # ------------------------------------------------------------------ small things

    def _flag(self) -> Flag:
        flag = Flag.HIDDEN if self._run_hidden else Flag.NONE
        for other in self._flags:
            flag |= other
        return flag

    def _keep_attributes(self, namespace: str, name: str, attributes: Mapping[str, str]) -> None:
        if not attributes:
            return
        by_name = {key.rpartition(SEPARATOR)[2]: value for key, value in attributes.items()}
        value = by_name.get("val", by_name.get("value", ""))
        if "name" in by_name and len(value) >= _SHORTEST_VALUE and value not in _OFF:
            self.asides[f"{by_name['name']}: {value}"] = None  # a variable or a tag, which says what its value is
        for key, value in attributes.items():
            local = key.rpartition(SEPARATOR)[2]
            if tells(namespace, name, local, value) and (key != "name" or _inline(namespace)):
                label = name if local in _GENERAL else local
                self.asides[f"{label}: {value}"] = None


def _inline(namespace: str) -> bool:
    """Whether elements of this vocabulary stand inside lines, unless known to be blocks."""
    return any(mark in namespace for mark in _INLINE_SPACES)


def _symbol(attributes: Mapping[str, str]) -> str:
    """The letter that a symbol element stands for; fonts of symbols shift theirs by F000."""
    code = next((value for key, value in attributes.items() if key.endswith("char")), "")
    try:
        number = int(code, 16)
        return chr(number - _SHIFT if number in _SHIFTED else number)
    except (ValueError, OverflowError):
        return code
