"""Row 2: the provider or model is not approved, or its approval has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.exchange import Action, Reason, Tier
from proxy.policy.facts import Verdict

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table


def unapproved(facts: Facts, table: Table) -> Verdict | None:
    """Block at tier T0. The registry refuses earlier; this is the second lock, and what a preview shows."""
    del table
    if facts.tier is not Tier.T0:
        return None
    ended = f" (its approval ended on {facts.approval_ends})" if facts.approval_ends else ""
    sentence = f"This AI tool is not on the approved list{ended}. Pick an approved one or ask IT."
    return Verdict(Reason("R02-unapproved", "Policy 5023, Tools approval", sentence, Action.BLOCK))
