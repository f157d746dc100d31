"""Making the tables of an empty log, or bringing an older one up to date; never touching another program's.

The tables themselves are made by the migrations (`proxy.database.migrations.audit`). `schema_version` is kept beside
Alembic's own table, because the versions of this program before there was a chain look at it, and must refuse.
"""

from __future__ import annotations

import json
from contextlib import nullcontext
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit.stores import rollups, schema
from proxy.audit.stores.base import StoreUnusable
from proxy.audit.stores.bulk import put_new
from proxy.audit.stores.terms import terms_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

_BY_HAND: Final = 2
"""The last version whose tables were made without the chain."""
_COUNTED: Final = 3
"""The first version with roll-ups, and with all of `stores.terms` in the index."""
_CHUNK: Final = 2_000
"""Records that are indexed again at a time."""


def prepare(db: sa.Connection) -> None:
    """In the transaction of `db`: make the tables or bring them up to date.

    Raises:
        StoreUnusable: another program's database, or one written by a newer version of this program.
    """
    found = version(db)
    if found == schema.SCHEMA_VERSION:
        return
    if found > schema.SCHEMA_VERSION:
        raise StoreUnusable(
            f"the audit database has schema version {found}, this program knows {schema.SCHEMA_VERSION}: "
            "start the version of the program that wrote it, or a newer one"
        )
    from proxy.database.migrate import AUDIT_VERSIONS, upgrade_within  # noqa: PLC0415 - Alembic takes 0.2 s to import

    by_hand = 0 < found <= _BY_HAND and not sa.inspect(db).has_table(AUDIT_VERSIONS)
    upgrade_within(db, "audit", made_by_hand=f"{found:04d}" if by_hand else None)
    if 0 < found < _COUNTED:
        rollups.rebuild(db)
        index_again(lambda: nullcontext(db))


def version(db: sa.Connection) -> int:
    """The schema version of the log; 0 where there is none yet. Raises StoreUnusable."""
    names = set(sa.inspect(db).get_table_names())
    if schema.schema_version.name in names:
        return db.scalar(sa.select(sa.func.max(schema.schema_version.c.version))) or 0
    ours_beside = db.dialect.name == "postgresql"  # the state's tables; a file holds the log alone
    if schema.audit_event.name in names or (names and not ours_beside):
        raise StoreUnusable("this is a database of another program, not an audit log")
    return 0


def index_again(transaction: Callable[[], AbstractContextManager[sa.Connection]]) -> None:
    """Add what is missing in the index of terms; nothing is ever taken out of it.

    Args:
        transaction: gives one; asked for again and again, so that nobody who writes waits for more than one step.
    """
    last = -1
    while True:
        with transaction() as db:
            event = schema.audit_event.c
            some = sa.select(event.seq, event.body).where(event.seq > last).order_by(event.seq).limit(_CHUNK)
            found = [(row.seq, json.loads(row.body)["detail"]) for row in db.execute(some)]
            terms = [{"field": name, "term": term, "seq": seq} for seq, of in found for name, term in terms_of(of)]
            put_new(db, schema.audit_term, terms)
        if len(found) < _CHUNK:
            return
        last = found[-1][0]
