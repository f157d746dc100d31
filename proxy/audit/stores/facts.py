"""How an audit database stands, for the operator who looks after it. Nothing of any record is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import sqlalchemy as sa

from proxy.audit.event import stamp
from proxy.audit.leases import RELEASED
from proxy.audit.stores import schema
from proxy.errors import AuditUnavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

_PARTITIONS: Final = sa.text(
    "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
    "WHERE i.inhparent = 'audit_event'::regclass ORDER BY c.relname"
)
_SETTINGS: Final = ("fsync", "full_page_writes", "synchronous_commit")
"""What must be on, or a power failure takes acknowledged records back."""


def of(engine: sa.Engine) -> dict[str, Any]:
    """Facts about the log.

    Returns:
        ``database`` (sqlite or postgresql), ``schema`` and ``known_schema``, ``records``, ``open_intents``,
        ``instances`` (each with host, start and end of lease), ``partitions``, ``warnings`` (sentences).

    Raises:
        AuditUnavailable: it cannot be read.
    """
    try:
        with engine.connect() as db:
            return _facts(db)
    except sa.exc.ProgrammingError as error:  # PostgreSQL: it answers, and our tables are not there
        raise AuditUnavailable(
            "There is no audit log in this database yet, or this login may not read it: run `chaperone database "
            "migrate` with the owner's address."
        ) from error
    except sa.exc.SQLAlchemyError as error:
        raise AuditUnavailable("The audit database cannot be read now.") from error


def _facts(db: sa.Connection) -> dict[str, Any]:
    postgres = db.dialect.name == "postgresql"
    head = db.scalar(sa.select(sa.func.max(schema.audit_event.c.seq)))
    who = schema.instance.c
    return {
        "database": db.dialect.name,
        "schema": db.scalar(sa.select(sa.func.max(schema.schema_version.c.version))),
        "known_schema": schema.SCHEMA_VERSION,
        "records": 0 if head is None else head + 1,
        "open_intents": db.scalar(sa.select(sa.func.count()).select_from(schema.open_intent)),
        "instances": [
            dict(row)
            for row in db.execute(
                sa.select(who.id, who.host, who.started, who.lease_until)
                .where(who.lease_until > stamp(RELEASED))  # a command that ended, until a guard forgets it
                .order_by(who.id)
            ).mappings()
        ],
        "partitions": list(db.scalars(_PARTITIONS)) if postgres else [],
        "warnings": list(_unsafe(db)) if postgres else [],
    }


def _unsafe(db: sa.Connection) -> Iterator[str]:
    for name in _SETTINGS:
        if db.scalar(sa.text("SELECT current_setting(:name)"), {"name": name}) == "off":
            yield f"{name} is off on the server: a power failure takes acknowledged records back"
