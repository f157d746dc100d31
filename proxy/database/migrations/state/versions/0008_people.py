"""Texts of releases by digest, notices about the queue, and attestations that somebody withdrew."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def upgrade() -> None:
    """Make the tables, and enter the texts of the releases that count now."""
    op.create_index("ix_review_hold_content", "review_hold", ["content"])
    texts = op.create_table(
        "review_text",
        _text("digest"),
        _text("ticket"),
        sa.PrimaryKeyConstraint("digest", "ticket", name="pk_review_text"),
        sa.ForeignKeyConstraint(
            ["ticket"], ["review_hold.ticket"], name="fk_review_text_ticket_review_hold", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_review_text_ticket", "review_text", ["ticket"])
    op.create_table(
        "review_notice",
        _text("id"),
        _text("tenant"),
        _text("ticket"),
        _text("request_id"),
        _text("about"),
        _text("channel"),
        _text("severity"),
        _text("opened_at"),
        _text("due_at"),
        _text("at"),
        sa.Column("tries", sa.Integer, nullable=False),
        _text("next_at"),
        sa.PrimaryKeyConstraint("id", name="pk_review_notice"),
    )
    op.create_index("ix_review_notice_next_at", "review_notice", ["next_at"])
    op.add_column("training_attestations", sa.Column("withdrawn_by", sa.Text, nullable=False, server_default=""))
    _enter(op.get_bind(), texts)


def _enter(db: sa.Connection, texts: sa.Table) -> None:
    released = db.execute(sa.text("SELECT ticket, segments FROM review_hold WHERE state = 'released'")).all()
    for ticket, kept in released:
        digests = json.loads(kept) if isinstance(kept, str) else kept
        rows = [{"digest": digest, "ticket": ticket} for digest in sorted(set(digests))]
        if rows:
            db.execute(texts.insert(), rows)
