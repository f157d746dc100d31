"""Row 17: Social Security, licence, passport, bank and card numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity, Treatment
from proxy.policy.entities import GOVERNMENT_AND_FINANCE
from proxy.policy.people import CHECK_ANSWER, REPORT
from proxy.policy.row import FORWARD, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=17,
    id="R17-always-removed",
    signals="a government or bank number",
    regimes=(
        "RCW 42.56.590",
        "COPPA",
        "HIPAA",
    ),
    severity=Severity.S4,
    actions=at_every_tier(FORWARD),
    clause="RCW 42.56.590; 16 CFR 312.2",
    sentence=Said(
        "Numbers like these are always removed; the answer cannot show them.",
        "Los números como estos siempre se quitan; la respuesta no los puede mostrar.",
    ),
    next_step=CHECK_ANSWER,
    decider=REPORT,
)

REPLACED: Final = Said(
    "Numbers like these were replaced before sending.", "Los números como estos se cambiaron antes de enviar."
)


def always_removed(facts: Facts, table: Table) -> Verdict | None:
    """The table removes them for good, except in the ``restore`` profile, which swaps and restores."""
    found = facts.any_of(GOVERNMENT_AND_FINANCE)
    if not found:
        return None
    for_good = all(table.treatment(entity) is Treatment.REDACT for entity in found)
    return speak(ROW, facts, table, tags=frozenset({"GOVID"}), said=None if for_good else REPLACED)
