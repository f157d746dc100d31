"""Saved searches, on both state databases: kept as parsed, by tenant, under names of their own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from proxy.audit import saved
from proxy.audit.filters import BadFilter
from proxy.audit.saved import SavedSearch, all_of, drop, find, keep, saved_search
from proxy.errors import Conflict, NotFound

if TYPE_CHECKING:
    from proxy.database.state import StateDatabase

SEARCH = SavedSearch("held-idea", "auditor", "2026-11-23T08:00:00.000Z", {"decision": "hold", "kinds": ["hold"]})


async def test_a_search_is_kept_found_listed_and_dropped(state: StateDatabase) -> None:
    await state.run(partial(keep, tenant="north", search=SEARCH))
    assert await state.run(partial(find, tenant="north", name="held-idea")) == SEARCH
    assert await state.run(partial(all_of, tenant="north")) == [SEARCH]
    assert await state.run(partial(all_of, tenant="south")) == []
    assert await state.run(partial(drop, tenant="north", name="held-idea")) == SEARCH
    with pytest.raises(NotFound):
        await state.run(partial(find, tenant="north", name="held-idea"))


async def test_a_name_is_taken_once_for_each_tenant(state: StateDatabase) -> None:
    await state.run(partial(keep, tenant="north", search=SEARCH))
    with pytest.raises(Conflict):
        await state.run(partial(keep, tenant="north", search=SEARCH))
    await state.run(partial(keep, tenant="south", search=SEARCH))


async def test_there_is_an_end_to_them(state: StateDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "MOST", 1)
    await state.run(partial(keep, tenant="north", search=SEARCH))
    other = SavedSearch("another", "auditor", SEARCH.made, {})
    with pytest.raises(Conflict, match="1 saved searches"):
        await state.run(partial(keep, tenant="north", search=other))


@pytest.mark.parametrize("name", ["", "Held", "a b", "x" * 41, "Zyxwanda Quillfeather"])
async def test_a_name_is_no_free_text(state: StateDatabase, name: str) -> None:
    with pytest.raises(BadFilter) as caught:
        await state.run(partial(keep, tenant="north", search=SavedSearch(name, "auditor", SEARCH.made, {})))
    assert "Zyxwanda" not in caught.value.message


async def test_what_is_no_search_is_not_read_back(state: StateDatabase) -> None:
    row = {"tenant": "north", "name": "odd", "owner": "x", "made": SEARCH.made, "filters": {"note": "Zyxwanda"}}
    await state.run(lambda db: db.execute(sa.insert(saved_search), row))
    with pytest.raises(ValueError, match="not a field") as caught:
        await state.run(partial(find, tenant="north", name="odd"))
    assert "Zyxwanda" not in str(caught.value)
