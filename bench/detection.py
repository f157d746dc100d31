"""The structured pass: patterns, resolve and linking by kind of text, beside stock Presidio in the same run.

    .venv/bin/python bench/detection.py [--without-presidio]

Ours is everything but the name model: identifiers, structure, record terms, uses, rules for names, second looks at
disguises, Presidio's recognizers through the bridge, arbitration, and linking of one message. Presidio is its stock
analyzer with all its pattern recognizers on a blank spaCy pipeline (as in `bench/patterns.py`). Milliseconds of
processor time per 1,000 characters, the best of five passes after one to warm up. The aim is 3 (one core).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from typing import TYPE_CHECKING

from patterns import presidio, prose
from patterns import samples as short_samples  # beside this file; puts the tree on the path

from detectors.engine import Engine
from detectors.finding import Piece, is_mark
from detectors.linking import link
from detectors.options import EngineOptions
from detectors.prefilter import Prefilter
from detectors.presidio_bridge import load_recognizers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PASSES = 5
YEAR = 2026
FIRST = ["Maria", "Liam", "Noah", "Olivia", "Hassan", "Chloe", "Diego", "Priya", "Wei", "Fatima", "Jonah", "Ruth"]
LAST = ["Garcia", "Smith", "Olsen", "Patel", "Nguyen", "Lopez", "Haddad", "Brown", "Kim", "Moreau", "Diaz", "Wood"]
SHORT = (
    "lookup_student",
    "ok, thanks!",
    "Room 114 at 3 pm",
    "2026-11-23",
    "https://example.org/api/v1",
    "grade=5",
    "What is the capital of France?",
    "true",
    "The IEP meeting is on Monday",
    '{"id": 42}',
)


def person(rng: random.Random) -> dict[str, str]:
    """The record of an invented student, ten columns."""
    last = rng.choice(LAST)
    return {
        "first_name": rng.choice(FIRST),
        "last_name": last,
        "student_id": str(rng.randint(300_000, 399_999)),
        "ssid": str(rng.randint(4_000_000_000, 4_999_999_999)),
        "dob": f"{rng.randint(1, 12):02d}/{rng.randint(1, 28):02d}/{rng.randint(2010, 2018)}",
        "grade": str(rng.randint(1, 12)),
        "guardian_phone": f"(253) 555-{rng.randint(1000, 9999)}",
        "guardian_email": f"{last.lower()}{rng.randint(1, 99)}@example.org",
        "program": rng.choice(["IEP", "504", "ELL", "none"]),
        "school": rng.choice(["Maple Elementary", "Cedar Middle School"]),
    }


def form(rng: random.Random) -> str:
    """Sixty lines of ``key: value`` about six students."""
    people = [person(rng) for _ in range(6)]
    return "\n".join(f"{key.replace('_', ' ').title()}: {value}" for each in people for key, value in each.items())


def table(rng: random.Random) -> str:
    """A CSV of forty students."""
    people = [person(rng) for _ in range(40)]
    return "\n".join([",".join(people[0]), *(",".join(each.values()) for each in people)])


def note(rng: random.Random) -> str:
    """A dense note: every sentence says something of somebody."""
    who = person(rng)
    return (
        f"{who['first_name']} {who['last_name']} (SSID {who['ssid']}) is in grade {who['grade']} at {who['school']} "
        f"and has an IEP for a specific learning disability. Her mother, {rng.choice(FIRST)} {who['last_name']}, "
        f"called from {who['guardian_phone']} on 3/14 about the seizure at recess. Born {who['dob']}; she takes her "
        "medication at lunch. Please write the present levels paragraph, keep the data, and use plain words."
    )


def samples(rng: random.Random) -> dict[str, list[str]]:
    """Texts by kind."""
    return {
        "prose, 10 KB": [prose(rng, 10_000) for _ in range(2)],
        "code, 10 KB": ["\n".join(short_samples(rng)["code"])[:10_000]],
        "dense notes": [note(rng) for _ in range(40)],
        "form, 60 lines": [form(rng) for _ in range(4)],
        "CSV, 40 people": [table(rng) for _ in range(2)],
        "JSON, 30 people": [json.dumps([person(rng) for _ in range(30)], indent=indent) for indent in (None, 2)],
        "short arguments": [*SHORT] * 4,
    }


def ours() -> tuple[Callable[[str], object], ...]:
    """Patterns alone; with resolve; with resolve and linking."""
    engine = Engine(EngineOptions())
    # As `Engine.load` does, without the name model.
    engine._prefilters = (*engine._prefilters[:2], Prefilter(load_recognizers()))  # noqa: SLF001  see above

    def resolved(text: str) -> object:
        return engine.resolve(text, "", engine.patterns(text))

    def linked(text: str) -> object:
        found = engine.resolve(text, "", engine.patterns(text))
        values, marks = [each for each in found if not is_mark(each)], [each for each in found if is_mark(each)]
        return link([Piece(text)], [values], [marks], year=YEAR)

    return engine.patterns, resolved, linked


def cost(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """Milliseconds per 1,000 characters."""
    times = []
    for _ in range(1 + PASSES):
        started = time.process_time()
        for text in texts:
            work(text)
        times.append(time.process_time() - started)
    return min(times[1:]) * 1e6 / sum(map(len, texts))


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--without-presidio", action="store_true")
    args = parser.parse_args()
    stock = None if args.without_presidio else presidio()
    steps = ours()
    print(
        f"{'ms per 1,000 characters':24}{'patterns':>10}{'+ resolve':>11}{'+ linking':>11}"
        f"{'us a text':>11}{'Presidio':>10}"
    )
    for kind, texts in samples(random.Random(20261123)).items():
        times = [cost(step, texts) for step in steps]
        per_text = times[-1] * sum(map(len, texts)) / len(texts)
        theirs = f"{cost(stock, texts):>10.2f}" if stock is not None else ""
        print(f"{kind:24}{times[0]:>10.2f}{times[1]:>11.2f}{times[2]:>11.2f}{per_text:>11.0f}{theirs}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
