"""National Drug Codes: a drug's number in three parts (21 CFR 207.33). A label is required: dates look alike."""

from __future__ import annotations

from detectors.finding import TERM
from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule

_CODE = r"[0-9]{4}-[0-9]{4}-[0-9]{2}|[0-9]{5}-[0-9]{3}-[0-9]{2}|[0-9]{5}-[0-9]{4}-[0-9]{1,2}|[0-9]{11}"

DETECTOR = PatternDetector(
    "records.ndc",
    (Rule(f"{TERM}HLTH.ndc", labelled(r"ndc(?:[ -]?(?:11|10))?|national drug code", _CODE), "label", 0.9),),
    needs=("ndc", "national drug"),
)
