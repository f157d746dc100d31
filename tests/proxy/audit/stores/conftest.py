"""Every test that asks for `database` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from proxy.audit.stores.base import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audit_databases import AuditDatabase

    from proxy.audit.stores.base import Instance, Record, Store
    from proxy.exchange import AuditEvent
    from tests.proxy.audit.conftest import Events


@pytest.fixture
def database(audit_database: AuditDatabase) -> AuditDatabase:
    """An empty log, on each database."""
    return audit_database


@pytest.fixture
def postgres_database(postgres_audit: AuditDatabase) -> AuditDatabase:
    """An empty log on PostgreSQL."""
    return postgres_audit


@pytest.fixture
def log_store(database: AuditDatabase, named: Callable[..., Instance]) -> Iterator[Store]:
    """An open store on it with one registered instance ``i-test``, driven by the test itself."""
    made = database.store()
    made.open()
    made.renew(named("i-test"), datetime.now(UTC) + timedelta(seconds=15))
    yield made
    with suppress(StoreError):
        made.close()


@pytest.fixture
def filled(log_store: Store, make_events: type[Events], as_record: Callable[[AuditEvent], Record]) -> Store:
    """Three records: a call with its final, and an open intent."""
    events = make_events()
    intent = events.intent()
    log_store.append([as_record(intent), as_record(events.final(intent)), as_record(events.intent())])
    return log_store
