"""Every structured type of value in every disguise: what share is found, and what decoding costs in false alarms.

    .venv/bin/python bench/disguises.py [--values 20] [--all]

Values come from a seed. A value counts as found when findings cover every letter and digit of it as it was sent, over
all the messages that it was spread over. False alarms are counted on text with nothing to protect: invented lines that
look like disguises, and the project's own documents and code, with and without the second look.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

TREE = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TREE), str(TREE / "tests" / "support")]

import disguise_suite  # noqa: E402  found on the path above
from clean_text import near_misses, own_files  # noqa: E402  found on the path above

from detectors.stream_scan import joint_scan, stream_scan  # noqa: E402  found on the path above

if TYPE_CHECKING:
    from collections.abc import Sequence


def table(outcome: disguise_suite.Outcome, *, everything: bool) -> None:
    """Shares by group; by disguise where something was missed, or all of them."""
    print(f"{'group':16}{'disguise':44}{'found':>12}{'share':>9}{'least':>9}")
    for group, least in disguise_suite.THRESHOLDS.items():
        row(outcome, least, group=group)
        for name in dict.fromkeys(key[1] for key in outcome.tried if key[0] == group):
            if everything or outcome.share(group=group, disguise=name) < 1:
                row(outcome, None, group=group, disguise=name)
    print(f"\n{'type':16}{'':44}{'found':>12}{'share':>9}")
    for kind in dict.fromkeys(key[2] for key in outcome.tried):
        row(outcome, None, kind=kind)


def row(
    outcome: disguise_suite.Outcome, least: float | None, *, group: str = "", disguise: str = "", kind: str = ""
) -> None:
    """One line of the table."""
    found, tried = outcome.counts(group=group, disguise=disguise, kind=kind)
    share = found / tried if tried else 1.0
    bound = "" if least is None else f"{least:>9.1%}{'' if share >= least else '  MISSED'}"
    print(f"{group or kind:16}{disguise:44}{found:>6}/{tried:<5}{share:>9.2%}{bound}")


def alarms(name: str, samples: Sequence[str]) -> None:
    """Share of clean samples with any finding, folded only and decoded too."""
    plain = sum(bool(stream_scan(sample)) for sample in samples)
    decoded = sum(bool(joint_scan(sample)) for sample in samples)
    rise = 100 * (decoded - plain) / len(samples)
    print(f"{name:34}{len(samples):>6} samples: {plain:>4} flagged, {decoded:>4} with decoding, {rise:+.2f} points")


def main() -> int:
    """Print both tables; 1 when a group is below its bound."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--values", type=int, default=20, help="values of each type")
    parser.add_argument("--all", action="store_true", help="list every disguise, not only those with a miss")
    args = parser.parse_args()
    outcome = disguise_suite.run(joint_scan, args.values)
    table(outcome, everything=args.all)
    print()
    alarms("lines that look like disguises", near_misses())
    alarms("own documents and code", list(own_files(TREE)))
    return int(any(outcome.share(group=group) < least for group, least in disguise_suite.THRESHOLDS.items()))


if __name__ == "__main__":
    sys.exit(main())
