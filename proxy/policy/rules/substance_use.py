"""Row 11: substance-use treatment of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.facts import ANYONE, POINTED_AT
from proxy.policy.people import TAKE_OUT_OR_ASK, TWO_PEOPLE
from proxy.policy.row import BLOCK, HOLD, Row, per_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=11,
    id="R11-substance-use",
    signals="P2 of a person",
    regimes=("42 CFR 2",),
    severity=Severity.S4,
    actions=per_tier(BLOCK, BLOCK, HOLD),
    clause="42 CFR 2.12, 2.16 and 2.32",
    sentence=Said(
        "Substance-use treatment records need written consent to share.",
        "Para compartir datos de un tratamiento por drogas hace falta un permiso escrito.",
    ),
    next_step=TAKE_OUT_OR_ASK,
    decider=TWO_PEOPLE,
)


def substance_use(facts: Facts, table: Table) -> Verdict | None:
    """Of staff too: the law protects whoever is treated."""
    tags = facts.linked(frozenset({"P2"}), who=ANYONE, known=POINTED_AT)
    return speak(ROW, facts, table, tags=tags) if tags else None
