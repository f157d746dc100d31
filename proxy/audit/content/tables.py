"""The tables of kept content; made by migration 0005. Times are UTC stamps as records write them, so text sorts."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from proxy.database.state import metadata

content_part: Final = sa.Table(
    "content_part",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("request_id", sa.Text, nullable=False),
    sa.Column("caller", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("app", sa.Text, nullable=False),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("part", sa.Text, nullable=False),
    sa.Column("retention_class", sa.Text, nullable=False),
    sa.Column("sealed_by", sa.Text, nullable=False),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("cut", sa.Boolean, nullable=False),
    sa.Index("ix_content_part_request", "tenant", "request_id"),
    sa.Index("ix_content_part_due", "tenant", "retention_class", "at"),
)
"""One row per part of a call: ``prompt``, ``answer``, ``prompt_original``, ``answer_original``."""

content_subject: Final = sa.Table(
    "content_subject",
    metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("part_id", sa.ForeignKey("content_part.id", ondelete="CASCADE"), primary_key=True),
    sa.Index("ix_content_subject_part", "part_id"),
)
"""Whom a part is about, as the log's own keyed digests: so that one person's content can be held, or purged."""

content_opening: Final = sa.Table(
    "content_opening",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("request_id", sa.Text, nullable=False),
    sa.Column("case_number", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("asked_by", sa.Text, nullable=False),
    sa.Column("asked_at", sa.Text, nullable=False),
    sa.Column("decision", sa.Text),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_at", sa.Text),
    sa.Column("expires", sa.Text),
    sa.Index("ix_content_opening_tenant", "tenant", "asked_at"),
)
"""Requests to open sealed originals: asked by one person, decided by another."""
