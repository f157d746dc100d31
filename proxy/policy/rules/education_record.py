"""Row 5: grades, attendance, language support, tiered support or discipline of one student."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.entities import EDUCATION
from proxy.policy.people import CHECK_ANSWER, REPORT
from proxy.policy.row import FORWARD, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=5,
    id="R05-education",
    signals="EDREC, EL, MTSS or DISC of a person singled out",
    regimes=("FERPA",),
    severity=Severity.S3,
    actions=at_every_tier(FORWARD),
    clause="FERPA, 20 USC 1232g; 34 CFR 99.3",
    sentence=Said(
        "This looks like an education record about a student (FERPA). Identifiers were removed before sending.",
        "Esto parece un registro escolar de un estudiante (FERPA). Se quitaron los datos que lo identifican.",
    ),
    next_step=CHECK_ANSWER,
    decider=REPORT,
)


def education_record(facts: Facts, table: Table) -> Verdict | None:
    """The record leaves without the identifiers."""
    tags = facts.linked(EDUCATION)
    return speak(ROW, facts, table, tags=tags) if tags else None
