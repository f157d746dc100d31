"""Numbers of staff (RCW 42.56.230(3), RCW 42.56.250): employee and badge numbers, by their label."""

from __future__ import annotations

from detectors.identifiers.labelled import Labelled
from detectors.identifiers.lookalikes import number
from detectors.identifiers.pattern import compile_pattern, when

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

_ONE = ("employee", "emp", "empl", "staff", "staff member", "worker", "payroll", "empleado", "empleada")
"""Who it is, without a word for number: "(employee E-20418)"."""
_SINGULAR = compile_pattern(r"(?i)(?:^|[^\pL])(?:employee|empl?|staff(?: member)?|worker|emplead[oa])\.?[ :#]{1,3}$")
_REACH = 24
_LEAST_LETTERED, _LEAST_BARE = 4, 5


def _one(value: str, text: str, start: int, _end: int) -> str | None:
    """Capitals and four digits ("E-20418"), or in brackets five digits; "employees 12045" is a count, "W-4" a form."""
    before = text[max(0, start - _REACH) : start]
    if _SINGULAR.search(before) is None:
        return None
    lettered = value[0].isalpha()
    if lettered:
        return "OTHER_ID.EMPLOYEE" if value.upper() == value and number(_LEAST_LETTERED, 10)(value) else None
    return "OTHER_ID.EMPLOYEE" if "(" in before and number(_LEAST_BARE, 10)(value) else None


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
    Labelled(
        _NAME,
        "OTHER_ID.EMPLOYEE",
        _ONE,
        r"[A-Z]{1,3}-?\d{4,10}|\d{5,10}",
        _one,
        score=0.8,
        reach="near",
        before=False,
    ),
)
