"""Row 9: housing, child welfare, mental health, sexual health or identity of a child or family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.entities import MOST_SENSITIVE
from proxy.policy.facts import POINTED_AT
from proxy.policy.people import TAKE_OUT_OR_ASK, TWO_PEOPLE
from proxy.policy.row import BLOCK, HOLD, Row, per_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=9,
    id="R09-special",
    signals="MCV, CPS, MH or SEXH of a person",
    regimes=(
        "McKinney-Vento",
        "RCW 26.44",
        "RCW 70.02",
        "FERPA",
    ),
    severity=Severity.S4,
    actions=per_tier(BLOCK, HOLD, HOLD),
    clause="42 USC 11432(g)(3)(G); RCW 26.44.031; RCW 70.02.240 and .300; FERPA, 34 CFR 99.3",
    sentence=Said(
        "Very sensitive information about a child. A privacy reviewer must approve this.",
        "Información muy delicada sobre un menor. Alguien de privacidad debe aprobarla.",
    ),
    next_step=TAKE_OUT_OR_ASK,
    decider=TWO_PEOPLE,
)


def special_categories(facts: Facts, table: Table) -> Verdict | None:
    """Some facts about the person are enough: here a wrong guess harms most."""
    tags = facts.linked(MOST_SENSITIVE, known=POINTED_AT)
    return speak(ROW, facts, table, tags=tags) if tags else None
