"""The separate last stage: what a permitted exception makes of a decision that all rules have reached.

Rules cannot loosen (`decide`); only this can, for rows that stand in `permits`, and it says so in the decision.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from proxy.exchange import Action, Relaxed, Said
from proxy.policy.people import CHECK_ANSWER, REPORT
from proxy.policy.permits import PERMITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from proxy.exchange import Override, Reason, Tier

EXCEPTION: Final = Said(
    "A person with the right to do so made an exception for this.",
    "Alguien con permiso hizo una excepción aquí.",
)


def relax(
    reasons: Sequence[Reason], overrides: Sequence[Override], tier: Tier
) -> tuple[tuple[Reason, ...], tuple[Relaxed, ...]]:
    """The reasons with their actions as the overrides allow, and which override touched which row.

    An override never takes a row below its permit at this tier, and never raises one.
    """
    eased: list[Reason] = []
    relaxed: list[Relaxed] = []
    for reason in reasons:
        chosen = _loosest(reason, overrides, tier)
        if chosen is None:
            eased.append(reason)
            continue
        override, action = chosen
        eased.append(under_exception(reason, action))
        relaxed.append(Relaxed(reason.rule, override.id, reason.action, action))
    return tuple(eased), tuple(relaxed)


def under_exception(reason: Reason, action: Action) -> Reason:
    """A row's reason with what is left of its action, and words that fit it."""
    if action > Action.FORWARD:
        return replace(reason, action=action)
    return replace(
        reason,
        action=action,
        sentence=EXCEPTION.en,
        sentence_es=EXCEPTION.es,
        next_step=CHECK_ANSWER,
        decider=REPORT,
    )


def _loosest(reason: Reason, overrides: Sequence[Override], tier: Tier) -> tuple[Override, Action] | None:
    permit = PERMITS.get(reason.rule)
    if permit is None or reason.action is Action.FORWARD:
        return None
    offers = [(override, max(override.action, permit[tier])) for override in overrides if override.rule == reason.rule]
    easing = [(override, action) for override, action in offers if action < reason.action]
    return min(easing, key=lambda offer: (offer[1], offer[0].id), default=None)
