"""The tables of this room. Times are UTC as the audit writes them; text that people wrote stands here redacted."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from proxy.database.state import metadata

OVERRIDES: Final = sa.Table(
    "overrides",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("rule", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("app", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("caller", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("granted_by", sa.Text, nullable=False),
    sa.Column("granted_at", sa.Text, nullable=False),
    sa.Column("expires", sa.Text, nullable=False),
    sa.Column("standing", sa.Text, nullable=False),
    sa.Column("ended_at", sa.Text),
    sa.Column("ended_by", sa.Text),
    sa.Column("ended_reason", sa.Text),
    sa.Column("told", sa.Boolean, nullable=False),
    sa.Index("ix_overrides_tenant_standing", "tenant", "standing"),
)
"""``standing``: pending (not recorded yet, without effect), active, revoked or expired. ``told``: whether the audit
knows of the last change."""

POLICY_VERSIONS: Final = sa.Table(
    "policy_versions",
    metadata,
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("first_seen", sa.Text, nullable=False),
    sa.Column("body", sa.JSON, nullable=False),
)
"""Each policy that was in force, under the hash that stands on the records."""
