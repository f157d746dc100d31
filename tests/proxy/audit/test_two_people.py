"""One person is one person, whichever face or key they use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from issued_keys import issue_key

from proxy.audit.two_people import OPERATOR, same_person
from proxy.cli.audit_looking import operator

if TYPE_CHECKING:
    from proxy.database.state import StateDatabase

SAME = (
    ("jordan", "jordan", True),
    ("operator:jordan", "jordan", True),
    ("jordan", "operator:Jordan", True),
    ("operator:jordan", "operator:dana", False),
    ("jordan", "jordan-2", False),
    ("operator:jordan", "invented", True),
    ("dana", "invented", False),
)


async def test_an_account_or_a_key_that_may_be_a_persons_is_that_person(state: StateDatabase) -> None:
    await issue_key(state, "invented", "jordan")
    for one, other, same in SAME:
        answer = await state.run(lambda db, one=one, other=other: same_person(db, one, other))
        assert answer is same, (one, other)


def test_accounts_are_told_apart_from_keys_as_the_commands_write_them() -> None:
    assert operator().startswith(OPERATOR)
