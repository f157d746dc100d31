"""Row 26: personal details in an AI's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity, Treatment
from proxy.policy.people import CHECK_ANSWER, REPORT
from proxy.policy.row import FORWARD, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=26,
    id="R26-response",
    signals="direction=response",
    regimes=("as the other rows",),
    severity=Severity.S0,
    actions=at_every_tier(FORWARD),
    clause="Policy 5023, General use (review output)",
    sentence=Said(
        "Personal details in an AI's answer are masked. Check the answer before you use it.",
        "Los datos personales en la respuesta de la IA se ocultan. Revise la respuesta antes de usarla.",
    ),
    next_step=CHECK_ANSWER,
    decider=REPORT,
)


def response(facts: Facts, table: Table) -> Verdict | None:
    """What the caller did not give is masked for good, names included."""
    if facts.circumstances.direction != "response":
        return None
    masked = {entity: Treatment.REDACT for entity in facts.entities if table.treatment(entity) > Treatment.KEEP}
    return speak(ROW, facts, table, tags=frozenset({"RESPONSE"}), treatments=masked)
