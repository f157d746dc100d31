"""Overrides and what else changes the policy at run time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "overrides",
        *_texts("tenant", "rule", "action", "unit", "app", "role", "caller", "reason", "granted_by", "granted_at"),
        *_texts("expires", "standing"),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("ended_at", sa.Text),
        sa.Column("ended_by", sa.Text),
        sa.Column("ended_reason", sa.Text),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_overrides"),
    )
    op.create_index("ix_overrides_tenant_standing", "overrides", ["tenant", "standing"])
    op.create_table(
        "policy_versions",
        *_texts("hash", "first_seen"),
        sa.Column("body", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("hash", name="pk_policy_versions"),
    )
    op.create_table(
        "issued_keys",
        *_texts("key_hash", "prefix", "caller", "tenant", "role", "unit", "app", "expires", "issued_at", "issued_by"),
        sa.PrimaryKeyConstraint("key_hash", name="pk_issued_keys"),
        sa.UniqueConstraint("prefix", name="uq_issued_keys_prefix"),
    )
    op.create_table(
        "revoked_keys",
        *_texts("key_hash", "prefix", "caller", "revoked_at", "revoked_by", "reason"),
        sa.PrimaryKeyConstraint("key_hash", name="pk_revoked_keys"),
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
