"""What may differ between engines: plain data, light to import.

The process that serves only says what its workers' engines shall be; the engine itself, with its word lists and
detectors, is loaded in theirs. Importing it there too cost a tenth of a second or two of every start.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detectors.district import IdFormat
    from detectors.roster.source import RosterSource


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What may differ between engines. Picklable: worker processes build theirs from it.

    Attributes:
        names: whether names of people are looked for.
        point: operating point of the name model: recall, balanced or precision.
        records: whether terms of record families are looked for.
        roster: the people whom the agency knows, or None. Their file is followed while the engine runs; who caches
            findings puts `detectors.roster.edition` into the key.
        formats: identifiers that the agency declares.
    """

    names: bool = True
    point: str = "balanced"
    records: bool = True
    roster: RosterSource | None = None
    formats: tuple[IdFormat, ...] = ()
