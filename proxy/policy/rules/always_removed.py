"""Row 17: Social Security, licence, passport, bank and card numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.exchange import Action, Reason, Severity, Treatment
from proxy.policy.entities import GOVERNMENT_AND_FINANCE
from proxy.policy.facts import Verdict

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table


def always_removed(facts: Facts, table: Table) -> Verdict | None:
    """Severity S4. The table removes them for good, except in the ``restore`` profile, which swaps and restores."""
    found = facts.any_of(GOVERNMENT_AND_FINANCE)
    if not found:
        return None
    for_good = all(table.treatment(entity) is Treatment.REDACT for entity in found)
    sentence = (
        "Numbers like these are always removed; the answer cannot show them."
        if for_good
        else "Numbers like these were replaced before sending."
    )
    reason = Reason("R17-always-removed", "RCW 42.56.590; 16 CFR 312.2", sentence, Action.FORWARD)
    return Verdict(reason, Severity.S4, frozenset({"GOVID"}))
