"""Numbers that pupils key in at the till: a column "PIN" beside grades, meals or pupils. Doors have PINs too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.structure.labels import word_set
from detectors.structure.subjects import subject

if TYPE_CHECKING:
    from detectors.structure import Cell, Region

_PINS: Final = frozenset({"pin", "pin number", "pin no", "pin code"})
_VALUE: Final = re.compile(r"\d{4,10}$")
_PUPILS: Final = word_set("grade gr grado homeroom hr meal meals lunch breakfast benefit frl balance bal teacher")
"""Words of other headers that show whose PINs they are."""


def is_pupils_pin(cell: Cell, value: str, region: Region) -> bool:
    """Whether the value of a cell is the PIN of a pupil: the row must be known to be a person's."""
    if region.kind != "table" or cell.label not in _PINS or _VALUE.match(value) is None:
        return False
    known = any(not _PUPILS.isdisjoint(label.split()) for label in region.labels)
    return known or subject(region.labels) == "student"
