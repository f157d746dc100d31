"""Step 5: combine what the rules say. Pure and total: every call gets a decision, and the strictest verdict wins."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from proxy.exchange import Action, Decision, Reason, Severity, Tier, Treatment
from proxy.policy.facts import Facts
from proxy.policy.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from detectors.finding import Finding
    from proxy.policy.facts import Rule, Table, Verdict

NOTED = Reason("R00-noted", "Policy 5023, Data handling", "What was found may be sent as it is.", Action.FORWARD)
"""For findings that no rule speaks of and the table keeps."""


def decide(
    findings: Sequence[Sequence[Finding]],
    table: Table,
    *,
    unscanned: Mapping[str, int],
    tier: Tier,
    approval_ends: date | None = None,
    rules: Sequence[Rule] = RULES,
) -> Decision:
    """Decide on one call.

    Args:
        findings: per segment, as detection returned them.
        table: the operator's table.
        unscanned: kind -> count of what could not be read.
        tier: contract tier in force.
        approval_ends: last day of the approval, if any.
        rules: the rules; tests add to them.
    """
    counts = Counter(finding.base for segment in findings for finding in segment)
    facts = Facts(dict(counts), dict(unscanned), tier, approval_ends)
    verdicts = [verdict for rule in rules if (verdict := rule(facts, table)) is not None]
    reasons = tuple(verdict.reason for verdict in verdicts) or (NOTED,)
    return Decision(
        action=max(reason.action for reason in reasons),
        treatments=tuple(tuple(_treatment(finding, table, verdicts) for finding in segment) for segment in findings),
        reasons=reasons,
        severity=max((verdict.severity for verdict in verdicts), default=Severity.S0),
        tags=tuple(sorted(frozenset[str]().union(*(verdict.tags for verdict in verdicts)))),
        policy_hash=policy_hash(table, rules),
    )


def _treatment(finding: Finding, table: Table, verdicts: Sequence[Verdict]) -> Treatment:
    raised = (verdict.treatments.get(finding.base, Treatment.KEEP) for verdict in verdicts)
    return max(table.treatment(finding.entity), *raised, Treatment.KEEP)


def policy_hash(table: Table, rules: Sequence[Rule] = RULES) -> str:
    """SHA-256 over the table and the names of the rules in force."""
    names = ",".join(sorted(rule.__name__ for rule in rules))
    return hashlib.sha256(f"{table.digest}|{names}".encode()).hexdigest()
