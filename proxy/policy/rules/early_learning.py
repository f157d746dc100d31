"""Row 14: record of a child in early learning."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.entities import PERSONAL
from proxy.policy.people import PRIVACY, TAKE_OUT
from proxy.policy.row import BLOCK, FORWARD, Row, per_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=14,
    id="R14-early",
    signals="EARLY of a person singled out",
    regimes=(
        "Head Start",
        "IDEA C",
    ),
    severity=Severity.S3,
    actions=per_tier(BLOCK, FORWARD, FORWARD),
    clause="45 CFR 1303.20 to 1303.24; IDEA Part C, 34 CFR 303.401",
    sentence=Said(
        "Early-learning child records need parent consent or an approved agreement.",
        "Los datos de niños pequeños piden permiso de los padres o un acuerdo firmado.",
    ),
    next_step=TAKE_OUT,
    decider=PRIVACY,
)

TAGS: Final = frozenset({"EARLY"})


def early_learning(facts: Facts, table: Table) -> Verdict | None:
    """A child below five, or one in Head Start or ECEAP, with an identifier."""
    linked = facts.linked(TAGS) or (facts.records.tags >= TAGS and facts.any_of(PERSONAL))
    return speak(ROW, facts, table, tags=TAGS) if linked else None
