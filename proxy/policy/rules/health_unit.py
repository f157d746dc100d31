"""Row 13: health information in a unit under HIPAA."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity, Treatment, UnitKind
from proxy.policy.entities import HEALTH, PATIENTS, PERSONAL
from proxy.policy.facts import ANYONE, POINTED_AT
from proxy.policy.people import PRIVACY
from proxy.policy.row import BLOCK, FORWARD, Row, per_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=13,
    id="R13-hipaa",
    signals="an identifier and a health record; unit=hipaa_component",
    regimes=("HIPAA",),
    severity=Severity.S4,
    actions=per_tier(BLOCK, BLOCK, FORWARD),
    clause="HIPAA, 45 CFR 164.502(b), 164.504(e) and 164.514(b)(2)",
    sentence=Said(
        "Health information: the 18 HIPAA identifiers were removed.",
        "Son datos de salud. Quitamos los 18 datos que nombra HIPAA.",
    ),
    next_step=Said(
        "Use the tool that has a business associate agreement.",
        "Use la herramienta que tiene un acuerdo de socio comercial.",
    ),
    decider=PRIVACY,
    stopped=Said(
        "Health information of a patient may only go to a tool with a health-privacy agreement.",
        "Los datos de salud de un paciente solo pueden ir a una herramienta con acuerdo de privacidad de salud.",
    ),
)


def health_unit(facts: Facts, table: Table) -> Verdict | None:
    """Safe harbour: nothing that identifies is kept, whatever the table says.

    A placeholder is no code derived from the person (45 CFR 164.514(c)): it counts in order of appearance.
    """
    identified = facts.any_of(PERSONAL)
    health = facts.linked(HEALTH, who=ANYONE, known=POINTED_AT) or facts.any_of(PATIENTS)
    if facts.circumstances.unit is not UnitKind.HIPAA or not identified or not health:
        return None
    removed = dict.fromkeys(identified, Treatment.PSEUDONYMIZE)
    return speak(ROW, facts, table, tags=frozenset({"HIPAA"}), treatments=removed)
