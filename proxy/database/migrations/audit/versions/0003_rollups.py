"""Counts that the writer keeps beside the log. They are filled from the records by the store, after this step."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

whole = sa.BigInteger().with_variant(sa.Integer, "sqlite")
text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
DIMENSIONS = (
    "tenant", "kind", "provider", "model", "tier", "unit", "app", "decision", "severity", "rule", "outcome",
    "error_code", "flags",
)  # fmt: skip
COUNTED = ("n", "input_tokens", "output_tokens")
ESTIMATED = ("wh_min", "wh_max", "gco2e_min", "gco2e_max", "ml_min", "ml_max")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "audit_rollup",
        *(sa.Column(name, text, primary_key=True) for name in ("grain", "bucket", "key")),
        *(sa.Column(name, text, nullable=False) for name in DIMENSIONS),
        *(sa.Column(name, whole, nullable=False) for name in COUNTED),
        *(sa.Column(name, sa.Float, nullable=False) for name in ESTIMATED),
        *(sa.Column(name, whole, nullable=False) for name in ("first_seq", "last_seq")),
        sqlite_with_rowid=False,
        postgresql_with={"fillfactor": "70"},
    )
    op.create_table(
        "audit_rollup_term",
        *(
            sa.Column(name, text, primary_key=True)
            for name in ("field", "grain", "bucket", "tenant", "term", "kind", "decision")
        ),
        sa.Column("n", whole, nullable=False),
        sqlite_with_rowid=False,
        postgresql_with={"fillfactor": "70"},
    )
    op.create_table(
        "audit_exposure",
        *(
            sa.Column(name, text, primary_key=True)
            for name in ("tenant", "provider", "grain", "bucket", "entity", "digest", "treatment")
        ),
        sa.Column("breach", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("n", whole, nullable=False),
        sqlite_with_rowid=False,
        postgresql_with={"fillfactor": "70"},
    )
    op.get_bind().exec_driver_sql("INSERT INTO schema_version VALUES (3)")
