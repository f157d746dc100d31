"""The table of legal holds; made by migration 0005. Times are UTC stamps as records write them."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from proxy.database.state import metadata

legal_hold: Final = sa.Table(
    "legal_hold",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("matter", sa.Text, nullable=False),
    sa.Column("scope", sa.JSON, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("set_by", sa.Text, nullable=False),
    sa.Column("set_at", sa.Text, nullable=False),
    sa.Column("release_asked_by", sa.Text),
    sa.Column("release_asked_at", sa.Text),
    sa.Column("release_reason", sa.Text),
    sa.Column("released_by", sa.Text),
    sa.Column("released_at", sa.Text),
    sa.Index("ix_legal_hold_tenant", "tenant", "set_at"),
)
"""One row per hold, also of those that were released: who held what, and who let it go."""

witnessed_log: Final = sa.Table(
    "witnessed_log",
    metadata,
    sa.Column("origin", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("root", sa.LargeBinary, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)
"""Of each log that we witness, the newest checkpoint that we cosigned."""
