"""The statements by which the store changes rows; each runs in a transaction of its caller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.database.issuing import issuers
from proxy.errors import Conflict, QuotaExceeded
from proxy.exchange.people import People
from proxy.review.reading import EDITS, content_at
from proxy.review.rows import hold_of, hold_row, vote_of
from proxy.review.states import REMEMBERING, State
from proxy.review.tables import review_content, review_hold, review_text, review_vote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import Connection

    from proxy.review.states import Hold, Vote


SOON_S: Final = 121
"""Seconds for Retry-After that no SDK waits for by itself."""
MOST_REMEMBERED: Final = 20_000
"""Digests of one release, of texts and answers: some thousand turns of a chat."""


def swap(db: Connection, before: Hold, after: Hold, *, replaced: Iterable[str] = ()) -> None:
    """Compare and set: the row must still have the version that was read. A release is found by its texts from then on.

    Args:
        db: the transaction.
        before: as it was read.
        after: what follows.
        replaced: digests of the texts that an edited release replaces.
    """
    row = hold_row(after)
    where = (review_hold.c.ticket == before.ticket, review_hold.c.version == before.version)
    if db.execute(review_hold.update().where(*where).values(row)).rowcount != 1:
        raise Conflict("Somebody else changed this at the same moment. Look at it again.")
    if before.state is not after.state:
        _enter_texts(db, after, {*after.segments, *replaced} if after.state in REMEMBERING else frozenset())


def _enter_texts(db: Connection, hold: Hold, digests: Collection[str]) -> None:
    db.execute(review_text.delete().where(review_text.c.ticket == hold.ticket))
    if digests:
        db.execute(review_text.insert(), [{"digest": each, "ticket": hold.ticket} for each in sorted(digests)])


def put_answer(db: Connection, ticket: str, digests: Iterable[str]) -> None:
    """Let a release remember an answer that was relayed under it; a full memory takes no more."""
    known = set(db.scalars(sa.select(review_text.c.digest).where(review_text.c.ticket == ticket)))
    new = [each for each in digests if each not in known][: max(0, MOST_REMEMBERED - len(known))]
    if new:
        db.execute(review_text.insert(), [{"digest": each, "ticket": ticket} for each in new])


def votes_on(db: Connection, ticket: str) -> list[Vote]:
    """The last word of each reviewer on a hold."""
    rows = db.execute(sa.select(review_vote).where(review_vote.c.ticket == ticket)).mappings().all()
    return [vote_of(row) for row in rows]


def people_behind(db: Connection, hold: Hold, votes: Iterable[Vote]) -> People:
    """Who may stand behind whoever has to do with a decision, as the keys stand in this very transaction."""
    reviewers = [each.reviewer for each in votes]
    names = {hold.caller, hold.owner, *(name for each in reviewers for name in (each.id, each.owner))}
    return People(issuers(db, names - {""}))


def put_vote(db: Connection, row: Mapping[str, object]) -> None:
    """A reviewer's word, in place of an earlier one."""
    mine = (review_vote.c.ticket == row["ticket"], review_vote.c.reviewer == row["reviewer"])
    db.execute(review_vote.delete().where(*mine))
    db.execute(review_vote.insert().values(row))


def keep(db: Connection, ticket: str, sealed: Mapping[str, bytes]) -> None:
    """Sealed content of a hold, by kind, in place of what was there."""
    for kind, content in sealed.items():
        db.execute(review_content.delete().where(*content_at(ticket, kind)))
        db.execute(review_content.insert().values(ticket=ticket, kind=kind, sealed=content))


def purge(db: Connection, hold: Hold) -> None:
    """Delete content; the edits of a release that still counts stay."""
    kept = hold.state is State.RELEASED
    if not kept:
        _enter_texts(db, hold, frozenset())
    where = [review_content.c.ticket == hold.ticket, *([review_content.c.kind != EDITS] if kept else [])]
    db.execute(review_content.delete().where(*where))


def pending(db: Connection, hold: Hold) -> Hold | None:
    """The undecided hold of the same caller and content, or None."""
    table = review_hold.c
    same = (table.tenant == hold.tenant, table.caller == hold.caller, table.content == hold.content)
    row = db.execute(sa.select(review_hold).where(*same, table.state == "pending")).mappings().first()
    return None if row is None else hold_of(row)


def check_room(db: Connection, hold: Hold, most_open: int) -> None:
    """Pass, or raise QuotaExceeded: too many calls of this caller wait."""
    table = review_hold.c
    mine = (table.tenant == hold.tenant, table.caller == hold.caller, table.state == "pending")
    if (db.scalar(sa.select(sa.func.count()).where(*mine)) or 0) >= most_open:
        raise QuotaExceeded(
            f"This needs a reviewer, and {most_open} of your calls wait for one already. Wait until some are decided, "
            "or take some back.",
            details={"limit": "open_holds", "allowed": most_open, "look": "/v1/holds"},
            retry_after_s=SOON_S,
        )
