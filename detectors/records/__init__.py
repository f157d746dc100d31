"""Terms of the record families: lexicons as data, and one file per kind of cue. `ALL` is the ordered list of what runs.

A term is a mark (`detectors.finding.is_mark`): a topic until linking ties it to a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.records import columns, headings, icd, ndc, terms, unspaced

if TYPE_CHECKING:
    from detectors.identifiers.pattern import Detector

ALL: tuple[Detector, ...] = (
    terms.DETECTOR,
    columns.DETECTOR,
    icd.DETECTOR,
    ndc.DETECTOR,
    headings.DETECTOR,
    unspaced.DETECTOR,
)
"""Every term detector, in the order in which it runs (results do not depend on it)."""
