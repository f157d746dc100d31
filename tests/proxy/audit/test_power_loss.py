"""The power fails: what was acknowledged is there, the log verifies, and this test could tell if it were not so."""

from __future__ import annotations

import random
import shutil
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("apsw")
from power_loss import SyncedOnly, store_on

from proxy.audit import leases
from proxy.audit.note import Signer
from proxy.audit.proof import AuditProof
from proxy.audit.query import AuditLog
from proxy.audit.stores.sqlite import SqliteStore, read_engine
from proxy.audit.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from proxy.audit.stores.base import Record
    from tests.proxy.audit.conftest import Events

SIGNER = Signer.generated("chaperone/test")


def batches(make_events: type[Events], as_record: Callable[..., Record], draw: random.Random) -> list[list[Record]]:
    """Batches as the writer makes them: intents, then their finals."""
    events, made = make_events(), []
    for _ in range(draw.randrange(3, 9)):
        intents = [events.intent() for _ in range(draw.randrange(1, 6))]
        made += [[as_record(each) for each in intents], [as_record(events.final(each)) for each in intents]]
    return made


def cut(place: Path, work: list[list[Record]], stop: int, synchronous: str, named: Callable) -> tuple:
    """Write up to a batch, then pull the plug; (acknowledged ids, what is left on the disk)."""
    vfs = SyncedOnly(f"vfs-{place.name}", place / "durable")
    store = store_on(place / "live" / "audit.db", vfs, synchronous=synchronous)
    store.open()
    store.renew(named("i-test"), leases.RELEASED)
    acknowledged = []
    for number, batch in enumerate(work[:stop]):
        store.append(batch)
        acknowledged += [record.event.event_id for record in batch]
        if number % 3 == 2:
            store.checkpoint(SIGNER.checkpoint)
    left = place / "left"
    shutil.copytree(vfs.durable, left)  # the moment the power failed
    store.close()
    return acknowledged, left / "audit.db"


@pytest.mark.parametrize("seed", range(8))
def test_no_acknowledged_record_is_lost(
    tmp_path: Path, make_events: type[Events], as_record: Callable[..., Record], named: Callable, seed: int
) -> None:
    draw = random.Random(seed)
    work = batches(make_events, as_record, draw)
    acknowledged, left = cut(tmp_path / f"full-{seed}", work, draw.randrange(1, len(work) + 1), "FULL", named)
    writer = Writer(SqliteStore(left))
    writer.start()
    writer.close()
    with read_engine(left).connect() as db:
        assert db.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        stored = set(db.exec_driver_sql("SELECT event_id FROM audit_event").scalars())
        assert db.exec_driver_sql("SELECT count(*) FROM open_intent").scalar() == 0
    assert set(acknowledged) <= stored
    problems = AuditProof(left).verify([SIGNER.verifier], [], deep=True).problems
    assert [each for each in problems if "no checkpoint" not in each.what] == []
    assert AuditLog(read_engine(left)).head() + 1 >= len(acknowledged)


def test_a_weaker_setting_would_lose_records_and_be_seen_to(
    tmp_path: Path, make_events: type[Events], as_record: Callable[..., Record], named: Callable
) -> None:
    work = batches(make_events, as_record, random.Random(3))
    acknowledged, left = cut(tmp_path / "normal", work, len(work), "NORMAL", named)
    try:
        with read_engine(left).connect() as db:
            stored = set(db.exec_driver_sql("SELECT event_id FROM audit_event").scalars())
    except Exception:  # noqa: BLE001 - nothing of the file may be left at all
        stored = set()
    assert set(acknowledged) - stored
