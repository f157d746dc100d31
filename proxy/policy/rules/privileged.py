"""Row 27: legal privilege, security plans and drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.people import COUNSEL, TAKE_OUT_OR_ASK
from proxy.policy.row import HOLD, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=27,
    id="R27-privileged",
    signals="PRIV or SECPLAN",
    regimes=(
        "RCW 42.56.290",
        "RCW 42.56.420",
    ),
    severity=Severity.S4,
    actions=at_every_tier(HOLD),
    clause="RCW 42.56.290; RCW 42.56.420",
    sentence=Said(
        "This looks privileged or security-sensitive. A reviewer must approve it.",
        "Esto parece reservado por ley o delicado para la seguridad. Alguien debe aprobarlo.",
    ),
    next_step=TAKE_OUT_OR_ASK,
    decider=COUNSEL,
)


def privileged(facts: Facts, table: Table) -> Verdict | None:
    """Once sent, privilege may be waived and a weak door is known."""
    tags = facts.signalled(frozenset({"PRIV", "SECPLAN"}))
    return speak(ROW, facts, table, tags=tags) if tags else None
