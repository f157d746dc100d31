"""What every test stands on: no network but loopback, a data folder of its own, canaries, the project's own tree."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import network_guard
import pytest
from canary import CANARIES, Canary, leaks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from audit_databases import AuditDatabase
    from postgres_server import PostgresServer

    from proxy.database.state import StateDatabase

network_guard.install()


@pytest.fixture(scope="session")
def tree() -> Path:
    """The checkout. Tests of the wheel run on a copy of `tests` elsewhere, and are told where the checkout is."""
    return Path(os.environ.get("CHAPERONE_TREE") or Path(__file__).resolve().parents[1])


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A private, empty folder, as a running guard gets for its database and secret."""
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture(scope="session")
def canaries() -> tuple[Canary, ...]:
    """Invented values, one per kind, that stand in no other text; look for them where nothing may leak."""
    return CANARIES


@pytest.fixture(scope="session")
def assert_no_leak() -> Callable[[Iterable[str | bytes]], None]:
    """Fails, naming the kind and never the value, if any of the texts holds a canary in any of its spellings."""

    def check(texts: Iterable[str | bytes]) -> None:
        found = sorted({f"{kind} in text {index}" for index, text in enumerate(texts) for kind in leaks(text)})
        assert not found, "; ".join(found)

    return check


@pytest.fixture
def guard_path() -> list[str]:
    """For PYTHONPATH: folders whose `sitecustomize` puts the network guard into each interpreter that starts."""
    here = Path(__file__).resolve().parent
    inherited = filter(None, [os.environ.get("PYTHONPATH")])
    return [str(here / "offline" / "guard"), str(here / "support"), *inherited]


# --------------------------------------------------------------------------- databases


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One real PostgreSQL for this process of the tests (0.8 s, only when a test asks for it)."""
    from postgres_server import PostgresServer  # noqa: PLC0415 - most runs need none

    server = PostgresServer()
    yield server
    server.remove()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """The address of an empty PostgreSQL database of this test's own (35 ms)."""
    name = postgres_server.create()
    yield postgres_server.url(name)
    postgres_server.drop(name)


@pytest.fixture(scope="session")
def _state_template(postgres_server: PostgresServer) -> str:
    """A database with the state's tables, to copy from."""
    from proxy.database.state import StateDatabase  # noqa: PLC0415 - as above

    name = postgres_server.create()
    made = StateDatabase(postgres_server.url(name))
    made.open()
    made.close()
    return name


@pytest.fixture(scope="session")
def _state_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the state's tables, to copy: the migrations take 70 ms."""
    from proxy.database.state import StateDatabase  # noqa: PLC0415 - as above

    file = tmp_path_factory.mktemp("state") / "state.db"
    made = StateDatabase(file)
    made.open()
    made.close()
    return file


@pytest.fixture(params=["sqlite", "postgres"])
def state(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StateDatabase]:
    """An open, empty state database, once on SQLite and once on PostgreSQL."""
    from proxy.database.state import StateDatabase  # noqa: PLC0415 - as above

    if request.param == "sqlite":
        file = tmp_path / "state" / "state.db"
        file.parent.mkdir()
        shutil.copyfile(request.getfixturevalue("_state_file"), file)
        file.chmod(0o600)
        made = StateDatabase(file)
        made.open()
        yield made
        made.close()
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = server.create(request.getfixturevalue("_state_template"))
    made = StateDatabase(server.url(name))
    made.open()
    yield made
    made.close()
    server.drop(name)


@pytest.fixture(scope="session")
def _audit_template(postgres_server: PostgresServer) -> str:
    """A database with an empty audit log, to copy from."""
    from proxy.audit.stores.postgres import PostgresStore  # noqa: PLC0415 - as above

    name = postgres_server.create()
    made = PostgresStore(postgres_server.url(name))
    made.open()
    made.close()
    return name


@pytest.fixture
def postgres_audit(postgres_server: PostgresServer, _audit_template: str) -> Iterator[AuditDatabase]:
    """An empty audit log on PostgreSQL."""
    from audit_databases import AuditDatabase  # noqa: PLC0415 - as above

    name = postgres_server.create(_audit_template)
    yield AuditDatabase(url=postgres_server.url(name), server=postgres_server)
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def audit_database(request: pytest.FixtureRequest, tmp_path: Path) -> AuditDatabase:
    """An empty audit log, once on SQLite and once on PostgreSQL: `store()` and `reader()` give the product's own."""
    from audit_databases import AuditDatabase  # noqa: PLC0415 - as above

    if request.param == "sqlite":
        return AuditDatabase(tmp_path / "audit" / "audit.db")
    made: AuditDatabase = request.getfixturevalue("postgres_audit")
    return made
