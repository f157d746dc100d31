"""Prescription numbers (45 CFR 164.514(b)(2)(i)(R)), by label. A drug's code is a term: `detectors.records.ndc`."""

from __future__ import annotations

from detectors.identifiers.labelled import Labelled
from detectors.identifiers.lookalikes import number
from detectors.identifiers.pattern import when

_NAME = "identifiers.prescription"

LABELS: tuple[Labelled, ...] = (
    Labelled(
        _NAME,
        "OTHER_ID.RX",
        (
            *("RX ~?", "prescription ~?", "script ~", "refill ~?", "rx refill ~?", "pharmacy ~", "receta ~?"),
            *("número de receta", "prescripción ~?"),
        ),
        r"[A-Z]{0,3}-?\d{5,12}(?:-\d{2,5})?|[A-Z]{0,3}-?\d{2,5}-\d{4,9}",
        when("OTHER_ID.RX", number(5, 14)),
        score=0.85,
        reach="near",
    ),
)
