"""What may be relaxed, row by row: the explicit list of permits. What does not stand here cannot be overridden at all.

Rows 2 (approval), 8 (meal benefits, 42 USC 1758(b)(6)), 10 (immigration) and 18 (credentials) have none and never will;
row 13 without a business associate agreement, row 15 (children online) and row 25 (what nobody could read) have none
either, because no person can make them safe by a signature.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from proxy.policy.row import BLOCK, FORWARD, HOLD, at_every_tier, per_tier

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Action
    from proxy.policy.row import Actions

PERMITS: Final[Mapping[str, Actions]] = MappingProxyType(
    {
        "R05-still-linkable": per_tier(HOLD, FORWARD, FORWARD),
        "R06-special-education": per_tier(HOLD, FORWARD, FORWARD),
        "R06-full-document": per_tier(HOLD, FORWARD, FORWARD),
        "R09-special": per_tier(BLOCK, FORWARD, FORWARD),
        "R11-substance-use": per_tier(BLOCK, BLOCK, FORWARD),  # written consent: 42 CFR 2.31
        "R12-health": per_tier(HOLD, FORWARD, FORWARD),
        "R14-early": per_tier(HOLD, FORWARD, FORWARD),
        "R19-survey": at_every_tier(FORWARD),  # consent is on file: 20 USC 1232h(b)
        "R20-small-cells": at_every_tier(FORWARD),
        "R22-decision": at_every_tier(FORWARD),  # the app shows who decides
        "R23-tracking": at_every_tier(HOLD),  # never without a person who looks at each
        "R24-misleading": at_every_tier(FORWARD),
        "R27-privileged": at_every_tier(FORWARD),
    }
)
"""Row -> contract tier -> the loosest action that an override may ask for."""

NEVER_SHADOWED: Final = frozenset({2, 8, 10, 17, 18, 25})
"""Numbers of rows that cannot be put on trial: the law or common sense leaves no day on which they may not hold."""


def may_relax(rule: str, action: Action) -> bool:
    """Whether some contract tier allows an override of this row to this action."""
    permit = PERMITS.get(rule)
    return permit is not None and action < BLOCK and any(least <= action for least in permit.values())
