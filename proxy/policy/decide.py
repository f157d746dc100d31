"""Step 5: combine what the rules say. Pure and total: every call gets a decision, and the strictest verdict wins."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Final

from detectors.finding import Records
from proxy.exchange import Action, Circumstances, Decision, Reason, Said, Severity, Tier, Treatment
from proxy.policy.facts import Facts
from proxy.policy.people import GO_ON, REPORT
from proxy.policy.rules import ROWS, RULES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from detectors.finding import Finding, Subject
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
) -> Decision:
    """Decide on one call.

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
    """
    facts = Facts(
        dict(Counter(finding.base for segment in findings for finding in segment)),
        dict(unscanned),
        tier,
        approval_ends,
        records or Records(),
        left,
        circumstances or Circumstances(),
    )
    verdicts = [verdict for rule in rules if (verdict := rule(facts, table)) is not None]
    reasons = tuple(sorted((verdict.reason for verdict in verdicts), key=_rank)) or (NOTED,)
    return Decision(
        action=max(reason.action for reason in reasons),
        treatments=tuple(tuple(_treatment(finding, table, verdicts) for finding in segment) for segment in findings),
        reasons=reasons,
        severity=max((verdict.severity for verdict in verdicts), default=Severity.S0),
        tags=tuple(sorted((facts.records.tags - INTERNAL).union(*(verdict.tags for verdict in verdicts)))),
        policy_hash=policy_hash(table, rules),
    )


def _rank(reason: Reason) -> tuple[int, int, str]:
    """The strictest first, then the most severe, then by rule: the order of rules never matters."""
    return -reason.action, -int(reason.severity.value[1:]), reason.rule


def _treatment(finding: Finding, table: Table, verdicts: Sequence[Verdict]) -> Treatment:
    raised = (verdict.treatments.get(finding.base, Treatment.KEEP) for verdict in verdicts)
    return max(table.treatment(finding.entity), *raised, Treatment.KEEP)


def policy_hash(table: Table, rules: Sequence[Rule] = RULES) -> str:
    """SHA-256 over the table, the rows as shipped and the names of the rules in force."""
    names = ",".join(sorted(rule.__name__ for rule in rules))
    return hashlib.sha256(f"{table.digest}|{names}|{_SHIPPED}".encode()).hexdigest()


_SHIPPED: Final = hashlib.sha256(
    "\n".join(
        f"{row.id} {row.severity} {sorted((tier.value, int(action)) for tier, action in row.actions.items())}"
        for row in ROWS
    ).encode()
).hexdigest()
