"""Who may do what on PostgreSQL: an owner who migrates, a writer who may add to the log, a reader who may only look.

Writer and reader are groups (roles without a login) that a database administrator makes once and puts logins into
(docs/postgresql.md). Where they exist they get their rights after every migration; where they do not, whoever owns the
database does everything, as in a trial. Every table of the log must be named here; what is not is the state's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITER: Final = "chaperone_writer"
READER: Final = "chaperone_reader"

LOG: Final = ("audit_event", "audit_term", "audit_checkpoint")
"""What a writer adds to, and nobody changes."""
FOLLOWS: Final = ("audit_id", "audit_leaf", "audit_head", "schema_version", "audit_alembic_version")
"""What the database itself fills when records are added, or a migration does."""
COUNTS: Final = ("audit_rollup", "audit_rollup_term", "audit_exposure")
"""What follows from the log and can be made again."""
WORK: Final = ("instance", "open_intent", "probe")
"""Which processes live, and which intents are open."""
STATE_VERSION: Final = "alembic_version"

_CHANGE: Final = "SELECT, INSERT, UPDATE, DELETE"


def grant(db: sa.Connection) -> tuple[str, ...]:
    """Give the roles that exist their rights, on a connection of the owner's; which roles these are."""
    if db.dialect.name != "postgresql":
        return ()
    query = sa.text("SELECT rolname FROM pg_roles WHERE rolname IN (:writer, :reader) ORDER BY rolname")
    found = tuple(db.scalars(query, {"writer": WRITER, "reader": READER}))
    tables = set(sa.inspect(db).get_table_names())
    for role in found:
        for statement in _grants(role, tables):
            db.exec_driver_sql(statement)
    return found


def _grants(role: str, tables: set[str]) -> Iterator[str]:
    schema = "DO $$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %%I TO {}', current_schema()); END $$"
    yield schema.format(role)
    rights = dict.fromkeys((*LOG, *FOLLOWS, *COUNTS, *WORK), "SELECT")
    if role == WRITER:
        rights |= dict.fromkeys(LOG, "SELECT, INSERT") | dict.fromkeys((*COUNTS, *WORK), _CHANGE)
        rights |= dict.fromkeys(_state(tables), _CHANGE) | {STATE_VERSION: "SELECT"}
    for table in sorted(rights.keys() & tables):
        yield f'REVOKE ALL ON TABLE "{table}" FROM {role}'
        yield f'GRANT {rights[table]} ON TABLE "{table}" TO {role}'
    if role == WRITER and "audit_event" in tables:
        yield f"GRANT EXECUTE ON FUNCTION chaperone_partition(text) TO {role}"


def _state(tables: set[str]) -> set[str]:
    """The state's tables: all that are not the log's; its partitions are reached through the whole only."""
    known = {*LOG, *FOLLOWS, *COUNTS, *WORK, STATE_VERSION}
    return {name for name in tables - known if not name.startswith("audit_event_")}
