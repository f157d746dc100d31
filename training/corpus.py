"""Labelled natural text: which file annotates what, what is held out, and rows into passages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator
    from pathlib import Path

LABELS = ("PERSON", "LOCATION", "ADDRESS", "ORG")

ANNOTATED: dict[str, frozenset[str]] = {
    "wnut17": frozenset({"PERSON", "LOCATION", "ORG"}),
    "btc": frozenset({"PERSON", "LOCATION", "ORG"}),
    "sec_fin": frozenset({"PERSON", "LOCATION", "ADDRESS"}),
    "re3d_open": frozenset({"PERSON", "LOCATION", "ORG"}),
    "litbank": frozenset({"PERSON", "LOCATION"}),
    "gum_open": frozenset({"PERSON", "LOCATION", "ORG"}),
    "meddocan_es": frozenset(LABELS),
    "slurp": frozenset({"PERSON", "LOCATION", "ORG"}),
    "nlu_home": frozenset({"PERSON", "LOCATION", "ORG"}),
    "snips_places": frozenset({"LOCATION", "ORG"}),
    "indian_court": frozenset({"PERSON", "LOCATION", "ORG"}),
}
"""Labels that each file marks wherever they occur. Another label's absence there says nothing: its loss is masked."""

EMPTY_KEPT = {
    "litbank": 0.25,
    "nlu_home": 0.3,
    "slurp": 0.3,
    "btc": 0.5,
    "wnut17": 0.5,
    "gum_open": 0.6,
    "sec_fin": 0.2,
}
"""Share of the rows without a span that stay: they are most of the rows and teach little each."""
SHARE = {"snips_places": 0.25, "meddocan_es": 0.45}
"""Share of all rows of files that say the same thing many times."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Text with its labelled spans.

    Attributes:
        text: the text.
        spans: (start, end, label), sorted, never overlapping.
        annotated: labels that are marked wherever they occur in this text.
        source: name of the file or of the template family.
    """

    text: str
    spans: tuple[tuple[int, int, str], ...]
    annotated: frozenset[str]
    source: str


def held_out(row: dict[str, object]) -> bool:
    """Whether the row belongs to an evaluation set."""
    return (
        (row["source"] == "wnut17" and row.get("split") == "dev")
        or (row["source"] == "meddocan_es" and row.get("split") == "test")
        or (row["source"] == "btc" and row.get("section") == "g")
    )


def read(data: Path, name: str, *, held: bool) -> list[Passage]:
    """The passages of one file: the held-out ones, or all others."""
    passages = []
    with (data / f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if held_out(row) == held:
                spans = tuple((s["start"], s["end"], s["label"]) for s in row["spans"])
                spans = tuple(s for s in spans if s[2] in ANNOTATED[name] and row["text"][s[0]] not in "@#")
                passages.append(Passage(row["text"], spans, ANNOTATED[name], name))
    return passages


def natural(data: Path, rng: random.Random) -> Iterator[Passage]:
    """Training passages of all files, thinned, neighbours joined now and then so that they are longer than a line."""
    for name in ANNOTATED:
        yield from _joined(_thinned(read(data, name, held=False), name, rng), name, rng)


def _thinned(passages: Iterable[Passage], name: str, rng: random.Random) -> Iterator[Passage]:
    empty, share = EMPTY_KEPT.get(name, 0.6), SHARE.get(name, 1.0)
    for passage in passages:
        if rng.random() < share and (passage.spans or rng.random() < empty):
            yield passage


def _joined(passages: Iterable[Passage], name: str, rng: random.Random) -> Iterator[Passage]:
    """Two or three neighbours as one passage, in a third of the draws."""
    held: list[Passage] = []
    want = 1
    for passage in passages:
        held.append(passage)
        if len(held) >= want or sum(len(p.text) for p in held) > 350:
            yield join(held, rng.choice([" ", " ", "\n"]), name)
            held, want = [], rng.choice([1, 1, 2, 3])
    if held:
        yield join(held, " ", name)


def join(passages: list[Passage], between: str, source: str) -> Passage:
    """The passages as one text."""
    text, spans, annotated = "", [], passages[0].annotated
    for passage in passages:
        if text:
            text += between
        spans += [(start + len(text), end + len(text), label) for start, end, label in passage.spans]
        text += passage.text
        annotated &= passage.annotated
    return Passage(text, tuple(spans), annotated, source)
