"""The shipped policy tables: what happens to each entity, and the law or clause that says so.

Assembly reads a table, puts the operator's `policy.treatments` over it, and checks all labels against the detectors.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal, TypeAlias

import yaml
from pydantic import Field

from config.fields import STRICTNESS, Entity, FilledLine, Section, TreatmentName

if TYPE_CHECKING:
    from config.models import Settings

ProfileName: TypeAlias = Literal["default", "restore"]


class Block(Section):
    """Why the presence of an entity stops a call."""

    clause: FilledLine = Field(description="law or policy clause")
    reason: FilledLine = Field(description="one sentence that staff can read")


class PolicyTable(Section):
    """One profile.

    Attributes:
        name: profile name.
        treatments: base entity label -> treatment. A label that is not listed must be redacted by whoever reads this.
        clauses: base entity label -> why, with its source.
        blocks: entities whose presence stops the call, whatever the tool.
    """

    name: ProfileName
    treatments: dict[Entity, TreatmentName]
    clauses: dict[Entity, FilledLine]
    blocks: dict[Entity, Block]

    def relaxed_by(self, settings: Settings) -> list[str]:
        """Labels that the operator's own treatments handle less strictly than this table."""
        return [
            entity
            for entity, treatment in settings.policy.treatments.items()
            if STRICTNESS[treatment] < STRICTNESS[self._treatment(entity)]
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
