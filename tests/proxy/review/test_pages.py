"""The queue in pages: every call once, in one order, whatever comes or goes between two pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from held_calls import START, new_hold

from proxy.errors import BadRequest
from proxy.review.pages import Place, place
from proxy.review.rows import hold_row
from proxy.review.states import State, at
from proxy.review.tables import review_hold

if TYPE_CHECKING:
    from collections.abc import Collection

    from proxy.database.state import StateDatabase
    from proxy.review.states import Hold
    from proxy.review.store import HoldStore

STORED = [State.PENDING, State.RELEASED, State.DENIED, State.EXPIRED, State.LAPSED]


def made(number: int, state: State) -> Hold:
    """Three at one moment; some of those that wait or were released are over by now."""
    opened = START + timedelta(minutes=number // 3)
    return new_hold(
        opened,
        state=state,
        expires_at=START + timedelta(hours=1 if number % 2 else 99),
        ends_at=START + timedelta(hours=1 if number % 3 else 99) if state is State.RELEASED else None,
    )


async def keep(state: StateDatabase, *holds: Hold) -> None:
    await state.run(lambda db: db.execute(review_hold.insert(), [hold_row(each) for each in holds]))


async def walked(store: HoldStore, wanted: Collection[State], limit: int) -> list[Hold]:
    now, after, found = START + timedelta(hours=2), None, []
    while True:
        page, after = await store.queue("default", wanted, now=now, limit=limit, after=after)
        found += page
        assert len(page) == limit or after is None
        if after is None:
            return found
        after = place(str(after))


@pytest.mark.parametrize("limit", [1, 3, 4, 100])
@pytest.mark.parametrize("wanted", [[each] for each in STORED] + [[State.PENDING, State.EXPIRED], STORED])
async def test_pages_hold_every_call_once_in_order(
    store: HoldStore, state: StateDatabase, wanted: list[State], limit: int
) -> None:
    holds = [made(number, each) for number in range(7) for each in STORED]
    await keep(state, *holds)
    now = START + timedelta(hours=2)
    standing = [each for each in (at(hold, now) for hold in holds) if each.state in wanted]
    expected = sorted(standing, key=lambda each: each.ticket)
    expected.sort(key=lambda each: each.opened_at, reverse=wanted != [State.PENDING])
    assert expected
    assert await walked(store, wanted, limit) == expected


async def test_calls_that_come_and_go_between_pages_move_nothing(store: HoldStore, state: StateDatabase) -> None:
    holds = [new_hold(START + timedelta(minutes=number)) for number in range(6)]
    await keep(state, *holds)
    first, after = await store.queue("default", [State.PENDING], now=START, limit=2)
    gone = review_hold.c.ticket.in_([holds[0].ticket, holds[1].ticket, holds[3].ticket])
    await state.run(lambda db: db.execute(review_hold.update().where(gone).values(state="denied")))
    await keep(state, late := new_hold(START + timedelta(minutes=9)))
    rest, end = await store.queue("default", [State.PENDING], now=START, limit=9, after=after)
    assert ([*first, *rest], end) == ([holds[0], holds[1], holds[2], holds[4], holds[5], late], None)
    assert await store.queue("another", [State.PENDING], now=START, limit=9) == ([], None)


@pytest.mark.parametrize("text", ["x", "2026-11-23T08:00:00.000Z", "~hold_" + "0" * 32, "2026-11-23T08:00:00.000Z~'"])
def test_a_place_that_nobody_named_is_refused(text: str) -> None:
    with pytest.raises(BadRequest, match="`next` of the page before"):
        place(text)
    assert place("") is None
    hold = new_hold()
    assert place(str(Place.of(hold))) == Place.of(hold)
