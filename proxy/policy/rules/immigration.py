"""Row 10: immigration status or numbers of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.facts import ANYONE, POINTED_AT
from proxy.policy.people import EDIT, NOBODY
from proxy.policy.row import BLOCK, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=10,
    id="R10-immigration",
    signals="IMM of a person, or an immigration number",
    regimes=("RCW 43.10.310",),
    severity=Severity.S4,
    actions=at_every_tier(BLOCK),
    clause="RCW 43.10.310 model policy",
    sentence=Said(
        "An immigration number was replaced before sending.",
        "Se cambió un número de inmigración antes de enviar.",
    ),
    next_step=EDIT,
    decider=NOBODY,
    stopped=Said(
        "Immigration details about a person must not be sent to an AI service.",
        "Los datos de inmigración de una persona no se deben enviar a un servicio de IA.",
    ),
    fixed=True,
)

TAGS: Final = frozenset({"IMM"})
NUMBERS: Final = frozenset({"IMMIGRATION_ID"})


def immigration(facts: Facts, table: Table) -> Verdict | None:
    """Whatever the tool: the agency's policy keeps it in the house."""
    known = facts.linked(TAGS, who=ANYONE, known=POINTED_AT)
    return speak(ROW, facts, table, tags=TAGS) if known or facts.any_of(NUMBERS) else None
