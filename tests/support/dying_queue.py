"""Processes that take one held call through the queue and are killed (SIGKILL) at a named place.

``python dying_queue.py RUNS``: RUNS is a JSON list of ``[STATE, AUDIT, POINT, NTH, LATER]``: a path or a database URL,
the audit database, the place, which time it is reached, how many seconds the clock is ahead. Each run is a process of
its own, forked from this one, which has imported everything once; a JSON list of how they ended is printed. Every step
looks first whether it is done, so that a later run goes on where an earlier one died.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from held_calls import TERMS, new_hold

from proxy.audit.stores.place import Place
from proxy.audit.writer import Writer
from proxy.database.state import StateDatabase
from proxy.errors import Conflict
from proxy.holding.marking import Marking
from proxy.review.states import Mode, Reviewer, State, Vote
from proxy.review.told import of_hold, of_review
from proxy.services.review import reviewing

if TYPE_CHECKING:
    from collections.abc import Callable

    from proxy.review.states import Hold
    from proxy.review.told import Owed

CONTENT = "cd" * 32


def main(runs: str) -> None:
    print(json.dumps([forked(*each) for each in json.loads(runs)]), flush=True)  # noqa: T201 - what the test reads


def forked(state_at: str, audit_at: str, place: str, nth: int, later: float) -> int:
    """How a run ended: 0, or minus the signal's number."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    ended = 1
    try:
        asyncio.run(life(state_at, Path(audit_at), killer(place, nth), timedelta(seconds=later)))
        ended = 0
    finally:
        os._exit(ended)


def killer(place: str, nth: int) -> Callable[[str], None]:
    reached: Counter[str] = Counter()

    def point(name: str) -> None:
        reached[name] += 1
        if name == place and reached[name] == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    return point


async def life(state_at: str, audit_at: Path, point: Callable[[str], None], later: timedelta) -> None:
    state = StateDatabase(state_at if "://" in state_at else Path(state_at))
    state.open()
    audit = Place(audit_at)
    writer = Writer(audit.store(), deadline_s=10)
    await asyncio.to_thread(writer.start)
    made = reviewing.build(
        state,
        writer,
        audit.reader(),
        instance=writer.instance.id,
        derive=lambda purpose: [purpose.encode().ljust(32, b".")],
        rules=reviewing.Rules(TERMS, Marking(), {}),
        clock=lambda: datetime.now(UTC) + later,
        point=point,
    )
    try:
        await steps(made)
        await made.look_after()
    finally:
        await asyncio.to_thread(writer.close)
        state.close()


async def steps(made: reviewing.Reviewing) -> None:
    holds, now = made.holds, made.clock()
    mine = await holds.of_caller("default", "teacher", now=now, limit=9)
    if not mine:
        mine = [await holds.open(new_hold(now, content=CONTENT), {"call": b"secret"}, most_open=9, now=now)]
    ticket = mine[0].ticket
    await holds.settle(ticket)
    voted = {vote.reviewer.id for vote, _, _ in await holds.votes(ticket)}
    for who in ("ruth", "omar"):
        if who not in voted:
            await vote(made, ticket, who)
    hold = await holds.get("default", ticket, now)
    if hold.sent_at is None:
        await holds.change(
            "default",
            ticket,
            lambda hold: replace(hold, sent_at=now, version=hold.version + 1),
            lambda _before, after: [of_hold(after, "sent", caller="teacher")],
        )


async def vote(made: reviewing.Reviewing, ticket: str, who: str) -> None:
    word = Vote(Reviewer(who), release=True, mode=Mode.AS_IS, proposal="p")

    def owed(before: Hold, after: Hold, votes: int) -> list[Owed]:
        told = [of_review(before, "voted", reviewer=who, votes=votes)]
        return [*told, of_review(after, "released", reviewer=who)] if after.state is State.RELEASED else told

    try:
        await made.holds.vote(
            "default", ticket, word, "why", edits=None, segments=(), terms=TERMS, now=made.clock(), owed=owed
        )
    except Conflict:
        return


if __name__ == "__main__":
    main(sys.argv[1])
