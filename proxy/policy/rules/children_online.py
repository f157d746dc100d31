"""Row 15: an app that children under thirteen use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Audience, Said, Severity, Treatment
from proxy.policy.people import PRIVACY
from proxy.policy.row import BLOCK, FORWARD, Row, per_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=15,
    id="R15-coppa",
    signals="audience=student_under13, or COPPA-APPLIES",
    regimes=("COPPA",),
    severity=Severity.S4,
    actions=per_tier(BLOCK, FORWARD, FORWARD),
    clause="COPPA, 16 CFR 312.2 and 312.10",
    sentence=Said(
        "This app is used by children under 13. Details that follow a child from visit to visit were removed.",
        "Esta aplicación la usan menores de 13 años. Se quitaron los datos que siguen al menor.",
    ),
    next_step=Said("Use a tool with a student-data agreement.", "Use una herramienta con acuerdo de datos de alumnos."),
    decider=PRIVACY,
    stopped=Said(
        "This app is used by children under 13.",
        "Esta aplicación la usan menores de 13 años.",
    ),
)

TAGS: Final = frozenset({"COPPA-APPLIES", "UNDER13"})
PERSISTENT: Final = frozenset({"IP", "DEVICE_ID"})
"""16 CFR 312.2, personal information (7)."""


def children_online(facts: Facts, table: Table) -> Verdict | None:
    """Persistent identifiers leave for good; pictures and sound never leave (row 25)."""
    said = facts.signalled(frozenset({"COPPA-APPLIES"}))
    if facts.circumstances.audience is not Audience.UNDER13 and not said:
        return None
    persistent = dict.fromkeys(facts.any_of(PERSISTENT), Treatment.REDACT) if table.gate else {}
    return speak(ROW, facts, table, tags=TAGS, treatments=persistent)
