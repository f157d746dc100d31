"""Row 18: a password, key or token."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Said, Severity
from proxy.policy.entities import SECRETS
from proxy.policy.people import EDIT, NOBODY
from proxy.policy.row import BLOCK, Row, at_every_tier
from proxy.policy.speak import speak

if TYPE_CHECKING:
    from proxy.policy.facts import Facts, Table, Verdict

ROW: Final = Row(
    number=18,
    id="R18-credential",
    signals="a password or key",
    regimes=("security",),
    severity=Severity.S4,
    actions=at_every_tier(BLOCK),
    clause="RCW 42.56.590(10)(b); Policy 5023, Security",
    sentence=Said(
        "A password or key was replaced before sending. Change it if it was real.",
        "Se cambió una contraseña o clave antes de enviar. Cámbiela si era verdadera.",
    ),
    next_step=EDIT,
    decider=NOBODY,
    stopped=Said(
        "A password or key was found, so nothing was sent. Take it out, and change it if it was real.",
        "Se encontró una contraseña o clave y no se envió nada. Quítela, y cámbiela si era verdadera.",
    ),
    fixed=True,
)


def credentials(facts: Facts, table: Table) -> Verdict | None:
    """Never sent, not even after a review."""
    return speak(ROW, facts, table, tags=frozenset({"SECRET"})) if facts.any_of(SECRETS) else None
