"""Row 21: personnel matters of a member of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.entities import HEALTH, MOST_SENSITIVE
from proxy.policy.facts import ANYONE
from proxy.policy.people import CHECK_ANSWER, HR
from proxy.policy.row import FORWARD, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=21,
    id="R21-personnel",
    signals="EMP of a person, or health of a member of staff",
    regimes=(
        "ADA",
        "FMLA",
        "RCW 42.56.230(3)",
    ),
    severity=Severity.S3,
    actions=at_every_tier(FORWARD),
    clause="29 CFR 1630.14(c); 29 CFR 825.500(g); RCW 42.56.230(3)",
    sentence=Said(
        "Personnel details were replaced.",
        "Se cambiaron datos de personal.",
    ),
    next_step=CHECK_ANSWER,
    decider=HR,
)

TAGS: Final = frozenset({"EMP"})


def personnel(facts: Facts, table: Table) -> Verdict | None:
    """Leave, accommodation, discipline, evaluation, pay; and what a text says of a colleague's health."""
    about = facts.linked(TAGS, who=ANYONE) or facts.linked(MOST_SENSITIVE | HEALTH, who=frozenset({"staff"}))
    return speak(ROW, facts, table, tags=TAGS) if about else None
