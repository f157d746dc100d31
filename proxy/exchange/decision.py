"""The nouns of deciding: what the rows of the table speak in, and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from datetime import datetime

    from proxy.exchange import Caller, Tier


class Treatment(IntEnum):
    """What happens to one finding; the stricter of two is their max."""

    KEEP = 0
    GENERALIZE = 1
    PSEUDONYMIZE = 2
    REDACT = 3


class Action(IntEnum):
    """What happens to the call; the stricter of two is their max."""

    FORWARD = 0
    HOLD = 1
    BLOCK = 2


class Severity(StrEnum):
    """Severity of what a call holds; S0 nothing personal ... S4 special categories, financial, credentials."""

    S0 = "S0"
    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most that a tool, or an app, was approved for. What is above it is refused; it can only tighten.

    Attributes:
        severity: highest severity of a call.
        barred: tags that no call may have (``IDEA``, ``P2``).
    """

    severity: Severity = Severity.S4
    barred: frozenset[str] = frozenset()

    def lowered(self, other: Ceiling) -> Ceiling:
        """Both at once."""
        return Ceiling(min(self.severity, other.severity), self.barred | other.barred)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said to staff, in the two languages of the house."""

    en: str = ""
    es: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a rule, the law or policy clause it enforces, and a sentence staff can read.

    Attributes:
        rule: id of the row that spoke (``R09-special``).
        clause: law or policy clause.
        sentence: what staff read, in English.
        action: what the row asks for this call.
        sentence_es: the same sentence in Spanish.
        severity: severity of the row.
        next_step: what the person can do now.
        decider: who can decide otherwise.
    """

    rule: str
    clause: str
    sentence: str
    action: Action
    sentence_es: str = ""
    severity: Severity = Severity.S0
    next_step: Said = Said()
    decider: Said = Said()


class UnitKind(StrEnum):
    """What the law takes a unit for: a switch per unit, because no text can show it."""

    ORDINARY = ""
    HIPAA = "hipaa_component"
    """A designated health component (45 CFR 164.105)."""
    PART2 = "part2"
    """A substance-use programme (42 CFR 2.11)."""


class Audience(StrEnum):
    """Who uses the app that calls."""

    STAFF = ""
    UNDER13 = "student_under13"
    """Children under thirteen may (16 CFR 312.2)."""
    OVER13 = "student_over13"
    """Students, all of them thirteen or older."""


Direction: TypeAlias = Literal["request", "response"]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the text of a call cannot show, and the law asks."""

    unit: UnitKind = UnitKind.ORDINARY
    audience: Audience = Audience.STAFF
    direction: Direction = "request"


@dataclass(frozen=True, slots=True)
class Override:
    """An exception that somebody granted: for one row, for some callers, until a day and hour.

    Attributes:
        id: as records name it (``ov_...``).
        rule: row of the decision table.
        action: what the row asks for instead; never looser than the row's permit (`policy.permits`).
        expires: when it ends, in UTC.
        unit: department; empty for any.
        app: tool that calls; empty for any.
        role: role of the key; empty for any.
        caller: id of the caller; empty for any.
    """

    id: str
    rule: str
    action: Action
    expires: datetime
    unit: str = ""
    app: str = ""
    role: str = ""
    caller: str = ""

    def covers(self, who: Caller) -> bool:
        """Whether it was granted to this caller."""
        mine = ((self.unit, who.unit), (self.app, who.app), (self.role, who.role.value), (self.caller, who.id))
        return all(not wanted or wanted == found for wanted, found in mine)


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A row that did less than the table says, and the override that allowed it."""

    rule: str
    override: str
    asked: Action
    given: Action


@dataclass(frozen=True, slots=True)
class Hints:
    """What a caller asks for beyond the policy; it can only tighten.

    Attributes:
        strict: every row as at its strictest tier, everything found replaced, no exception and no trial.
        tier: treat the tool as if it stood no better than this.
        severity: the caller knows that the content is at least this severe.
    """

    strict: bool = False
    tier: Tier | None = None
    severity: Severity | None = None

    def __bool__(self) -> bool:
        return self != Hints()


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on one call. `treatments` runs parallel to the findings it was given, segment by segment.

    Reasons stand with the strictest first, then the most severe, then by rule. `relaxed` are the rows that an override
    loosened; `shadow` is what rows on trial would have said: recorded, and not enforced.
    """

    action: Action
    treatments: tuple[tuple[Treatment, ...], ...]
    reasons: tuple[Reason, ...]
    severity: Severity
    tags: tuple[str, ...]
    policy_hash: str
    relaxed: tuple[Relaxed, ...] = ()
    shadow: tuple[Reason, ...] = ()

    @property
    def leading(self) -> Reason:
        """The reason that decided the action: the first of the strictest."""
        return max(self.reasons, key=lambda reason: reason.action)
