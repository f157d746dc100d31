"""Row 16: a name together with an element of the Washington breach law."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.exchange import Action, Reason
from proxy.policy.entities import BREACH_ELEMENTS, NAMES
from proxy.policy.facts import Verdict

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table

REASON = Reason(
    "R16-breach",
    "RCW 42.56.590",
    "This mix of details would require a breach notice if it leaked.",
    Action.FORWARD,
)


def breach(facts: Facts, table: Table) -> Verdict | None:
    """A flag only: it makes the record findable for a breach team, and changes neither action nor severity."""
    del table
    both = facts.any_of(NAMES) and facts.any_of(BREACH_ELEMENTS)
    return Verdict(REASON, tags=frozenset({"WA_BREACH"})) if both else None
