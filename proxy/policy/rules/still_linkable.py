"""Row 5, first column: an education record that still singles out a student when the identifiers are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.entities import EDUCATION
from proxy.policy.people import PRIVACY, TAKE_OUT
from proxy.policy.row import BLOCK, FORWARD, Row, per_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=5,
    id="R05-still-linkable",
    signals="as row 5, and somebody is still linkable after replacement",
    regimes=("FERPA",),
    severity=Severity.S3,
    actions=per_tier(BLOCK, FORWARD, FORWARD),
    clause="FERPA, 34 CFR 99.3 (f) and 99.31(b)(1)",
    sentence=Said(
        "Even without names, these details could point to one student.",
        "Aun sin nombres, estos detalles podrían señalar a un estudiante.",
    ),
    next_step=TAKE_OUT,
    decider=PRIVACY,
)


def still_linkable(facts: Facts, table: Table) -> Verdict | None:
    """A tool without a student-data agreement must not get it."""
    tags = facts.still_linked(EDUCATION)
    return speak(ROW, facts, table, tags=tags) if tags else None
