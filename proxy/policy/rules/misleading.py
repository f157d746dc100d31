"""Row 24: deception or impersonation, and copying of protected work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.people import POLICY
from proxy.policy.row import HOLD, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=24,
    id="R24-misleading",
    signals="DECEPTION or IPCOPY",
    regimes=("Policy 5023",),
    severity=Severity.S0,
    actions=at_every_tier(HOLD),
    clause="Policy 5023, Prohibited: deception and infringement; 17 USC 106",
    sentence=Said(
        "This may mislead people or copy protected work.",
        "Esto puede engañar a otras personas o copiar una obra protegida.",
    ),
    next_step=Said(
        "Write it in your own name, or ask for a summary in place of a copy.",
        "Escríbalo en su propio nombre, o pida un resumen en lugar de una copia.",
    ),
    decider=POLICY,
)


def misleading(facts: Facts, table: Table) -> Verdict | None:
    """A person looks at it, because a class may well study both."""
    tags = facts.signalled(frozenset({"DECEPTION", "IPCOPY"}))
    return speak(ROW, facts, table, tags=tags) if tags else None
