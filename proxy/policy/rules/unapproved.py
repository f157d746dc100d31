"""Row 2: the provider or model is not approved, or its approval has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity, Tier
from proxy.policy.people import NOBODY
from proxy.policy.row import BLOCK, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from datetime import date

    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=2,
    id="R02-unapproved",
    signals="tool at tier T0",
    regimes=(),
    severity=Severity.S0,
    actions=at_every_tier(BLOCK),
    clause="Policy 5023, Tools approval",
    sentence=Said(
        "This AI tool is not on the approved list. Pick an approved one or ask IT.",
        "Esta herramienta de IA no está aprobada. Elija una aprobada o pregunte al equipo de informática.",
    ),
    next_step=Said(
        "Pick an approved tool, or ask IT to have this one reviewed.",
        "Elija una herramienta aprobada o pida que se revise esta.",
    ),
    decider=NOBODY,
    fixed=True,
    gate=False,
)


def unapproved(facts: Facts, table: Table) -> Verdict | None:
    """Block at tier T0. The registry refuses earlier; this is the second lock, and what a preview shows."""
    if facts.tier is not Tier.T0:
        return None
    said = _ended(facts.approval_ends) if facts.approval_ends else None
    return speak(ROW, facts, table, tags=frozenset({"UNAPPROVED"}), said=said)


def _ended(day: date) -> Said:
    return Said(
        f"This AI tool is not on the approved list (its approval ended on {day}). Pick an approved one or ask IT.",
        f"Esta herramienta de IA no está aprobada (la aprobación terminó el {day}). Elija otra.",
    )
