"""The nouns of the registry: what a tool is said to be, the case in which it is decided, and what is in force.

A *tool* is a provider, one of its models, or an app through which people reach them. A *case* asks for it to be
approved, or approved anew: five reviews, then a decision by somebody who did not ask. An approval leaves an *entry*,
which is in force until it expires or another case replaces it; an entry stays in force while the next case is open.
A *stop* is the emergency brake: it names a tool or everything, and wins over all of this.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from proxy.exchange import Approval, Audience, Ceiling, Tier
from proxy.registry.terms import Terms, ceiling_of, tier_of

if TYPE_CHECKING:
    from datetime import date

EVERYTHING: Final = "*"
"""The id of a stop that stops every tool."""
BEING_READ: Final = "(the reason is being checked)"
"""The reason of a stop that is in force and not on record yet: an emergency waits for nothing."""


class Kind(StrEnum):
    """What is approved."""

    PROVIDER = "provider"
    MODEL = "model"
    """One model of a provider, ``provider/model``: narrower than the provider, never wider."""
    APP = "app"
    """What people use to reach a model; the ``app`` of callers' keys."""


class Topic(StrEnum):
    """What is reviewed before a decision (policy 5023, Tools approval)."""

    PRIVACY = "privacy"
    SECURITY = "security"
    EQUITY = "equity"
    ACCESSIBILITY = "accessibility"
    RECORDS = "records"


class Verdict(StrEnum):
    """What a review comes to."""

    PASSED = "passed"
    FAILED = "failed"


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    APPROVED = "approved"
    DENIED = "denied"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Name:
    """Which tool."""

    kind: Kind
    id: str

    def __str__(self) -> str:
        return f"{self.kind.value} {self.id}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a tool, and reviewed.

    Attributes:
        title: name as people know it.
        owner: office that answers for its use.
        purpose: what it is for.
        models: models of a provider, by their exact names; empty for the other kinds.
        terms: contract terms of a provider; what a model or an app has is its provider's.
        ceiling: the most that it is meant for.
        audiences: whom it may serve; of an app: who uses it.
    """

    title: str
    owner: str
    purpose: str
    models: tuple[str, ...] = ()
    terms: Terms = field(default_factory=Terms)
    ceiling: Ceiling = field(default_factory=Ceiling)
    audiences: frozenset[Audience] = frozenset({Audience.STAFF})


@dataclass(frozen=True, slots=True)
class Review:
    """One review of a case."""

    topic: Topic
    verdict: Verdict
    by: str
    at: str
    note: str = ""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A request that a tool be approved, and what has become of it. `version` counts its changes."""

    id: str
    name: Name
    facts: Facts
    requested_by: str
    requested_at: str
    reason: str
    state: CaseState = CaseState.OPEN
    reviews: tuple[Review, ...] = ()
    decided_by: str = ""
    decided_at: str = ""
    decision_reason: str = ""
    version: int = 1

    @property
    def missing(self) -> tuple[Topic, ...]:
        """Topics without a review that passed."""
        passed = {review.topic for review in self.reviews if review.verdict is Verdict.PASSED}
        return tuple(topic for topic in Topic if topic not in passed)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is in force for a tool: what was decided, by whom, with which conditions, until when."""

    name: Name
    facts: Facts
    approval: Approval
    conditions: tuple[str, ...] = ()
    case: str = ""

    @property
    def tier(self) -> Tier:
        """By its terms alone."""
        return tier_of(self.facts.terms)

    @property
    def ceiling(self) -> Ceiling:
        """What was decided, and what the terms rule out."""
        if self.name.kind is not Kind.PROVIDER:
            return self.facts.ceiling
        return self.facts.ceiling.lowered(ceiling_of(self.facts.terms))

    def lapsed(self, today: date) -> bool:
        """Whether the approval has ended, or has not begun."""
        return not self.approval.on <= today <= self.approval.expires


@dataclass(frozen=True, slots=True)
class Stop:
    """An emergency disable: who, when, why."""

    name: Name
    by: str
    at: str
    reason: str

    @property
    def everything(self) -> bool:
        """Whether it stops all tools."""
        return self.name.id == EVERYTHING

    @property
    def told(self) -> bool:
        """Whether it is on record, with its reason."""
        return self.reason != BEING_READ


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that decides about calls, as of one version of the database."""

    version: int = 0
    entries: tuple[Entry, ...] = ()
    stops: tuple[Stop, ...] = ()
    denied: frozenset[Name] = frozenset()
    """Tools of which nothing is in force because the last decision was no."""

    def entry(self, kind: Kind, tool: str) -> Entry | None:
        """What is in force for a tool."""
        return next((each for each in self.entries if each.name.kind is kind and each.name.id == tool), None)
