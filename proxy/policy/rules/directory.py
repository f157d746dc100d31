"""Row 3: only facts that the agency designated as directory information."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.people import CHECK_ANSWER, REPORT
from proxy.policy.row import FORWARD, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=3,
    id="R03-directory",
    signals="directory facts only",
    regimes=("FERPA",),
    severity=Severity.S1,
    actions=at_every_tier(FORWARD),
    clause="FERPA, 34 CFR 99.3 and 99.37, directory information",
    sentence=Said(
        "Only directory information was found. Names were swapped out to be safe.",
        "Solo se encontró información de directorio. Se cambiaron los nombres por precaución.",
    ),
    next_step=CHECK_ANSWER,
    decider=REPORT,
)

TAGS: Final = frozenset({"DIRECTORY"})


def directory(facts: Facts, table: Table) -> Verdict | None:
    """Names are replaced all the same: which families opted out is not known to a text (34 CFR 99.37(b))."""
    return speak(ROW, facts, table, tags=TAGS) if facts.records.tags >= TAGS else None
