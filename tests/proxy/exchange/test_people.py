"""A key made at run time is no second person beside whoever made it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.exchange.people import People, same_person

PEOPLE = People({"invented": ["pat"], "Second": ["invented"], "third": ["operator:pat"], "apart": ["lee"]})
NAMES = st.sampled_from(["pat", "operator:Pat", "lee", "invented", "INVENTED", "second", "third", "apart", "stranger"])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("pat", "invented", True),
        ("invented", "PAT", True),
        ("operator:pat", "invented", True),
        ("pat", "second", True),
        ("pat", "third", True),
        ("invented", "third", True),
        ("lee", "invented", False),
        ("pat", "apart", False),
        ("invented", "apart", False),
        ("stranger", "pat", False),
    ],
)
def test_a_key_is_its_maker_also_through_other_keys(one: str, other: str, *, same: bool) -> None:
    assert PEOPLE.same(one, other) is same


@pytest.mark.parametrize("account", ["operator:pat_district.example", "operator:Pat_District.example"])
def test_an_account_of_a_directory_is_the_person_of_that_name(account: str) -> None:
    assert same_person(account, "pat@district.example")
    assert People({"invented": [account]}).same("pat@district.example", "invented")
    assert not same_person(account, "pat@district.example.org")


def test_keys_that_made_each_other_come_to_an_end() -> None:
    assert People({"a": ["b"], "b": ["a"], "c": ["c"]}).same("a", "b")
    assert not People({"a": ["b"], "b": ["a"], "c": ["c"]}).same("a", "c")


@given(NAMES, NAMES, st.dictionaries(NAMES, st.lists(NAMES, max_size=3)))
def test_what_is_known_of_keys_never_makes_two_people_out_of_one(one, other, issuers) -> None:
    people = People(issuers)
    assert people.same(one, other) is people.same(other, one)
    assert people.same(one, one)
    assert People().same(one, other) is same_person(one, other)
    assert people.same(one, other) or not same_person(one, other)
