"""The end of what the queue keeps about decided calls, when its retention is over: rows, not records of the audit.

The log has every step of a call and keeps it. These rows are what the queue itself works with; they go by the class of
decision metadata (docs/configuration.md, `retention.records`), never while a legal hold stands on them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from proxy.errors import Conflict
from proxy.exchange import EventKind
from proxy.review.rows import hold_of, stamp
from proxy.review.states import State
from proxy.review.tables import review_answer, review_hold
from proxy.review.told import Owed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from proxy.review.nouns import Hold

AT_ONCE: Final = 500
CLASS: Final = "reviews"
NO_AUTHORITY: Final = "none"
OVER: Final = tuple(each.value for each in State if each not in {State.PENDING, State.RELEASED})


@dataclass(frozen=True, slots=True)
class KeptBack:
    """What a legal hold forbids to delete.

    Attributes:
        hold: a held call.
        anything: whether any legal hold stands; an answer's row no longer says whose it was.
    """

    hold: Callable[[Connection, Hold], bool]
    anything: Callable[[Connection, str], bool]


def forget(
    db: Connection, tenant: str, before: datetime, kept_back: KeptBack, *, authority: str = ""
) -> tuple[int, Owed | None]:
    """Delete rows of calls that were decided, and of answers that were given, before a time; at most 500 of each.

    Args:
        db: the transaction.
        tenant: whose rows.
        before: the end of the retention.
        kept_back: what a legal hold forbids.
        authority: disposition authority number, for the record.

    Raises:
        Conflict: another process was faster; nothing is deleted here, and nothing recorded twice.

    Returns:
        How many rows went, and what the audit is owed for it.
    """
    table, limit = review_hold.c, stamp(before)
    spent = (table.tenant == tenant, table.state.in_(OVER), table.purged_at.is_not(None))
    old = sa.func.coalesce(table.decided_at, table.opened_at) < limit
    query = sa.select(review_hold).where(*spent, old).order_by(table.opened_at, table.ticket)
    free, stays = _free(db, query, kept_back)
    answers = _answers(db, tenant, limit)
    if kept_back.anything(db, tenant):
        stays, answers = stays + len(answers), []
    tickets = [hold.ticket for hold in free]
    went = db.execute(review_hold.delete().where(table.ticket.in_(tickets))).rowcount
    went += db.execute(
        review_answer.delete().where(review_answer.c.request_id.in_([each for each, _ in answers]))
    ).rowcount
    if went != len(tickets) + len(answers):
        raise Conflict("Another process deletes these rows at the same moment.")
    times = sorted([stamp(hold.opened_at) for hold in free] + [at for _, at in answers])
    gone = [*tickets, *(each for each, _ in answers)]
    if not gone:
        return 0, None
    return len(gone), Owed(EventKind.PURGE, tenant, None, None, None, _told(gone, times, stays, before, authority))


def _free(db: Connection, query: sa.Select[tuple[object, ...]], kept_back: KeptBack) -> tuple[list[Hold], int]:
    """The first holds that may go, and how many before them may not: those hold up nothing behind them."""
    free: list[Hold] = []
    stays = start = 0
    while len(free) < AT_ONCE and (rows := db.execute(query.offset(start).limit(AT_ONCE)).mappings().all()):
        start += len(rows)
        for hold in map(hold_of, rows):
            if kept_back.hold(db, hold):
                stays += 1
            else:
                free.append(hold)
    return free[:AT_ONCE], stays


def _answers(db: Connection, tenant: str, limit: str) -> list[tuple[str, str]]:
    table = review_answer.c
    query = sa.select(table.request_id, table.at).where(table.tenant == tenant, table.at < limit)
    return [(row.request_id, row.at) for row in db.execute(query.order_by(table.at).limit(AT_ONCE))]


def _told(gone: Sequence[str], times: Sequence[str], stays: int, before: datetime, authority: str) -> dict[str, Any]:
    return {
        "retention_class": CLASS,
        "trigger": "schedule",
        "authority": authority or NO_AUTHORITY,
        "before": stamp(before),
        "items": len(gone),
        "bytes": 0,
        "held_back": stays,
        "oldest": times[0],
        "newest": times[-1],
        "report": hashlib.sha256("\n".join(sorted(gone)).encode()).hexdigest(),
    }
