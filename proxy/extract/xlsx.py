"""Spreadsheets: each sheet as lines of cells, hidden sheets, rows and columns too, numbers as they are shown."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final

from proxy.extract import xml_events
from proxy.extract.office_places import place
from proxy.extract.reasons import Reason, Unreadable
from proxy.extract.xlsx_formats import Formats
from proxy.extract.xlsx_sheet import SheetText
from proxy.extract.xlsx_strings import SharedStrings
from proxy.extract.xml_events import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.extract.gathering import Gathering

_WORKBOOK: Final = re.compile(r"/?xl/workbook\d*\.xml", re.IGNORECASE)
_SHEET: Final = re.compile(r"/?xl/(?:worksheets|chartsheets|dialogsheets|macrosheets)/[^/]+\.xml", re.IGNORECASE)
_STRINGS: Final = re.compile(r"/?xl/sharedStrings\d*\.xml", re.IGNORECASE)
_STYLES: Final = re.compile(r"/?xl/styles\d*\.xml", re.IGNORECASE)
_RELATIONS: Final = re.compile(r"/?xl/_rels/workbook\d*\.xml\.rels", re.IGNORECASE)


class _Order:
    """The workbook's sheets in their order, by relationship id; and the targets of the relationships."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.targets: dict[str, str] = {}
        self.dates_from_1904 = False

    def start(self, _: str, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "sheet":
            self.ids.extend(value for key, value in attributes.items() if key.endswith(f"relationships{SEPARATOR}id"))
        elif name == "Relationship":
            self.targets[attributes.get("Id", "")] = attributes.get("Target", "")
        elif name == "workbookPr":
            self.dates_from_1904 = attributes.get("date1904") in {"1", "true"}

    def end(self, namespace: str, name: str) -> None:
        """Nothing to do."""

    def text(self, data: str) -> None:
        """Nothing to do."""

    def remark(self, data: str) -> None:
        """Nothing to do."""


def read_sheets(package: list[tuple[str, bytes]], into: Gathering) -> list[tuple[str, bytes]]:
    """Add the sheets in their order; return the parts that are left to read.

    A sheet that is not well-formed, or that no workbook names, is left or read all the same: nothing gets lost.
    """
    order, shared, formats = _Order(), SharedStrings(), Formats()
    for name, part in package:
        if _WORKBOOK.fullmatch(name) or _RELATIONS.fullmatch(name):
            _try(part, order)
        elif _STYLES.fullmatch(name):
            _try(part, formats)
    formats.dates_from_1904 = order.dates_from_1904
    read = {name for name, part in package if _STRINGS.fullmatch(name) and _try(part, shared)}
    numbers = _numbers(order)
    sheets = [(name, part) for name, part in package if _SHEET.fullmatch(name)]
    sheets.sort(key=lambda sheet: numbers.get(_plain(sheet[0]), len(numbers) + 1))
    for number, (name, part) in enumerate(sheets, 1):
        sheet = SheetText(shared, formats)
        if _try(part, sheet):
            sheet.give(into, f"sheet {number}")
            read.add(name)
    if read:
        shared.give_unused(into, place("xl/sharedStrings.xml"))
    return [(name, part) for name, part in package if name not in read]


def _try(part: bytes, handler: xml_events.Handler) -> bool:
    try:
        xml_events.parse(part, handler)
    except xml_events.NotWellFormed:
        return False
    except RecursionError:
        raise Unreadable(Reason.TOO_DEEP) from None
    return True


def _numbers(order: _Order) -> dict[str, int]:
    """Part name -> place among the sheets."""
    targets = [order.targets.get(identifier, "") for identifier in order.ids]
    return {_plain(posixpath.join("xl", target)): number for number, target in enumerate(targets, 1)}


def _plain(name: str) -> str:
    return posixpath.normpath(name).lstrip("/").lower()
