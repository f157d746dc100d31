"""Cells of tables that hold plants, dishes, games, towns or schools, because the head of their column says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.names.called_phrases import form
from detectors.names.lexicon import (
    called,
    is_given_anywhere,
    is_organisation_word,
    is_place,
    is_surely_given,
    is_surname,
    is_town,
)
from detectors.structure import layout
from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.structure import Region
    from detectors.structure.region import Row

_CLOSED: Final = word_set(
    "plant plants cultivar cultivars variety varieties seed seeds bulb bulbs herb herbs flower flowers species shrub"
    " tree trees crop crops dish dishes entree entrees flavor game games song songs town towns city cities county"
    " counties district districts region regions community communities municipality neighborhood school schools"
    " building campus state country ciudad condado distrito escuela municipio planta"
)
"""Heads under which nobody stands, whatever the cell is called."""
_NAMED_AFTER: Final = word_set("school schools building campus escuela district districts distrito")
"""Heads under which whole names of people stand for schools: "Rosa Parks"."""
_QUALIFIERS: Final = word_set(
    "name names of the or and home new prior former current resident serving attending receiving sending feeder zone"
    " type kind common botanical latin list 1 2 3 a b id code level size title favorite main menu board recess pe"
    " nombre de la el del"
)
"""What may stand beside them in one head; with any other word ("game captain", "school clerk") it may be people."""
_PLACES: Final = word_set("area areas site sites location locations station stop stops route name zona sitio lugar")
"""Heads under which places stand, or people."""
_ROUTED: Final = word_set("route routes stop stops station site run")
_PERSONAL: Final = word_set(
    "student students pupil child kid teacher parent guardian first last principal contact owner counselor nurse lead"
    " coach mentor who staff of"
)
"""Beside them in one head the column may hold people: "school nurse", "district contact"."""
_GEOGRAPHIC: Final = re.compile(
    r"(?:Lake|Mount|Mt\.?|Fort|Ft\.?|Port|Point|Pt\.?|Cape|Camp|Isle|Saint|St\.?|Bay|Old|North|South|East|West|Upper|Lower)"
    r" [A-Z]"
)
_PART = re.compile(r"\s*(?:,|/|&|\band\b|\by\b)\s*")


def cells_of_things(text: str) -> list[tuple[int, int]]:
    """Where such cells stand in `text`, sorted. Linear time."""
    return sorted(span for region in layout(text) if region.kind == "table" for span in _things(text, region))


def _things(text: str, region: Region) -> Iterator[tuple[int, int]]:
    labels = region.labels  # made of all rows: once for the table, not once for each row
    headed = any(labels)
    routed = any(not _ROUTED.isdisjoint(label.split()) for label in labels)
    for row in region.rows:
        for cell, label in zip(row.cells, _heads(text, region, row, headed=headed), strict=False):
            if label and _is_thing(text[cell.start : cell.end], set(label.split()), routed=routed):
                yield cell.start, cell.end


def _heads(text: str, region: Region, row: Row, *, headed: bool) -> list[str]:
    """What stands over the cells of a row: labels, or the first row of a table whose head is not known as one.

    Years in a head ("Area | 2024 | 2025") look like values.
    """
    if headed or row is region.rows[0]:
        return [cell.label for cell in row.cells]
    return [text[cell.start : cell.end].strip().lower() for cell in region.rows[0].cells]


def _is_thing(value: str, label: set[str], *, routed: bool) -> bool:
    if not label.isdisjoint(_PERSONAL):
        return False
    if not label.isdisjoint(_CLOSED):
        return label <= _CLOSED | _QUALIFIERS and (not label.isdisjoint(_NAMED_AFTER) or not _is_surely_person(value))
    if label.isdisjoint(_PLACES):
        return False
    if label == {"name"}:
        return routed and _is_geographic(value)
    return _GEOGRAPHIC.match(value) is not None or _are_places(value)


def _is_surely_person(value: str) -> bool:
    """Whether a cell is a given name, alone or before a surname, that no town and nothing else has."""
    words = value.strip().split()
    if not words or not is_surely_given(words[0]) or (len(words) > 1 and not is_surname(words[-1])):
        return False
    known = is_town(value.strip()) or is_place(value.strip()) or is_organisation_word(words[-1])
    return not known and " ".join(map(form, words)) not in called()


def _is_geographic(value: str) -> bool:
    """Whether a lake or a port, and not a child called Lake or Bay with a surname."""
    known = is_town(value) or is_place(value) or not is_surname(value.rsplit(maxsplit=1)[-1])
    return _GEOGRAPHIC.match(value) is not None and known


def _are_places(value: str) -> bool:
    """Whether one part of the cell at least is a town, and each a town or an unknown word."""
    parts = [part for part in _PART.split(value.strip()) if part]
    known = [is_town(part) or is_place(part) or is_organisation_word(part.rsplit(maxsplit=1)[-1]) for part in parts]
    return any(known) and all(
        place or not is_given_anywhere(part.split()[0]) for part, place in zip(parts, known, strict=True)
    )
