"""People in the loop, as an operator sets it: jobs need an owner and an approved purpose, and times are in order."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from config.crossing import cross_check
from config.review import Review

JOB = {"id": "nightly", "key_hash": "0" * 64, "kind": "job"}


def faults(caller: dict, purposes: dict | None = None) -> list[tuple[str, str]]:
    tree = {"callers": [caller], "policy": {"purposes": purposes or {}}}
    return [(".".join(map(str, each.place)), each.message) for each in cross_check(tree)]


def test_a_job_needs_somebody_who_answers_for_it_and_an_approved_purpose() -> None:
    assert [place for place, _ in faults(JOB)] == ["callers.0.owner", "callers.0.purpose"]
    named = {**JOB, "owner": "omar.diaz", "purpose": "summaries"}
    ((place, message),) = faults(named)
    assert (place, "policy.purposes" in message) == ("callers.0.purpose", True)
    assert faults(named, {"summaries": "Board 2026-11"}) == []


def test_a_person_needs_neither_and_may_have_an_owner() -> None:
    person = {"id": "teacher", "key_hash": "1" * 64}
    assert faults(person) == []
    assert faults({**person, "owner": "omar.diaz"}) == []
    assert [place for place, _ in faults({**person, "purpose": "anything"})] == ["callers.0.purpose"]


def test_a_broken_tree_is_passed_over_here() -> None:
    assert cross_check({"callers": [{"kind": "job", "owner": 1, "purpose": ["x"]}], "policy": "none"}) == []


def test_times_are_in_order_and_two_people_cannot_become_one_at_s4() -> None:
    assert Review(answer_within_h=1, escalate_after_h=1, expire_after_h=1).queue
    for wrong in ({"answer_within_h": 30}, {"escalate_after_h": 200}, {"two_people_from": "S5"}, {"most_open": 0}):
        with pytest.raises(ValidationError):
            Review.model_validate(wrong)
