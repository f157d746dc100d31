"""What a rule is given, and what it may say. Values in, values out: no text, no settings, no clock.

A rule is a pure function of `Facts` and a `Table`. It answers with a `Verdict` or with nothing, and cannot see the
other rules: `decide` combines verdicts by maximum, so the order of rules never matters and a new rule never loosens.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from detectors.finding import Records
from proxy.exchange import Action, Circumstances, Reason, Severity, Tier, Treatment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from detectors.finding import Subject
    from proxy.policy.row import Actions

ANYONE: Final = frozenset({"student", "child", "guardian", "patient", "staff", "other"})
"""Everybody but public figures, about whom a text is no record."""
FAMILIES: Final = ANYONE - {"staff"}
"""Whom school and health records are about; a member of staff has a personnel record (row 21)."""
SINGLED_OUT: Final = frozenset({"linkable", "identified"})
"""34 CFR 99.3: identified directly, or linkable by a reasonable person in the school community."""
POINTED_AT: Final = SINGLED_OUT | {"watch"}
"""Also a person of whom some facts are known, which is enough where the law speaks of the most sensitive facts."""


@dataclass(frozen=True, slots=True)
class Table:
    """The operator's table: what happens to each entity unless a rule is stricter, and to each row.

    Attributes:
        name: profile name, for the record (``default``, ``restore``).
        treatments: entity label -> treatment. An entity that is not listed is redacted: unknown means strictest.
        gate: whether what a text says may stop the call; False only in the profile for measurements.
        on_unscanned: what happens to a call with content that cannot be read as text.
        rows: row id -> tier -> action, in place of the row's own.
        shadow: row id -> last day on which it is on trial: what it says is recorded and not enforced.
        directory: fields that the agency designated as directory information (34 CFR 99.37(a)).
    """

    name: str
    treatments: Mapping[str, Treatment]
    gate: bool
    on_unscanned: Action
    rows: Mapping[str, Actions] = field(default_factory=dict)
    shadow: Mapping[str, date] = field(default_factory=dict)
    directory: frozenset[str] = frozenset()

    def on_trial(self, today: date | None) -> frozenset[str]:
        """Rows that are on trial on this day; without a day, none."""
        return frozenset(row for row, last in self.shadow.items() if today is not None and today <= last)

    def treatment(self, entity: str) -> Treatment:
        """Treatment of an entity, by its full label first, then by its base label."""
        found = self.treatments.get(entity)
        if found is None:
            found = self.treatments.get(entity.partition(".")[0], Treatment.REDACT)
        return found

    @property
    def digest(self) -> str:
        """SHA-256 over the table's content: the policy hash that stands on every record."""
        content = {
            "name": self.name,
            "treatments": {entity: int(treatment) for entity, treatment in self.treatments.items()},
            "gate": self.gate,
            "on_unscanned": int(self.on_unscanned),
            "rows": {
                row: {tier.value: int(action) for tier, action in tiers.items()} for row, tiers in self.rows.items()
            },
            "shadow": {row: last.isoformat() for row, last in self.shadow.items()},
        }
        if self.directory:
            content["directory"] = sorted(self.directory)
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a call when it is decided.

    Attributes:
        entities: base label -> number of findings.
        unscanned: kind -> number of places that could not be read as text.
        tier: contract tier of the tool in force today (T0 when not approved or lapsed).
        approval_ends: last day of the approval, for the sentence.
        records: what findings and terms add up to: subjects, links, signals, tags.
        left: the subjects of `records`, in order, as the reader of the replaced text meets them (34 CFR 99.31(b)(1)).
        circumstances: what the text cannot show.
        beside: further tiers at which the caller asks to be judged; the strictest action wins.
        rostered: whether all that was found are people of the agency's own roster.
    """

    entities: Mapping[str, int]
    unscanned: Mapping[str, int] = field(default_factory=dict)
    tier: Tier = Tier.T2
    approval_ends: date | None = None
    records: Records = field(default_factory=Records)
    left: tuple[Subject, ...] = ()
    circumstances: Circumstances = field(default_factory=Circumstances)
    beside: frozenset[Tier] = frozenset()
    rostered: bool = False

    def any_of(self, labels: frozenset[str]) -> frozenset[str]:
        """The labels among those given that were found."""
        return labels & self.entities.keys()

    def linked(
        self, tags: frozenset[str], *, who: frozenset[str] = FAMILIES, known: frozenset[str] = SINGLED_OUT
    ) -> frozenset[str]:
        """The families among `tags` of which a term is tied to such a person: a term without one is a topic (row 7)."""
        return self._linked(self.records.subjects, tags, who, known)

    def still_linked(self, tags: frozenset[str]) -> frozenset[str]:
        """The families among `tags` that somebody can be singled out by after the replacements."""
        return self._linked(self.left, tags, FAMILIES, SINGLED_OUT) if self.left else frozenset()

    def _linked(
        self, subjects: Sequence[Subject], tags: frozenset[str], who: frozenset[str], known: frozenset[str]
    ) -> frozenset[str]:
        return frozenset(
            link.tag
            for link in self.records.links
            if link.tag in tags
            and subjects[link.subject].role in who
            and subjects[link.subject].identifiability in known
        )

    def signalled(self, tags: frozenset[str]) -> frozenset[str]:
        """The conclusions among `tags` that need no single person."""
        return frozenset(signal.tag for signal in self.records.signals if signal.tag in tags)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one rule says: never less than the table, possibly more."""

    reason: Reason
    severity: Severity = Severity.S0
    tags: frozenset[str] = frozenset()
    treatments: Mapping[str, Treatment] = field(default_factory=dict)


Rule: TypeAlias = Callable[[Facts, Table], Verdict | None]
