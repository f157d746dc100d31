"""Saved searches of the log."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "saved_search",
        sa.Column("tenant", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False),
        sa.Column("filters", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "name", name="pk_saved_search"),
    )
