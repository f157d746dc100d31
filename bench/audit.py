"""The audit log alone: records per second into the store, seconds to verify, and this machine's own fsync beside it.

    .venv/bin/python bench/audit.py --records 100000

Records are written in batches of 500, as the writer does under load, with a signed checkpoint every 5,000. The database
lies in a folder of its own under --folder and is removed afterwards.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from proxy.audit.event import canonical, new_event_id
from proxy.audit.note import Signer
from proxy.audit.proof import AuditProof
from proxy.audit.stores.base import Record
from proxy.audit.stores.sqlite import SqliteStore
from proxy.exchange import AuditEvent, EventKind

BATCH = 500
CHECKPOINT_EVERY = 10
SYNCS = 200
DETAIL = {"filters": {"severity": "S3", "kinds": ["request.intent"]}, "returned": 12, "channel": "http"}


def records(count: int) -> list[Record]:
    """Valid records of one kind."""
    at = datetime.now(UTC)
    made = [
        AuditEvent(EventKind.LOG_READ, new_event_id(), at, "i-bench", "default", None, "auditor", DETAIL)
        for _ in range(count)
    ]
    return [Record(event, canonical(event)) for event in made]


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


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        store, signer = SqliteStore(folder / "audit.db"), Signer.generated("chaperone/bench")
        store.open()
        storing, signing, done = 0.0, [], 0
        while done < given.records:
            batch = records(min(BATCH, given.records - done))
            began = time.perf_counter()
            store.append(batch)
            storing += time.perf_counter() - began
            done += len(batch)
            if done % (BATCH * CHECKPOINT_EVERY) == 0 or done == given.records:
                began = time.perf_counter()
                store.checkpoint(signer.checkpoint)
                signing.append(time.perf_counter() - began)
        store.close()
        began = time.perf_counter()
        verdict = AuditProof(store.path).verify([signer.verifier], [], deep=False)
        verifying = time.perf_counter() - began
        print(f"fdatasync of this folder     {fsync_ms(folder):10.2f} ms median")
        print(f"append, batches of {BATCH}       {done / storing:10.0f} records/s")
        print(f"checkpoint of {BATCH * CHECKPOINT_EVERY} records   {1000 * statistics.median(signing):10.2f} ms median")
        print(f"verify {verdict.records} records       {verifying:10.2f} s ({len(verdict.problems)} problems)")
        print(f"size                         {store.path.stat().st_size / 1e6:10.1f} MB")


if __name__ == "__main__":
    main()
