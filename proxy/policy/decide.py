"""Step 5: combine what the rules say. Pure and total: every call gets a decision, and the strictest verdict wins."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Final

from detectors.finding import Records
from proxy.exchange import Action, Circumstances, Decision, Hints, Reason, Said, Severity, Tier, Treatment
from proxy.policy.ceiling import within
from proxy.policy.facts import Facts
from proxy.policy.hints import declared, tiers_beside
from proxy.policy.people import GO_ON, REPORT
from proxy.policy.permits import NEVER_SHADOWED, PERMITS
from proxy.policy.relax import relax
from proxy.policy.rules import ROWS, RULES, directory
from proxy.policy.rules.directory import may_pass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from detectors.finding import Finding, Subject
    from proxy.exchange import Ceiling, Override
    from proxy.policy.facts import Rule, Table, Verdict

INTERNAL: Final = frozenset({"FULLDOC"})
"""What linking tells the rules and nobody else."""
_NOTED: Final = Said("What was found may be sent as it is.", "Lo que se encontró se puede enviar así.")
NOTED: Final = Reason(
    "R00-noted",
    "Policy 5023, Data handling",
    _NOTED.en,
    Action.FORWARD,
    _NOTED.es,
    next_step=GO_ON,
    decider=REPORT,
)
"""For findings that no rule speaks of and the table keeps."""
NO_HINTS: Final = Hints()
ROSTER: Final = "roster"
"""The detector that knows the agency's own people."""
DIRECTORY_ROW: Final = directory.ROW.id
TRIABLE: Final = frozenset(row.id for row in ROWS if row.number not in NEVER_SHADOWED)
"""Rows that may be put on trial (`policy.shadow`)."""


def decide(
    findings: Sequence[Sequence[Finding]],
    table: Table,
    *,
    unscanned: Mapping[str, int],
    tier: Tier,
    approval_ends: date | None = None,
    records: Records | None = None,
    left: tuple[Subject, ...] = (),
    circumstances: Circumstances | None = None,
    rules: Sequence[Rule] = RULES,
    hints: Hints = NO_HINTS,
    overrides: Sequence[Override] = (),
    today: date | None = None,
    ceiling: Ceiling | None = None,
) -> Decision:
    """Decide on one call.

    All rules speak first and the strictest wins. What may do less than that comes afterwards: rows on trial are set
    aside, and overrides ease what their permits allow; a strict hint does away with both.

    Args:
        findings: per segment, as detection returned them.
        table: the operator's table.
        unscanned: kind -> count of what could not be read.
        tier: contract tier in force.
        approval_ends: last day of the approval, if any.
        records: what findings and terms add up to.
        left: the subjects of `records` as the reader of the replaced text meets them.
        circumstances: what the text cannot show.
        rules: the rules; tests add to them.
        hints: what the caller asks for beyond the policy.
        overrides: exceptions granted to this caller that are in force.
        today: the day, by which trials end; without it no row is on trial.
        ceiling: the most that the tool was approved for; comes last, and can only tighten.
    """
    facts = Facts(
        dict(Counter(finding.base for segment in findings for finding in segment)),
        dict(unscanned),
        tier,
        approval_ends,
        records or Records(),
        left,
        circumstances or Circumstances(),
        tiers_beside(hints),
        all(finding.detector == ROSTER for segment in findings for finding in segment),
    )
    verdicts = [verdict for rule in rules if (verdict := rule(facts, table)) is not None]
    trial = frozenset[str]() if hints.strict else TRIABLE & table.on_trial(today)
    enforced = [verdict for verdict in verdicts if verdict.reason.rule not in trial]
    asked = declared(hints, tier)
    spoken = [*(verdict.reason for verdict in enforced), *([asked] if asked else [])]
    eased, relaxed = relax(spoken, () if hints.strict else overrides, tier)
    reasons = tuple(sorted(eased, key=_rank)) or (NOTED,)
    least = Treatment.PSEUDONYMIZE if hints.strict else Treatment.KEEP
    passing = may_pass(facts, table) if DIRECTORY_ROW not in trial and not hints.strict else frozenset[str]()
    by_entity = {
        entity: Treatment.KEEP if base in passing else max(least, _treatment(entity, base, table, enforced))
        for entity, base in {finding.entity: finding.base for segment in findings for finding in segment}.items()
    }
    decision = Decision(
        action=max(reason.action for reason in reasons),
        treatments=tuple(tuple(by_entity[finding.entity] for finding in segment) for segment in findings),
        reasons=reasons,
        severity=max(hints.severity or Severity.S0, *(verdict.severity for verdict in verdicts), Severity.S0),
        tags=tuple(sorted((facts.records.tags - INTERNAL).union(*(verdict.tags for verdict in verdicts)))),
        policy_hash=policy_hash(table, rules),
        relaxed=relaxed,
        shadow=tuple(sorted((verdict.reason for verdict in verdicts if verdict.reason.rule in trial), key=_rank)),
    )
    return within(decision, ceiling)


def _rank(reason: Reason) -> tuple[int, int, str]:
    """The strictest first, then the most severe, then by rule: the order of rules never matters."""
    return -reason.action, -int(reason.severity.value[1:]), reason.rule


def _treatment(entity: str, base: str, table: Table, verdicts: Sequence[Verdict]) -> Treatment:
    raised = (verdict.treatments.get(base, Treatment.KEEP) for verdict in verdicts)
    return max(table.treatment(entity), *raised, Treatment.KEEP)


def policy_hash(table: Table, rules: Sequence[Rule] = RULES) -> str:
    """SHA-256 over the table, the rows and permits as shipped and the names of the rules in force."""
    names = ",".join(sorted(rule.__name__ for rule in rules))
    return hashlib.sha256(f"{table.digest}|{names}|{_SHIPPED}".encode()).hexdigest()


def _cells(actions: Mapping[Tier, Action]) -> list[tuple[str, int]]:
    return sorted((tier.value, int(action)) for tier, action in actions.items())


_SHIPPED: Final = hashlib.sha256(
    "\n".join(
        f"{row.id} {row.severity} {_cells(row.actions)} {_cells(PERMITS.get(row.id, {}))}" for row in ROWS
    ).encode()
).hexdigest()
