"""Tests of a labelled value: enough digits, and not plainly something else (a date, a year, a telephone, an amount).

Words such as "case", "plan" or "group" stand before dates and years as often as before numbers of a record.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors.identifiers.pattern import digits_of

if TYPE_CHECKING:
    from collections.abc import Callable

_OTHERWISE = re.compile(
    r"(?:19|20)\d\d(?:[-/ ](?:19|20)?\d\d)?"  # a year, a school year
    r"|\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)?\d\d|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"  # a date
    r"|(?:1[-. ])?\(?\d{3}\)?[-. ]{1,2}\d{3}[-. ]\d{4}"  # a telephone number
    r"|\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d+\.\d{1,2}"  # an amount
    r"|\d{1,2}:\d\d.*",  # a time
    re.IGNORECASE,
)


def otherwise(value: str) -> bool:
    """Whether the whole value is a date, a year or school year, a formatted telephone number, an amount or a time."""
    return _OTHERWISE.fullmatch(value) is not None


def number(fewest: int, most: int = 40) -> Callable[[str], bool]:
    """A test: `fewest` to `most` digits, and nothing else that digits are used for."""
    return lambda value: fewest <= len(digits_of(value)) <= most and not otherwise(value)


def digits(fewest: int, most: int = 40) -> Callable[[str], bool]:
    """A test: `fewest` to `most` digits, whatever they look like. For labels that prose never uses."""
    return lambda value: fewest <= len(digits_of(value)) <= most
