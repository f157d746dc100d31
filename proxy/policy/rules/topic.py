"""Row 7: sensitive terms, and nobody they are about: a topic."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.entities import RECORDS
from proxy.policy.facts import ANYONE, POINTED_AT
from proxy.policy.people import GO_ON, REPORT
from proxy.policy.row import FORWARD, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=7,
    id="R07-topic",
    signals="terms without a person who could be told",
    regimes=(),
    severity=Severity.S0,
    actions=at_every_tier(FORWARD),
    clause="FERPA, 34 CFR 99.3 (not about a student)",
    sentence=Said(
        "A sensitive topic came up, but not about a person who could be identified.",
        "Se trata un tema delicado, pero no de una persona que se pueda identificar.",
    ),
    next_step=GO_ON,
    decider=REPORT,
)


def topic(facts: Facts, table: Table) -> Verdict | None:
    """A question about a term is not a record of anybody."""
    links = facts.records.links
    if not links or facts.linked(RECORDS, who=ANYONE, known=POINTED_AT):
        return None
    return speak(ROW, facts, table)
