"""The nouns of the review queue: a held call, who reviews it, what they say, and what an operator set."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from proxy.exchange import Severity

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from proxy.exchange.people import People


class State(StrEnum):
    """Where a held call stands."""

    PENDING = "pending"
    RELEASED = "released"
    DENIED = "denied"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    """Released once; its term has ended."""
    ENDED = "ended"
    """Released once; somebody ended it before its term."""


class Mode(StrEnum):
    """How a call is released."""

    AS_IS = "as_is"
    """The hold is lifted; placeholders and removals stay as for any call that is sent."""
    REDACTED = "redacted"
    """Also everything that was found, and all that helps to tell who it is about, is removed for good."""
    EDITED = "edited"
    """Texts that a reviewer wrote are sent in place of the original ones."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What an operator sets.

    Attributes:
        answer_within: the service level: a reviewer should have decided by then.
        escalate_after: an undecided call is announced to whoever is responsible for the queue.
        expire_after: an undecided call is given up.
        valid_for: how long a release, or a denial, counts for the same content.
        keep_for: how long held content is kept after it was decided, for the caller to collect.
        two_from: least severity that needs two people.
        most_open: undecided calls that one caller may have.
    """

    answer_within: timedelta
    escalate_after: timedelta
    expire_after: timedelta
    valid_for: timedelta
    keep_for: timedelta
    two_from: Severity = Severity.S4
    most_open: int = 20

    def people(self, severity: Severity) -> int:
        """How many must release a call of this severity."""
        return 2 if severity >= self.two_from else 1


@dataclass(frozen=True, slots=True)
class Hold:
    """One held call, without its content.

    Attributes:
        ticket: its id, ``hold_...``; unguessable.
        owner: who answers for the key that called.
        request_id: the call that was held.
        content: keyed digest of the last user turn, the model, the tools and what was held in it.
        rules: rows that held it.
        segments: keyed digests of the texts that a release remembers.
        people: how many must release it.
        ends_at: until when a release or a denial counts.
        version: changes with every change; two writers cannot both have the same one.
    """

    ticket: str
    tenant: str
    caller: str
    owner: str
    unit: str
    app: str
    request_id: str
    dialect: str
    operation: str
    provider: str
    model: str
    content: str
    rules: tuple[str, ...]
    severity: Severity
    tags: tuple[str, ...]
    policy_hash: str
    segments: tuple[str, ...] = field(repr=False)
    people: int
    opened_at: datetime
    due_at: datetime
    expires_at: datetime
    state: State = State.PENDING
    mode: Mode | None = None
    responsible: str = ""
    escalated_at: datetime | None = None
    decided_at: datetime | None = None
    ends_at: datetime | None = None
    purge_at: datetime | None = None
    purged_at: datetime | None = None
    sent_at: datetime | None = None
    collected: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who decides."""

    id: str
    owner: str = ""

    def same_person(self, caller: str, owner: str, people: People) -> bool:
        """Whether this is, or may be, whoever stands behind another key: by its id, its owner, or who made it."""
        mine, theirs = {self.id, self.owner} - {""}, {caller, owner} - {""}
        return any(people.same(one, other) for one in mine for other in theirs)


@dataclass(frozen=True, slots=True)
class Vote:
    """One person's word on a held call.

    Attributes:
        proposal: digest of how exactly it is to be released; people agree only when theirs are equal.
    """

    reviewer: Reviewer
    release: bool
    mode: Mode | None
    proposal: str
    responsible: str = ""
