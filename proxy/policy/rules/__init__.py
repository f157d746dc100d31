"""The rules in force, one per file. Rule numbers are the rows of the decision table in docs/policy.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.policy.rules.always_removed import always_removed
from proxy.policy.rules.breach import breach
from proxy.policy.rules.clean import clean
from proxy.policy.rules.credentials import credentials
from proxy.policy.rules.immigration import immigration
from proxy.policy.rules.personal import personal
from proxy.policy.rules.unapproved import unapproved
from proxy.policy.rules.unscanned import unscanned

if TYPE_CHECKING:
    from proxy.policy.facts import Rule

RULES: tuple[Rule, ...] = (
    clean,
    unapproved,
    personal,
    immigration,
    breach,
    always_removed,
    credentials,
    unscanned,
)
"""All rules. The order is for the reader: it decides nothing."""
