"""Writes the sets of our own making on which the model is judged: templates and surnames that training never saw.

    python -m training.judging --out .model/judging

- `made`: held-out templates with held-out surnames.
- `groups`: one name of a known origin group per carrier sentence, the same carriers for every group.
- `scripts`: names in other scripts in English sentences.
- `addresses`: addresses in carriers.
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING

from training.generate import one
from training.lists import DATA
from training.names import AUDIT, Names, names
from training.people import Filler

if TYPE_CHECKING:
    from training.corpus import Passage

CARRIERS = (
    "Yesterday {N} stayed after class to finish the map.",
    "The office says {N} needs a new bus pass.",
    "I spoke with {N} about the reading plan.",
    "{N} was moved to the other group in October.",
    "Could you let {N} know that practice is cancelled?",
    "We are waiting for {N} to sign the form.",
    "The aide sat beside {N} during the test.",
    "My neighbor, {N}, offered to drive us.",
    "Notes from the visit: {N} is doing much better.",
    "What would you write back to {N} about the grade?",
)
"""None of them is a template of training."""
SCRIPT_CARRIERS = (
    "Please call {N} about the form.",
    "{N} is the child's mother.",
    "The student {N} is new here.",
    "I met {N} at the door.",
)
ADDRESS_CARRIERS = (
    "The family now stays at {A} with friends.",
    "Deliver the desk to {A} before noon.",
    "Her mail goes to {A}.",
    "Residence: {A}",
    "He gave {A} as his address when he enrolled.",
)
PER_GROUP = 300


def write(path: Path, rows: list[Passage], extra: list[dict[str, str]] | None = None) -> None:
    """One JSON object a line, as in the data folder."""
    with path.open("w", encoding="utf-8") as out:
        for number, row in enumerate(rows):
            spans = [{"start": s, "end": e, "label": label} for s, e, label in row.spans]
            more = extra[number] if extra else {}
            out.write(
                json.dumps({"text": row.text, "spans": spans, "source": row.source, **more}, ensure_ascii=False) + "\n"
            )


def carried(carrier: str, value: str, slot: str, label: str) -> tuple[str, list[dict[str, object]]]:
    """The value in the carrier, and its span."""
    start = carrier.index(slot)
    return carrier.replace(slot, value), [{"start": start, "end": start + len(value), "label": label}]


def group_rows(pools: Names, rng: random.Random, per_group: int) -> list[dict[str, object]]:
    """Rows of all groups: given name and surname of the group, surname alone, given name alone."""
    rows: list[dict[str, object]] = []
    for group in pools.groups:
        for number in range(per_group):
            surname, given = (
                rng.choice(pools.family[AUDIT][group]),
                rng.choice(pools.given.get(group) or pools.given["american"]),
            )
            value = given if number % 4 == 0 else f"{given} {surname}"
            text, spans = carried(CARRIERS[number % len(CARRIERS)], value, "{N}", "PERSON")
            rows.append({"text": text, "spans": spans, "group": group, "length": len(value.split())})
    return rows


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    parser.add_argument("--per-group", type=int, default=PER_GROUP)
    parser.add_argument("--seed", type=int, default=99)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    pools = names(DATA)
    write(out / "made.jsonl", [one(rng, AUDIT) for _ in range(1200)])
    _dump(out / "groups.jsonl", group_rows(pools, rng, args.per_group))
    scripts = []
    for slot in sorted(pools.scripts):
        for number, value in enumerate(rng.sample(pools.scripts[slot], min(40, len(pools.scripts[slot])))):
            text, spans = carried(SCRIPT_CARRIERS[number % len(SCRIPT_CARRIERS)], value, "{N}", "PERSON")
            scripts.append({"text": text, "spans": spans, "group": slot})
    _dump(out / "scripts.jsonl", scripts)
    addresses = []
    filler = Filler(rng, pools, AUDIT)
    for number in range(400):
        slot = ("ADDR", "ADDR", "ADDR", "ADDRML")[number % 4]
        value = filler.value(slot, "")[0]
        text, spans = carried(ADDRESS_CARRIERS[number % len(ADDRESS_CARRIERS)], value, "{A}", "ADDRESS")
        addresses.append({"text": text, "spans": spans, "group": slot})
    _dump(out / "addresses.jsonl", addresses)


def _dump(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
