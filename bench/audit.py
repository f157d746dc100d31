"""The audit log alone, on SQLite and PostgreSQL side by side, with the machine's own fsync and a store of nothing.

    .venv/bin/python bench/audit.py --records 20000

Measured on each store: records per second that many callers get through the writer's group commit; records per second
of whole batches of 500; what recording the intent adds to a call that is alone (median); checkpoints; verification.
PostgreSQL is the one of the tests' wheel, with its durability switched on. Everything lies in folders of its own under
--folder and is removed afterwards.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from postgres_server import PostgresServer

from proxy.audit import leases
from proxy.audit.event import canonical, new_event_id
from proxy.audit.note import Signer
from proxy.audit.proof import AuditProof
from proxy.audit.stores.base import Record
from proxy.audit.stores.place import Place
from proxy.audit.writer import Writer
from proxy.exchange import AuditEvent, EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from proxy.audit.stores.base import Instance, Store
    from proxy.audit.tree import Frontier

BATCH = 500
SYNCS = 200
CALLERS = 400
ALONE = 200
INTENT = {
    "dialect": "openai", "operation": "chat.completions", "provider": "demo", "model": "gpt-5", "tier": "T2",
    "decision": "forward", "rule": "idea.record", "severity": "S3", "unit": "Special Education", "app": "webui",
    "policy_hash": "ab" * 32, "tags": ["IDEA"], "segments": 3, "scanned_chars": 812,
    "findings": [{"entity": "STUDENT_ID.WA_SSID", "treatment": "pseudonymize", "count": 1, "detectors": ["ids.ssid"]}],
}  # fmt: skip


class NullStore:
    """Keeps nothing: what the writer itself costs."""

    def open(self) -> None:
        """Nothing to open."""

    def append(self, records: Sequence[Record]) -> None:
        """Nothing is kept."""

    def known(self, event_ids: object) -> frozenset[str]:
        """Nothing is known."""
        del event_ids
        return frozenset()

    def renew(self, instance: Instance, lease_until: datetime) -> None:
        """Nobody asks."""

    def close_dead(self, dead: object, final: object) -> int:
        """Nobody is dead."""
        del dead, final
        return 0

    def checkpoint(self, sign: Callable[[Frontier], str]) -> None:
        """Nothing to sign."""

    def close(self) -> None:
        """Nothing to close."""


def intent(instance: str) -> AuditEvent:
    """A record as a call makes it."""
    at = datetime.now(UTC)
    return AuditEvent(EventKind.INTENT, new_event_id(), at, instance, "default", new_event_id(), "caller-1", INTENT)


def final(of: AuditEvent) -> AuditEvent:
    """The record that closes it."""
    detail = {"intent_id": of.event_id, "outcome": "completed", "status": 200, "bytes_out": 2048}
    return replace(of, kind=EventKind.FINAL, event_id=new_event_id(), at=datetime.now(UTC), detail=detail)


def fsync_ms(folder: Path) -> float:
    """Median of an append of 512 bytes and its fdatasync."""
    times = []
    with (folder / "probe").open("wb", buffering=0) as file:
        for _ in range(SYNCS):
            began = time.perf_counter()
            file.write(bytes(512))
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - began)
    return 1000 * statistics.median(times)


async def through_the_writer(writer: Writer, count: int) -> float:
    """Records per second of many callers, each storing an intent and then its final."""
    left = iter(range(count // 2))

    async def caller() -> None:
        for _ in left:
            event = intent(writer.instance.id)
            await writer.record(event)
            await writer.record(final(event))

    began = time.perf_counter()
    await asyncio.gather(*(caller() for _ in range(CALLERS)))
    return count / (time.perf_counter() - began)


async def alone_ms(writer: Writer) -> float:
    """Median of what a call waits for its intent, when no other call is under way."""
    times = []
    for _ in range(ALONE):
        event = intent(writer.instance.id)
        began = time.perf_counter()
        await writer.record(event)
        times.append(time.perf_counter() - began)
        await writer.record(final(event))
    return 1000 * statistics.median(times)


def in_batches(store: Store, count: int) -> float:
    """Records per second of the store alone, in the largest batches that the writer makes."""
    here = leases.this_process()
    store.renew(here, datetime.now(UTC) + timedelta(hours=1))
    spent = 0.0
    for _ in range(max(1, count // BATCH)):
        batch = [Record(event, canonical(event)) for event in (intent(here.id) for _ in range(BATCH))]
        began = time.perf_counter()
        store.append(batch)
        spent += time.perf_counter() - began
    return max(1, count // BATCH) * BATCH / spent


def measure(store: Store, count: int, place: Place | None) -> dict[str, Any]:
    """All figures of one store."""
    writer = Writer(store, deadline_s=30)
    writer.start()
    figures: dict[str, Any] = {"alone_ms": asyncio.run(alone_ms(writer))}
    figures["writer_per_s"] = asyncio.run(through_the_writer(writer, count))
    figures["commits"] = writer.commits
    writer.close()
    if place is None:
        return figures
    store = place.store()
    store.open()
    figures["batches_per_s"] = in_batches(store, count // 2)
    signer = Signer.generated("chaperone/bench")
    began = time.perf_counter()
    store.checkpoint(signer.checkpoint)
    figures["checkpoint_ms"] = 1000 * (time.perf_counter() - began)
    store.close()
    began = time.perf_counter()
    verdict = AuditProof(place).verify([signer.verifier], [], deep=False)
    figures["verify_per_s"] = verdict.records / (time.perf_counter() - began)
    figures["records"], figures["problems"] = verdict.records, len(verdict.problems)
    return figures


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--stores", nargs="+", choices=("sqlite", "postgres"), default=("sqlite", "postgres"))
    given = parser.parse_args()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        found["fdatasync_ms"] = fsync_ms(folder)
        found["null"] = measure(NullStore(), given.records, None)
        if "sqlite" in given.stores:
            place = Place(folder / "audit.db")
            found["sqlite"] = measure(place.store(), given.records, place)
    if "postgres" in given.stores:
        server = PostgresServer(settings=("fsync=on", "synchronous_commit=on"), folder=given.folder)
        try:
            place = Place(url=server.url(server.create()))
            found["postgres"] = measure(place.store(), given.records, place)
        finally:
            server.remove()
    for name in given.stores:
        found[name]["added_to_a_call_ms"] = found[name]["alone_ms"] - found["null"]["alone_ms"]
        found[name]["in_fsyncs_and_a_ms"] = (found[name]["added_to_a_call_ms"] - 1) / found["fdatasync_ms"]
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
