"""Row 22: the tool is asked to decide about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.people import POLICY
from proxy.policy.row import HOLD, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=22,
    id="R22-decision",
    signals="OVERSIGHT",
    regimes=("Policy 5023",),
    severity=Severity.S0,
    actions=at_every_tier(HOLD),
    clause="Policy 5023, Human oversight; Prohibited: discrimination (RCW 49.60, RCW 28A.642)",
    sentence=Said(
        "AI may inform, not make, this decision. Name the responsible person.",
        "La IA puede informar, pero no tomar, esta decisión. Diga quién es responsable.",
    ),
    next_step=Said(
        "Ask for facts or questions to consider, and decide yourself.",
        "Pida datos o preguntas para pensar, y decida usted.",
    ),
    decider=POLICY,
)


def oversight(facts: Facts, table: Table) -> Verdict | None:
    """Hire, discipline, eligibility, placement: ranking or scoring people is deciding."""
    tags = facts.signalled(frozenset({"OVERSIGHT"}))
    return speak(ROW, facts, table, tags=tags) if tags else None
