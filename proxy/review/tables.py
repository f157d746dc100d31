"""The tables of held calls; made by migrations 0002 and 0008.

Times are UTC stamps as records write them, so that text sorts.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from proxy.database.state import metadata

PENDING: Final = sa.text("state = 'pending'")

review_hold: Final = sa.Table(
    "review_hold",
    metadata,
    sa.Column("ticket", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("caller", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("app", sa.Text, nullable=False),
    sa.Column("request_id", sa.Text, nullable=False),
    sa.Column("dialect", sa.Text, nullable=False),
    sa.Column("operation", sa.Text, nullable=False),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("model", sa.Text, nullable=False),
    sa.Column("content", sa.Text, nullable=False),
    sa.Column("rules", sa.JSON, nullable=False),
    sa.Column("severity", sa.Text, nullable=False),
    sa.Column("tags", sa.JSON, nullable=False),
    sa.Column("policy_hash", sa.Text, nullable=False),
    sa.Column("segments", sa.JSON, nullable=False),
    sa.Column("people", sa.Integer, nullable=False),
    sa.Column("opened_at", sa.Text, nullable=False),
    sa.Column("due_at", sa.Text, nullable=False),
    sa.Column("expires_at", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("mode", sa.Text),
    sa.Column("responsible", sa.Text, nullable=False),
    sa.Column("escalated_at", sa.Text),
    sa.Column("decided_at", sa.Text),
    sa.Column("ends_at", sa.Text),
    sa.Column("purge_at", sa.Text),
    sa.Column("purged_at", sa.Text),
    sa.Column("sent_at", sa.Text),
    sa.Column("collected", sa.Integer, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("ix_review_hold_queue", "tenant", "state", "opened_at"),
    sa.Index("ix_review_hold_caller", "tenant", "caller", "provider", "model", "state"),
    sa.Index("ix_review_hold_content", "content"),
    sa.Index(
        "uq_review_hold_pending", "tenant", "caller", "content", unique=True,
        sqlite_where=PENDING, postgresql_where=PENDING,
    ),
)  # fmt: skip
"""One row per held call. At most one undecided row per caller and content: the database itself keeps to that."""

review_vote: Final = sa.Table(
    "review_vote",
    metadata,
    sa.Column("ticket", sa.ForeignKey("review_hold.ticket", ondelete="CASCADE"), primary_key=True),
    sa.Column("reviewer", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("approves", sa.Boolean, nullable=False),
    sa.Column("mode", sa.Text),
    sa.Column("proposal", sa.Text, nullable=False),
    sa.Column("responsible", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
)
"""The last word of each reviewer; every word is in the audit."""

review_content: Final = sa.Table(
    "review_content",
    metadata,
    sa.Column("ticket", sa.ForeignKey("review_hold.ticket", ondelete="CASCADE"), primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)
"""Encrypted content (`sealed`): ``call`` and ``view``, and a reviewer's ``edits``; purging deletes the rows."""

review_text: Final = sa.Table(
    "review_text",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("ticket", sa.ForeignKey("review_hold.ticket", ondelete="CASCADE"), primary_key=True),
    sa.Index("ix_review_text_ticket", "ticket"),
)
"""Which releases that count remember a text or an answer, or put another text in its place: a call is looked up by its
own texts. Which denials remember what a caller said stands here too."""

review_notice: Final = sa.Table(
    "review_notice",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("ticket", sa.Text, nullable=False),
    sa.Column("request_id", sa.Text, nullable=False),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("severity", sa.Text, nullable=False),
    sa.Column("opened_at", sa.Text, nullable=False),
    sa.Column("due_at", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("next_at", sa.Text, nullable=False),
    sa.Index("ix_review_notice_next_at", "next_at"),
)
"""Notices that are still to be given: written with the change that they are about, deleted when they are given."""

review_outbox: Final = sa.Table(
    "review_outbox",
    metadata,
    sa.Column("event_id", sa.Text, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("request_id", sa.Text),
    sa.Column("caller", sa.Text),
    sa.Column("ticket", sa.Text),
    sa.Column("detail", sa.JSON, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("taken_until", sa.Text, nullable=False),
    sa.Index("ix_review_outbox_ticket", "ticket"),
)
"""Audit events that a change owes: written in the same transaction as the change, deleted when they are in the log."""

review_answer: Final = sa.Table(
    "review_answer",
    metadata,
    sa.Column("request_id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("caller", sa.Text, nullable=False),
    sa.Column("flagged", sa.Boolean, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("acknowledged_at", sa.Text),
    sa.Column("result", sa.Text),
    sa.Index("ix_review_answer_unit", "tenant", "at"),
    sa.Index("ix_review_answer_open", "tenant", "caller", "acknowledged_at"),
)
"""Answers that wait for, or have had, a person's review. Once it is acknowledged, whose it was is forgotten here."""

TABLES: Final = (
    review_hold, review_vote, review_content, review_text, review_notice, review_outbox, review_answer,
)  # fmt: skip
