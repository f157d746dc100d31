"""What one field of a record may hold: a closed vocabulary of small checks, no free text by default.

Only checks live here. Each takes the place (for the message) and the value, and returns the plain JSON value to store
(enums become strings, tuples lists) or raises `GrammarError`, which names the place and never the value: a record
that is refused must not carry into a log what it was refused for.
"""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from proxy.exchange import Json

Check: TypeAlias = Callable[[str, Json], Json]
"""``(place, value) -> plain JSON value``; raises `GrammarError`."""

MAX_COUNT = 2**53 - 1
"""Largest integer that RFC 8785 can write exactly (I-JSON, RFC 7493 section 2.2)."""

MAX_ITEMS = 1_000
"""Cap of any list or map in a record; findings are grouped by entity, so real records stay far below it."""

_SAFE_FIELD = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class GrammarError(ValueError):
    """A field is unknown, missing, of the wrong type or outside its pattern. The message never holds the value."""

    def __init__(self, place: str, expected: str) -> None:
        super().__init__(f"audit field {place}: {expected}")
        self.place = place
        self.expected = expected

    def within(self, place: str) -> GrammarError:
        """The same, of a part of what lies at `place`.

        Places are put together only when something is wrong: for 84 people that took as long as checking them.
        """
        return GrammarError(place + self.place, self.expected)


@dataclass(frozen=True, slots=True)
class Field:
    """One member of a record object."""

    check: Check
    required: bool = False
    nullable: bool = True


def _plain(place: str, value: Json) -> str:
    if not isinstance(value, str):
        raise GrammarError(place, "must be a string")
    return str.__str__(value)


def word(pattern: str, expected: str) -> Check:
    """A string that matches `pattern` as a whole."""
    compiled = re.compile(pattern)

    def check(place: str, value: Json) -> Json:
        text = _plain(place, value)
        if not compiled.fullmatch(text):
            raise GrammarError(place, f"must be {expected}")
        return text

    return check


def one_of(*allowed: str) -> Check:
    """One string of a closed set."""
    names = frozenset(allowed)

    def check(place: str, value: Json) -> Json:
        text = _plain(place, value)
        if text not in names:
            raise GrammarError(place, f"must be one of {', '.join(allowed)}")
        return text

    return check


def human(cap: int) -> Check:
    """Text that an operator wrote (an approval's reference, a clause): one line, at most `cap` characters."""

    def check(place: str, value: Json) -> Json:
        text = _plain(place, value)
        if len(text) > cap or _CONTROL.search(text):
            raise GrammarError(place, f"must be one line of at most {cap} characters")
        return text

    return check


def integer(low: int, high: int) -> Check:
    """An int (never a bool) in ``low..high``."""

    def check(place: str, value: Json) -> Json:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise GrammarError(place, f"must be an integer in {low}..{high}")
        return int(value)

    return check


def milliseconds(place: str, value: Json) -> Json:
    """A duration in milliseconds, ``0 <= value <= 1e9``; kept to the microsecond."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise GrammarError(place, "must be a number")
    if not math.isfinite(value) or not 0 <= value <= 1e9:  # noqa: PLR2004 - the range stated in the docstring
        raise GrammarError(place, "must be a number of milliseconds in 0..1e9")
    return _number(value, 3)


def span(place: str, value: Json) -> Json:
    """Least and most of a quantity, ``0 <= least <= most <= 1e9``; kept to the millionth."""
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)) or len(value) != 2:  # noqa: PLR2004 - two
        raise GrammarError(place, "must be a pair of numbers")
    if any(isinstance(each, bool) or not isinstance(each, (int, float)) or not 0 <= each <= 1e9 for each in value):  # noqa: PLR2004 - the range stated in the docstring
        raise GrammarError(place, "must be numbers in 0..1e9")
    if value[0] > value[1]:
        raise GrammarError(place, "must have the least first")
    return [_number(each, 6) for each in value]


def _number(value: float, places: int) -> int | float:
    """To so many decimal places; a whole number as one, which is how RFC 8785 writes it."""
    rounded = round(float(value), places)
    return int(rounded) if rounded.is_integer() else rounded


def flag(place: str, value: Json) -> Json:
    """True or false."""
    if not isinstance(value, bool):
        raise GrammarError(place, "must be true or false")
    return value


def address(place: str, value: Json) -> Json:
    """An IPv4 or IPv6 address, in its canonical spelling."""
    try:
        return str(ipaddress.ip_address(_plain(place, value)))
    except ValueError:
        raise GrammarError(place, "must be an IP address") from None


def many(item: Check) -> Check:
    """A list of items of one sort."""

    def check(place: str, value: Json) -> Json:
        if not isinstance(value, Sequence) or isinstance(value, (str, bytes)) or len(value) > MAX_ITEMS:
            raise GrammarError(place, f"must be a list of at most {MAX_ITEMS} items")
        checked: list[Json] = []
        try:
            for element in value:
                checked.append(item("", element))  # noqa: PERF401 - how many were good says which one is not
        except GrammarError as error:
            raise error.within(f"{place}[{len(checked)}]") from None
        return checked

    return check


def table(key: Check, item: Check) -> Check:
    """A map whose keys are data too (``{label: count}``); a refused key is not named."""

    def check(place: str, value: Json) -> Json:
        if not isinstance(value, Mapping) or len(value) > MAX_ITEMS:
            raise GrammarError(place, f"must be an object of at most {MAX_ITEMS} members")
        return {key(f"{place} key", name): item(f"{place}.*", element) for name, element in value.items()}

    return check


def members(fields: Mapping[str, Field]) -> Check:
    """An object with these members only."""
    required = frozenset(name for name, field in fields.items() if field.required)

    def check(place: str, value: Json) -> Json:
        if not isinstance(value, Mapping):
            raise GrammarError(place, "must be an object")
        missing = required - value.keys()
        if missing:
            raise GrammarError(f"{place}.{min(missing)}", "is missing")
        checked: dict[str, Json] = {}
        for name, element in value.items():
            field = fields.get(name)
            if field is None:
                shown = name if isinstance(name, str) and _SAFE_FIELD.fullmatch(name) else "*"
                raise GrammarError(f"{place}.{shown}", "is not a field of this kind of record")
            try:
                checked[name] = None if element is None and field.nullable else field.check("", element)
            except GrammarError as error:
                raise error.within(f"{place}.{name}") from None
        return checked

    return check
