"""Numbers of cells as a reader sees them: dates, and patterns of digits such as ``000-00-0000``.

A date of birth is stored as a count of days and a social security number as a number without its leading zero; neither
would be known as what it is. Sources: ECMA-376 part 1, 18.8.30 (numFmt) and 18.17.4.1 (dates).
"""

from __future__ import annotations

import operator
import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_BUILT_IN_DATES: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_QUOTED: Final = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_DATE: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_CONDITION: Final = re.compile(r"(?:\[[A-Za-z][^\]]*\])*\[(<=|>=|<>|<|>|=)(\d{1,30})\]")
_HOLDS: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "=": operator.eq,
}
_LITERAL: Final = "\ue000"
_EPOCH: Final = datetime(1899, 12, 30)  # noqa: DTZ001  dates of sheets have no zone
_EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001  dates of sheets have no zone
_MOST_DIGITS: Final = 30
"""A cell can show this many without an exponent."""
_FEWEST_PLACES: Final = 2
"""A format with one place of a digit is any number's."""
_LAST_DAY: Final = 2_958_465
_FAKE_LEAP: Final = 60
"""Day 60 of 1900 never was; counts below it are off by one, as Excel inherited it."""


class Formats:
    """Reads the styles part (as a handler of `xml_events`), then shows numbers."""

    def __init__(self) -> None:
        self.dates_from_1904 = False
        self._codes: dict[int, str] = {}
        self._styles: list[int] = []
        self._in_cells = False

    def start(self, _: str, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if name == "numFmt" and attributes.get("numFmtId", "").isdecimal():
            self._codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            number = attributes.get("numFmtId", "0")
            self._styles.append(int(number) if number.isdecimal() else 0)

    def end(self, _: str, name: str) -> None:
        """An element ends."""
        if name == "cellXfs":
            self._in_cells = False

    def text(self, data: str) -> None:
        """Nothing to do."""

    def remark(self, data: str) -> None:
        """Nothing to do."""

    def shown(self, raw: str, style: str) -> str:
        """A cell's number as shown; as stored where the format is none of those known here."""
        raw = raw.strip()
        index = int(style) if style.isdecimal() else 0
        number = self._styles[index] if index < len(self._styles) else 0
        code = self._codes.get(number, "")
        try:
            value = Decimal(raw)
        except InvalidOperation:
            return raw
        if not value.is_finite():
            return raw
        if number in _BUILT_IN_DATES or (code and _DATE.search(_QUOTED.sub("", code.partition(";")[0]))):
            return self._date(value) or _plain(raw, value)
        return _masked(_section(code, value), value) or _plain(raw, value)

    def _date(self, value: Decimal) -> str:
        if not 0 <= value <= _LAST_DAY:
            return ""
        if value < 1:
            return (_EPOCH + timedelta(days=float(value))).strftime("%H:%M:%S")
        if not self.dates_from_1904 and value < _FAKE_LEAP:
            value += 1
        moment = (_EPOCH_1904 if self.dates_from_1904 else _EPOCH) + timedelta(days=float(value))
        moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
        return f"{moment:%Y-%m-%d}" if value == value.to_integral_value() else f"{moment:%Y-%m-%d %H:%M:%S}"


def _section(code: str, value: Decimal) -> str:
    """The section of a format that a positive number takes: the first, or the first whose condition holds."""
    sections = code.split(";")
    for section in sections:
        if not (match := _CONDITION.match(section)):
            return section
        if _HOLDS[match[1]](value, Decimal(match[2])):
            return section
    return sections[0]


def _plain(raw: str, value: Decimal) -> str:
    """Without an exponent (a card number is stored as 4.111E+15), and without the noise of binary fractions."""
    if "e" in raw.lower() and abs(value.adjusted()) < _MOST_DIGITS:
        return format(value, "f")
    return raw


def _masked(code: str, value: Decimal) -> str:
    """A whole number put into a pattern of digits with marks between them; empty when the format is no such pattern."""
    literals: list[str] = []

    def keep(match: re.Match[str]) -> str:
        literals.append(match[1] or match[2] or "")
        return _LITERAL

    pattern = _QUOTED.sub(keep, code)
    places = sum(pattern.count(mark) for mark in "0#?")
    if "." in pattern or "," in pattern or "%" in pattern or "E" in pattern or "/" in pattern:
        return ""
    if places < _FEWEST_PLACES or value < 0 or value != value.to_integral_value():
        return ""
    digits = str(int(value)).rjust(pattern.count("0"), "0").rjust(places)
    cut = len(digits) - places + 1  # the first place takes all digits that are too many
    taken, words = iter([digits[:cut], *digits[cut:]]), iter(literals)
    out: list[str] = []
    for mark in pattern:
        if mark in "0#?":
            out.append(next(taken, ""))
        else:
            out.append(next(words, "") if mark == _LITERAL else mark)
    return "".join(out).strip()
