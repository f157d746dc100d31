"""AI tools, their reviews and decisions, training."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "registry_versions",
        _text("tenant"),
        _text("area"),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("tenant", "area", name="pk_registry_versions"),
    )
    op.create_table(
        "registry_entries",
        _text("tenant"),
        _text("kind"),
        _text("tool"),
        sa.Column("facts", sa.JSON, nullable=False),
        _text("approved_by"),
        _text("begins"),
        _text("expires"),
        _text("reference"),
        sa.Column("conditions", sa.JSON, nullable=False),
        _text("case_id"),
        sa.PrimaryKeyConstraint("tenant", "kind", "tool", name="pk_registry_entries"),
    )
    op.create_table(
        "registry_cases",
        _text("id"),
        _text("tenant"),
        _text("kind"),
        _text("tool"),
        sa.Column("facts", sa.JSON, nullable=False),
        _text("requested_by"),
        _text("requested_at"),
        _text("reason"),
        _text("state"),
        sa.Column("reviews", sa.JSON, nullable=False),
        _text("decided_by"),
        _text("decided_at"),
        _text("decision_reason"),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_registry_cases"),
    )
    op.create_index("ix_registry_cases_tenant_kind_tool", "registry_cases", ["tenant", "kind", "tool"])
    op.create_table(
        "registry_stops",
        _text("tenant"),
        _text("kind"),
        _text("tool"),
        _text("stopped_by"),
        _text("stopped_at"),
        _text("reason"),
        sa.PrimaryKeyConstraint("tenant", "kind", "tool", name="pk_registry_stops"),
    )
    op.create_table(
        "registry_announced",
        _text("tenant"),
        _text("kind"),
        _text("tool"),
        _text("expires"),
        sa.Column("within", sa.Integer, nullable=False),
        _text("at"),
        sa.PrimaryKeyConstraint("tenant", "kind", "tool", "expires", "within", name="pk_registry_announced"),
    )
    op.create_table(
        "training_attestations",
        _text("tenant"),
        _text("person"),
        _text("course"),
        _text("course_version"),
        _text("completed"),
        _text("expires"),
        _text("recorded_by"),
        _text("recorded_at"),
        _text("channel"),
        sa.PrimaryKeyConstraint("tenant", "person", "course", name="pk_training_attestations"),
    )
    op.create_table(
        "training_first_calls",
        _text("tenant"),
        _text("person"),
        _text("day"),
        sa.PrimaryKeyConstraint("tenant", "person", name="pk_training_first_calls"),
    )
