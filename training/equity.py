"""Writes the names of the product's equity audit from the same pools, surnames of the half that training never saw.

python -m training.equity > detectors/evaluation/equity/names.txt
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

from training.lists import DATA
from training.names import AUDIT, names

if TYPE_CHECKING:
    from collections.abc import Iterable

HEAD = """\
# Names for the equity audit, as frequent in each group; no person is meant. Surnames are of the half that training never
# saw (odd CRC-32 of the capitals). Sources: surnames of the 2010 Census (U.S. Census Bureau, public domain), Faker's locales
# (MIT licence), lists of our own. Written by `python -m training.equity`; group|part|names separated by semicolons."""
NOT_ORIGINS = {"words_as_names", "nicknames", "american"}
SCRIPTS = {
    "XRU": "russian", "XUK": "ukrainian", "XZH": "chinese", "XKO": "korean", "XAR": "arabic", "XFA": "persian",
    "XHI": "hindi", "XJA": "japanese", "XHE": "hebrew", "XEL": "greek", "XTH": "thai", "XAM": "amharic",
    "XBN": "bengali", "XTA": "tamil",
}  # fmt: skip
PER_PART = 80
PER_SCRIPT = 40


def latin(values: Iterable[str]) -> list[str]:
    """Names in Latin letters, without titles and numbers."""
    return [
        value
        for value in values
        if len(value) > 1
        and all(char.isalpha() or char in " '-\u2019" for char in value)
        and all(ord(char) < 0x250 or 0x1E00 <= ord(char) < 0x1F00 or char == "\u2019" for char in value)
    ]


def main() -> None:
    """Print the file."""
    rng, pools = random.Random(20261123), names(DATA)
    lines = [HEAD]
    for group in sorted(set(pools.groups) - NOT_ORIGINS):
        for part, pool in (("given", pools.given.get(group, [])), ("family", pools.family[AUDIT][group])):
            usable = latin(pool)
            lines.append(f"{group}|{part}|" + ";".join(sorted(rng.sample(usable, min(PER_PART, len(usable))))))
    for slot, script in SCRIPTS.items():
        usable = [name for name in pools.scripts[slot] if "." not in name]
        lines.append(f"{script}|script|" + ";".join(sorted(rng.sample(usable, min(PER_SCRIPT, len(usable))))))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
