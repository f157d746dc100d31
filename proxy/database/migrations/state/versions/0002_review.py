"""Held calls, releases, reviews of answers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _holds()
    op.create_table(
        "review_vote",
        *_texts("ticket", "reviewer", "owner", "proposal", "responsible", "reason", "at"),
        sa.Column("approves", sa.Boolean, nullable=False),
        sa.Column("mode", sa.Text),
        sa.ForeignKeyConstraint(["ticket"], ["review_hold.ticket"], name="fk_review_vote_ticket", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("ticket", "reviewer", name="pk_review_vote"),
    )
    op.create_table(
        "review_content",
        *_texts("ticket", "kind"),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket"], ["review_hold.ticket"], name="fk_review_content_ticket", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ticket", "kind", name="pk_review_content"),
    )
    op.create_table(
        "review_outbox",
        *_texts("event_id", "at", "kind", "tenant", "taken_until"),
        *(sa.Column(name, sa.Text) for name in ("request_id", "caller", "ticket")),
        sa.Column("detail", sa.JSON, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_review_outbox"),
    )
    op.create_index("ix_review_outbox_ticket", "review_outbox", ["ticket"])
    op.create_table(
        "review_answer",
        *_texts("request_id", "tenant", "unit", "caller", "at"),
        sa.Column("flagged", sa.Boolean, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("acknowledged_at", "result")),
        sa.PrimaryKeyConstraint("request_id", name="pk_review_answer"),
    )
    op.create_index("ix_review_answer_unit", "review_answer", ["tenant", "at"])
    op.create_index("ix_review_answer_open", "review_answer", ["tenant", "caller", "acknowledged_at"])


def _holds() -> None:
    op.create_table(
        "review_hold",
        *_texts("ticket", "tenant", "caller", "owner", "unit", "app", "request_id", "dialect", "operation"),
        *_texts("provider", "model", "content", "severity", "policy_hash", "opened_at", "due_at", "expires_at"),
        *_texts("state", "responsible"),
        *(sa.Column(name, sa.JSON, nullable=False) for name in ("rules", "tags", "segments")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("people", "collected", "version")),
        *(sa.Column(name, sa.Text) for name in ("mode", "escalated_at", "decided_at", "ends_at", "purge_at")),
        *(sa.Column(name, sa.Text) for name in ("purged_at", "sent_at")),
        sa.PrimaryKeyConstraint("ticket", name="pk_review_hold"),
    )
    op.create_index("ix_review_hold_queue", "review_hold", ["tenant", "state", "opened_at"])
    op.create_index("ix_review_hold_caller", "review_hold", ["tenant", "caller", "provider", "model", "state"])
    pending = sa.text("state = 'pending'")
    op.create_index(
        "uq_review_hold_pending",
        "review_hold",
        ["tenant", "caller", "content"],
        unique=True,
        sqlite_where=pending,
        postgresql_where=pending,
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]
