"""The life of a case: who may do what when, and what comes of it. Pure: people, times and dates are handed in.

Request, then a review of each of the five topics, then a decision by a second person. Nobody reviews or decides what
they asked for; an approval needs every topic passed; a case that is decided or withdrawn is closed for good.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest, Conflict, Forbidden
from proxy.exchange.people import People
from proxy.registry.nouns import Case, CaseState, Entry, Verdict

if TYPE_CHECKING:
    from datetime import date

    from proxy.exchange import Approval
    from proxy.registry.nouns import Review

NO_ISSUERS: Final = People()
"""Where no key was made at run time."""
LONGEST_DAYS: Final = 3 * 366
"""Longest approval: three years, the usual term of a student-data agreement; then everything is looked at again."""


def reviewed(case: Case, review: Review, people: People = NO_ISSUERS) -> Case:
    """The case with one more review; a later one of the same topic takes the place of the earlier.

    Args:
        case: an open one.
        review: to be added.
        people: who made keys at run time.

    Raises:
        Conflict: the case is closed.
        Forbidden: the reviewer asked for it.
    """
    _open(case)
    if people.same(review.by, case.requested_by):
        raise Forbidden("Who asked for a tool may not review it: ask a colleague to.")
    kept = tuple(each for each in case.reviews if each.topic is not review.topic)
    return replace(case, reviews=(*kept, review), version=case.version + 1)


def approved(
    case: Case, *, by: str, at: str, reason: str, approval: Approval, people: People = NO_ISSUERS
) -> tuple[Case, Entry]:
    """The case closed by an approval, and the entry that it puts in force.

    Raises:
        Conflict: it is closed, or a review is missing or did not pass.
        Forbidden: who decides asked for it.
        BadRequest: the approval is longer than three years or ends before it begins.
    """
    _decidable(case, by, people)
    if case.missing:
        failed = {review.topic for review in case.reviews if review.verdict is Verdict.FAILED}
        said = ", ".join(f"{topic} ({'failed' if topic in failed else 'not done'})" for topic in case.missing)
        raise Conflict(f"It cannot be approved yet; reviews that have not passed: {said}.")
    if approval.expires < approval.on:
        raise BadRequest("The approval must not end before it begins.", param="expires")
    if approval.expires - approval.on > timedelta(days=LONGEST_DAYS):
        raise BadRequest("An approval may last three years at most; then it is reviewed again.", param="expires")
    conditions = tuple(condition for review in case.reviews for condition in review.conditions)
    return (
        _closed(case, CaseState.APPROVED, by=by, at=at, reason=reason),
        Entry(case.name, case.facts, approval, conditions, case.id),
    )


def denied(case: Case, *, by: str, at: str, reason: str, people: People = NO_ISSUERS) -> Case:
    """The case closed by a refusal; what is in force stays so. Raises as `approved`, without reviews."""
    _decidable(case, by, people)
    return _closed(case, CaseState.DENIED, by=by, at=at, reason=reason)


def withdrawn(case: Case, *, by: str, at: str, reason: str) -> Case:
    """The case closed without a decision; whoever asked may do this too. Raises Conflict: it is closed."""
    _open(case)
    return _closed(case, CaseState.WITHDRAWN, by=by, at=at, reason=reason)


def shortened(entry: Entry, expires: date) -> Entry:
    """The entry with an earlier end: one person may always tighten.

    Raises:
        BadRequest: it would end later than now, which is a case of its own.
    """
    if expires > entry.approval.expires:
        raise BadRequest(
            f"The approval ends on {entry.approval.expires}; a later end needs a new request and decision.",
            param="expires",
        )
    begins = min(entry.approval.on, expires)
    return replace(entry, approval=replace(entry.approval, on=begins, expires=expires))


def _open(case: Case) -> None:
    if case.state is not CaseState.OPEN:
        raise Conflict(f"This case is closed: it was {case.state} on {case.decided_at[:10]}.")


def _decidable(case: Case, by: str, people: People) -> None:
    _open(case)
    if people.same(by, case.requested_by):
        raise Forbidden("Who asked for a tool may not decide about it: a second person must.")


def _closed(case: Case, state: CaseState, *, by: str, at: str, reason: str) -> Case:
    return replace(case, state=state, decided_by=by, decided_at=at, decision_reason=reason, version=case.version + 1)
