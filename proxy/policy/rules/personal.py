"""Row 4: direct identifiers of a person, without a record of special kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.exchange import Action, Reason, Severity, Treatment
from proxy.policy.entities import PERSONAL
from proxy.policy.facts import Verdict

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table

REASON = Reason(
    "R04-personal",
    "FERPA, 34 CFR 99.3; RCW 28A.605.030",
    "We replaced names, contacts and ID numbers before sending. The answer shows the real ones to you only.",
    Action.FORWARD,
)


def personal(facts: Facts, table: Table) -> Verdict | None:
    """Severity S2 and the tag PII wherever a personal identifier is to be changed."""
    changed = [entity for entity in facts.any_of(PERSONAL) if table.treatment(entity) > Treatment.KEEP]
    return Verdict(REASON, Severity.S2, frozenset({"PII"})) if changed else None
