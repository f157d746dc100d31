"""The life of a case: five reviews, a second person, and a closed case stays closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.errors import BadRequest, Conflict, Forbidden
from proxy.exchange import Approval
from proxy.exchange.people import People
from proxy.registry import lifecycle
from proxy.registry.nouns import Case, CaseState, Entry, Facts, Kind, Name, Review, Topic, Verdict

AT = "2026-11-23T12:00:00.000Z"
APPROVAL = Approval("bo", date(2026, 11, 23), date(2027, 11, 22), "Board 7")
ASKED = Case("case-1", Name(Kind.APP, "tutor"), Facts("Tutor", "Library", "Reading"), "ana", AT, "Teachers asked.")


def review(topic: Topic, verdict: Verdict = Verdict.PASSED, by: str = "bo", *conditions: str) -> Review:
    return Review(topic, verdict, by, AT, "Looked at it.", conditions)


def ready() -> Case:
    case = ASKED
    for topic in Topic:
        case = lifecycle.reviewed(case, review(topic, Verdict.PASSED, "bo", f"{topic} condition"))
    return case


def approve(case: Case, by: str = "bo", approval: Approval = APPROVAL) -> tuple[Case, Entry]:
    return lifecycle.approved(case, by=by, at=AT, reason="All passed.", approval=approval)


def test_an_approval_needs_all_five_topics_and_carries_their_conditions() -> None:
    closed, entry = approve(ready())
    assert (closed.state, closed.decided_by, entry.case) == (CaseState.APPROVED, "bo", "case-1")
    assert entry.conditions == tuple(f"{topic} condition" for topic in Topic)


@given(st.lists(st.tuples(st.sampled_from(Topic), st.sampled_from(Verdict)), max_size=12))
def test_no_order_of_reviews_makes_up_for_a_topic_that_has_not_passed_last(said) -> None:
    case = ASKED
    for topic, verdict in said:
        case = lifecycle.reviewed(case, review(topic, verdict))
    last = dict(said)
    if len(last) == len(Topic) and set(last.values()) == {Verdict.PASSED}:
        assert approve(case)[1].facts == case.facts
    else:
        with pytest.raises(Conflict):
            approve(case)
    assert case.version == 1 + len(said)


def test_what_stands_against_an_approval_is_named() -> None:
    case = lifecycle.reviewed(ASKED, review(Topic.PRIVACY, Verdict.FAILED))
    with pytest.raises(Conflict, match=r"privacy \(failed\), security \(not done\)"):
        approve(case)


def test_nobody_reviews_or_decides_what_they_asked_for() -> None:
    with pytest.raises(Forbidden):
        lifecycle.reviewed(ASKED, review(Topic.PRIVACY, by="ana"))
    with pytest.raises(Forbidden):
        approve(ready(), by="ana")
    with pytest.raises(Forbidden):
        lifecycle.denied(ASKED, by="ana", at=AT, reason="No.")
    assert lifecycle.withdrawn(ASKED, by="ana", at=AT, reason="Twice.").state is CaseState.WITHDRAWN


def test_an_account_of_the_machine_is_the_person_of_that_name() -> None:
    with pytest.raises(Forbidden):
        lifecycle.reviewed(ASKED, review(Topic.PRIVACY, by="operator:ana"))
    with pytest.raises(Forbidden):
        approve(ready(), by="operator:Ana")


def test_a_closed_case_stays_closed() -> None:
    for closed in (
        approve(ready())[0],
        lifecycle.denied(ASKED, by="bo", at=AT, reason="No."),
        lifecycle.withdrawn(ASKED, by="bo", at=AT, reason="Twice."),
    ):
        for act in (
            lambda case=closed: lifecycle.reviewed(case, review(Topic.PRIVACY)),
            lambda case=closed: approve(case),
            lambda case=closed: lifecycle.denied(case, by="bo", at=AT, reason="No."),
            lambda case=closed: lifecycle.withdrawn(case, by="bo", at=AT, reason="No."),
        ):
            with pytest.raises(Conflict, match="2026-11-23"):
                act()


@pytest.mark.parametrize("days", [-1, 3 * 366 + 1])
def test_an_approval_ends_after_it_begins_and_within_three_years(days: int) -> None:
    approval = Approval("bo", APPROVAL.on, APPROVAL.on + timedelta(days=days), "")
    with pytest.raises(BadRequest):
        approve(ready(), approval=approval)


def test_one_person_may_only_shorten() -> None:
    entry = approve(ready())[1]
    assert lifecycle.shortened(entry, date(2026, 12, 1)).approval.expires == date(2026, 12, 1)
    ended = lifecycle.shortened(entry, date(2026, 11, 1))
    assert ended.lapsed(date(2026, 11, 23))
    with pytest.raises(BadRequest, match="new request"):
        lifecycle.shortened(entry, date(2027, 11, 23))


def test_a_key_made_by_whoever_decides_is_no_second_person() -> None:
    people = People({"invented": ["bo"]})
    asked = replace(ASKED, requested_by="invented")
    with pytest.raises(Forbidden):
        lifecycle.reviewed(asked, review(Topic.PRIVACY, by="bo"), people)
    with pytest.raises(Forbidden):
        lifecycle.denied(asked, by="bo", at=AT, reason="No.", people=people)
    with pytest.raises(Forbidden):
        lifecycle.approved(
            replace(ready(), requested_by="invented"), by="bo", at=AT, reason="Yes.", approval=APPROVAL, people=people
        )
    assert lifecycle.denied(asked, by="cy", at=AT, reason="No.", people=people).state is CaseState.DENIED
