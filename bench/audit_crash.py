"""kill -9 under load, many rounds: acknowledged records lost, forwards without an intent, verification failures.

    .venv/bin/python bench/audit_crash.py --rounds 1000

Each round forks a writer with eight clients, lets it write for 20 to 200 ms and kills it without warning, always on
the same log; the driver is the one of tests/proxy/audit/test_crash.py. Everything is checked every --check rounds and
at the end. The log lies in a folder of its own under --folder and is removed afterwards.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "support"))

from crash_rounds import Crashes


def main() -> int:
    """Measure and print; exit status 1 when anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=1_000)
    parser.add_argument("--check", type=int, default=100)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    given = parser.parse_args()
    worst = dict.fromkeys(("acknowledged_lost", "forwarded_without_intent", "verification_failures"), 0)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(dir=given.folder) as name, Crashes(Path(name)) as crashes:
        while crashes.rounds < given.rounds:
            crashes.round()
            if crashes.rounds % given.check == 0 or crashes.rounds == given.rounds:
                worst = {what: max(count, worst[what]) for what, count in crashes.losses().items()}
                print(f"{crashes.rounds:6} rounds, {len(crashes.lines('acks')):8} acknowledged, {worst}", flush=True)
        left = crashes.closed()
        worst["verification_failures"] += len(crashes.problems())
    took = time.perf_counter() - began
    print(
        f"{given.rounds} rounds in {took:.0f} s ({1000 * took / given.rounds:.0f} ms each); open intents left: {left}"
    )
    return int(any(worst.values()) or left != 0)


if __name__ == "__main__":
    sys.exit(main())
