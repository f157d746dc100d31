"""The composition root's part for the policy: the profile's table, with what the operator set over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from config.profiles import policy_table
from detectors.entities import ENTITIES
from proxy.exchange import Action, Tier, Treatment
from proxy.installation import AssemblyError
from proxy.policy.decide import TRIABLE
from proxy.policy.facts import Table
from proxy.policy.rules import ROWS
from proxy.services.policy.table import policy_of

if TYPE_CHECKING:
    from datetime import date

    from config.models import Settings


def build_table(settings: Settings) -> Table:
    """The policy table in force: the profile's, with the operator's rows over it.

    Raises:
        AssemblyError: a row names an entity that no detector knows.
    """
    profile = policy_table(settings.policy.profile)
    rows = {**profile.treatments, **settings.policy.treatments}
    unknown = sorted(entity for entity in rows if entity.partition(".")[0] not in ENTITIES)
    if unknown:
        raise AssemblyError(
            f"policy.treatments names {', '.join(unknown)}, which no detector finds. Known: {', '.join(ENTITIES)}."
        )
    return Table(
        profile.name,
        {entity: Treatment[name.upper()] for entity, name in rows.items()},
        profile.gate,
        Action[settings.policy.on_unscanned.upper()],
        _set_rows(settings),
        _trials(settings),
        frozenset(settings.directory_information.fields),
    )


def _trials(settings: Settings) -> dict[str, date]:
    """Rows on trial. Raises AssemblyError for a row that may not be, or that nobody knows."""
    wrong = sorted(settings.policy.shadow.keys() - TRIABLE)
    if wrong:
        raise AssemblyError(f"policy.shadow names {', '.join(wrong)}. Rows to try: {', '.join(sorted(TRIABLE))}.")
    return dict(settings.policy.shadow)


def _set_rows(settings: Settings) -> dict[str, dict[Tier, Action]]:
    """The operator's actions over those of the shipped rows; at T0 a row asks for what it does at T1.

    Raises:
        AssemblyError: no such row, or one that nobody may set.
    """
    free = {row.id: row for row in ROWS if not row.fixed}
    wrong = sorted(settings.policy.rows.keys() - free.keys())
    if wrong:
        raise AssemblyError(f"policy.rows names {', '.join(wrong)}. Rows that can be set: {', '.join(free)}.")
    chosen = {}
    for name, actions in settings.policy.rows.items():
        tiers = {**free[name].actions, **{Tier(tier): Action[action.upper()] for tier, action in actions.items()}}
        chosen[name] = {**tiers, Tier.T0: tiers[Tier.T1]}
    return chosen


def policy_in_words(settings: Settings) -> dict[str, Any]:
    """The policy that a configuration makes, as plain JSON. Raises AssemblyError as `build_table`."""
    units, audiences = settings.policy.units, settings.policy.audiences
    return policy_of(build_table(settings), units=dict(units), audiences=dict(audiences))
