"""The cases: one name in one sentence each, the same sentences for every group, drawn by a fixed seed.

A name is made of a given name and a surname of one origin group (a given name alone in one case of four, an initial or
a double surname in one of eight each), so that groups differ in nothing but the names. Groups are those of the Census
and of the languages that schools here meet; who belongs to one is not measured, only how its frequent names fare.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import cycle
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Casing: TypeAlias = Literal["as written", "lower", "upper"]
CASINGS: Final[tuple[Casing, ...]] = ("as written", "lower", "upper")
ENGLISH: Final = "english"
LATIN: Final = "latin"
SEED: Final = 20261123
_INITIALS: Final = "ABCDEGHJKLMNPRSTV"
_LANGUAGE_SHARE: Final = 3
"""One case of a language for so many of a group: there are fewer languages than groups, and few sentences in each."""


@dataclass(frozen=True, slots=True)
class Case:
    """``text[start:end]`` is the name. `axis` says which table the case belongs to."""

    text: str = field(repr=False)
    start: int
    end: int
    axis: Literal["group", "language", "script"]
    value: str
    casing: Casing
    words: int

    @property
    def letters(self) -> frozenset[int]:
        """Offsets of the letters of the name: all of them have to be found."""
        return frozenset(at for at in range(self.start, self.end) if self.text[at].isalnum())


def cases(per_group: int, *, seed: int = SEED) -> Iterator[Case]:
    """All cases.

    Args:
        per_group: names of each origin group, in each casing; of languages and scripts a third as many.
        seed: the same seed gives the same cases.
    """
    pools, carriers = _names(), _carriers()
    origins = sorted(group for group, parts in pools.items() if "given" in parts)
    for group in origins:
        rng = random.Random(f"{seed}/{group}")  # noqa: S311  a repeatable draw, no secret
        for carrier, name in zip(cycle(carriers[ENGLISH]), _drawn(rng, pools[group], per_group), strict=False):
            for casing in CASINGS:
                yield _case(carrier, name, "group", group, casing)
    few = max(1, per_group // _LANGUAGE_SHARE)
    for language, sentences in carriers.items():
        rng = random.Random(f"{seed}/{language}")  # noqa: S311  as above
        for number, carrier in zip(range(few), cycle(sentences), strict=False):
            name = next(_drawn(rng, pools[origins[number % len(origins)]], 1))
            yield _case(carrier, name, "language", language, "as written")
    for script, parts in pools.items():
        for name in parts.get("script", ())[:few]:
            rng = random.Random(f"{seed}/{name}")  # noqa: S311  as above
            yield _case(rng.choice(carriers[ENGLISH]), name, "script", script, "as written")


def digest_of(made: Iterable[Case]) -> str:
    """SHA-256 over all cases, which names the set in records."""
    digest = hashlib.sha256()
    for case in made:
        digest.update(f"{case.axis}|{case.value}|{case.casing}|{case.text}\n".encode())
    return digest.hexdigest()


def _drawn(rng: random.Random, parts: Mapping[str, tuple[str, ...]], count: int) -> Iterator[str]:
    for _ in range(count):
        given, family = rng.choice(parts["given"]), rng.choice(parts["family"])
        form = rng.randrange(8)
        if form < 2:  # noqa: PLR2004  one of four
            yield given
        elif form == 2:  # noqa: PLR2004  one of eight
            yield f"{given} {rng.choice(_INITIALS)}. {family}"
        elif form == 3:  # noqa: PLR2004  as above
            yield f"{given} {family}-{rng.choice(parts['family'])}"
        else:
            yield f"{given} {family}"


def _case(carrier: str, name: str, axis: Literal["group", "language", "script"], value: str, casing: Casing) -> Case:
    before, _, after = carrier.partition("{N}")
    before, shown, after = (_cased(part, casing) for part in (before, name, after))
    return Case(before + shown + after, len(before), len(before) + len(shown), axis, value, casing, len(name.split()))


def _cased(text: str, casing: Casing) -> str:
    if casing == "lower":
        return text.lower()
    return text.upper() if casing == "upper" else text


def _lines(name: str) -> Iterator[list[str]]:
    for line in files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("|")


@cache
def _names() -> dict[str, dict[str, tuple[str, ...]]]:
    pools: dict[str, dict[str, tuple[str, ...]]] = {}
    for group, part, names in _lines("names.txt"):
        pools.setdefault(group if part != "script" else f"{group} letters", {})[part] = tuple(names.split(";"))
    return pools


@cache
def _carriers() -> dict[str, list[str]]:
    carriers: dict[str, list[str]] = {}
    for language, sentence in _lines("carriers.txt"):
        carriers.setdefault(language, []).append(sentence)
    return carriers
