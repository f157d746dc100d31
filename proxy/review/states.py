"""The life of a held call, pure: who may decide, when it is decided, and what time alone does to it.

::

    pending --(enough people release the same)--> released --(its term ends)-----> lapsed
       |                                              `----(somebody ends it)---> ended
       |----(one person denies)---------------> denied
       |----(the caller takes it back)--------> withdrawn
       `----(nobody decides in time)----------> expired

Nothing here reads a clock or a database: each function takes a hold and the time and gives the hold that follows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from proxy.errors import Conflict, Forbidden
from proxy.exchange.people import People
from proxy.review.nouns import Hold, Mode, Reviewer, State, Terms, Vote

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime


__all__ = [
    "REMEMBERING",
    "Hold",
    "Mode",
    "Reviewer",
    "State",
    "Terms",
    "Vote",
    "at",
    "cast",
    "check_open",
    "check_reviewer",
    "end",
    "first_sent",
    "passed",
    "withdraw",
]

REMEMBERING: Final = frozenset({State.RELEASED, State.DENIED})
"""Decided holds that know texts by digest: what was released, and what must not go along with a release."""
NO_ISSUERS: Final = People()
"""Where no key was made at run time."""
DECIDED: Final = {
    State.RELEASED: "it was released already",
    State.DENIED: "it was denied already",
    State.EXPIRED: "nobody decided in time, so it was given up",
    State.WITHDRAWN: "the caller has taken it back",
    State.LAPSED: "it was released, and the release has ended",
    State.ENDED: "it was released, and somebody ended the release",
}


def at(hold: Hold, now: datetime) -> Hold:
    """The hold as it stands at `now`, also when nobody has looked at it since."""
    if hold.state is State.PENDING and now >= hold.expires_at:
        return replace(hold, state=State.EXPIRED, decided_at=hold.expires_at)
    if hold.state is State.RELEASED and hold.ends_at is not None and now >= hold.ends_at:
        return replace(hold, state=State.LAPSED)
    return hold


def check_reviewer(hold: Hold, reviewer: Reviewer, people: People = NO_ISSUERS) -> None:
    """Nobody reviews their own, nor what came from a key that they made.

    Args:
        hold: the call.
        reviewer: who wants to decide.
        people: who made keys at run time.

    Raises:
        Forbidden: the call came from a key of the same person.
    """
    if reviewer.same_person(hold.caller, hold.owner, people):
        raise Forbidden(
            "Nobody reviews their own call, or one of a key that they issued: another reviewer must decide this one.",
            details={"ticket": hold.ticket},
        )


def check_open(hold: Hold, now: datetime) -> None:
    """Raises Conflict when the call no longer waits, with what became of it."""
    state = at(hold, now).state
    if state is not State.PENDING:
        raise Conflict(
            f"This call can no longer be decided: {DECIDED[state]}.",
            details={"ticket": hold.ticket, "state": state.value},
        )


def cast(
    hold: Hold, earlier: Collection[Vote], vote: Vote, now: datetime, terms: Terms, *, people: People = NO_ISSUERS
) -> tuple[Hold, int]:
    """The hold after one more vote, and how many now agree with it. One denial is enough; the same people count once.

    Args:
        hold: as stored.
        earlier: the votes of others; an earlier one of the same reviewer is replaced.
        vote: the new one.
        now: current time.
        terms: the operator's.
        people: who made keys at run time.

    Raises:
        Forbidden: the reviewer's own call.
        Conflict: it no longer waits, or this person has voted for it with another key.
    """
    check_reviewer(hold, vote.reviewer, people)
    check_open(hold, now)
    others = [each for each in earlier if each.reviewer.id != vote.reviewer.id]
    if any(vote.reviewer.same_person(each.reviewer.id, each.reviewer.owner, people) for each in others):
        raise Conflict(
            "You have decided this call with another key, or with one of the same issuer: "
            "a second person must look at it."
        )
    if not vote.release:
        return _decided(hold, State.DENIED, now, terms), 1
    agreeing = 1 + sum(each.release and each.proposal == vote.proposal for each in others)
    if agreeing < hold.people:
        return replace(hold, version=hold.version + 1), agreeing
    released = _decided(hold, State.RELEASED, now, terms)
    return replace(released, mode=vote.mode, responsible=vote.responsible), agreeing


def withdraw(hold: Hold, now: datetime, terms: Terms) -> Hold:
    """The caller takes it back. Raises Conflict when it no longer waits."""
    check_open(hold, now)
    return _decided(hold, State.WITHDRAWN, now, terms)


def end(hold: Hold, now: datetime) -> Hold:
    """A release that was wrong counts no longer; what is kept of its content goes with the next round of upkeep.

    Raises:
        Conflict: there is no release that counts now.
    """
    state = at(hold, now).state
    if state is not State.RELEASED:
        told = DECIDED.get(state, "nobody has released it")
        raise Conflict(f"There is no release to end: {told}.", details={"ticket": hold.ticket, "state": state.value})
    return replace(
        hold,
        state=State.ENDED,
        ends_at=now,
        purge_at=now,
        purged_at=None,
        segments=(),
        version=hold.version + 1,
    )


def first_sent(hold: Hold, now: datetime) -> Hold:
    """The released content goes out; only the first time is noted.

    Raises:
        Conflict: the release counts no longer.
    """
    if at(hold, now).state is not State.RELEASED:
        raise Conflict("The release has ended.", details={"ticket": hold.ticket})
    return hold if hold.sent_at else replace(hold, sent_at=now, version=hold.version + 1)


def _decided(hold: Hold, state: State, now: datetime, terms: Terms) -> Hold:
    """Only what was decided remembers texts; what was taken back goes at once, so that nobody fills the disk so."""
    kept = {
        State.RELEASED: terms.keep_for,
        State.DENIED: min(terms.keep_for, terms.valid_for),
        State.WITHDRAWN: timedelta(0),
    }
    return replace(
        hold,
        state=state,
        decided_at=now,
        ends_at=now + terms.valid_for,
        purge_at=now + kept[state],
        segments=hold.segments if state in REMEMBERING else (),
        version=hold.version + 1,
    )


def _ended(hold: Hold, now: datetime, terms: Terms) -> Hold:
    hold = replace(hold, segments=())
    if hold.state is State.EXPIRED:
        return replace(hold, purge_at=hold.expires_at + terms.keep_for)
    return replace(hold, purge_at=now, purged_at=None) if hold.mode is Mode.EDITED else hold


def passed(hold: Hold, now: datetime, terms: Terms, *, keep: bool = False) -> tuple[Hold, tuple[str, ...]]:
    """What time has made of a hold, and what is to be recorded: ``escalated``, ``expired``, ``lapsed``, ``purged``.

    With `keep` its content stays (a legal hold); it goes when that ends. An edited release has its edits until it
    lapses, so that it is purged a second time then.
    """
    told: list[str] = []
    after = hold
    if hold.state is State.PENDING and hold.escalated_at is None and now >= hold.opened_at + terms.escalate_after:
        after = replace(after, escalated_at=now)
        told.append("escalated")
    if (later := at(after, now)).state is not after.state:
        after = _ended(later, now, terms)
        told.append(later.state.value)
    if not keep and after.purge_at is not None and after.purged_at is None and now >= after.purge_at:
        after = replace(after, purged_at=now, segments=() if after.state is State.DENIED else after.segments)
        told.append("purged")
    return (replace(after, version=hold.version + 1) if told else hold), tuple(told)
