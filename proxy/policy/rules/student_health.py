"""Row 12: health of a student, kept by a school."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity, UnitKind
from proxy.policy.people import PRIVACY, TAKE_OUT
from proxy.policy.row import BLOCK, FORWARD, Row, per_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=12,
    id="R12-health",
    signals="HLTH of a person singled out; unit not under HIPAA",
    regimes=("FERPA",),
    severity=Severity.S3,
    actions=per_tier(BLOCK, FORWARD, FORWARD),
    clause="FERPA, 34 CFR 99.3; 45 CFR 160.103 (education records excluded)",
    sentence=Said(
        "Student health details kept by a school are education records (FERPA).",
        "Los datos de salud que guarda la escuela son registros escolares (FERPA).",
    ),
    next_step=TAKE_OUT,
    decider=PRIVACY,
)


def student_health(facts: Facts, table: Table) -> Verdict | None:
    """In a health component row 13 speaks instead."""
    if facts.circumstances.unit is UnitKind.HIPAA:
        return None
    tags = facts.linked(frozenset({"HLTH"}))
    return speak(ROW, facts, table, tags=tags) if tags else None
