"""Numbers of children in programmes and child welfare (45 CFR 1303.20, RCW 26.44, RCW 13.50): a label and a number."""

from __future__ import annotations

from detectors.identifiers.labelled import Labelled
from detectors.identifiers.lookalikes import number
from detectors.identifiers.pattern import when

_NAME = "identifiers.programme_id"
_EARLY = (
    *("childplus ~?", "child plus ~?", "ELMS ~?", "merit stars ~?", "merit ~", "stars ~", "ECEAP ~", "head start ~"),
    *("early head start ~", "goengage ~?", "COPA ~", "teaching strategies ~", "ASQ ~", "ITEIP ~", "ESIT ~", "WIC ~"),
    *("working connections ~", "WCCC ~", "participant ~", "enrollee ~", "family ~", "household ~", "SNAP ~", "EBT ~"),
    *("TANF ~", "basic food ~", "número de familia", "número de caso del? WIC?"),
)
_WELFARE = (
    *("DCYF ~?", "DCYF case ~?", "DCYF intake ~?", "DCYF referral ~?", "DCYF person ~?", "famlink ~?", "CPS ~"),
    *("CPS case ~?", "CPS intake ~?", "CPS referral ~?", "famlink intake ~?", "famlink person ~?", "famlink case ~?"),
    *("intake ~", "foster ~", "dependency ~?", "dependency case ~?", "dependency cause ~?", "placement ~"),
)
_VALUE = r"(?:[A-Z]{1,4}-)?\d{4,10}(?:-\d{1,6}){0,3}"

LABELS: tuple[Labelled, ...] = (
    Labelled(
        _NAME, "OTHER_ID.PROGRAMME", _EARLY, _VALUE, when("OTHER_ID.PROGRAMME", number(4)), score=0.85, reach="near"
    ),
    Labelled(_NAME, "OTHER_ID.DCYF", _WELFARE, _VALUE, when("OTHER_ID.DCYF", number(4)), score=0.95),
)
