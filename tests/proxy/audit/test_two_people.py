"""One person is one person, whichever face they use."""

from __future__ import annotations

import pytest

from proxy.audit.two_people import OPERATOR, same_person
from proxy.cli.audit_looking import operator


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("jordan", "jordan", True),
        ("operator:jordan", "jordan", True),
        ("jordan", "operator:Jordan", True),
        ("operator:jordan", "operator:dana", False),
        ("jordan", "jordan-2", False),
    ],
)
def test_an_account_that_is_called_like_a_person_is_that_person(one: str, other: str, *, same: bool) -> None:
    assert same_person(one, other) is same


def test_accounts_are_told_apart_from_keys_as_the_commands_write_them() -> None:
    assert operator().startswith(OPERATOR)
