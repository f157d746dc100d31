"""Slots that are no name, place or body: dates, numbers, and things that only look like names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training.lists import common_words, values

if TYPE_CHECKING:
    import random
    from collections.abc import Callable


def _from(kind: str) -> Callable[[random.Random], str]:
    return lambda rng: rng.choice(values("nonpersons")[kind])


def _negative(rng: random.Random) -> str:
    kinds = values("nonpersons")
    return rng.choice(kinds[rng.choice(sorted(kinds))])


def date(rng: random.Random) -> str:
    """A date in one of five forms."""
    month, day, year = rng.randint(1, 12), rng.randint(1, 28), rng.randint(2005, 2027)
    name = values("nonpersons")["months"][month - 1]
    return rng.choice(
        [
            f"{month}/{day}/{year}",
            f"{name} {day}, {year}",
            f"{name} {day}",
            f"{year}-{month:02}-{day:02}",
            f"{month}/{day}",
        ]
    )


def email(rng: random.Random) -> str:
    """An invented e-mail address."""
    return f"{''.join(rng.choice('abcdefghijklmnoprstuvw') for _ in range(rng.randint(5, 9)))}@{rng.choice(['k12mail.org', 'example.org', 'mail.test'])}"


THINGS: dict[str, Callable[[random.Random], str]] = {
    "HIST": _from("history"), "FIC": _from("fiction"), "EPON": _from("eponyms"), "GOD": _from("gods_planets"),
    "HOL": _from("holidays"), "BRAND": _from("brands"), "PROG": _from("programmes"), "CURR": _from("curriculum"),
    "ROLE": _from("roles"), "FORM": _from("forms"), "CODE": _from("code"), "PEOPLE": _from("peoples"),
    "FOOD": _from("foods_things"), "SCHOLAR": _from("scholars"), "NEG": _negative,
    "MON": lambda r: r.choice(values("nonpersons")["months"][:12]),
    "DAY": lambda r: r.choice(values("nonpersons")["months"][12:17]),
    "LANG": lambda r: r.choice(values("nonpersons")["peoples"][:17]),
    "CW": lambda r: r.choice(common_words()), "CWT": lambda r: r.choice(common_words()).capitalize(),
    "D": date, "EM": email,
    "N": lambda r: str(r.choice([r.randint(1, 30), r.randint(2, 500)])),
    "YEAR": lambda r: str(r.randint(1950, 2026)),
    "T": lambda r: f"{r.randint(1, 12)}:{r.randint(0, 59):02}{r.choice(['', ' PM', ' am'])}",
    "GR": lambda r: r.choice(["3rd grade", "Grade 5", "K", "kindergarten", "7th grader", "gr 2", "freshman", "preschool"]),
    "ID": lambda r: str(r.randint(10000, 9999999999)),
    "PH": lambda r: f"{r.choice(['253', '206', '425', '360'])}-555-{r.randint(100, 9999):04}",
    "HESHE": lambda r: r.choice(["he", "she", "they"]), "HISHER": lambda r: r.choice(["his", "her", "their"]),
    "HIMHER": lambda r: r.choice(["him", "her", "them"]),
}  # fmt: skip
