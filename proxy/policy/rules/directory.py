"""Row 3: only facts that the agency designated as directory information."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Audience, Said, Severity, Tier
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
NAME: Final = "student_name"
"""The designated field without which no name passes."""
NAMES: Final = frozenset({"STUDENT_NAME"})
AGREED: Final = frozenset({Tier.T2, Tier.T3, Tier.TL})
"""Tiers at which directory information may pass as it is; at T1 names are replaced all the same."""
AS_IT_IS: Final = Said(
    "Only directory information was found. It may be sent as it is.",
    "Solo se encontró información de directorio. Se puede enviar así.",
)


def directory(facts: Facts, table: Table) -> Verdict | None:
    """Speaks of directory information; whether the names in it may pass is `may_pass`'s to say."""
    if not facts.records.tags >= TAGS:
        return None
    return speak(ROW, facts, table, tags=TAGS, said=AS_IT_IS if may_pass(facts, table) else None)


def may_pass(facts: Facts, table: Table) -> frozenset[str]:
    """Labels whose values may be sent as they are: the one relaxation that needs nobody's signature.

    34 CFR 99.37: the agency designated names by public notice, and none of these families opted out. Both must be known
    for everybody named: somebody who is not on the roster, or no roster at all, means that nothing passes.
    """
    here = facts.circumstances
    known = facts.rostered and not facts.records.opted_out and facts.entities.keys() <= NAMES
    agreed = {facts.tier, *facts.beside} <= AGREED and here.audience is Audience.STAFF and here.direction == "request"
    told = facts.records.tags >= TAGS and not facts.records.links and not facts.records.signals and not facts.unscanned
    return NAMES if table.gate and NAME in table.directory and known and agreed and told else frozenset()
