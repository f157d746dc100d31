"""Bringing a database up to date with Alembic: one chain of migrations each, the same on SQLite and PostgreSQL.

There is no way back: an older program refuses a newer database, and a backup is how one returns (docs/keeping.md).
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from proxy.database.roles import grant
from proxy.errors import StateUnavailable

if TYPE_CHECKING:
    import sqlalchemy as sa

AUDIT_VERSIONS: Final = "audit_alembic_version"
"""The table with the version of the audit log; the state's has Alembic's own name."""
_MIGRATING: Final = "SELECT pg_advisory_xact_lock(7046029254386353131)"
_one_at_a_time = threading.Lock()
"""Alembic keeps what it works on in module globals, and the state and the log are opened side by side."""


def settings(chain: str = "state") -> Config:
    """Alembic's settings for one chain; no file is read and nothing is printed."""
    config = Config()
    config.set_main_option("script_location", f"proxy:database/migrations/{chain}")
    return config


def upgrade(engine: sa.Engine, found: str | None, chain: str = "state") -> None:
    """From revision `found` (None: an empty database) to the newest, in one transaction.

    Raises:
        StateUnavailable: a newer version of this program wrote the database.
    """
    known = {script.revision for script in ScriptDirectory.from_config(settings(chain)).walk_revisions()}
    if found is not None and found not in known:
        raise StateUnavailable(
            f"The {chain} database was written by a newer version of this program (schema {found}): start that version."
        )
    with engine.begin() as db:
        upgrade_within(db, chain)


def upgrade_within(db: sa.Connection, chain: str, *, made_by_hand: str | None = None) -> None:
    """To the newest revision, in the transaction that `db` is in.

    Args:
        db: the connection.
        chain: which chain of migrations.
        made_by_hand: the revision of tables that were made before there was this chain.
    """
    config = settings(chain)
    config.attributes["connection"] = db
    with _one_at_a_time:
        if made_by_hand is not None:
            command.stamp(config, made_by_hand)
        command.upgrade(config, "head")
    grant(db)


def alone(db: sa.Connection) -> None:
    """Let one replica migrate at a time, for as long as it takes; SQLite has one writer anyway."""
    if db.dialect.name == "postgresql":
        db.exec_driver_sql("SET LOCAL statement_timeout = 0")
        db.exec_driver_sql("SET LOCAL lock_timeout = '60s'")
        db.exec_driver_sql(_MIGRATING)
