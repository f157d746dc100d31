"""The tables, shared by all databases, and how a record fills them.

`audit_event` holds the canonical bytes and, beside them, columns to search by. The columns and `audit_term` are an
index, not the record: all of it can be rebuilt from the bytes. A final record carries no provider or rule of its own,
so its columns take them from its intent, and a search for "provider X, outcome Y" finds the final.
`instance` and `open_intent` are operational state and may change; everything else is append-only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from proxy.audit.event import stamp
from proxy.exchange import AuditEvent, EventKind, Json

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA_VERSION: Final = 3
"""The newest step of the migrations of the log; a test compares it with the folder."""

metadata = sa.MetaData()

schema_version = sa.Table("schema_version", metadata, sa.Column("version", sa.Integer, primary_key=True))

SEARCHED: Final = (
    "kind", "at", "request_id", "caller", "provider", "model", "decision", "severity", "rule", "outcome",
    "error_code", "unit", "app",
)  # fmt: skip
"""Columns with an index of their own; on SQLite each index ends with `seq`, so a page is one walk down it."""

INHERITED: Final = ("provider", "model", "decision", "severity", "rule", "unit", "app")
"""Columns that a final takes from its intent."""

audit_event = sa.Table(
    "audit_event",
    metadata,
    sa.Column("seq", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("event_id", sa.Text, nullable=False, unique=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("request_id", sa.Text),
    sa.Column("caller", sa.Text),
    sa.Column("provider", sa.Text),
    sa.Column("model", sa.Text),
    sa.Column("decision", sa.Text),
    sa.Column("severity", sa.Text),
    sa.Column("rule", sa.Text),
    sa.Column("outcome", sa.Text),
    sa.Column("status", sa.Integer),
    sa.Column("error_code", sa.Text),
    sa.Column("unit", sa.Text),
    sa.Column("app", sa.Text),
)
for _name in SEARCHED:
    _column = audit_event.c[_name]
    _kept = _column.is_not(None) if _column.nullable else None  # a partial index: half of the columns are mostly null
    sa.Index(f"audit_event_by_{_name}", _column, audit_event.c.seq, sqlite_where=_kept, postgresql_where=_kept)

audit_term = sa.Table(
    "audit_term",
    metadata,
    sa.Column("field", sa.Text, primary_key=True),
    sa.Column("term", sa.Text, primary_key=True),
    sa.Column("seq", sa.ForeignKey("audit_event.seq"), primary_key=True),
    sqlite_with_rowid=False,
)
"""Inverted index of everything that can be searched for and has no column (`stores.terms`)."""

audit_id = sa.table("audit_id", sa.column("seq"), sa.column("event_id"), sa.column("at"))
"""PostgreSQL only: index, id and time of every record, unique over all partitions; the time says which one to look in.
Its triggers fill it."""

audit_leaf = sa.Table(
    "audit_leaf",
    metadata,
    sa.Column("seq", sa.ForeignKey("audit_event.seq"), primary_key=True, autoincrement=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
)
"""The Merkle leaf of each record, kept beside it: when a record is altered, verification names the very one."""

audit_checkpoint = sa.Table(
    "audit_checkpoint",
    metadata,
    sa.Column("size", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("frontier", sa.LargeBinary, nullable=False),
)
"""Signed checkpoints. `frontier` saves hashing the whole log at the next one; verification never believes it."""

instance = sa.Table(
    "instance",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("boot_id", sa.Text, nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("pid_started", sa.Text, nullable=False),
    sa.Column("started", sa.Text, nullable=False),
    sa.Column("lease_until", sa.Text, nullable=False),
)

open_intent = sa.Table(
    "open_intent",
    metadata,
    sa.Column("event_id", sa.Text, primary_key=True),
    sa.Column("instance", sa.ForeignKey("instance.id"), nullable=False),
)
"""Intents without a final: what recovery looks at, so that it never has to search the log. The foreign key makes an
intent of an unregistered instance impossible, and so an open intent always has an instance to be judged by."""

probe = sa.Table("probe", metadata, sa.Column("filler", sa.LargeBinary, nullable=False))
"""Always empty: `Store.renew` writes here and takes it back, to learn whether there is room."""

APPEND_ONLY: Final = (audit_event, audit_term, audit_leaf, audit_checkpoint, schema_version)


def columns(event: AuditEvent, inherited: Mapping[str, Json]) -> dict[str, Json]:
    """The search columns of `event`; a final's missing ones come from `inherited` (its intent's columns)."""
    detail = event.detail
    own = {name: detail.get(name) or None for name in (*INHERITED, "outcome", "status", "error_code")}
    if event.kind is EventKind.FINAL:
        own |= {name: inherited.get(name) for name in INHERITED}
    return own | {
        "event_id": event.event_id,
        "kind": str(event.kind),
        "at": stamp(event.at),
        "tenant": event.tenant,
        "request_id": event.request_id,
        "caller": event.caller,
    }
