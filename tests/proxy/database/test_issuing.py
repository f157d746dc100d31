"""Who made the keys of a caller, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from issued_keys import issue_key

from proxy.database.issuing import issuers

if TYPE_CHECKING:
    from proxy.database.state import StateDatabase


async def test_makers_are_found_up_the_chain_whatever_the_case(state: StateDatabase) -> None:
    for name, by in (("Invented", "pat"), ("invented", "lee"), ("next", "INVENTED"), ("other", "sam")):
        await issue_key(state, name, by)
    found = await state.run(lambda db: issuers(db, ["NEXT"]))
    assert found == {"next": {"INVENTED"}, "invented": {"pat", "lee"}}
    assert await state.run(lambda db: issuers(db, ["operator:other", "nobody"])) == {"other": {"sam"}}
    assert await state.run(lambda db: issuers(db, [])) == {}


async def test_keys_that_name_each_other_come_to_an_end(state: StateDatabase) -> None:
    await issue_key(state, "a", "b")
    await issue_key(state, "b", "a")
    assert await state.run(lambda db: issuers(db, ["a"])) == {"a": {"b"}, "b": {"a"}}
