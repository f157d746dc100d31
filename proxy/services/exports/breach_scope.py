"""What a provider's breach exposed: calls in a time, people by keyed digest, and the clock of RCW 42.56.590.

Counted from the records themselves, whole range, exact in time. People cannot be counted exactly without names: one
student may stand there by number and by name. So there is a least and a most.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from proxy.audit.filters import Filters
from proxy.audit.query import MAX_PAGE
from proxy.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.audit.query import AuditLog

NOTICE_DAYS: Final = 30
"""Calendar days from discovery to the notice of those affected and of the attorney general (RCW 42.56.590)."""
ATTORNEY_GENERAL_ABOVE: Final = 500
"""Residents of Washington above which the attorney general is told."""
SENT: Final = frozenset({"keep", "generalize"})
GROUPS: Final = ("model", "tier", "severity", "unit", "tag", "category")


@dataclass(slots=True)
class Scope:
    """What was counted; filled while records pass. `people` is label -> digest -> whether it was sent as written."""

    calls: int = 0
    first: str = ""
    last: str = ""
    breach_calls: int = 0
    cut: int = 0
    by: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in GROUPS})
    people: dict[str, dict[str, bool]] = field(default_factory=dict)
    exposed: dict[str, set[str]] = field(default_factory=dict)
    """Label -> digests sent as written in a call that held a name and an element of the breach law."""

    def add(self, record: Mapping[str, Any]) -> None:
        """Count an intent."""
        detail = record["detail"]
        self.calls += 1
        self.first = self.first or record["at"]
        self.last = record["at"]
        self.cut += bool(detail.get("subjects_cut"))
        breach = bool(detail.get("wa_breach_pi")) or "WA_BREACH" in (detail.get("tags") or ())
        self.breach_calls += breach
        for name in ("model", "tier", "severity", "unit"):
            self.by[name][str(detail.get(name) or "none")] += 1
        self.by["tag"].update(detail.get("tags") or ())
        for finding in detail.get("findings") or ():
            self.by["category"][finding["entity"].partition(".")[0]] += finding["count"]
        for each in detail.get("subjects") or ():
            if not each.get("part"):
                self._person(each, breach=breach)

    def _person(self, subject: Mapping[str, Any], *, breach: bool) -> None:
        label, digest, sent = subject["entity"], subject["digest"], subject["treatment"] in SENT
        known = self.people.setdefault(label, {})
        known[digest] = known.get(digest, False) or sent
        if breach and sent:
            self.exposed.setdefault(label, set()).add(digest)


def breach_scope(
    log: AuditLog,
    provider: str,
    *,
    since: str | None,
    until: str | None,
    discovered: date | None = None,
    today: date | None = None,
) -> dict[str, Any]:
    """The report as data.

    Args:
        log: for the reader.
        provider: id of the provider that was breached.
        since: stamp, inclusive.
        until: stamp, exclusive.
        discovered: when the breach was discovered, from which the clock runs.
        today: for the days that are left.

    Raises:
        AuditUnavailable: the log cannot be read.
    """
    scope, after = Scope(), -1
    filters = Filters(kinds=("request.intent",), provider=provider, since=since, until=until)
    while found := log.tail(after, filters=filters):
        for record in found:
            scope.add(record)
        if len(found) < MAX_PAGE:
            break
        after = found[-1]["seq"]
    return {
        "report": "breach_scope",
        "provider": provider,
        "since": since,
        "until": until,
        "calls": scope.calls,
        "first": scope.first or None,
        "last": scope.last or None,
        "calls_with_breach_law_data": scope.breach_calls,
        "calls_whose_people_were_cut": scope.cut,
        "people": _people({label: set(known) for label, known in scope.people.items()}),
        "people_sent_as_written": _people(
            {label: {digest for digest, sent in known.items() if sent} for label, known in scope.people.items()}
        ),
        "people_to_notify": _people(scope.exposed),
        "by": {name: dict(counts.most_common()) for name, counts in scope.by.items()},
        "notification": notification(_people(scope.exposed), discovered, today),
    }


def _people(found: Mapping[str, set[str]]) -> dict[str, Any]:
    """Distinct digests by label; how many people that is at least and at most."""
    counts = {label: len(digests) for label, digests in sorted(found.items()) if digests}
    return {"at_least": max(counts.values(), default=0), "at_most": sum(counts.values()), "by_label": counts}


def notification(people: Mapping[str, Any], discovered: date | None, today: date | None) -> dict[str, Any]:
    """The facts of the clock of RCW 42.56.590."""
    deadline = None if discovered is None else discovered + timedelta(days=NOTICE_DAYS)
    left = None if deadline is None or today is None else (deadline - today).days
    least, most = people["at_least"], people["at_most"]
    if least > ATTORNEY_GENERAL_ABOVE:
        attorney_general = "yes: more than 500 people at least"
    elif most > ATTORNEY_GENERAL_ABOVE:
        attorney_general = "perhaps: more than 500 if every digest is another person"
    else:
        attorney_general = "not by these numbers"
    return {
        "law": "RCW 42.56.590",
        "discovered": discovered.isoformat() if discovered else None,
        "deadline": deadline.isoformat() if deadline else None,
        "days_left": left,
        "attorney_general": attorney_general,
        "attorney_general_above": ATTORNEY_GENERAL_ABOVE,
    }


def day(text: str | None, name: str) -> date | None:
    """A date that a person typed. Raises BadRequest naming `name`."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadRequest(f"`{name}` must be a date, YYYY-MM-DD.", param=name) from None
