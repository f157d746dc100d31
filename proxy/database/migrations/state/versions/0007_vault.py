"""What must outlive a call: maps of placeholders, sealed and expiring."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "vault_entry",
        *(_text(name) for name in ("tenant", "caller", "kind", "name", "sealed_by")),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        _text("kept_at"),
        _text("expires_at"),
        sa.PrimaryKeyConstraint("tenant", "caller", "kind", "name", name="pk_vault_entry"),
    )
    op.create_index("ix_vault_entry_expires_at", "vault_entry", ["expires_at"])
