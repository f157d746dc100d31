"""The queue in the state database, on SQLite and PostgreSQL: nothing twice, nothing lost, one winner."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from held_calls import TERMS, make_outbox, new_hold
from issued_keys import issue_key

from proxy.audit.grammar import GrammarError
from proxy.errors import AuditUnavailable, Conflict, Forbidden, GuardError, NotFound, QuotaExceeded
from proxy.review.reading import EDITS
from proxy.review.rows import hold_row
from proxy.review.sealed import Sealer
from proxy.review.states import Mode, Reviewer, State, Vote, end
from proxy.review.store import HoldStore
from proxy.review.tables import review_content, review_hold, review_outbox
from proxy.review.told import of_review

if TYPE_CHECKING:
    from held_calls import Clock, Log

    from proxy.database.state import StateDatabase
    from proxy.review.outbox import Outbox
    from proxy.review.states import Hold
    from proxy.review.told import Owed

SECRET = b"My student Marisol Ochoa"


def owed(before: Hold, after: Hold, votes: int) -> list[Owed]:
    told = [of_review(before, "voted", reviewer="r", votes=votes)]
    return told if after.state is before.state else [*told, of_review(after, after.state.value, reviewer="r")]


async def vote(store: HoldStore, hold: Hold, who: str, clock: Clock, **more: object) -> Hold:
    release = bool(more.get("release", True))
    cast = Vote(
        Reviewer(who), release, Mode(str(more.get("mode", "as_is"))) if release else None, str(more.get("p", "p"))
    )
    edits = more.get("edits")
    after, _ = await store.vote(
        hold.tenant,
        hold.ticket,
        cast,
        "because",
        edits=edits if isinstance(edits, bytes) else None,
        segments=["ee" * 16] if edits else [],
        terms=TERMS,
        now=clock.now,
        owed=owed,
    )
    return after


async def opened(store: HoldStore, clock: Clock, **more: object) -> Hold:
    hold = new_hold(clock.now, **more)
    return await store.open(hold, {"call": SECRET, "view": b"{}"}, most_open=TERMS.most_open, now=clock.now)


async def test_a_hold_comes_back_as_it_was_kept(store: HoldStore, clock: Clock, log: Log) -> None:
    hold = await opened(store, clock)
    assert await store.get("default", hold.ticket, clock.now) == hold
    assert await store.content(hold, "call") == SECRET
    assert log.told(hold.ticket) == ["hold.opened"]
    with pytest.raises(NotFound):
        await store.get("another-district", hold.ticket, clock.now)


async def test_the_same_content_is_held_once_while_nobody_has_decided(store: HoldStore, clock: Clock, log: Log) -> None:
    content = "cd" * 32
    held = await asyncio.gather(*(opened(store, clock, content=content) for _ in range(6)))
    assert len({hold.ticket for hold in held}) == 1
    assert [event.detail["action"] for event in log.events] == ["opened"]
    other = await opened(store, clock, content=content, caller="colleague")
    assert other.ticket != held[0].ticket


async def test_a_caller_has_so_many_open_calls_and_no_more(store: HoldStore, clock: Clock) -> None:
    results = await asyncio.gather(*(opened(store, clock) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(each, QuotaExceeded) for each in results) == 8 - TERMS.most_open
    assert (await opened(store, clock, caller="colleague")).caller == "colleague"
    clock.forward(hours=73)
    await store.tend(TERMS, clock.now)
    assert (await opened(store, clock)).state is State.PENDING


async def test_two_reviewers_decide_at_once_and_exactly_one_wins(store: HoldStore, clock: Clock, log: Log) -> None:
    for round_ in range(5):
        hold = await opened(store, clock, people=1, caller=f"teacher-{round_}")
        votes = [vote(store, hold, "ruth", clock), vote(store, hold, "omar", clock, release=False)]
        results = await asyncio.gather(*votes, return_exceptions=True)
        won = [each for each in results if not isinstance(each, BaseException)]
        lost = [each for each in results if isinstance(each, Conflict)]
        assert (len(won), len(lost)) == (1, 1), results
        stored = await store.get("default", hold.ticket, clock.now)
        assert stored.state is won[0].state
        told = Counter(log.told(hold.ticket))
        assert told == {"hold.opened": 1, "review.voted": 1, f"review.{stored.state.value}": 1}


async def test_many_reviewers_at_once_release_it_once(store: HoldStore, clock: Clock, log: Log) -> None:
    hold = await opened(store, clock, people=2)
    votes = [vote(store, hold, f"reviewer-{number}", clock) for number in range(6)]
    results = await asyncio.gather(*votes, return_exceptions=True)
    assert sum(isinstance(each, Conflict) for each in results) == 4
    assert log.told(hold.ticket).count("review.released") == 1
    assert len(await store.votes(hold.ticket)) == 2


async def test_edits_wait_with_their_proposal_and_count_with_the_release(store: HoldStore, clock: Clock) -> None:
    hold = await opened(store, clock)
    await vote(store, hold, "ruth", clock, mode="edited", edits=b"{}", p="one")
    assert await store.content(hold, EDITS) is None
    assert await store.content(hold, "edits.one") == b"{}"
    after = await vote(store, hold, "omar", clock, mode="edited", edits=b"{}", p="one")
    assert await store.content(after, EDITS) == b"{}"
    assert after.segments == (*hold.segments, "ee" * 16)


async def test_what_counts_for_a_caller_and_tool(store: HoldStore, clock: Clock) -> None:
    pending = await opened(store, clock)
    released = await opened(store, clock, people=1)
    denied = await opened(store, clock)
    await vote(store, released, "ruth", clock)
    await vote(store, denied, "ruth", clock, release=False)

    contents = {each.content for each in (pending, released, denied)}

    async def counting(**other: str) -> set[str]:
        asked = {"tenant": "default", "caller": "teacher", "provider": "main", "model": "small", **other}
        found = await store.counting(**asked, contents=contents, texts=(), now=clock.now)
        return {each.ticket for each in found}

    assert await counting() == {pending.ticket, released.ticket, denied.ticket}
    for other in ({"tenant": "x"}, {"caller": "x"}, {"provider": "x"}, {"model": "x"}):
        assert await counting(**other) == set()
    clock.forward(hours=49)
    assert await counting() == {pending.ticket}


async def remembering(store: HoldStore, clock: Clock, *texts: str) -> list[str]:
    found = await store.counting("default", "teacher", "main", "small", contents=(), texts=texts, now=clock.now)
    return [each.ticket for each in found]


async def test_a_release_is_found_by_its_text_however_many_came_later(
    store: HoldStore, state: StateDatabase, clock: Clock
) -> None:
    first = await opened(store, clock, people=1, segments=("ab" * 16, "cd" * 16))
    await vote(store, first, "ruth", clock)
    clock.forward(minutes=1)
    later = [new_hold(clock.now, state=State.RELEASED, ends_at=clock.now + TERMS.valid_for) for _ in range(700)]
    await state.run(lambda db: db.execute(review_hold.insert(), [hold_row(each) for each in later]))
    many = [f"{number:032x}" for number in range(40_000)]
    assert await remembering(store, clock, *many, "cd" * 16) == [first.ticket]
    assert await remembering(store, clock, *many) == []
    clock.forward(hours=48)
    assert await remembering(store, clock, "cd" * 16) == []


async def test_an_edited_release_is_found_by_the_text_that_it_replaces(store: HoldStore, clock: Clock) -> None:
    hold = await opened(store, clock, people=1)
    await vote(store, hold, "ruth", clock, mode="edited", edits=b'{"0f": "Somebody."}')
    assert await remembering(store, clock, "0f") == [hold.ticket]
    assert await remembering(store, clock, "ee" * 16) == [hold.ticket]


async def test_a_release_that_somebody_ended_counts_nowhere_and_its_content_goes(
    store: HoldStore, state: StateDatabase, clock: Clock, log: Log
) -> None:
    other = HoldStore(state, make_outbox(state, log, clock), Sealer(b"k" * 32))  # another replica
    hold = await opened(store, clock, people=1)
    with pytest.raises(Conflict, match="nobody has released it"):
        await ended(store, hold, clock)
    await vote(store, hold, "ruth", clock, mode="edited", edits=b"{}")
    assert await remembering(other, clock, *hold.segments) == [hold.ticket]
    assert (await ended(store, hold, clock)).state is State.ENDED
    assert await remembering(other, clock, *hold.segments) == []
    assert (await other.get("default", hold.ticket, clock.now)).segments == ()
    with pytest.raises(Conflict, match="ended the release"):
        await ended(other, hold, clock)
    assert await store.tend(TERMS, clock.now) == {"purged": 1}
    assert (await store.content(hold, "call"), await store.content(hold, EDITS)) == (None, None)
    assert log.told(hold.ticket)[-2:] == ["review.ended", "hold.purged"]
    assert (await opened(store, clock, content=hold.content)).ticket != hold.ticket


async def ended(store: HoldStore, hold: Hold, clock: Clock) -> Hold:
    return await store.change(
        hold.tenant,
        hold.ticket,
        lambda each: end(each, clock.now),
        lambda _before, after: [of_review(after, "ended", reviewer="admin", reason="It was wrong.")],
    )


async def test_time_purges_content_and_keeps_what_was_decided(
    store: HoldStore, state: StateDatabase, clock: Clock, log: Log
) -> None:
    hold = await opened(store, clock, people=1)
    await vote(store, hold, "ruth", clock, mode="edited", edits=b"{}")
    clock.forward(hours=13)
    assert await store.tend(TERMS, clock.now) == {"purged": 1}
    assert await store.content(hold, "call") is None
    assert await store.content(hold, EDITS) == b"{}"
    clock.forward(hours=40)
    assert await store.tend(TERMS, clock.now) == {"lapsed": 1, "purged": 1}
    assert await state.run(lambda db: db.scalar(sa.select(sa.func.count()).select_from(review_content))) == 0
    assert (await store.get("default", hold.ticket, clock.now)).mode is Mode.EDITED
    assert log.told(hold.ticket)[-3:] == ["hold.purged", "hold.lapsed", "hold.purged"]
    assert await store.tend(TERMS, clock.now) == {}


async def test_what_somebody_forbids_to_delete_stays_and_holds_up_nothing(
    state: StateDatabase, outbox: Outbox, clock: Clock, log: Log
) -> None:
    standing = {"teacher"}
    store = HoldStore(state, outbox, Sealer(b"k" * 32), kept_back=lambda _db, hold: hold.caller in standing)
    kept, free = await opened(store, clock), await opened(store, clock, caller="colleague")
    for hold in (kept, free):
        await vote(store, hold, "ruth", clock, release=False)
    clock.forward(hours=60)
    assert await store.tend(TERMS, clock.now) == {"purged": 1}
    assert (await store.content(kept, "call"), await store.content(free, "call")) == (SECRET, None)
    standing.clear()
    assert await store.tend(TERMS, clock.now) == {"purged": 1}
    assert await store.content(kept, "call") is None
    assert log.told(kept.ticket)[-1] == "hold.purged"


async def test_when_the_log_is_away_nothing_counts_and_nothing_is_lost(
    store: HoldStore, clock: Clock, log: Log
) -> None:
    hold = await opened(store, clock, people=1)
    log.away = True
    with pytest.raises(AuditUnavailable):
        await vote(store, hold, "ruth", clock)
    with pytest.raises(AuditUnavailable):
        await store.settle(hold.ticket)
    log.away = False
    await store.settle(hold.ticket)
    assert log.told(hold.ticket) == ["hold.opened", "review.voted", "review.released"]


async def test_what_a_dead_process_left_is_written_by_the_next_one_exactly_once(
    state: StateDatabase, clock: Clock, log: Log
) -> None:
    class Died(BaseException):
        """As if the process had been killed there."""

    for place in ("hold.open", "hold.opened", "outbox.taken", "outbox.recorded", "outbox.done"):

        def point(name: str, place: str = place) -> None:
            if name == place:
                raise Died

        outbox = make_outbox(state, log, clock)
        outbox._point = point
        # A kill leaves rows in hand; an exception gives them back, so both ends are tried.
        dying = HoldStore(state, outbox, Sealer(b"k" * 32), point=point)
        hold = new_hold(clock.now, caller=place)
        with pytest.raises(Died):
            await dying.open(hold, {"call": SECRET}, most_open=9, now=clock.now)
        clock.forward(seconds=11)
        living = HoldStore(state, make_outbox(state, log, clock), Sealer(b"k" * 32))
        await living.tend(TERMS, clock.now)
        stored = [each.ticket for each in await living.of_caller("default", place, now=clock.now, limit=9)]
        assert stored == ([] if place == "hold.open" else [hold.ticket]), place
        assert log.told(hold.ticket) == ["hold.opened"] * len(stored), place
    assert await state.run(lambda db: db.scalar(sa.select(sa.func.count()).select_from(review_outbox))) == 0


async def test_a_stale_writer_is_refused(store: HoldStore, clock: Clock) -> None:
    hold = await opened(store, clock, people=1)
    await vote(store, hold, "ruth", clock)
    with pytest.raises(GuardError) as caught:
        await vote(store, hold, "omar", clock)
    assert caught.value.details["state"] == "released"


async def test_the_figures_of_the_queue(store: HoldStore, clock: Clock) -> None:
    await opened(store, clock)
    clock.forward(hours=9)
    await opened(store, clock)
    assert await store.waiting(clock.now) == (2, 1)
    assert len((await store.queue("default", [State.PENDING], now=clock.now, limit=9))[0]) == 2
    clock.forward(hours=64)
    assert await store.waiting(clock.now) == (1, 1)
    assert len((await store.queue("default", [State.EXPIRED], now=clock.now, limit=9))[0]) == 1


async def test_what_the_log_will_not_have_holds_up_its_own_ticket_alone(
    state: StateDatabase, outbox: Outbox, clock: Clock, log: Log
) -> None:
    bad, good = new_hold(), new_hold()
    never = replace(of_review(bad, "voted", reviewer="r", votes=1), detail={"action": "voted", "no_such_field": "x"})
    for owing in ([never, of_review(bad, "released", reviewer="r")], [of_review(good, "released", reviewer="r")]):
        await state.run(lambda db, owing=owing: outbox.owe(db, owing))
    clock.forward(minutes=1)
    with pytest.raises(GrammarError):
        await outbox.sweep()
    assert (log.told(bad.ticket), log.told(good.ticket)) == ([], ["review.released"])


async def test_nobody_releases_the_call_of_a_key_that_they_made(
    store: HoldStore, state: StateDatabase, clock: Clock
) -> None:
    await issue_key(state, "invented", "ruth")
    hold = await opened(store, clock, caller="invented", owner="", people=1)
    with pytest.raises(Forbidden):
        await vote(store, hold, "ruth", clock)
    assert (await store.people(["invented", "omar"])).same("invented", "ruth")
    assert (await vote(store, hold, "omar", clock)).state is State.RELEASED
