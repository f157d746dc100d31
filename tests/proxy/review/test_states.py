"""The life of a held call: one example per edge, and a machine that tries everything and must never break a rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from held_calls import START, TERMS, new_hold
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from proxy.errors import Conflict, Forbidden
from proxy.exchange import Severity
from proxy.exchange.people import People
from proxy.review.states import Hold, Mode, Reviewer, State, Vote, at, cast, check_open, passed, withdraw

RUTH, OMAR, INES = Reviewer("ruth", "ruth.kim"), Reviewer("omar", "omar.diaz"), Reviewer("ines")


def yes(who: Reviewer, proposal: str = "p", mode: Mode = Mode.AS_IS) -> Vote:
    return Vote(who, release=True, mode=mode, proposal=proposal)


def no(who: Reviewer) -> Vote:
    return Vote(who, release=False, mode=None, proposal="deny")


def test_one_person_releases_what_needs_one() -> None:
    hold, agreeing = cast(new_hold(people=1), [], yes(RUTH), START, TERMS)
    assert (hold.state, hold.mode, agreeing) == (State.RELEASED, Mode.AS_IS, 1)
    assert hold.ends_at == START + TERMS.valid_for
    assert hold.purge_at == START + TERMS.keep_for


def test_two_people_must_say_the_same() -> None:
    first, agreeing = cast(new_hold(), [], yes(RUTH, "a"), START, TERMS)
    assert (first.state, agreeing) == (State.PENDING, 1)
    second, agreeing = cast(first, [yes(RUTH, "a")], yes(OMAR, "b"), START, TERMS)
    assert (second.state, agreeing) == (State.PENDING, 1)
    third, agreeing = cast(second, [yes(RUTH, "a"), yes(OMAR, "b")], yes(OMAR, "a"), START, TERMS)
    assert (third.state, agreeing) == (State.RELEASED, 2)


def test_one_denial_is_enough() -> None:
    hold, _ = cast(new_hold(), [yes(RUTH)], no(OMAR), START, TERMS)
    assert (hold.state, hold.mode) == (State.DENIED, None)


def test_one_person_with_two_keys_is_one_person() -> None:
    with pytest.raises(Conflict, match="another key"):
        cast(new_hold(), [yes(RUTH)], yes(Reviewer("ruth-second", "ruth.kim")), START, TERMS)
    with pytest.raises(Conflict, match="another key"):
        cast(new_hold(), [yes(INES)], yes(Reviewer("second", "ines")), START, TERMS)


@pytest.mark.parametrize(
    ("caller", "owner", "reviewer"),
    [
        ("ruth", "", RUTH),
        ("teacher", "ruth.kim", RUTH),
        ("ruth.kim", "", RUTH),
        ("teacher", "ines", INES),
        ("ines", "somebody", INES),
        ("teacher", "Ines", INES),
    ],
)
def test_nobody_reviews_their_own(caller: str, owner: str, reviewer: Reviewer) -> None:
    with pytest.raises(Forbidden, match="own call"):
        cast(new_hold(caller=caller, owner=owner), [], yes(reviewer), START, TERMS)


def test_people_without_an_owner_are_not_taken_for_one_another() -> None:
    hold, agreeing = cast(new_hold(), [yes(INES)], yes(Reviewer("noor")), START, TERMS)
    assert (hold.state, agreeing) == (State.RELEASED, 2)


def test_time_alone_expires_and_lapses() -> None:
    hold = new_hold()
    assert at(hold, hold.expires_at - timedelta(milliseconds=1)).state is State.PENDING
    assert at(hold, hold.expires_at).state is State.EXPIRED
    with pytest.raises(Conflict, match="nobody decided in time"):
        cast(hold, [], no(RUTH), hold.expires_at, TERMS)
    released, _ = cast(replace(hold, people=1), [], yes(RUTH), START, TERMS)
    assert released.ends_at is not None
    assert at(released, released.ends_at).state is State.LAPSED


def test_a_hold_is_announced_once_then_expires_then_is_purged() -> None:
    hold, told = passed(new_hold(), START + TERMS.escalate_after, TERMS)
    assert told == ("escalated",)
    assert passed(hold, START + TERMS.escalate_after, TERMS) == (hold, ())
    hold, told = passed(hold, START + TERMS.expire_after, TERMS)
    assert (hold.state, told) == (State.EXPIRED, ("expired",))
    hold, told = passed(hold, START + TERMS.expire_after + TERMS.keep_for, TERMS)
    assert (told, hold.purged_at is None) == (("purged",), False)


def test_what_was_decided_remembers_texts_for_a_time_and_what_was_taken_back_goes_at_once() -> None:
    now = START + timedelta(hours=1)
    released, _ = cast(new_hold(people=1), [], yes(RUTH), now, TERMS)
    denied, _ = cast(new_hold(), [], no(RUTH), now, TERMS)
    taken_back = withdraw(new_hold(), now, TERMS)
    assert [bool(each.segments) for each in (released, denied, taken_back)] == [True, True, False]
    gone, told = passed(taken_back, now, TERMS)
    assert (gone.purged_at, told) == (now, ("purged",))
    assert passed(denied, now, TERMS) == (denied, ())
    over, told = passed(denied, now + TERMS.valid_for, TERMS)
    assert (over.state, over.segments, told) == (State.DENIED, (), ("purged",))
    lapsed, _ = passed(released, now + TERMS.valid_for, TERMS)
    assert (lapsed.state, lapsed.segments) == (State.LAPSED, ())


def test_two_people_are_asked_from_the_severity_on() -> None:
    assert [TERMS.people(each) for each in (Severity.S3, Severity.S4)] == [1, 2]
    assert replace(TERMS, two_from=Severity.S2).people(Severity.S2) == 2


PEOPLE = [RUTH, OMAR, INES, Reviewer("ruth-second", "ruth.kim"), Reviewer("teacher"), Reviewer("head", "t.owner")]


class Life(RuleBasedStateMachine):
    """Anybody may do anything at any time; the rules hold all the same."""

    @initialize(people=st.sampled_from([1, 2]))
    def open(self, people: int) -> None:
        self.hold: Hold = new_hold(people=people, owner="t.owner")
        self.votes: dict[str, Vote] = {}
        self.now = START
        self.seen = [self.hold]
        self.told: list[str] = []

    def then(self, hold: Hold) -> None:
        assert hold.version == self.hold.version + 1
        self.hold = hold
        self.seen.append(hold)

    @rule(who=st.sampled_from(PEOPLE), release=st.booleans(), proposal=st.sampled_from("ab"))
    def vote(self, who: Reviewer, release: bool, proposal: str) -> None:  # noqa: FBT001 - drawn by hypothesis
        vote = yes(who, proposal) if release else no(who)
        try:
            hold, _ = cast(self.hold, self.votes.values(), vote, self.now, TERMS)
        except Forbidden:
            assert who.id == "teacher" or who.owner == "t.owner"
            return
        except Conflict:
            same = {"ruth", "ruth-second"} & self.votes.keys() - {who.id}
            assert at(self.hold, self.now).state is not State.PENDING or (who.owner == "ruth.kim" and same)
            return
        self.votes[who.id] = vote
        self.then(hold)

    @rule()
    def take_back(self) -> None:
        try:
            self.then(withdraw(self.hold, self.now, TERMS))
        except Conflict:
            assert at(self.hold, self.now).state is not State.PENDING

    @rule(hours=st.sampled_from([0.5, 7, 25, 60]))
    def wait(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def tend(self) -> None:
        hold, told = passed(self.hold, self.now, TERMS)
        if told:
            self.then(hold)
        self.told += told
        assert passed(self.hold, self.now, TERMS) == (self.hold, ())

    @invariant()
    def what_was_decided_stays_decided(self) -> None:
        if not hasattr(self, "seen"):
            return
        decided = [hold.state for hold in self.seen if hold.state is not State.PENDING]
        assert set(decided) <= {decided[0] if decided else State.PENDING, State.LAPSED}
        assert State.LAPSED not in decided or decided[0] is State.RELEASED
        assert len(self.told) == len(set(self.told))

    @invariant()
    def a_release_has_its_people(self) -> None:
        if not hasattr(self, "hold") or self.hold.state not in {State.RELEASED, State.LAPSED}:
            return
        agreeing = [vote for vote in self.votes.values() if vote.release]
        proposals = {vote.proposal for vote in agreeing}
        best = max(
            len({vote.reviewer.owner or vote.reviewer.id for vote in agreeing if vote.proposal == each})
            for each in proposals
        )
        assert best >= self.hold.people
        assert not {"teacher", "head"} & self.votes.keys()
        with pytest.raises(Conflict):
            check_open(self.hold, self.now)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=120, stateful_step_count=25, deadline=None)


def test_a_key_made_by_a_reviewer_is_no_second_person() -> None:
    people = People({"invented": ["ruth.kim"], "next": ["invented"]})
    for caller in ("invented", "next"):
        with pytest.raises(Forbidden):
            cast(new_hold(caller=caller, owner=""), [], yes(RUTH), START, TERMS, people=people)
        with pytest.raises(Conflict, match="another key"):
            cast(new_hold(), [yes(RUTH)], yes(Reviewer(caller)), START, TERMS, people=people)
    assert cast(new_hold(caller="next", owner=""), [], yes(OMAR), START, TERMS, people=people)[1] == 1
