"""Walking the log for a page: down one index, or for finals from call to call.

What a record says of a call's content stands with its intent. A final that is asked for by it is looked up with its
intent in a few small questions: asked for in one, PostgreSQL read all intents for each page.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit import plan
from proxy.audit.stores.schema import audit_event, audit_term

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from proxy.audit.plan import Wanted
    from proxy.exchange import Json

FEW: Final = 5_000
"""Calls that may be gathered first when a final is asked for by what its intent says."""
CHUNK: Final = 500
_OTHER_WAYS: Final = ("enable_sort", "enable_bitmapscan", "enable_seqscan", "enable_hashjoin", "enable_mergejoin")
WALKING: Final[Mapping[str, str]] = {
    **dict.fromkeys(_OTHER_WAYS, "off"),
    "join_collapse_limit": "1",  # tables in the order in which the statement names them
    "max_parallel_workers_per_gather": "0",
}
"""Settings of PostgreSQL's planner under which nothing is left but the walk."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where in the log to walk, and which way.

    Attributes:
        low: first index.
        high: last index.
        checks: asked of each record besides the search itself.
        newest: from the end backwards.
    """

    low: int
    high: int
    checks: tuple[sa.ColumnElement[bool], ...]
    newest: bool

    def beyond(self, seq: int) -> Stretch:
        """What is left after the record at this index."""
        return replace(self, high=seq - 1) if self.newest else replace(self, low=seq + 1)


def walk(db: sa.Connection, conditions: Sequence[Wanted], stretch: Stretch, count: int) -> list[sa.Row[Json]]:
    """Up to `count` records (``seq``, ``body``) that satisfy all conditions, in the order of the walk."""
    driver = plan.best(db, conditions, room=stretch.high - stretch.low + 1)
    rest = [each for each in conditions if each is not driver]
    found: dict[int, sa.Row[Json]] = {}
    with _down_the_index(db) as partitioned:
        for statement, place in plan.branches(driver, rest, partitioned=partitioned):
            order = place.desc() if stretch.newest else place.asc()
            within = (place >= stretch.low, place <= stretch.high, *stretch.checks)
            found.update({row.seq: row for row in db.execute(statement.where(*within).order_by(order).limit(count))})
    return [found[seq] for seq in sorted(found, reverse=stretch.newest)[:count]]


@contextmanager
def _down_the_index(db: sa.Connection) -> Iterator[bool]:
    """Make PostgreSQL walk an index in its order, as SQLite does; whether the log lies in partitions.

    Left to itself it took ten matches for likely where there were fifty thousand, and read and sorted all of them for
    one page: 1.5 s at a million records, where the walk takes 1 ms.
    """
    if db.dialect.name != "postgresql":
        yield False
        return
    db.execute(_settings(WALKING))
    yield True
    db.execute(_settings(dict.fromkeys(WALKING)))  # not after an error: with the transaction its settings are over


def _settings(values: Mapping[str, str | None]) -> sa.Select[Json]:
    """For what is left of the transaction; None is what it was before."""
    return sa.select(*(sa.func.set_config(name, value, sa.true()) for name, value in values.items()))


def walk_finals(db: sa.Connection, conditions: Sequence[Wanted], stretch: Stretch, count: int) -> list[sa.Row[Json]]:
    """As `walk`, for finals whose intents (or which themselves) satisfy the conditions on the call."""
    of_call = [each for each in conditions if each.call]
    own = [*(each for each in conditions if not each.call), plan.Wanted("column", "kind", (plan.FINAL,))]
    rarest = min(of_call, key=lambda each: plan.estimate(db, each))
    many = plan.estimate(db, rarest)
    fewer = many <= FEW and all(many < plan.estimate(db, each) for each in own if each.where == "column")
    found: list[sa.Row[Json]] = []
    for some in _gathered(db, rarest, own, stretch) if fewer else _chunks(db, own, stretch):
        found += _of_such_calls(db, some, of_call)
        if len(found) >= count and not fewer:
            break
    return sorted(found, key=lambda row: row.seq, reverse=stretch.newest)[:count]


def _chunks(db: sa.Connection, own: Sequence[Wanted], stretch: Stretch) -> Iterator[list[sa.Row[Json]]]:
    """Finals in the order of the walk, some at a time."""
    while some := walk(db, own, stretch, CHUNK):
        yield some
        if len(some) < CHUNK:
            return
        stretch = stretch.beyond(some[-1].seq)


def _gathered(
    db: sa.Connection, rarest: Wanted, own: Sequence[Wanted], stretch: Stretch
) -> Iterator[list[sa.Row[Json]]]:
    """Finals of the calls that satisfy the rarest condition, in no order."""
    calls = sa.select(audit_event.c.request_id).join(audit_term, audit_term.c.seq == audit_event.c.seq)
    named = sorted({each for each in db.scalars(calls.where(*plan.matching(rarest))) if each is not None})
    within = (audit_event.c.seq + 0 >= stretch.low, audit_event.c.seq + 0 <= stretch.high, *stretch.checks)
    query = sa.select(*plan.KEPT).where(*within, *(plan.check(each) for each in own))
    for start in range(0, len(named), CHUNK):
        yield list(db.execute(query.where(audit_event.c.request_id.in_(named[start : start + CHUNK]))))


def _of_such_calls(db: sa.Connection, finals: Sequence[sa.Row[Json]], of_call: Sequence[Wanted]) -> list[sa.Row[Json]]:
    """Those finals whose calls satisfy every condition."""
    left = list(finals)
    for condition in of_call:
        if left:
            here, there = _satisfying(db, left, condition)
            left = [row for row in left if row.seq in here or (row.request_id, row.tenant) in there]
    return left


def _satisfying(
    db: sa.Connection, finals: Sequence[sa.Row[Json]], condition: Wanted
) -> tuple[set[int], set[tuple[str, str]]]:
    """Indexes of the finals that satisfy a condition themselves; request and tenant of the intents that do."""
    own = audit_term.c.seq.in_([row.seq for row in finals])
    here = set(db.scalars(sa.select(audit_term.c.seq).where(own, *plan.matching(condition))))
    intents = sa.select(audit_event.c.request_id, audit_event.c.tenant).where(
        audit_event.c.request_id.in_(sorted({row.request_id for row in finals})),
        (audit_event.c.kind + "") == plan.INTENT,
        plan.check(condition),
    )
    return here, {(row.request_id, row.tenant) for row in db.execute(intents)}
