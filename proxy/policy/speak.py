"""How a row becomes a verdict: its action at the tier in force, and the sentence that fits what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.exchange import Action, Reason, Said
from proxy.policy.facts import Verdict
from proxy.policy.people import CHECK_ANSWER, REPORT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Tier, Treatment
    from proxy.policy.facts import Facts, Table
    from proxy.policy.row import Row


LET_THROUGH: Final = Said(
    "This was found, and it does not stop anything here.", "Se encontró esto, y aquí no detiene nada."
)
"""In place of a sentence that asks for approval: in an answer, in a profile without a gate, in a loosened row."""


def action_of(row: Row, facts: Facts, table: Table) -> Action:
    """The action of a row for a call.

    An answer is masked and never stopped for what it says (row 26): the person who asked must be able to see that
    something came back. A profile without a gate stops nothing for its content.
    """
    if row.gate and (facts.circumstances.direction == "response" or not table.gate):
        return Action.FORWARD
    chosen = row.actions if row.fixed else table.rows.get(row.id, row.actions)
    return max(chosen.get(tier, row.actions[tier]) for tier in (facts.tier, *facts.beside))


def speak(
    row: Row,
    facts: Facts,
    table: Table,
    *,
    tags: frozenset[str] = frozenset(),
    treatments: Mapping[str, Treatment] | None = None,
    said: Said | None = None,
) -> Verdict:
    """The verdict of a row that has something to say; `said` takes the place of the row's sentence."""
    reason = reason_of(row, action_of(row, facts, table), facts.tier, said)
    return Verdict(reason, row.severity, tags, treatments or {})


def reason_of(row: Row, action: Action, tier: Tier, said: Said | None = None) -> Reason:
    """What staff read of a row that asked for this action: also when it is told again from a record."""
    free = action is Action.FORWARD and max(row.actions.values()) > Action.FORWARD
    let_through = free and row.stopped is None and row.actions[tier] > Action.FORWARD
    sentence = said or (LET_THROUGH if let_through else row.said(action))
    return Reason(
        row.id,
        row.clause,
        sentence.en,
        action,
        sentence.es,
        row.severity,
        CHECK_ANSWER if free else row.next_step,
        REPORT if free else row.decider,
    )
