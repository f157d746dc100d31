"""The scheduled audit pack: what happened in a month, a quarter or a year, for a board, an auditor or a panel.

Small numbers are masked everywhere (`proxy.audit.masking`); nobody is named but those who read the log or changed
something. Sections follow Policy 5023, "Review and auditing", and NIST SP 800-53 AU-6.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from proxy.services.exports import pack_calls as calls
from proxy.services.exports import pack_people as people
from proxy.services.exports.pack_parts import OfPeriod

if TYPE_CHECKING:
    from proxy.audit.proof import Verdict
    from proxy.audit.query import AuditLog
    from proxy.services.audit.period import Period
    from proxy.services.exports.pack_parts import PackSection


def sections_of(log: AuditLog, period: Period, verdict: Verdict | None) -> list[PackSection]:
    """All sections, in order.

    Args:
        log: for the reader.
        period: what it is about.
        verdict: of a verification of the whole log; None when there was none.

    Raises:
        AuditUnavailable: the log cannot be read.
    """
    of = OfPeriod(log, period)
    return [
        calls.volumes(of),
        calls.findings(of),
        people.reviews(of),
        people.overrides(of),
        people.approvals(of),
        people.training(of),
        people.accuracy(of),
        calls.incidents(of),
        calls.integrity(of, verdict),
        calls.energy(of),
        people.access(of),
        people.changes(of),
    ]
