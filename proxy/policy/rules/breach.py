"""Row 16: a name together with an element of the Washington breach law."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.entities import BREACH_ELEMENTS, HEALTH, NAMES
from proxy.policy.facts import ANYONE
from proxy.policy.people import CHECK_ANSWER, REPORT
from proxy.policy.row import FORWARD, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=16,
    id="R16-breach",
    signals="a name and a breach element",
    regimes=("RCW 42.56.590",),
    severity=Severity.S0,
    actions=at_every_tier(FORWARD),
    clause="RCW 42.56.590",
    sentence=Said(
        "This mix of details would require a breach notice if it leaked.",
        "Esta mezcla de datos obligaría a avisar si se filtrara.",
    ),
    next_step=CHECK_ANSWER,
    decider=REPORT,
)


def breach(facts: Facts, table: Table) -> Verdict | None:
    """A flag only: it makes the record findable for a breach team, and changes neither action nor severity."""
    if not facts.any_of(NAMES):
        return None
    element = facts.any_of(BREACH_ELEMENTS) or facts.linked(HEALTH, who=ANYONE)
    return speak(ROW, facts, table, tags=frozenset({"WA_BREACH"})) if element else None
