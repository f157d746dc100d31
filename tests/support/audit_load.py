"""A guard's writer under load, in a process of its own that can be killed: ``python audit_load.py PATH-OR-URL [HOST]``.

Eight clients each store an intent and its final, again and again, and print the id of each once it is acknowledged.
"""

from __future__ import annotations

import asyncio
import dataclasses
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from proxy.audit import leases
from proxy.audit.checkpoints import Checkpoints
from proxy.audit.event import new_event_id
from proxy.audit.note import Signer
from proxy.audit.stores.place import Place
from proxy.audit.writer import Writer
from proxy.errors import AuditUnavailable
from proxy.exchange import AuditEvent, EventKind

CORE: Final = {
    "dialect": "openai", "operation": "chat.completions", "provider": "demo", "model": "m", "tier": "T2",
    "decision": "forward", "policy_hash": "ab" * 32,
}  # fmt: skip
CLIENTS: Final = 8
LEASE_S: Final = 1.5


async def client(writer: Writer) -> None:
    """One call after the other."""
    while True:
        ids = (new_event_id(), new_event_id())
        for kind, event_id, detail in (
            (EventKind.INTENT, ids[0], CORE),
            (EventKind.FINAL, ids[1], {"intent_id": ids[0], "outcome": "completed"}),
        ):
            event = AuditEvent(kind, event_id, datetime.now(UTC), writer.instance.id, "default", "r", "c", detail)
            try:
                await writer.record(event)
            except AuditUnavailable:
                break
            print(event_id, flush=True)  # noqa: T201 - what this process is for


async def main(where: str, host: str = "") -> None:
    """Store until killed."""
    here = leases.this_process()
    if host:  # as if on another machine, where nobody can look into the table of processes
        here = dataclasses.replace(here, host=host)
    place = Place(url=where) if where.startswith("postgresql://") else Place(Path(where))
    signing = Checkpoints(Signer.from_pem("chaperone/load", sys.stdin.buffer.read()), every_records=50)
    writer = Writer(place.store(), here, deadline_s=10, lease_s=LEASE_S, checkpoints=signing)
    await asyncio.to_thread(writer.start)
    await asyncio.gather(*(client(writer) for _ in range(CLIENTS)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
