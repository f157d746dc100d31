"""Row 1: nothing protected was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.exchange import Action, Reason
from proxy.policy.facts import Verdict

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table

REASON = Reason("R01-clean", "Policy 5023, General use", "Nothing protected was found.", Action.FORWARD)


def clean(facts: Facts, table: Table) -> Verdict | None:
    """Speak when no finding and nothing unscanned is there, so that every decision has a reason."""
    del table
    return None if facts.entities or facts.unscanned else Verdict(REASON)
