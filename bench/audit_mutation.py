"""Tampering, exhaustively: one byte of each record and each proof of a log is changed in turn, and must be named.

    .venv/bin/python bench/audit_mutation.py --records 1000 --bytes 40

Of each record `--bytes` bytes at seeded places are changed (0: every byte), one at a time, and the check of the log
must name that very record. Every byte of the inclusion proofs of a hundred records, of the consistency proofs between
all checkpoints, and of the newest checkpoint is changed too, and must convince nobody.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from proxy.audit import verifier
from proxy.audit.consistency import consistency_proof, is_consistent
from proxy.audit.event import canonical, new_event_id
from proxy.audit.note import Signer
from proxy.audit.tree import Frontier, inclusion_proof, leaf_hash
from proxy.exchange import AuditEvent, EventKind

EVERY = 50
PROVED = 100
DRAW = random.Random(5023)


def changed(data: bytes, place: int) -> bytes:
    """One byte made another."""
    return data[:place] + bytes([data[place] ^ DRAW.randrange(1, 256)]) + data[place + 1 :]


def of_records(bodies: list[bytes], notes: list[tuple[str, str]], key: verifier.Key, each: int) -> tuple[int, int]:
    """Mutations of records, and how many were not named with their index.

    Only the stretch up to the next checkpoint is walked: a change shows there or nowhere.
    """
    leaves = [leaf_hash(body) for body in bodies]
    tried = missed = 0
    for index, body in enumerate(bodies):
        end = min(len(bodies), (index // EVERY + 1) * EVERY)
        near = [note for note in notes if verifier.claims(note[1])[0] <= end]
        for place in range(len(body)) if not each else DRAW.sample(range(len(body)), min(each, len(body))):
            walk = (*bodies[:index], changed(body, place), *bodies[index + 1 : end])
            found = next(verifier.check(walk, leaves[:end], near, [key]), None)
            tried += 1
            missed += found is None or found[0] != index
    return tried, missed


def of_proofs(bodies: list[bytes], signer: Signer, key: verifier.Key) -> tuple[int, int]:
    """Mutations of proofs and of the newest checkpoint, and how many convinced somebody."""
    leaves = [leaf_hash(body) for body in bodies]
    tree = Frontier().extended(leaves)
    note = signer.checkpoint(tree)
    tried = missed = 0
    for index in DRAW.sample(range(len(bodies)), min(PROVED, len(bodies))):
        proof = inclusion_proof(leaves, index)
        for number, node in enumerate(proof):
            for place in range(len(node)):
                other = [*proof[:number], changed(node, place), *proof[number + 1 :]]
                tried += 1
                missed += verifier.root_from_proof(leaves[index], index, len(leaves), other) == tree.root
    sizes = [*range(EVERY, len(bodies), EVERY), len(bodies)]
    for old, new in pairwise(sizes):
        before, after = Frontier().extended(leaves[:old]), Frontier().extended(leaves[:new])
        proof = consistency_proof(before, leaves[old:new])
        for number, node in enumerate(proof):
            for place in range(len(node)):
                other = [*proof[:number], changed(node, place), *proof[number + 1 :]]
                tried += 1
                missed += is_consistent(old, before.root, new, after.root, other)
    for place in range(len(note) - 1):
        other_note = note[:place] + chr(ord(note[place]) ^ 1) + note[place + 1 :]
        tried += 1
        try:
            missed += verifier.read_note(other_note, [key]) != (0, b"")
        except ValueError:
            continue
    return tried, missed


def main() -> int:
    """Measure and print; exit status 1 when anything went unseen."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=1_000)
    parser.add_argument("--bytes", type=int, default=40)
    given = parser.parse_args()
    signer, at = Signer.generated("chaperone/bench"), datetime.now(UTC)
    key = verifier.Key(signer.verifier)
    detail = {"filters": {"severity": "S3"}, "returned": 12, "channel": "http"}
    bodies = [
        canonical(AuditEvent(EventKind.LOG_READ, new_event_id(), at, "i-bench", "default", None, "auditor", detail))
        for _ in range(given.records)
    ]
    tree, notes = Frontier(), []
    for number, body in enumerate(bodies, 1):
        tree = tree.extended([leaf_hash(body)])
        if number % EVERY == 0 or number == len(bodies):
            notes.append(("bench", signer.checkpoint(tree)))
    began = time.perf_counter()
    records, proofs = of_records(bodies, notes, key, given.bytes), of_proofs(bodies, signer, key)
    took = time.perf_counter() - began
    print(f"records: {records[0]} mutations, {records[1]} not named with their index")
    print(f"proofs and checkpoint: {proofs[0]} mutations, {proofs[1]} believed ({took:.0f} s)")
    return int(bool(records[1] or proofs[1]))


if __name__ == "__main__":
    sys.exit(main())
