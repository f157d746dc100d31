"""What a tool was approved for: the last stage, after the table and its permits, and one that can only tighten."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from proxy.exchange import Action, Reason, Said
from proxy.policy.people import IT

if TYPE_CHECKING:
    from proxy.exchange import Ceiling, Decision, Severity

RULE: Final = "R02-ceiling"
CLAUSE: Final = "Policy 5023, Tools approval"
SAID: Final = Said(
    "This holds details that this AI tool is not approved for.",
    "Esto tiene datos para los que esta herramienta de IA no está aprobada.",
)
NEXT: Final = Said(
    "Use a tool that is approved for this, or take that part out.",
    "Use una herramienta aprobada para esto, o quite esa parte.",
)


def within(decision: Decision, ceiling: Ceiling | None) -> Decision:
    """The decision, or a refusal where the call holds more than the tool was approved for. Never looser."""
    if ceiling is None:
        return decision
    if decision.severity <= ceiling.severity and not ceiling.barred.intersection(decision.tags):
        return decision
    return replace(decision, action=Action.BLOCK, reasons=(above(decision.severity), *decision.reasons))


def above(severity: Severity) -> Reason:
    """Why: the same words in an error and when it is told again from a record."""
    return Reason(RULE, CLAUSE, SAID.en, Action.BLOCK, SAID.es, severity, NEXT, IT)
