"""Records, their search columns and terms, and who writes.

On PostgreSQL the records lie in one partition a month, made by `chaperone_partition` when it is first needed. A unique
key over partitions would have to hold the month, so `audit_id` holds index and id of every record once more and is what
keeps both unique. A statement's trigger fills it, moves `audit_head`, and refuses any index but the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Iterator

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

whole = sa.BigInteger().with_variant(sa.Integer, "sqlite")
text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")  # the order of bytes, as on SQLite
COLUMNS = (
    "request_id", "caller", "provider", "model", "decision", "severity", "rule", "outcome", "status", "error_code",
    "unit", "app",
)  # fmt: skip
INDEXED = ("kind", "at", *(name for name in COLUMNS if name != "status"))


def upgrade() -> None:
    """Make the tables, and what guards them."""
    db = op.get_bind()
    postgres = db.dialect.name == "postgresql"
    _tables(postgres=postgres)
    for statement in _postgres_guards() if postgres else _sqlite_guards():
        db.exec_driver_sql(statement.replace("%", "%%") if postgres else statement)  # psycopg's own sign
    db.exec_driver_sql("INSERT INTO schema_version VALUES (1)")


def _tables(*, postgres: bool) -> None:
    op.create_table("schema_version", sa.Column("version", sa.Integer, primary_key=True, autoincrement=False))
    op.create_table(
        "audit_event",
        sa.Column("seq", whole, nullable=False, autoincrement=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        *(sa.Column(name, text, nullable=False) for name in ("event_id", "kind", "at", "tenant")),
        *(sa.Column(name, sa.Integer if name == "status" else text) for name in COLUMNS),
        sa.PrimaryKeyConstraint("seq", *(["at"] if postgres else [])),
        *([] if postgres else [sa.UniqueConstraint("event_id")]),
        postgresql_partition_by="RANGE (at)",
    )
    for name in INDEXED:
        kept = sa.text(f"{name} IS NOT NULL") if name in COLUMNS else None
        op.create_index(
            f"audit_event_by_{name}", "audit_event", [name, "seq"], sqlite_where=kept, postgresql_where=kept
        )
    op.create_table(
        "audit_term",
        sa.Column("field", text, primary_key=True),
        sa.Column("term", text, primary_key=True),
        sa.Column("seq", whole, primary_key=True, autoincrement=False),
        *([] if postgres else [sa.ForeignKeyConstraint(["seq"], ["audit_event.seq"])]),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "instance",
        sa.Column("id", text, primary_key=True),
        sa.Column("host", text, nullable=False),
        sa.Column("boot_id", text, nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("pid_started", text, nullable=False),
        sa.Column("started", text, nullable=False),
        sa.Column("lease_until", text, nullable=False),
    )
    op.create_table(
        "open_intent",
        sa.Column("event_id", text, primary_key=True),
        sa.Column("instance", text, sa.ForeignKey("instance.id"), nullable=False),
    )
    op.create_table("probe", sa.Column("filler", sa.LargeBinary, nullable=False))


def _sqlite_guards() -> Iterator[str]:
    for table in ("audit_event", "audit_term", "schema_version"):
        for verb in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
    # Also refuses INSERT OR REPLACE, which would delete the row it replaces without firing a delete trigger.
    yield (
        "CREATE TRIGGER audit_event_in_order BEFORE INSERT ON audit_event "
        "WHEN NEW.seq IS NOT (SELECT coalesce(max(seq) + 1, 0) FROM audit_event) "
        "OR EXISTS (SELECT 1 FROM audit_event WHERE event_id = NEW.event_id) "
        "BEGIN SELECT RAISE(ABORT, 'audit_event takes new events at the next index only'); END"
    )


def _postgres_guards() -> Iterator[str]:
    schema = op.get_bind().scalar(sa.text("SELECT quote_ident(current_schema())"))
    yield "CREATE TABLE audit_head (one boolean PRIMARY KEY CHECK (one), size bigint NOT NULL) WITH (fillfactor = 50)"
    yield "INSERT INTO audit_head VALUES (true, 0)"
    yield """CREATE TABLE audit_id (
        seq bigint PRIMARY KEY, event_id text COLLATE "C" NOT NULL UNIQUE, at text COLLATE "C" NOT NULL)"""
    yield """CREATE FUNCTION chaperone_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"""
    for table in ("audit_event", "audit_term", "audit_id", "schema_version"):
        yield (
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION chaperone_append_only()"
        )
    # The owner's rights: a writer may add records, and what follows from them, but not the index it likes.
    yield f"""CREATE FUNCTION chaperone_in_order() RETURNS trigger LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
        DECLARE added bigint; low bigint; high bigint;
        BEGIN
            SELECT count(*), min(seq), max(seq) INTO added, low, high FROM fresh;
            IF added = 0 THEN RETURN NULL; END IF;
            UPDATE {schema}.audit_head SET size = size + added WHERE size = low AND high = low + added - 1;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'audit_event takes new events at the next index only'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            INSERT INTO {schema}.audit_id SELECT seq, event_id, at FROM fresh;
            RETURN NULL;
        END $$"""  # noqa: S608 - the database's own name for its schema, quoted by it
    yield (
        "CREATE TRIGGER audit_event_in_order AFTER INSERT ON audit_event REFERENCING NEW TABLE AS fresh "
        "FOR EACH STATEMENT EXECUTE FUNCTION chaperone_in_order()"
    )
    # ATTACH, not CREATE ... PARTITION OF: it does not wait for those who read the log, nor they for it.
    yield f"""CREATE FUNCTION chaperone_partition(month text) RETURNS boolean LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = {schema}, pg_catalog, pg_temp AS $$
        DECLARE part text := 'audit_event_' || replace(month, '-', '_'); upper text;
        BEGIN
            IF month !~ '^\\d{{4}}-(0[1-9]|1[0-2])$' THEN
                RAISE EXCEPTION 'a month is written YYYY-MM' USING ERRCODE = 'invalid_parameter_value';
            END IF;
            PERFORM pg_advisory_xact_lock(7046029254386353133);
            IF to_regclass(part) IS NOT NULL THEN RETURN false; END IF;
            upper := to_char(to_date(month, 'YYYY-MM') + interval '1 month', 'YYYY-MM');
            EXECUTE format('CREATE TABLE %I (LIKE audit_event INCLUDING ALL)', part);
            EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE OR TRUNCATE ON %I '
                'FOR EACH STATEMENT EXECUTE FUNCTION chaperone_append_only()', part || '_append_only', part);
            EXECUTE format('ALTER TABLE audit_event ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
                part, month, upper);
            RETURN true;
        END $$"""
    yield "REVOKE ALL ON FUNCTION chaperone_partition(text), chaperone_in_order() FROM PUBLIC"
    # One who waits for its turn holds up nobody else's reading; the turn ends with the transaction.
    yield """CREATE FUNCTION chaperone_turn() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN
        PERFORM pg_advisory_xact_lock(7046029254386353134);
        RETURN (SELECT size FROM audit_head); END $$"""
