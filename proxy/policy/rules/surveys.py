"""Row 19: a survey of minors on an area that needs consent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.people import PRIVACY
from proxy.policy.row import HOLD, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=19,
    id="R19-survey",
    signals="PPRA",
    regimes=("PPRA",),
    severity=Severity.S3,
    actions=at_every_tier(HOLD),
    clause="PPRA, 20 USC 1232h(b); 34 CFR 98",
    sentence=Said(
        "Surveys on these topics need parent consent. Confirm before continuing.",
        "Las encuestas sobre estos temas necesitan permiso de los padres. Confírmelo antes de seguir.",
    ),
    next_step=Said(
        "Get consent first, or leave these questions out.", "Pida permiso primero, o quite estas preguntas."
    ),
    decider=PRIVACY,
)


def surveys(facts: Facts, table: Table) -> Verdict | None:
    """Eight areas, from politics to income."""
    tags = facts.signalled(frozenset({"PPRA"}))
    return speak(ROW, facts, table, tags=tags) if tags else None
