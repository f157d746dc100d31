"""What a rule is given, and what it may say. Values in, values out: no text, no settings, no clock.

A rule is a pure function of `Facts` and a `Table`. It answers with a `Verdict` or with nothing, and cannot see the
other rules: `decide` combines verdicts by maximum, so the order of rules never matters and a new rule never loosens.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from proxy.exchange import Action, Reason, Severity, Tier, Treatment

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Table:
    """The operator's table: what happens to each entity unless a rule is stricter.

    Attributes:
        name: profile name, for the record (``default``, ``restore``).
        treatments: entity label -> treatment. An entity that is not listed is redacted: unknown means strictest.
        blocks: entities whose presence stops the call.
        on_unscanned: what happens to a call with content that cannot be read as text.
    """

    name: str
    treatments: Mapping[str, Treatment]
    blocks: frozenset[str]
    on_unscanned: Action

    def treatment(self, entity: str) -> Treatment:
        """Treatment of an entity, by its full label first, then by its base label."""
        found = self.treatments.get(entity)
        if found is None:
            found = self.treatments.get(entity.partition(".")[0], Treatment.REDACT)
        return found

    @property
    def digest(self) -> str:
        """SHA-256 over the table's content: the policy hash that stands on every record."""
        content = {
            "name": self.name,
            "treatments": {entity: int(treatment) for entity, treatment in sorted(self.treatments.items())},
            "blocks": sorted(self.blocks),
            "on_unscanned": int(self.on_unscanned),
        }
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a call when it is decided.

    Attributes:
        entities: base label -> number of findings.
        unscanned: kind -> number of places that could not be read as text.
        tier: contract tier of the tool in force today (T0 when not approved or lapsed).
        approval_ends: last day of the approval, for the sentence.
    """

    entities: Mapping[str, int]
    unscanned: Mapping[str, int] = field(default_factory=dict)
    tier: Tier = Tier.T2
    approval_ends: date | None = None

    def any_of(self, labels: frozenset[str]) -> frozenset[str]:
        """The labels among those given that were found."""
        return labels & self.entities.keys()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says: never less than the table, possibly more."""

    reason: Reason
    severity: Severity = Severity.S0
    tags: frozenset[str] = frozenset()
    treatments: Mapping[str, Treatment] = field(default_factory=dict)


Rule: TypeAlias = Callable[[Facts, Table], Verdict | None]
