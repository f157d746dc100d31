"""The named reports: the questions that an audit must answer in one query (NIST SP 800-53 AU-6, AU-7).

Each is a function of the log and of what is asked, and an entry in `REPORTS`, which one can read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.audit.filters import BadFilter
from proxy.audit.reports import calls, chain, exposure, history, oversight, totals
from proxy.audit.reports.base import Asked, Named, Report, for_summary

if TYPE_CHECKING:
    from proxy.audit.query import AuditLog

__all__ = ["NAMES", "REPORTS", "Asked", "Named", "Report", "named", "run"]

REPORTS: Final[tuple[Named, ...]] = (
    exposure.PROVIDER_EXPOSURE,
    calls.SENSITIVE,
    calls.STUDENT_DISCLOSURES,
    calls.LAPSED,
    oversight.REVIEWERS,
    oversight.FALSE_REPORTS,
    chain.CHAIN_GAPS,
    chain.LOG_READERS,
    history.RETENTION,
    history.CONFIGURATION,
    totals.ENERGY,
    totals.EVALUATIONS,
)
NAMES: Final = tuple(report.name for report in REPORTS)


def named(name: str) -> Named:
    """The report of this name. Raises BadFilter."""
    for report in REPORTS:
        if report.name == name:
            return report
    raise BadFilter("report", "one of " + ", ".join(NAMES))


def run(log: AuditLog, name: str, asked: Asked, *, mask: bool) -> Report:
    """A report, its small numbers masked for whoever sees summaries.

    Raises:
        BadFilter: no such report, or something that it needs is missing.
        AuditUnavailable: the log cannot be read now.
    """
    report = named(name)
    for need in report.needs:
        if getattr(asked, need) is None:
            raise BadFilter(need, report.say(need))
    with log.reading() as db:
        made = report.run(log, db, asked)
    return for_summary(made) if mask else made
