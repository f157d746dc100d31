"""Reading beside a writer, and looking without changing anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from proxy.database.state import StateDatabase
from proxy.errors import StateUnavailable

if TYPE_CHECKING:
    from pathlib import Path

COUNT = sa.text("SELECT count(*) FROM registry_stops")


def test_a_reader_waits_for_no_writer_and_sees_what_was_committed(state: StateDatabase) -> None:
    row = sa.text("INSERT INTO registry_stops VALUES ('t', 'app', 'x', 'ana', 'now', 'why')")
    with state.transaction() as writer:
        writer.execute(row)
        with state.reading() as reader:
            assert reader.scalar(COUNT) == 0
    with state.reading() as reader:
        assert reader.scalar(COUNT) == 1


def test_a_closed_database_is_not_read(state: StateDatabase) -> None:
    state.close()
    with pytest.raises(StateUnavailable), state.reading():
        pass


def test_looking_makes_no_database_and_upgrades_none(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    assert not StateDatabase(path).open_to_read()
    assert not path.exists()
    path.touch(mode=0o600)
    empty = StateDatabase(path)
    assert not empty.open_to_read()
    empty.close()
    whole = StateDatabase(path)
    whole.open()
    whole.close()
    looking = StateDatabase(path)
    assert looking.open_to_read()
    with looking.reading() as reader:
        assert reader.scalar(COUNT) == 0
    with pytest.raises(StateUnavailable), looking.transaction() as db:
        db.execute(sa.text("DELETE FROM registry_stops"))
    looking.close()
