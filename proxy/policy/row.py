"""A row of the decision table: what makes it speak, what it asks for at each contract tier, and what staff read.

Rows are data; the rule beside each says whether it speaks. Tiers: T1 no student-data agreement, T2 a student-data
agreement, T3 that and a business associate agreement, TL a local model. T0 (not approved) is row 2's alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from proxy.exchange import Action, Said, Severity, Tier

Actions: TypeAlias = Mapping[Tier, Action]

FORWARD, HOLD, BLOCK = Action.FORWARD, Action.HOLD, Action.BLOCK


def per_tier(t1: Action, t2: Action, t3: Action) -> Actions:
    """Actions at T1, T2 and T3. T0 is at least T1. TL is T3, to which the text does not leave the agency at all."""
    return MappingProxyType({Tier.T0: t1, Tier.T1: t1, Tier.T2: t2, Tier.T3: t3, Tier.TL: t3})


def at_every_tier(action: Action) -> Actions:
    """The same action wherever the text goes."""
    return per_tier(action, action, action)


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Attributes:
        number: number in the table of docs/policy.md.
        id: ``R09-special``; stands in records, errors and settings.
        signals: what makes it speak, in words.
        regimes: short names of the laws.
        severity: S0 where the row has none of its own.
        actions: action per contract tier.
        clause: law or policy clause, as records and errors show it.
        sentence: what staff read.
        next_step: what the person can do now.
        decider: who can decide otherwise.
        stopped: what staff read instead when the call is held or blocked.
        fixed: no setting may change its actions.
        gate: False for rows that also speak in a profile that stops nothing for its content.
    """

    number: int
    id: str
    signals: str
    regimes: tuple[str, ...]
    severity: Severity
    actions: Actions
    clause: str
    sentence: Said
    next_step: Said
    decider: Said
    stopped: Said | None = None
    fixed: bool = False
    gate: bool = True

    def said(self, action: Action) -> Said:
        """The sentence for what was done."""
        return self.stopped if self.stopped is not None and action > Action.FORWARD else self.sentence
