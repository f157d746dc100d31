"""Exports that wait for a second person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TEXTS = (
    "purpose", "case_number", "asked_by", "asked_at", "expires_at", "state", "decided_by", "decided_at",
    "decision_reason", "fetched_at",
)  # fmt: skip


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "export_requests",
        _text("id"),
        _text("tenant"),
        _text("what"),
        _text("form"),
        sa.Column("filters", sa.JSON, nullable=False),
        sa.Column("terms", sa.JSON, nullable=False),
        sa.Column("expected", sa.BigInteger, nullable=False),
        *(_text(name) for name in _TEXTS),
        sa.PrimaryKeyConstraint("id", name="pk_export_requests"),
    )
    op.create_index("ix_export_requests_tenant_state", "export_requests", ["tenant", "state"])
