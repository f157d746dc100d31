"""Names of people: rules that find them (`ALL`), the lexicon behind the rules, repair of what the model says, roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.names import (
    companions,
    cues,
    cyrillic,
    fields,
    friends,
    initials,
    line_lists,
    lists,
    name_columns,
    phrase_surnames,
    scanned,
    shapes,
    speakers,
    spelled,
    talk,
    toddlers,
    typed_wrong,
    vietnamese,
    word_names,
)
from detectors.names.abroad import detector as abroad

if TYPE_CHECKING:
    from detectors.identifiers.pattern import Detector

ALL: tuple[Detector, ...] = (
    cues.DETECTOR,
    shapes.DETECTOR,
    fields.DETECTOR,
    lists.DETECTOR,
    line_lists.DETECTOR,
    name_columns.DETECTOR,
    initials.DETECTOR,
    scanned.DETECTOR,
    companions.DETECTOR,
    speakers.DETECTOR,
    spelled.DETECTOR,
    talk.DETECTOR,
    cyrillic.DETECTOR,
    abroad.DETECTOR,
    toddlers.DETECTOR,
    friends.DETECTOR,
    phrase_surnames.DETECTOR,
    typed_wrong.DETECTOR,
    vietnamese.DETECTOR,
    word_names.DETECTOR,
)
"""Every rule-based name detector, in the order in which it runs (results do not depend on it)."""
