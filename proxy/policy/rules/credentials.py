"""Row 18: a password, key or token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.exchange import Action, Reason, Severity
from proxy.policy.entities import SECRETS
from proxy.policy.facts import Verdict

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table


def credentials(facts: Facts, table: Table) -> Verdict | None:
    """Block when the table says so (the default profile does)."""
    if not facts.any_of(SECRETS):
        return None
    action = Action.BLOCK if table.blocks & SECRETS else Action.FORWARD
    sentence = (
        "A password or key was found, so nothing was sent. Take it out, and change it if it was real."
        if action is Action.BLOCK
        else "A password or key was replaced before sending. Change it if it was real."
    )
    reason = Reason("R18-credential", "RCW 42.56.590(10)(b); Policy 5023, Security", sentence, action)
    return Verdict(reason, Severity.S4, frozenset({"SECRET"}))
