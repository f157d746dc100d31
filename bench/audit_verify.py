"""Seconds to verify a large log on SQLite, and to prove one record of it.

    .venv/bin/python bench/audit_verify.py --records 1000000

The log is made without the writer, because only reading is measured: records of one kind with their leaves, and a
signed checkpoint every 5,000. The database lies in a folder of its own under --folder and is removed afterwards.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from proxy.audit.event import canonical, new_event_id
from proxy.audit.note import Signer
from proxy.audit.proof import AuditProof
from proxy.audit.stores.sqlite import SqliteStore
from proxy.audit.tree import Frontier, leaf_hash
from proxy.exchange import AuditEvent, EventKind

EVERY = 5_000
DETAIL = {
    "dialect": "openai", "operation": "chat.completions", "provider": "demo", "model": "gpt-5", "tier": "T2",
    "decision": "forward", "rule": "idea.record", "severity": "S3", "policy_hash": "ab" * 32, "tags": ["IDEA"],
    "findings": [{"entity": "STUDENT_ID.WA_SSID", "treatment": "pseudonymize", "count": 1, "detectors": ["ids.ssid"]}],
}  # fmt: skip


def fill(path: Path, count: int, signer: Signer) -> None:
    """Records, leaves and checkpoints; one record as the writer makes it, the others with ids of their own."""
    event = AuditEvent(EventKind.INTENT, new_event_id(), datetime.now(UTC), "i-bench", "north", "req_1", "c", DETAIL)
    before, after = canonical(event).split(event.event_id.encode())
    tree, at = Frontier(), "2026-11-23T09:00:00.000Z"
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA synchronous=OFF")
        for kind, name in db.execute("SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL").fetchall():
            if kind in {"trigger", "index"}:
                db.execute(f"DROP {kind} {name}")
        for start in range(0, count, EVERY):
            some = range(start, min(start + EVERY, count))
            bodies = [before + f"{number:08x}-0000-7000-8000-000000000000".encode() + after for number in some]
            leaves = [leaf_hash(body) for body in bodies]
            rows = [
                (number, body, str(number), "request.intent", at, "north")
                for number, body in zip(some, bodies, strict=True)
            ]
            db.executemany("INSERT INTO audit_event (seq, body, event_id, kind, at, tenant) VALUES (?,?,?,?,?,?)", rows)
            db.executemany("INSERT INTO audit_leaf (seq, hash) VALUES (?, ?)", zip(some, leaves, strict=True))
            tree = tree.extended(leaves)
            note = (tree.size, signer.checkpoint(tree), tree.to_bytes())
            db.execute("INSERT INTO audit_checkpoint (size, note, frontier) VALUES (?, ?, ?)", note)
            db.commit()


def main() -> int:
    """Measure and print; exit status 1 when the log is not found whole."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        signer, store = Signer.generated("chaperone/bench"), SqliteStore(Path(name) / "audit.db")
        store.open()
        store.close()
        fill(store.path, given.records, signer)
        proof = AuditProof(store.path)
        began, cpu = time.perf_counter(), time.process_time()
        verdict = proof.verify([signer.verifier], [], deep=False)
        took, spent = time.perf_counter() - began, time.process_time() - cpu
        print(
            f"verify {verdict.records} records, {verdict.checkpoints} checkpoints: {took:.1f} s ({spent:.1f} s of CPU)"
        )
        began = time.perf_counter()
        proof.prove(given.records // 2)
        print(f"prove one record: {time.perf_counter() - began:.2f} s; file {store.path.stat().st_size / 1e6:.0f} MB")
    return int(bool(verdict.problems) or verdict.vouched != given.records)


if __name__ == "__main__":
    sys.exit(main())
