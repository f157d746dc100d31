"""What reading the audit offers: the filters of a search, and the named reports; for help texts and OpenAPI."""

from __future__ import annotations

from typing import Any, Final

from proxy.audit.filter_words import FILTER_WORDS
from proxy.audit.filters import ALLOWED
from proxy.audit.reports import REPORTS
from proxy.services.audit.asking import CASE, WHY

REPORT_FILTERS: Final = frozenset({"since", "until", "provider", "subject"})
"""Filters that a report takes."""


def parameters() -> list[dict[str, Any]]:
    """What a look may be given: name, words, and the values it allows where they are a closed set."""
    more = {CASE: "number of the case for which one person is looked at", WHY: "the purpose, in words"}
    return [
        {"name": name, "words": words, "allowed": list(ALLOWED.get(name, ()))}
        for name, words in (*FILTER_WORDS.items(), *more.items())
    ]


def reports() -> list[dict[str, Any]]:
    """The named reports: name, the question each answers, its source, and what it needs."""
    return [report.as_json() for report in REPORTS]
