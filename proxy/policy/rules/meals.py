"""Row 8: meal benefits of an identified student."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.people import NOBODY
from proxy.policy.row import BLOCK, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=8,
    id="R08-meals",
    signals="FRL of a person singled out",
    regimes=(
        "NSLA",
        "FERPA",
    ),
    severity=Severity.S4,
    actions=at_every_tier(BLOCK),
    clause="42 USC 1758(b)(6); 7 CFR 245.6; FERPA, 34 CFR 99.3",
    sentence=Said(
        "Meal-benefit status may only go to people running listed programs. Remove it or use totals.",
        "El beneficio de comidas solo puede verlo quien administra esos programas. Quítelo o use totales.",
    ),
    next_step=Said(
        "Take out who gets the benefit, or use totals of ten or more.",
        "Quite quién recibe el beneficio, o use totales de diez o más.",
    ),
    decider=NOBODY,
    fixed=True,
)


def meals(facts: Facts, table: Table) -> Verdict | None:
    """No AI provider is on the list of the National School Lunch Act."""
    tags = facts.linked(frozenset({"FRL"}))
    return speak(ROW, facts, table, tags=tags) if tags else None
