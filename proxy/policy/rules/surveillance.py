"""Row 23: the tool is asked to watch or profile people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.people import EDIT, POLICY
from proxy.policy.row import BLOCK, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=23,
    id="R23-tracking",
    signals="SURVEIL",
    regimes=("Policy 5023",),
    severity=Severity.S0,
    actions=at_every_tier(BLOCK),
    clause="Policy 5023, Prohibited: integrity",
    sentence=Said(
        "AI may not be used to track or profile individuals.",
        "La IA no se puede usar para vigilar ni perfilar a personas.",
    ),
    next_step=EDIT,
    decider=POLICY,
)


def surveillance(facts: Facts, table: Table) -> Verdict | None:
    """Also inferring traits or moods of a person, and face or location tracking."""
    tags = facts.signalled(frozenset({"SURVEIL"}))
    return speak(ROW, facts, table, tags=tags) if tags else None
