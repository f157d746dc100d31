"""The tables of this room: keys that were issued at run time, and keys of any origin that were revoked."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from proxy.database.state import metadata

ISSUED_KEYS: Final = sa.Table(
    "issued_keys",
    metadata,
    sa.Column("key_hash", sa.Text, primary_key=True),
    sa.Column("prefix", sa.Text, nullable=False, unique=True),
    sa.Column("caller", sa.Text, nullable=False),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("app", sa.Text, nullable=False),
    sa.Column("expires", sa.Text, nullable=False),
    sa.Column("issued_at", sa.Text, nullable=False),
    sa.Column("issued_by", sa.Text, nullable=False),
)
"""A key itself is nowhere: only its digest (`callers.keys.hash_key`)."""

REVOKED_KEYS: Final = sa.Table(
    "revoked_keys",
    metadata,
    sa.Column("key_hash", sa.Text, primary_key=True),
    sa.Column("prefix", sa.Text, nullable=False),
    sa.Column("caller", sa.Text, nullable=False),
    sa.Column("revoked_at", sa.Text, nullable=False),
    sa.Column("revoked_by", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)
"""Also of keys that stand in the configuration: the database decides (house decision 13)."""
