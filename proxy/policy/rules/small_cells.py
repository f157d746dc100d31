"""Row 20: counts below ten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.people import PRIVACY
from proxy.policy.row import FORWARD, HOLD, Row, per_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=20,
    id="R20-small-cells",
    signals="SMALLCELL",
    regimes=("FERPA",),
    severity=Severity.S3,
    actions=per_tier(HOLD, FORWARD, FORWARD),
    clause="FERPA, 34 CFR 99.31(b)(1); OSPI suppression practice",
    sentence=Said(
        "Groups under 10 can reveal a student. Mask them as '<10'.",
        "Los grupos de menos de 10 pueden revelar a un estudiante. Escríbalos como '<10'.",
    ),
    next_step=Said(
        "Write <10 for small groups, and hide one more cell so that nobody can subtract.",
        "Escriba <10 en grupos pequeños, y oculte otra celda para que nadie pueda restar.",
    ),
    decider=PRIVACY,
)


def small_cells(facts: Facts, table: Table) -> Verdict | None:
    """A notice where a student-data agreement is in force."""
    tags = facts.signalled(frozenset({"SMALLCELL"}))
    return speak(ROW, facts, table, tags=tags) if tags else None
