"""Retention, legal holds, content, break-glass, and the logs that we witness."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "content_part",
        *_texts("id", "tenant", "request_id", "caller", "unit", "app", "provider", "at", "part", "retention_class"),
        *_texts("sealed_by"),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("cut", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_content_part"),
    )
    op.create_index("ix_content_part_request", "content_part", ["tenant", "request_id"])
    op.create_index("ix_content_part_due", "content_part", ["tenant", "retention_class", "at"])
    op.create_table(
        "content_subject",
        *_texts("digest", "part_id"),
        sa.PrimaryKeyConstraint("digest", "part_id", name="pk_content_subject"),
        sa.ForeignKeyConstraint(
            ["part_id"], ["content_part.id"], ondelete="CASCADE", name="fk_content_subject_part_id"
        ),
    )
    op.create_index("ix_content_subject_part", "content_subject", ["part_id"])
    op.create_table(
        "content_opening",
        *_texts("id", "tenant", "request_id", "case_number", "reason", "asked_by", "asked_at"),
        *_maybe("decision", "decided_by", "decided_at", "expires"),
        sa.PrimaryKeyConstraint("id", name="pk_content_opening"),
    )
    op.create_index("ix_content_opening_tenant", "content_opening", ["tenant", "asked_at"])
    op.create_table(
        "legal_hold",
        *_texts("id", "tenant", "matter"),
        sa.Column("scope", sa.JSON, nullable=False),
        *_texts("reason", "set_by", "set_at"),
        *_maybe("release_asked_by", "release_asked_at", "release_reason", "released_by", "released_at"),
        sa.PrimaryKeyConstraint("id", name="pk_legal_hold"),
    )
    op.create_index("ix_legal_hold_tenant", "legal_hold", ["tenant", "set_at"])
    op.create_table(
        "witnessed_log",
        *_texts("origin"),
        sa.Column("size", sa.BigInteger, nullable=False),
        sa.Column("root", sa.LargeBinary, nullable=False),
        *_texts("note", "at"),
        sa.PrimaryKeyConstraint("origin", name="pk_witnessed_log"),
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _maybe(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text) for name in names]
