"""Replaying recorded findings against another policy: what would change, before it is switched on.

Pure over records, which hold counts, tags, tiers and the rows that spoke, and no text. So whether a row speaks is taken
from the record; what it asks for, and how findings are treated, is asked of the other policy. What a record cannot tell
is counted and said (`LACKING`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from proxy.exchange import Action, Tier, Treatment
from proxy.policy.decide import NOTED, TRIABLE
from proxy.policy.retell import ACTIONS, ROW_OF
from proxy.policy.rules import unscanned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from proxy.policy.facts import Table

LACKING: Final = (
    "The text and who was linked to what: a row that did not speak then is taken not to speak now.",
    "Rows that a newer version of the program would add, or detect better.",
    "What policy.units and policy.audiences would change: calls of units or apps that differ are counted apart.",
    "Overrides and hints of the time are applied as they were recorded.",
)
"""What records cannot tell, for whoever reads the result."""


@dataclass(slots=True)
class Replay:
    """What a replay adds up.

    Attributes:
        calls: decided calls that were replayed.
        without_decision: records that ended before the table was asked.
        other_place: calls of units or apps that the two policies take for something else.
        other_policy: calls that were decided under neither of the two.
        changes: (action then, action now) -> calls.
        rows: row that leads the change -> (action then, action now) -> calls.
        examples: (action then, action now) -> a few request ids.
        treatments: entity -> (treatment then, treatment now) -> findings.
    """

    calls: int = 0
    without_decision: int = 0
    other_place: int = 0
    other_policy: int = 0
    changes: Counter[tuple[str, str]] = field(default_factory=Counter)
    rows: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    treatments: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Other:
    """The policy to be tried.

    Attributes:
        table: its table.
        base: the table in force, to tell what a rule had raised from what the table said.
        base_hash: its hash.
        hash: the hash of the policy to be tried.
        units: department -> kind where the two policies differ.
        apps: app -> audience where the two policies differ.
        today: the day by which trials of rows end.
    """

    table: Table
    base: Table
    base_hash: str
    today: date
    hash: str = ""
    units: frozenset[str] = frozenset()
    apps: frozenset[str] = frozenset()


EXAMPLES: Final = 5


def replay(records: Iterable[Mapping[str, Any]], other: Other) -> Replay:
    """Add up what the other policy would have done with recorded calls (intents and refusals)."""
    done = Replay()
    for record in records:
        detail = record["detail"]
        if not detail.get("reasons"):
            done.without_decision += 1
            continue
        done.calls += 1
        if detail.get("unit") in other.units or detail.get("app") in other.apps:
            done.other_place += 1
        done.other_policy += detail.get("policy_hash") != other.base_hash
        _one(record, detail, other, done)
    return done


def _one(record: Mapping[str, Any], detail: Mapping[str, Any], other: Other, done: Replay) -> None:
    then = detail["decision"]
    leading, action = _decided(detail, other)
    pair = (then, action.name.lower())
    if then != pair[1]:
        done.changes[pair] += 1
        done.rows.setdefault(leading if action >= ACTIONS[then] else detail["rule"], Counter())[pair] += 1
        examples = done.examples.setdefault(pair, [])
        if len(examples) < EXAMPLES and record.get("request_id"):
            examples.append(record["request_id"])
    for found in detail.get("findings") or ():
        now = _treatment(found, other).name.lower()
        if now != found["treatment"]:
            done.treatments.setdefault(found["entity"], Counter())[found["treatment"], now] += found["count"]


def _decided(detail: Mapping[str, Any], other: Other) -> tuple[str, Action]:
    """The row that leads, and the action: the strictest of the rows that spoke."""
    trial = other.table.on_trial(other.today) & TRIABLE
    eased = {each["rule"]: ACTIONS[each["given"]] for each in detail.get("overrides") or ()}
    asked = [(NOTED.rule, Action.FORWARD)]
    for each in (*detail["reasons"], *(detail.get("shadow") or ())):
        rule = each["rule"]
        if rule not in trial:
            action = _action(rule, each, detail, other.table)
            asked.append((rule, min(action, eased.get(rule, action))))
    return max(asked, key=lambda pair: pair[1])


def _action(rule: str, told: Mapping[str, Any], detail: Mapping[str, Any], table: Table) -> Action:
    row = ROW_OF.get(rule)
    if row is None:
        return ACTIONS[told["action"]]
    if rule == unscanned.ROW.id:
        return table.on_unscanned if detail.get("unscanned") else row.actions[Tier.T2]
    if row.gate and not table.gate:
        return Action.FORWARD
    chosen = row.actions if row.fixed else table.rows.get(rule, row.actions)
    tier = Tier(detail.get("tier") or Tier.T2)
    hinted = (detail.get("hints") or {}).get("tier")
    strict = (detail.get("hints") or {}).get("strict")
    tiers = {tier, *((Tier.T1, Tier.T2, Tier.T3) if strict else ()), *((Tier(hinted),) if hinted else ())}
    return max(chosen.get(each, row.actions[each]) for each in tiers)


def _treatment(found: Mapping[str, Any], other: Other) -> Treatment:
    """The table's word; where a rule had raised the recorded one, it raises again."""
    then = Treatment[found["treatment"].upper()]
    now = other.table.treatment(found["entity"])
    return now if then == other.base.treatment(found["entity"]) else max(then, now)


def shown(done: Replay) -> dict[str, Any]:
    """The result as plain JSON."""
    looser = sum(n for (then, now), n in done.changes.items() if ACTIONS[now] < ACTIONS[then])
    stricter = sum(n for (then, now), n in done.changes.items() if ACTIONS[now] > ACTIONS[then])
    return {
        "calls": done.calls,
        "unchanged": done.calls - looser - stricter,
        "stricter": stricter,
        "looser": looser,
        "without_decision": done.without_decision,
        "other_place": done.other_place,
        "other_policy": done.other_policy,
        "changes": [
            {"then": then, "now": now, "calls": n, "examples": done.examples.get((then, now), [])}
            for (then, now), n in sorted(done.changes.items())
        ],
        "rows": [
            {"row": row, "then": then, "now": now, "calls": n}
            for row, pairs in sorted(done.rows.items())
            for (then, now), n in sorted(pairs.items())
        ],
        "treatments": [
            {"entity": entity, "then": then, "now": now, "findings": n}
            for entity, pairs in sorted(done.treatments.items())
            for (then, now), n in sorted(pairs.items())
        ],
        "lacking": list(LACKING),
    }
