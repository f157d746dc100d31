"""Reading held calls: the queue, a caller's own, what counts for a call that arrives now, and their content."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.database.issuing import issuers
from proxy.errors import NotFound
from proxy.exchange.people import People
from proxy.review import states
from proxy.review.pages import Place, page_query
from proxy.review.rows import hold_of, stamp, vote_of
from proxy.review.states import State
from proxy.review.tables import review_content, review_hold, review_text, review_vote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from proxy.database.state import StateDatabase
    from proxy.exchange import Caller, Tool
    from proxy.review.sealed import Sealer
    from proxy.review.states import Hold, Vote

AT_ONCE: Final = 5_000
"""Digests in one statement; SQLite takes 32,766 values."""
COUNTING: Final = (State.RELEASED.value, State.DENIED.value)


EDITS: Final = "edits"
"""Kind of the content that a release puts in place of the original texts; it is kept as long as the release counts."""


def proposed(proposal: str) -> str:
    """Kind of the edits that somebody proposed and nobody has agreed to yet."""
    return f"edits.{proposal[:32]}"


class HoldReader:
    """What can be read of the holds of one installation.

    Args:
        state: where they are kept.
        sealer: opens held content.
    """

    def __init__(self, state: StateDatabase, sealer: Sealer) -> None:
        self._state = state
        self._sealer = sealer

    async def get(self, tenant: str, ticket: str, now: datetime) -> Hold:
        """One hold as it stands now. Raises NotFound: no such ticket in this tenant."""
        return states.at(await self._state.read(lambda db: get_row(db, tenant, ticket)), now)

    async def queue(
        self, tenant: str, wanted: Iterable[State], *, now: datetime, limit: int, after: Place | None = None
    ) -> tuple[list[Hold], Place | None]:
        """Holds in one of these states: the undecided ones alone oldest first, otherwise the newest first.

        Args:
            tenant: whose.
            wanted: the states, as they stand now.
            now: current time.
            limit: holds at most.
            after: where the page before ended; None for the first.

        Returns:
            A page, and where it ended if there is another.
        """
        found = await self._holds(page_query(tenant, frozenset(wanted), after=after, now=now, limit=limit + 1), now)
        page = found[:limit]
        return page, Place.of(page[-1]) if len(found) > limit else None

    async def of_caller(self, tenant: str, caller: str, *, now: datetime, limit: int) -> list[Hold]:
        """A caller's own holds, newest first."""
        table = review_hold.c
        query = sa.select(review_hold).where(table.tenant == tenant, table.caller == caller)
        return await self._holds(query.order_by(table.opened_at.desc(), table.ticket).limit(limit), now)

    async def counting(
        self,
        tenant: str,
        caller: str,
        provider: str,
        model: str,
        *,
        contents: Collection[str],
        texts: Collection[str],
        now: datetime,
    ) -> list[Hold]:
        """What counts now for a call of this caller and tool, newest first, however many holds there are.

        Args:
            tenant: of the caller.
            caller: who calls.
            provider: the tool's.
            model: the tool's.
            contents: digests of the call: releases, denials and undecided holds of the same content.
            texts: digests of its texts: releases that remember, or replace, one of them.
            now: current time.
        """
        table = review_hold.c
        standing = sa.or_(table.state == "pending", sa.and_(table.state.in_(COUNTING), table.ends_at > stamp(now)))
        mine = (table.tenant == tenant, table.caller == caller, table.provider == provider, table.model == model)

        def work(db: Connection) -> list[Hold]:
            found: dict[str, Hold] = {}
            for some in batches(sorted(texts), AT_ONCE):
                remembering = sa.select(review_text.c.ticket).where(review_text.c.digest.in_(some))
                found |= _by_ticket(db, *mine, standing, table.state == "released", table.ticket.in_(remembering))
            return list((found | _by_ticket(db, *mine, standing, table.content.in_(sorted(contents)))).values())

        holds = [states.at(hold, now) for hold in await self._state.read(work)]
        counted = [hold for hold in holds if hold.state in {State.PENDING, State.RELEASED, State.DENIED}]
        return sorted(counted, key=lambda hold: hold.opened_at, reverse=True)

    async def remembered(self, tickets: Collection[str], digests: Collection[str]) -> frozenset[str]:
        """Which of these digests, of answers, one of these releases remembers."""

        def work(db: Connection) -> set[str]:
            found: set[str] = set()
            for some in batches(sorted(digests), AT_ONCE):
                here = review_text.c.digest.in_(some)
                found.update(
                    db.scalars(sa.select(review_text.c.digest).where(here, review_text.c.ticket.in_(sorted(tickets))))
                )
            return found

        return frozenset(await self._state.read(work)) if tickets and digests else frozenset()

    async def denied(self, caller: Caller, tool: Tool, texts: Collection[str], now: datetime) -> frozenset[str]:
        """Which of these digests, of what a caller said, stand for a call to this tool that a reviewer has denied."""
        table = review_hold.c
        mine = (table.tenant == caller.tenant, table.caller == caller.id)
        here = (table.provider == tool.provider, table.model == tool.model)
        standing = (table.state == State.DENIED.value, table.ends_at > stamp(now))
        tickets = sa.select(table.ticket).where(*mine, *here, *standing)

        def work(db: Connection) -> set[str]:
            found: set[str] = set()
            for some in batches(sorted(texts), AT_ONCE):
                which = sa.select(review_text.c.digest).where(review_text.c.digest.in_(some))
                found.update(db.scalars(which.where(review_text.c.ticket.in_(tickets))))
            return found

        return frozenset(await self._state.read(work))

    async def votes(self, ticket: str) -> list[tuple[Vote, str, str]]:
        """Votes with reason and time, oldest first."""
        query = sa.select(review_vote).where(review_vote.c.ticket == ticket).order_by(review_vote.c.at)
        rows = await self._state.read(lambda db: db.execute(query).mappings().all())
        return [(vote_of(row), row["reason"], row["at"]) for row in rows]

    async def people(self, names: Iterable[str]) -> People:
        """Who may stand behind these callers and persons. Raises StateUnavailable."""
        wanted = frozenset(names)
        return await self._state.read(lambda db: People(issuers(db, wanted)))

    async def content(self, hold: Hold, kind: str) -> bytes | None:
        """Held content, opened; None when it was purged or never there. Raises StateUnavailable."""
        query = sa.select(review_content.c.sealed).where(*content_at(hold.ticket, kind))
        sealed = await self._state.read(lambda db: db.scalar(query))
        if sealed is None:
            return None
        return self._sealer.open(bytes(sealed), tenant=hold.tenant, ticket=hold.ticket, kind=kind)

    async def _holds(self, query: sa.Select[tuple[object, ...]], now: datetime) -> list[Hold]:
        rows = await self._state.read(lambda db: db.execute(query).mappings().all())
        return [states.at(hold_of(row), now) for row in rows]

    async def waiting(self, now: datetime) -> tuple[int, int]:
        """How many calls wait, and how many of them for longer than the service level says."""
        table = review_hold.c
        late = sa.func.count(sa.case((table.due_at <= stamp(now), 1)))
        query = sa.select(sa.func.count(), late).where(table.state == "pending", table.expires_at > stamp(now))
        waiting, overdue = await self._state.read(lambda db: db.execute(query).one())
        return int(waiting), int(overdue)


def batches(values: Sequence[str], most: int) -> Iterator[Sequence[str]]:
    """The values, at most so many at a time."""
    for start in range(0, len(values), most):
        yield values[start : start + most]


def _by_ticket(db: Connection, *where: sa.ColumnElement[bool]) -> dict[str, Hold]:
    rows = db.execute(sa.select(review_hold).where(*where)).mappings()
    return {row["ticket"]: hold_of(row) for row in rows}


def get_row(db: Connection, tenant: str, ticket: str) -> Hold:
    """One hold as it is stored. Raises NotFound."""
    where = (review_hold.c.ticket == ticket, review_hold.c.tenant == tenant)
    row = db.execute(sa.select(review_hold).where(*where)).mappings().first()
    if row is None:
        raise NotFound("There is no held call with this ticket.")
    return hold_of(row)


def content_at(ticket: str, kind: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Where one content of a hold stands."""
    return review_content.c.ticket == ticket, review_content.c.kind == kind
