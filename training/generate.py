"""Generated text: templates filled with names, places, and things that only look like names.

Templates stand in `templates/*.txt`, one a line. A slot in braces becomes a value; slots of people, places, bodies and
addresses become labelled spans. A digit keeps slots apart: {P1} and {G1} are one person, {P2} is another. A template
whose CRC-32 is divisible by eight is for judging only.
"""

from __future__ import annotations

import zlib
from functools import cache
from typing import TYPE_CHECKING

from training.corpus import Passage, join
from training.lists import DATA, HERE
from training.names import AUDIT, TRAIN, full, names
from training.people import Filler
from training.tables import structured

if TYPE_CHECKING:
    import random

_FAMILIES = {"english": 0.47, "negative": 0.2, "spanish": 0.1, "other": 0.07, "structured": 0.16}


def for_judging(template: str) -> bool:
    """Whether a template is kept out of training."""
    return zlib.crc32(template.encode()) % 8 == 0


@cache
def templates(family: str, half: str) -> tuple[str, ...]:
    """The templates of one file for training or for judging."""
    lines = (HERE / f"templates/{family}.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line and (for_judging(line) == (half == AUDIT)))


def one(rng: random.Random, half: str = TRAIN, family: str = "") -> Passage:
    """One generated passage: one to four templates of a family, joined by spaces or line breaks."""
    pools = names(DATA)
    family = family or rng.choices(list(_FAMILIES), list(_FAMILIES.values()))[0]
    if family == "structured":
        return structured(Filler(rng, pools, half))
    parts = []
    for _ in range(rng.choice([1, 1, 2, 3, 4])):
        kind = "negative" if family == "english" and rng.random() < 0.2 else family
        parts.append(Filler(rng, pools, half).fill(rng.choice(templates(kind, half)), kind))
    return join(parts, rng.choice([" ", " ", "\n", "\n\n"]), f"made.{family}")


def generated(rng: random.Random, chars: int) -> list[Passage]:
    """Training passages of about so many characters in all."""
    out, size = [], 0
    while size < chars:
        out.append(one(rng))
        size += len(out[-1].text)
    return out


def renamed(passage: Passage, rng: random.Random) -> Passage:
    """Natural text with its people renamed, so that context stays natural and names are even over the groups."""
    if not any(label == "PERSON" for *_, label in passage.spans):
        return passage
    pools = names(DATA)
    text, spans, end = "", [], 0
    for start, stop, label in passage.spans:
        text += passage.text[end:start]
        value = passage.text[start:stop]
        if label == "PERSON" and rng.random() < 0.8:
            value = _like(value, pools.pick(rng, TRAIN), rng)
        spans.append((len(text), len(text) + len(value), label))
        text += value
        end = stop
    return Passage(text + passage.text[end:], tuple(spans), passage.annotated, passage.source)


def _like(value: str, person: tuple[str, str, str], rng: random.Random) -> str:
    """Another name of the same form: one word for one word, the same case."""
    words = value.split()
    if len(words) == 1:
        new = person[1] if rng.random() < 0.7 else person[2]
    else:
        new = full(rng, person[1], person[2], person[0]).replace(",", "")
    return new.lower() if value.islower() else new.upper() if value.isupper() and len(value) > 2 else new
