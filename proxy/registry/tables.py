"""The tables of the registry and of training, on the state database; migration 0001 makes them.

Every change raises the number in `versions`, in the same transaction: who holds a copy in memory asks for that one row.
"""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from proxy.database.state import metadata

versions: Final = sa.Table(
    "registry_versions",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("area", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)
"""One row for each area: ``tools`` and ``training``."""

entries: Final = sa.Table(
    "registry_entries",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("tool", sa.Text, primary_key=True),
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Column("approved_by", sa.Text, nullable=False),
    sa.Column("begins", sa.Text, nullable=False),
    sa.Column("expires", sa.Text, nullable=False),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("conditions", sa.JSON, nullable=False),
    sa.Column("case_id", sa.Text, nullable=False),
)
"""What is in force, one row for each tool."""

cases: Final = sa.Table(
    "registry_cases",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("tenant", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("tool", sa.Text, nullable=False),
    sa.Column("facts", sa.JSON, nullable=False),
    sa.Column("requested_by", sa.Text, nullable=False),
    sa.Column("requested_at", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reviews", sa.JSON, nullable=False),
    sa.Column("decided_by", sa.Text, nullable=False),
    sa.Column("decided_at", sa.Text, nullable=False),
    sa.Column("decision_reason", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Index("ix_registry_cases_tenant_kind_tool", "tenant", "kind", "tool"),
)
"""Every case, closed ones too: the dossier."""

stops: Final = sa.Table(
    "registry_stops",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("tool", sa.Text, primary_key=True),
    sa.Column("stopped_by", sa.Text, nullable=False),
    sa.Column("stopped_at", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
)
"""Emergency stops in force."""

announced: Final = sa.Table(
    "registry_announced",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("tool", sa.Text, primary_key=True),
    sa.Column("expires", sa.Text, primary_key=True),
    sa.Column("within", sa.Integer, primary_key=True),
    sa.Column("at", sa.Text, nullable=False),
)
"""Warnings of an end that stand in the audit already; each is given once, by whichever replica is first."""

attestations: Final = sa.Table(
    "training_attestations",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("course", sa.Text, primary_key=True),
    sa.Column("course_version", sa.Text, nullable=False),
    sa.Column("completed", sa.Text, nullable=False),
    sa.Column("expires", sa.Text, nullable=False),
    sa.Column("recorded_by", sa.Text, nullable=False),
    sa.Column("recorded_at", sa.Text, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("withdrawn_by", sa.Text, nullable=False, server_default=""),
)
"""The latest attestation of each person and course; earlier ones are in the audit."""

first_calls: Final = sa.Table(
    "training_first_calls",
    metadata,
    sa.Column("tenant", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("day", sa.Text, nullable=False),
)
"""The first day on which somebody without training called: from then on the grace runs."""
