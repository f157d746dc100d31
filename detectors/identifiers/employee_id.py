"""Numbers of staff (RCW 42.56.230(3), RCW 42.56.250): employee and badge numbers, by their label."""

from __future__ import annotations

from detectors.identifiers.labelled import Labelled
from detectors.identifiers.lookalikes import number
from detectors.identifiers.pattern import when

_NAME = "identifiers.employee_id"
_LABELS = (
    *(
        "employee ~",
        "emp ~",
        "empl ~",
        "EE ~",
        "EMPID",
        "staff ~",
        "staff member ~",
        "staff unique ~",
        "staff state ~",
        "staff local ~",
        "personnel ~",
        "payroll ~",
    ),
    *(
        "worker ~",
        "workday ~",
        "teacher ~",
        "HR ~",
        "HRIS ~",
        "badge ~?",
        "key card ~?",
        "keycard ~?",
        "access card ~?",
    ),
    *(
        "retirement ~",
        "DRS ~",
        "TRS ~",
        "SERS ~",
        "PERS ~",
        "union member ~",
        "timeclock ~",
        "candidate ~",
        "test taker ~",
        "substitute ~",
        "sub ~",
    ),
    *("número del? de? empleado", "número del? de? empleada", "empleado ~", "empleada ~", "gafete ~?"),
)

LABELS: tuple[Labelled, ...] = (
    Labelled(
        _NAME,
        "OTHER_ID.EMPLOYEE",
        _LABELS,
        r"[A-Z]{0,3}-?\d{4,10}|\d{2,4}-\d{2,6}",
        when("OTHER_ID.EMPLOYEE", number(4, 12)),
        score=0.92,
        reach="near",
    ),
)
