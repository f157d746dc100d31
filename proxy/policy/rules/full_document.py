"""Row 6, full document: a whole IEP, evaluation or restraint report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.entities import SPECIAL_EDUCATION
from proxy.policy.people import PRIVACY
from proxy.policy.row import BLOCK, FORWARD, HOLD, Row, per_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=6,
    id="R06-full-document",
    signals="as row 6, and FULLDOC",
    regimes=(
        "IDEA",
        "Section 504",
        "FERPA",
    ),
    severity=Severity.S3,
    actions=per_tier(BLOCK, HOLD, FORWARD),
    clause="IDEA, 34 CFR 300.610 to 300.627; FERPA, 34 CFR 99.31(a)(1)(i)(B)",
    sentence=Said(
        "This looks like a whole special-education document about one student.",
        "Parece un plan entero de educación especial de un alumno.",
    ),
    next_step=Said("Send only the part you need help with.", "Envíe solo la parte con la que necesita ayuda."),
    decider=PRIVACY,
)


def full_document(facts: Facts, table: Table) -> Verdict | None:
    """A reviewer looks at it; one paragraph of it would be row 6."""
    tags = facts.linked(SPECIAL_EDUCATION) if facts.signalled(frozenset({"FULLDOC"})) else None
    return speak(ROW, facts, table, tags=tags) if tags else None
