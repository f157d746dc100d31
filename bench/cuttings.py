"""Every streamed answer in every cutting: each cut in two, one byte at a time, 10,000 at random; byte-identical or not.

Run from the checkout: ``.venv/bin/python bench/cuttings.py`` (about ten minutes; ``--random 500`` for fewer).
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from answer_machines import Call, small_scan
from streamed_answers import STREAMS, checked_whole, rewritten, said

MOST_PIECES = 40


def differing(name: str, many: int) -> tuple[int, int]:
    """How many cuttings were tried, and how many gave other bytes than the uncut answer."""
    codec, made = STREAMS[name]
    call, draw = Call(scan=small_scan), random.Random(name)
    raw = made(said(call))
    whole = checked_whole(codec, raw, call)
    cuttings = [[at] for at in range(1, len(raw))]
    cuttings.append(list(range(1, len(raw))))
    cuttings += [draw.sample(range(1, len(raw)), draw.randint(1, MOST_PIECES)) for _ in range(many)]
    return len(cuttings), sum(rewritten(codec, raw, call, places) != whole for places in cuttings)


def main() -> int:
    """Print a line per stream; exit status 1 when any differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--random", type=int, default=10_000, help="random cuttings of each stream")
    many = parser.parse_args().random
    worst = 0
    for name in STREAMS:
        tried, other = differing(name, many)
        worst += other
        print(f"{name:16} {tried:6} cuttings  {other} differ", flush=True)
    return int(worst > 0)


if __name__ == "__main__":
    sys.exit(main())
