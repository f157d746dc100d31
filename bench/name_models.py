"""CPU milliseconds per 1,000 characters and memory: our name model beside spaCy's small one, in turns, on one thread.

    .venv/bin/python bench/name_models.py --text FILE.jsonl

Each model runs in a process of its own (memory is counted there); the two take turns text by text. CPU time, not wall
time: other work on the machine then counts less.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

ROUNDS = 3


def resident_mb(kind: str = "VmRSS") -> float:
    """Resident megabytes of this process."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split(f"{kind}:")[1].split()[0]) / 1024


def serve(which: str, pipe: Connection) -> None:
    """Load a model, then time every batch of chunks that comes."""
    before, began = resident_mb(), time.process_time()
    if which == "ours":
        from detectors.tagger.model import NameModel  # noqa: PLC0415  in its own process
    else:
        from bench.spacy_small import NameModel  # noqa: PLC0415  in its own process
    model = NameModel()
    model.load()
    pipe.send((time.process_time() - began, resident_mb() - before))
    while (chunks := pipe.recv()) is not None:
        began = time.process_time()
        model.find(chunks)
        pipe.send(time.process_time() - began)
    pipe.send(resident_mb() - before)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", required=True, help="JSON lines with a key text")
    parser.add_argument("--limit", type=int, default=120)
    args = parser.parse_args()
    from detectors.cutting import cut  # noqa: PLC0415  after sys.path

    rows = [json.loads(line)["text"] for line in Path(args.text).read_text(encoding="utf-8").splitlines()][: args.limit]
    chunks = [[text[a:b] for a, b in cut(text)] for text in rows if text.strip()]
    context = get_context("spawn")
    pipes = {}
    for which in ("ours", "spacy"):
        pipes[which], theirs = context.Pipe()
        context.Process(target=serve, args=(which, theirs), daemon=True).start()
    for which, pipe in pipes.items():
        seconds, megabytes = pipe.recv()
        print(f"{which:6} load {seconds:.2f} CPU s, {megabytes:.0f} MB")
    spent: dict[str, list[list[float]]] = {which: [] for which in pipes}
    for batch in chunks:
        times: dict[str, list[float]] = {which: [] for which in pipes}
        for _ in range(ROUNDS):
            for which, pipe in pipes.items():
                pipe.send(batch)
                times[which].append(pipe.recv())
        for which in pipes:
            spent[which].append(times[which])
    size = sum(map(len, (chunk for batch in chunks for chunk in batch)))
    for which, pipe in pipes.items():
        best = sum(min(times) for times in spent[which])
        middle = sum(statistics.median(times) for times in spent[which])
        pipe.send(None)
        print(
            f"{which:6} {1e6 * middle / size:.1f} ms per 1,000 characters (best of {ROUNDS}: {1e6 * best / size:.1f}),"
            f" {size} characters in {len(chunks)} texts, {pipe.recv():.0f} MB after"
        )


if __name__ == "__main__":
    main()
