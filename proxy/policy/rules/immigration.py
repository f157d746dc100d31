"""Row 10: immigration numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.exchange import Action, Reason, Severity
from proxy.policy.facts import Verdict

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table

ENTITIES = frozenset({"IMMIGRATION_ID"})


def immigration(facts: Facts, table: Table) -> Verdict | None:
    """Block when the table says so (the default profile does)."""
    if not facts.any_of(ENTITIES):
        return None
    action = Action.BLOCK if table.blocks & ENTITIES else Action.FORWARD
    sentence = (
        "Immigration details about a person must not be sent to an AI service."
        if action is Action.BLOCK
        else "An immigration number was replaced before sending."
    )
    reason = Reason("R10-immigration", "RCW 43.10.310 model policy", sentence, action)
    return Verdict(reason, Severity.S4, frozenset({"IMM"}))
