"""The vault's table; made by migration 0007. Times are UTC stamps as records write them, so that text sorts."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from proxy.database.state import metadata

vault_entry: Final = sa.Table(
    "vault_entry",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("caller", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("sealed_by", sa.Text, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("kept_at", sa.Text, nullable=False),
    sa.Column("expires_at", sa.Text, nullable=False),
    sa.Index("ix_vault_entry_expires_at", "expires_at"),
)
"""One row per thing that lies at a provider. `name` is a keyed digest: the provider's own id is not in it."""
