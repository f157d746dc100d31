"""What only PostgreSQL has: rights, months, a server that goes away or hangs."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from psycopg import sql

from proxy.audit import plan, walking
from proxy.audit.filters import Filters
from proxy.audit.note import Signer
from proxy.audit.query import AuditLog
from proxy.audit.recovery import unknown_outcome
from proxy.audit.stores import rollups, schema
from proxy.audit.stores.base import Instance, Record, StoreConflict, StoreError, StoreUnusable
from proxy.audit.stores.place import Place
from proxy.audit.stores.postgres import MONTHS_AHEAD, PostgresStore
from proxy.audit.writer import Writer
from proxy.database import roles
from proxy.database.engines import postgres_engine
from proxy.database.state import StateDatabase
from proxy.errors import AuditUnavailable, StateUnavailable
from proxy.exchange import AuditEvent
from proxy.services.keeping import databases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit_databases import AuditDatabase
    from postgres_server import PostgresServer

    from tests.proxy.audit.conftest import Events

Make = Callable[[AuditEvent], Record]
Named = Callable[..., Instance]
SOON = datetime.now(UTC) + timedelta(seconds=15)


@pytest.fixture
def store(postgres_database: AuditDatabase, named: Named) -> Iterator[PostgresStore]:
    made = PostgresStore(postgres_database.url, timeout_s=5)
    made.open()
    made.renew(named("i-test"), SOON)
    yield made
    made.close()


@pytest.fixture
def record(make_events: type[Events], as_record: Make) -> Callable[..., Record]:
    return lambda **envelope: as_record(make_events().intent(**envelope))


# --------------------------------------------------------------------------- rights


@pytest.fixture
def logins(postgres_server: PostgresServer, postgres_url: str) -> Iterator[dict[str, str]]:
    """The addresses of an owner, a writer and a reader of one database, made as docs/postgresql.md says."""
    name = str(sa.make_url(postgres_url).database)
    made = {"owner": "", "writer": roles.WRITER, "reader": roles.READER}
    for group in (roles.WRITER, roles.READER):
        postgres_server.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(group)))
    for login, group in made.items():
        role = sql.Identifier(f"a_{login}")
        postgres_server.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
        if group:
            postgres_server.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), role))
    database = sql.Identifier(name)
    postgres_server.execute(sql.SQL("ALTER DATABASE {} OWNER TO a_owner").format(database))
    yield {login: postgres_server.url(name, f"a_{login}") for login in made}
    postgres_server.drop(name)
    for role_name in (*(f"a_{login}" for login in made), roles.WRITER, roles.READER):
        postgres_server.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role_name)))


def refused(url: str, statement: str) -> bool:
    engine = postgres_engine(url)
    try:
        with engine.begin() as db:
            db.execute(sa.text(statement))
    except sa.exc.ProgrammingError as error:
        return getattr(error.orig, "sqlstate", "") == "42501"
    return False


def test_a_writer_can_do_its_work_and_nothing_else(
    logins: dict[str, str], named: Named, record: Callable[..., Record]
) -> None:
    assert databases.migrate(logins["owner"])["roles"] == [roles.READER, roles.WRITER]
    store = PostgresStore(logins["writer"])
    store.open()
    store.renew(named("i-test"), SOON)
    store.append([record(), record(at=datetime(2040, 1, 1, tzinfo=UTC))])
    assert store.checkpoint(Signer.generated("chaperone/test").checkpoint) is not None
    assert store.close_dead(lambda *_: True, lambda intent: unknown_outcome(intent, at=SOON, instance="i")) == 2
    store.close()
    for table in ("audit_event", "audit_term", "audit_leaf", "audit_id", "audit_checkpoint", "schema_version"):
        assert refused(logins["writer"], f"DELETE FROM {table}"), table  # noqa: S608 - a name
        assert refused(logins["writer"], f"TRUNCATE {table}"), table
        assert refused(logins["writer"], f"DROP TABLE {table}"), table
        assert refused(logins["writer"], f"ALTER TABLE {table} DISABLE TRIGGER ALL"), table
    for statement in (
        "UPDATE audit_event SET caller = 'x'",
        "UPDATE audit_head SET size = 0",
        "INSERT INTO audit_id VALUES (9, 'x', 'x')",
        "INSERT INTO audit_leaf VALUES (9, '')",
        "DELETE FROM audit_event_2040_01",
        "INSERT INTO audit_event_2040_01 (seq, body, event_id, kind, at, tenant) VALUES (9, '', '', '', '2040-01', '')",
        "CREATE TABLE mine (n int)",
        "DROP FUNCTION chaperone_in_order() CASCADE",
    ):
        assert refused(logins["writer"], statement), statement


def test_a_reader_can_read_the_log_and_nothing_else(
    logins: dict[str, str], named: Named, record: Callable[..., Record]
) -> None:
    databases.migrate(logins["owner"])
    store = PostgresStore(logins["owner"])
    store.open()
    store.renew(named("i-test"), SOON)
    store.append([record()])
    store.close()
    assert databases.standing(Place(url=logins["reader"]))["records"] == 1
    found = AuditLog(Place(url=logins["reader"]).reader()).search(Filters(tag="IDEA"))
    assert [each["seq"] for each in found.records] == [0], "by terms, which asks for its place among the partitions"
    for table in ("audit_event", "audit_term", "audit_checkpoint", "instance", "open_intent", "audit_rollup"):
        assert refused(logins["reader"], f"DELETE FROM {table}"), table  # noqa: S608 - a name
        assert refused(logins["reader"], f"INSERT INTO {table} SELECT * FROM {table}"), table  # noqa: S608 - a name
    assert refused(logins["reader"], "SELECT chaperone_partition('2050-01')")
    assert refused(logins["reader"], "SELECT * FROM saved_search")


def test_the_state_belongs_to_the_writer(logins: dict[str, str]) -> None:
    databases.migrate(logins["owner"])
    state = StateDatabase(logins["writer"])
    state.open()
    with state.transaction() as db:
        tables = set(sa.inspect(db).get_table_names()) - {"alembic_version", "audit_alembic_version"}
        of_the_state = {name for name in tables if name not in schema.metadata.tables and "audit_" not in name}
        assert of_the_state
        for name in of_the_state:
            db.execute(sa.text(f'DELETE FROM "{name}"'))  # noqa: S608 - names of our own tables
    state.close()


def test_a_guard_without_the_rights_says_who_has_them(logins: dict[str, str]) -> None:
    with pytest.raises(StoreUnusable, match="chaperone database migrate"):
        PostgresStore(logins["writer"]).open()
    with pytest.raises(StateUnavailable, match="chaperone database migrate"):
        StateDatabase(logins["writer"]).open()


def test_a_database_of_another_program_is_refused_and_left_alone(
    postgres_database: AuditDatabase, store: PostgresStore, record: Callable[..., Record]
) -> None:
    store.append([record() for _ in range(3)])
    store.close()
    postgres_database.run("DROP TABLE schema_version")
    with pytest.raises(StoreUnusable, match="another program"):
        postgres_database.store().open()
    assert len(postgres_database.rows()) == 3


def test_every_table_of_the_log_is_somebody_s(postgres_database: AuditDatabase, store: PostgresStore) -> None:
    named_there = {*roles.LOG, *roles.FOLLOWS, *roles.COUNTS, *roles.WORK}
    made = {name for (name,) in postgres_database.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert {name for name in made if not name.startswith("audit_event_")} == named_there
    assert {table.name for table in rollups.TABLES} == set(roles.COUNTS)


# --------------------------------------------------------------------------- months


def test_the_partitions_of_the_months_to_come_are_made_ahead(
    postgres_database: AuditDatabase, store: PostgresStore
) -> None:
    now = datetime.now(UTC)
    months = [(now.year * 12 + now.month - 1 + ahead) for ahead in range(MONTHS_AHEAD + 1)]
    wanted = [f"audit_event_{month // 12:04d}_{month % 12 + 1:02d}" for month in months]
    assert databases.standing(postgres_database.place)["partitions"] == wanted


def test_a_month_is_cut_where_it_ends(
    postgres_database: AuditDatabase, store: PostgresStore, record: Callable[..., Record]
) -> None:
    moments = ["2026-11-30T23:59:59.999", "2026-12-01T00:00:00.000", "2026-12-31T23:59:59.999", "2027-01-01T00:00:00"]
    store.append([record(at=datetime.fromisoformat(f"{moment}+00:00")) for moment in moments])
    found = postgres_database.rows("SELECT seq, tableoid::regclass::text FROM audit_event ORDER BY seq")
    months = ["2026_11", "2026_12", "2026_12", "2027_01"]
    assert found == [(seq, f"audit_event_{month}") for seq, month in enumerate(months)]


def test_a_page_by_time_looks_into_its_months_only(
    postgres_database: AuditDatabase, store: PostgresStore, record: Callable[..., Record]
) -> None:
    store.append([record(at=datetime(2026, month, 3, tzinfo=UTC)) for month in range(1, 13)])
    plan = postgres_database.rows(
        "EXPLAIN SELECT body FROM audit_event WHERE at >= '2026-03-01' AND at < '2026-04-30' ORDER BY seq DESC LIMIT 50"
    )
    looked_into = {part for (line,) in plan for part in line.split() if part.startswith("audit_event_2026")}
    assert {part[:19] for part in looked_into} == {"audit_event_2026_03", "audit_event_2026_04"}


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "now", "2026-01'; DROP TABLE audit_event; --"])
def test_only_a_month_makes_a_partition(store: PostgresStore, month: str) -> None:
    with store.engine.connect() as db, pytest.raises(sa.exc.SQLAlchemyError):
        db.execute(sa.text("SELECT chaperone_partition(:month)"), {"month": month})


def test_a_partition_guards_itself_too(
    postgres_database: AuditDatabase, store: PostgresStore, record: Callable[..., Record]
) -> None:
    store.append([record(at=datetime(2026, 3, 3, tzinfo=UTC))])
    for verb in ("DELETE FROM", "TRUNCATE"):
        with pytest.raises(sa.exc.IntegrityError, match="append-only"):
            postgres_database.run(f"{verb} audit_event_2026_03")


# --------------------------------------------------------------------------- servers that fail


def test_a_stopped_server_is_an_error_and_its_return_needs_nobody(
    postgres_database: AuditDatabase,
    postgres_server: PostgresServer,
    store: PostgresStore,
    record: Callable[..., Record],
) -> None:
    first, second = record(), record()
    store.append([first])
    postgres_server.stop()
    try:
        with pytest.raises(StoreError):
            store.append([second])
        with pytest.raises(StoreError):
            store.append([second])
    finally:
        postgres_server.start()
    store.append([second])
    assert [event_id for _, event_id in postgres_database.rows()] == [first.event.event_id, second.event.event_id]


def test_a_server_that_hangs_is_given_up_and_asked_again_when_it_wakes(
    postgres_database: AuditDatabase,
    postgres_server: PostgresServer,
    store: PostgresStore,
    record: Callable[..., Record],
) -> None:
    hasty, doubtful = PostgresStore(postgres_database.url, timeout_s=0.5), record()
    hasty.append([record()])
    postgres_server.pause()
    try:
        began = time.monotonic()
        with pytest.raises(StoreError):
            hasty.append([doubtful])
        assert time.monotonic() - began < 10
    finally:
        postgres_server.resume()
    if not store.known([doubtful.event.event_id]):
        store.append([doubtful])
    hasty.close()
    with pytest.raises(StoreConflict):
        store.append([doubtful])
    assert [seq for seq, _ in postgres_database.rows()] == [0, 1]


async def test_while_the_server_hangs_callers_are_told_in_time_the_queue_is_bounded_and_finals_are_kept(
    postgres_database: AuditDatabase,
    postgres_server: PostgresServer,
    make_events: type[Events],
) -> None:
    writer = Writer(postgres_database.store(), deadline_s=1.0, queue=20)
    writer.start()
    events = make_events(writer.instance.id)
    under_way = [events.intent() for _ in range(5)]
    await asyncio.gather(*(writer.record(event) for event in under_way))
    postgres_server.pause()
    try:
        began = time.monotonic()
        results = await asyncio.gather(*(writer.record(events.intent()) for _ in range(60)), return_exceptions=True)
        assert time.monotonic() - began < 3
        assert {type(result) for result in results} == {AuditUnavailable}
        assert sum("too many" in str(result) for result in results) >= 15
        await asyncio.sleep(0.2)
        assert not writer.healthy
        finals = [writer.submit(events.final(event)) for event in under_way]
        await asyncio.sleep(1.5)  # the connection is cut, and opened again in vain
        assert not await writer.probe()
    finally:
        postgres_server.resume()
    end = time.monotonic() + 20
    while not await writer.probe() or writer.pending:
        assert time.monotonic() < end
    late = events.intent()
    await writer.record(late)
    await writer.record(events.final(late))
    await asyncio.to_thread(writer.close)
    assert all(future.done() for future in finals)
    seqs = [seq for seq, _ in postgres_database.rows()]
    assert seqs == list(range(len(seqs)))
    completed = "SELECT count(*), count(DISTINCT event_id) FROM audit_event WHERE outcome = 'completed'"
    assert postgres_database.rows(completed) == [(6, 6)]
    assert postgres_database.rows("SELECT count(*) FROM open_intent") == [(0,)]
    assert writer.lost == 0


def test_a_turn_that_another_one_keeps_is_waited_for_only_so_long(
    postgres_database: AuditDatabase, store: PostgresStore, record: Callable[..., Record]
) -> None:
    hasty = PostgresStore(postgres_database.url, timeout_s=0.3)
    hasty.open()
    with postgres_database.as_owner().begin() as db:
        db.execute(sa.text("SELECT chaperone_turn()"))
        with pytest.raises(StoreError, match=r"55P03|57014"):  # the lock's limit, or on a slow machine the statement's
            hasty.append([record()])
    hasty.close()
    store.append([record()])
    assert len(postgres_database.rows()) == 1


def test_a_log_that_is_taken_away_is_not_begun_again(
    postgres_database: AuditDatabase, store: PostgresStore, record: Callable[..., Record]
) -> None:
    store.append([record()])
    store.close()
    postgres_database.run("DROP SCHEMA public CASCADE")
    postgres_database.run("CREATE SCHEMA public")
    for _ in range(2):
        with pytest.raises(StoreError, match="taken away"):
            store.append([record()])


def test_a_fleet_that_is_upgraded_leaves_an_old_guard_behind(
    postgres_database: AuditDatabase, store: PostgresStore, record: Callable[..., Record]
) -> None:
    store.append([record()])
    postgres_database.run(f"INSERT INTO schema_version VALUES ({schema.SCHEMA_VERSION + 1})")  # noqa: S608 - a number
    store.close()
    with pytest.raises(StoreUnusable, match="this program knows"):
        store.append([record()])


def test_errors_name_neither_the_password_nor_a_row() -> None:
    store = PostgresStore("postgresql://guard:canary-password@127.0.0.1:1/nothing")
    with pytest.raises(StoreError) as caught:
        store.open()
    assert "canary-password" not in repr((caught.value, caught.value.__cause__, Place(url="x:canary-password")))


# --------------------------------------------------------------------------- reading


def test_a_page_walks_its_index_and_looks_in_the_months_of_its_records_only(
    store: PostgresStore, postgres_database: AuditDatabase, record: Callable[..., Record]
) -> None:
    """Left to itself PostgreSQL read and sorted all matches of a common term for one page."""
    at = datetime(2026, 9, 1, tzinfo=UTC)
    store.append([record(at=at + timedelta(days=number / 25)) for number in range(1_500)])
    with postgres_engine(postgres_database.url).begin() as db:
        db.execute(sa.text("ANALYZE"))  # with figures it trusts its guess of how few will match
    engine = Place(url=postgres_database.url).reader()
    wanted = plan.Wanted("term", "tag", ("IDEA",))
    asked, plans = [wanted, plan.Wanted("column", "provider", ("demo",))], []

    @sa.event.listens_for(engine, "before_cursor_execute")
    def explain(db: sa.Connection, _cursor: object, statement: str, given: dict[str, str], *_: object) -> None:
        if statement.startswith("SELECT audit_event.seq"):
            driver = db.connection.driver_connection
            assert driver is not None
            plans.append("\n".join(row[0] for row in driver.execute(f"EXPLAIN ANALYZE {statement}", given)))

    with engine.connect() as db:
        found = walking.walk(db, asked, walking.Stretch(0, 9_999, (), newest=True), 20)
        assert [row.seq for row in found] == list(range(1_499, 1_479, -1))
        assert (plan.estimate(db, wanted), db.scalar(sa.text("SHOW enable_sort"))) == (1_500, "on")
    (how,) = plans
    assert "Scan Backward using audit_term_pkey" in how
    assert "Sort" not in how
    first = next(line for line in how.splitlines() if "on audit_event_2026_09" in line)
    assert "never executed" in first, "September lies before the page"
