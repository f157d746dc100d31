"""Slots of people, and the filler that keeps one template's people apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from training.corpus import LABELS, Passage
from training.names import Names, full
from training.places import PLACES
from training.things import THINGS

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

SLOT = re.compile(r"\{([A-Z]+)(\d?)\}")
EVERYTHING = frozenset(LABELS)


class Filler:
    """Fills the slots of one template; remembers its people.

    Args:
        rng: decides everything.
        pools: names.
        half: which surnames may be used.
    """

    def __init__(self, rng: random.Random, pools: Names, half: str) -> None:
        self.rng, self.pools, self.half = rng, pools, half
        self.people: dict[str, tuple[str, str, str]] = {}

    def person(self, number: str) -> tuple[str, str, str]:
        """The person of this number in this template."""
        key = number or str(len(self.people) + 20)
        return self.people.setdefault(key, self.pools.pick(self.rng, self.half))

    def value(self, slot: str, number: str) -> tuple[str, str]:
        """The text of a slot and its label ("" for none)."""
        if slot in PERSONS:
            return PERSONS[slot](self, number), "PERSON"
        if slot in self.pools.scripts:
            return self.rng.choice(self.pools.scripts[slot]), "PERSON"
        if slot in PLACES:
            return PLACES[slot](self.rng)
        return THINGS[slot](self.rng), ""

    def fill(self, template: str, family: str) -> Passage:
        """The template as a passage."""
        text, spans, end = "", [], 0
        template = template.replace("\\n", "\n")
        for match in SLOT.finditer(template):
            text += template[end : match.start()]
            value, label = self.value(match.group(1), match.group(2))
            if label:
                spans += _pieces(len(text), value, label)
            text += value
            end = match.end()
        return Passage(text + template[end:], tuple(spans), EVERYTHING, f"made.{family}")


def _pieces(offset: int, value: str, label: str) -> list[tuple[int, int, str]]:
    """A multi-line address is one span: cutting it would leak its end."""
    return [(offset, offset + len(value), label)]


def _full(f: Filler, number: str) -> str:
    group, given, surname = f.person(number)
    return full(f.rng, given, surname, group)


def _given(f: Filler, number: str) -> str:
    _, given, surname = f.person(number)
    return given if f.rng.random() < 0.9 else f"{given} {surname}"


def _last_first(f: Filler, number: str) -> str:
    _, given, surname = f.person(number)
    tail = f.rng.choice(["", "", "", f" {f.rng.choice('ABCDEJKLMRST')}.", f" {f.rng.choice('ABCDEJKLMRST')}"])
    return f"{surname}, {given}{tail}"


def _initials(f: Filler, number: str) -> str:
    _, given, surname = f.person(number)
    return f.rng.choice(
        [f"{given} {surname[0]}.", f"{given[0]}. {surname}", f"{given} {surname[0]}", f"{given[0]}.{surname[0]}."]
    )


def _word_name(f: Filler, _number: str) -> str:
    return f.rng.choice(f.pools.given["words_as_names"])


PERSONS: dict[str, Callable[[Filler, str], str]] = {
    "P": _full,
    "G": _given,
    "F": lambda f, n: f.person(n)[2],
    "LF": _last_first,
    "I": _initials,
    "NICK": lambda f, _: f.rng.choice(f.pools.given["nicknames"]),
    "WORDNAME": _word_name,
    "XNAME": lambda f, _: f.rng.choice(f.pools.scripts[f.rng.choice(sorted(f.pools.scripts))]),
}
