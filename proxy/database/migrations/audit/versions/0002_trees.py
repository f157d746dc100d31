"""A Merkle leaf for each record, and signed checkpoints.

On PostgreSQL the database hashes the leaves itself, in the statement that adds the records.
"""

from __future__ import annotations

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

whole = sa.BigInteger().with_variant(sa.Integer, "sqlite")
CHUNK = 5_000


def upgrade() -> None:
    """Make the tables; hash the records that are there."""
    db = op.get_bind()
    postgres = db.dialect.name == "postgresql"
    leaf = op.create_table(
        "audit_leaf",
        sa.Column("seq", whole, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        *([] if postgres else [sa.ForeignKeyConstraint(["seq"], ["audit_event.seq"])]),
    )
    op.create_table(
        "audit_checkpoint",
        sa.Column("size", whole, primary_key=True, autoincrement=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("frontier", sa.LargeBinary, nullable=False),
    )
    _fill(db, leaf)
    for table in ("audit_leaf", "audit_checkpoint"):
        for verb in ["UPDATE OR DELETE OR TRUNCATE"] if postgres else ["UPDATE", "DELETE"]:
            db.exec_driver_sql(_append_only(table, verb, postgres=postgres))
    if postgres:
        _hash_in_the_database(db)
    db.exec_driver_sql("INSERT INTO schema_version VALUES (2)")


def _fill(db: sa.Connection, leaf: sa.Table) -> None:
    """RFC 9162 section 2.1.1: a leaf is SHA-256 of a zero byte and the record."""
    rows = db.execute(sa.text("SELECT seq, body FROM audit_event ORDER BY seq"))
    while some := rows.fetchmany(CHUNK):
        db.execute(leaf.insert(), [{"seq": seq, "hash": sha256(b"\0" + bytes(body)).digest()} for seq, body in some])


def _append_only(table: str, verb: str, *, postgres: bool) -> str:
    if postgres:
        return (
            f"CREATE TRIGGER {table}_append_only BEFORE {verb} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION chaperone_append_only()"
        )
    return (
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def _hash_in_the_database(db: sa.Connection) -> None:
    schema = db.scalar(sa.text("SELECT quote_ident(current_schema())"))
    db.exec_driver_sql(f"""CREATE FUNCTION chaperone_leaves() RETURNS trigger LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ BEGIN
            INSERT INTO {schema}.audit_leaf SELECT seq, sha256('\\x00'::bytea || body) FROM fresh;
            RETURN NULL;
        END $$""")  # noqa: S608 - the database's own name for its schema, quoted by it
    db.exec_driver_sql("REVOKE ALL ON FUNCTION chaperone_leaves() FROM PUBLIC")
    db.exec_driver_sql(
        "CREATE TRIGGER audit_event_leaves AFTER INSERT ON audit_event REFERENCING NEW TABLE AS fresh "
        "FOR EACH STATEMENT EXECUTE FUNCTION chaperone_leaves()"
    )
