"""The state database: the same on SQLite and PostgreSQL, one writer at a time, and nothing half done."""

from __future__ import annotations

import asyncio
import importlib
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import proxy
from proxy.database.migrate import settings
from proxy.database.state import HEAD, StateDatabase, metadata
from proxy.errors import StateUnavailable

if TYPE_CHECKING:
    from postgres_server import PostgresServer


async def test_work_is_done_in_one_transaction(state: StateDatabase) -> None:
    assert await state.run(lambda db: db.scalar(sa.text("SELECT 1"))) == 1


async def test_a_failure_leaves_nothing_behind(state: StateDatabase) -> None:
    def half(db: sa.Connection) -> None:
        db.execute(sa.text("CREATE TABLE half (n INTEGER)"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await state.run(half)
    assert not await state.run(lambda db: sa.inspect(db).has_table("half"))


async def test_what_a_transaction_has_read_stays_true_in_it(state: StateDatabase) -> None:
    """Ten add one to the same number, reading it first: none is lost, on either database."""
    await state.run(lambda db: db.execute(sa.text("CREATE TABLE tally (n INTEGER)")))
    await state.run(lambda db: db.execute(sa.text("INSERT INTO tally VALUES (0)")))

    def add(db: sa.Connection) -> None:
        found = db.scalar(sa.text("SELECT n FROM tally"))
        time.sleep(0.002)
        db.execute(sa.text("UPDATE tally SET n = :n"), {"n": found + 1})

    await asyncio.gather(*(state.run(add) for _ in range(10)))
    assert await state.run(lambda db: db.scalar(sa.text("SELECT n FROM tally"))) == 10


async def test_a_broken_rule_is_told_apart_from_a_failure(state: StateDatabase) -> None:
    await state.run(lambda db: db.execute(sa.text("CREATE TABLE one (n INTEGER PRIMARY KEY)")))
    await state.run(lambda db: db.execute(sa.text("INSERT INTO one VALUES (1)")))
    with pytest.raises(sa.exc.IntegrityError):
        await state.run(lambda db: db.execute(sa.text("INSERT INTO one VALUES (1)")))
    with pytest.raises(StateUnavailable):
        await state.run(lambda db: db.execute(sa.text("INSERT INTO nowhere VALUES (1)")))


def test_a_closed_database_says_so(state: StateDatabase) -> None:
    state.close()
    with pytest.raises(StateUnavailable, match="closed"), state.transaction():
        pass


def test_a_schema_of_a_newer_program_is_refused(state: StateDatabase) -> None:
    with state.transaction() as db:
        db.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    state.close()
    with pytest.raises(StateUnavailable, match="newer version"):
        state.open()


def test_opening_again_changes_nothing(state: StateDatabase) -> None:
    state.close()
    state.open()
    with state.transaction() as db:
        assert db.scalar(sa.text("SELECT version_num FROM alembic_version")) == HEAD


def test_the_newest_migration_is_the_one_that_is_named() -> None:
    assert ScriptDirectory.from_config(settings("state")).get_current_head() == HEAD


def test_the_migrations_make_the_tables_that_the_rooms_define(state: StateDatabase) -> None:
    root = Path(proxy.__path__[0])
    for file in root.rglob("*.py"):
        if "database.state import" in (text := file.read_text(encoding="utf-8")) and "metadata" in text:
            importlib.import_module(".".join(("proxy", *file.relative_to(root).with_suffix("").parts)))
    with state.transaction() as db:
        context = MigrationContext.configure(db, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_server_that_is_away_is_said_without_its_password() -> None:
    state = StateDatabase("postgresql://chaperone:canary-password@127.0.0.1:1/nothing")
    with pytest.raises(StateUnavailable) as caught:
        state.open()
    assert "canary-password" not in f"{caught.value} {caught.value.__cause__}"


async def test_a_server_that_hangs_is_given_up_and_found_again_when_it_wakes(
    postgres_server: PostgresServer, postgres_url: str
) -> None:
    state = StateDatabase(postgres_url, timeout_s=5)
    state.open()
    await state.run(lambda db: db.execute(sa.text("CREATE TABLE tally (n INTEGER)")))
    state.close()
    hasty = StateDatabase(postgres_url, timeout_s=0.5)
    hasty.open()
    await hasty.run(lambda db: db.execute(sa.text("INSERT INTO tally VALUES (1)")))
    postgres_server.pause()
    try:
        began = time.monotonic()
        with pytest.raises(StateUnavailable):
            await hasty.run(lambda db: db.execute(sa.text("INSERT INTO tally VALUES (2)")))
        assert time.monotonic() - began < 10
    finally:
        postgres_server.resume()
    hasty.close()
    state.open()
    await state.run(lambda db: db.execute(sa.text("INSERT INTO tally VALUES (3)")))
    assert 3 in await state.run(lambda db: list(db.scalars(sa.text("SELECT n FROM tally"))))
    state.close()
