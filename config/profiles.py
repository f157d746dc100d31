"""The shipped policy tables: what happens to each entity, and the law or clause that says so.

Assembly reads a table, puts the operator's `policy.treatments` over it, and checks all labels against the detectors.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, TypeAlias

import yaml

from config.fields import (
    ACTION_STRICTNESS,
    STRICTNESS,
    ActionName,
    Entity,
    FilledLine,
    RowId,
    Section,
    TierName,
    TreatmentName,
)

if TYPE_CHECKING:
    from config.models import Settings

ProfileName: TypeAlias = Literal["default", "restore"]


class PolicyTable(Section):
    """One profile.

    Attributes:
        name: profile name.
        treatments: base entity label -> treatment. A label that is not listed must be redacted by whoever reads this.
        clauses: base entity label -> why, with its source.
        gate: whether what a text says may hold or block the call.
        rows: row of the decision table -> tier -> action, as shipped: those that an operator may set.
        fixed: rows that nobody may set.
    """

    name: ProfileName
    treatments: dict[Entity, TreatmentName]
    clauses: dict[Entity, FilledLine]
    gate: bool
    rows: dict[RowId, dict[TierName, ActionName]]
    fixed: tuple[RowId, ...]

    def relaxed_by(self, settings: Settings) -> list[str]:
        """Labels that the operator's own treatments handle less strictly than this table."""
        return [
            entity
            for entity, treatment in settings.policy.treatments.items()
            if STRICTNESS[treatment] < STRICTNESS[self._treatment(entity)]
        ]

    def rows_relaxed_by(self, settings: Settings) -> list[tuple[str, str]]:
        """Rows and tiers where the operator's own action is looser than this table's."""
        return [
            (row, tier)
            for row, actions in settings.policy.rows.items()
            for tier, action in actions.items()
            if row in self.rows and ACTION_STRICTNESS[action] < ACTION_STRICTNESS[self.rows[row][tier]]
        ]

    def _treatment(self, entity: str) -> TreatmentName:
        return self.treatments.get(entity) or self.treatments.get(entity.partition(".")[0], "redact")


@cache
def policy_table(name: ProfileName) -> PolicyTable:
    """The shipped table of a profile."""
    return PolicyTable.model_validate(yaml.safe_load(default_text(f"policy_{name}.yaml")))


def default_text(name: str) -> str:
    """A file of `config/defaults` as text, also from an installed wheel."""
    return (resources.files("config") / "defaults" / name).read_text(encoding="utf-8")
