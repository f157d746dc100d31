"""Row 4: direct identifiers of a person, without a record of special kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Audience, Said, Severity, Treatment
from proxy.policy.entities import NAMES, PERSONAL, RECORDS
from proxy.policy.facts import ANYONE
from proxy.policy.people import CHECK_ANSWER, REPORT
from proxy.policy.row import FORWARD, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=4,
    id="R04-personal",
    signals="identifiers of a person",
    regimes=("FERPA",),
    severity=Severity.S2,
    actions=at_every_tier(FORWARD),
    clause="FERPA, 34 CFR 99.3; RCW 28A.605.030",
    sentence=Said(
        "We replaced names, contacts and ID numbers before sending. The answer shows the real ones to you only.",
        "Cambiamos nombres, contactos y números antes de enviar. La respuesta le muestra los verdaderos solo a usted.",
    ),
    next_step=CHECK_ANSWER,
    decider=REPORT,
)


def personal(facts: Facts, table: Table) -> Verdict | None:
    """Wherever a personal identifier is to be changed; the tag PII where a name stands there without a record."""
    changed = {entity for entity in facts.any_of(PERSONAL) if table.treatment(entity) > Treatment.KEEP}
    if not changed or "DIRECTORY" in facts.records.tags:
        return None
    told = facts.linked(RECORDS, who=ANYONE) or facts.circumstances.audience is Audience.UNDER13
    tags = frozenset({"PII"}) if changed & NAMES and not told else frozenset[str]()
    return speak(ROW, facts, table, tags=tags)
