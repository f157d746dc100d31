"""Row 6: special-education or 504 details of one student."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.entities import SPECIAL_EDUCATION
from proxy.policy.people import PRIVACY, TAKE_OUT
from proxy.policy.row import BLOCK, FORWARD, Row, per_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=6,
    id="R06-special-education",
    signals="IDEA or S504 of a person singled out",
    regimes=(
        "IDEA",
        "Section 504",
        "FERPA",
    ),
    severity=Severity.S3,
    actions=per_tier(BLOCK, FORWARD, FORWARD),
    clause="IDEA, 34 CFR 300.610 to 300.627; 29 USC 794; FERPA, 34 CFR 99.3",
    sentence=Said(
        "IDEA and FERPA protect special-education details about a student.",
        "Los detalles de educación especial de un estudiante están protegidos por IDEA y FERPA.",
    ),
    next_step=TAKE_OUT,
    decider=PRIVACY,
)


def special_education(facts: Facts, table: Table) -> Verdict | None:
    """Identifiers are replaced where a student-data agreement is in force; else nothing is sent."""
    tags = facts.linked(SPECIAL_EDUCATION)
    return speak(ROW, facts, table, tags=tags) if tags else None
