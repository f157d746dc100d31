"""The statements by which the store changes rows; each runs in a transaction of its caller."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from proxy.errors import Conflict
from proxy.review.reading import EDITS, content_at
from proxy.review.rows import hold_row, vote_of
from proxy.review.states import State
from proxy.review.tables import review_content, review_hold, review_text, review_vote

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import Connection

    from proxy.review.states import Hold, Vote


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
        _enter_texts(db, after, {*after.segments, *replaced} if after.state is State.RELEASED else frozenset())


def _enter_texts(db: Connection, hold: Hold, digests: Collection[str]) -> None:
    db.execute(review_text.delete().where(review_text.c.ticket == hold.ticket))
    if digests:
        db.execute(review_text.insert(), [{"digest": each, "ticket": hold.ticket} for each in sorted(digests)])


def votes_on(db: Connection, ticket: str) -> list[Vote]:
    """The last word of each reviewer on a hold."""
    rows = db.execute(sa.select(review_vote).where(review_vote.c.ticket == ticket)).mappings().all()
    return [vote_of(row) for row in rows]


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
    where = [review_content.c.ticket == hold.ticket, *([review_content.c.kind != EDITS] if kept else [])]
    db.execute(review_content.delete().where(*where))
