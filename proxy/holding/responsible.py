"""Row 22: who answers for a decision that an AI informs. Ids from the operator's list; no name is ever stored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest
from proxy.exchange import Action, Relaxed
from proxy.holding.released import with_reasons
from proxy.policy.relax import under_exception

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.examine import Examined

DECISION_ROW: Final = "R22-decision"
"""The row that asks who is responsible."""
LONGEST_ID: Final = 100


def check_accountable(accountable: Mapping[str, tuple[str, ...]], named: str, unit: str, where: str) -> None:
    """Pass, or raise BadRequest: this id is not on the operator's list, or answers for other departments."""
    units = accountable.get(named) if len(named) <= LONGEST_ID else None
    if units is None or (units and unit not in units):
        raise BadRequest(
            f"{where} must hold the id of a person who may answer for decisions in this department "
            "(policy.accountable). Ask who that is.",
            param=where,
        )


def answered(examined: Examined, person: str) -> Examined:
    """Row 22 is answered when somebody answers for the decision."""
    decision = examined.decision
    asking = [each for each in decision.reasons if each.rule == DECISION_ROW and each.action is Action.HOLD]
    if not person or not asking:
        return examined
    reasons = [under_exception(each, Action.FORWARD) if each in asking else each for each in decision.reasons]
    relaxed = [Relaxed(DECISION_ROW, f"responsible:{person}", Action.HOLD, Action.FORWARD)]
    return replace(examined, decision=with_reasons(decision, reasons, relaxed))
