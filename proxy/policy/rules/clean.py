"""Row 1: nothing protected was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.people import GO_ON, REPORT
from proxy.policy.row import FORWARD, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=1,
    id="R01-clean",
    signals="nothing protected",
    regimes=(),
    severity=Severity.S0,
    actions=at_every_tier(FORWARD),
    clause="Policy 5023, General use",
    sentence=Said(
        "Nothing protected was found.",
        "No se encontró nada protegido.",
    ),
    next_step=GO_ON,
    decider=REPORT,
)


def clean(facts: Facts, table: Table) -> Verdict | None:
    """Speak when nothing at all was found, so that every decision has a reason."""
    found = facts.entities or facts.unscanned or facts.records.links or facts.records.signals
    return None if found else speak(ROW, facts, table)
