"""Invented values of every structured type, from a seed, each with sentences in which a label says what it is."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = ("heron", "maple", "tide", "cedar", "otter", "basalt", "fern", "pine", "delta", "harbor", "ridge", "salmon")
CONSONANTS = "BCDFGHJKLMNPRSTVWXYZ"
VIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
VIN_VALUES = {**{str(digit): digit for digit in range(10)}, **dict(zip("ABCDEFGH", range(1, 9), strict=True))}
VIN_VALUES |= {
    **dict(zip("JKLMN", range(1, 6), strict=True)),
    "P": 7,
    "R": 9,
    **dict(zip("STUVWXYZ", range(2, 10), strict=True)),
}
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


@dataclass(frozen=True, slots=True)
class Type:
    """A type of value: how one is made, and sentences for it."""

    name: str
    make: Callable[[random.Random], str]
    sentences: tuple[str, ...]


def digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choice(string.digits) for _ in range(count))


def luhn_digit(number: str) -> str:
    total = 0
    for place, char in enumerate(reversed(number)):
        doubled = int(char) * (2 - place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def ssn(rng: random.Random) -> str:
    return f"{rng.randint(200, 660)}-{rng.randint(11, 98)}-{rng.randint(1001, 9998)}"


def phone(rng: random.Random) -> str:
    area = rng.choice(("206", "253", "360", "425", "509"))
    form = rng.choice(("{}-{}-{}", "({}) {}-{}", "{}.{}.{}"))
    exchange = rng.randint(22, 55) * 10 + rng.choice((2, 3, 4, 6, 7, 8))  # no exchange ends in 11, and 555 is fiction's
    return form.format(area, exchange, rng.randint(1001, 9998))


def card(rng: random.Random) -> str:
    number = "4" + digits(rng, 14)
    number += luhn_digit(number)
    return " ".join(number[at : at + 4] for at in range(0, 16, 4))


def email(rng: random.Random) -> str:
    return f"{rng.choice(WORDS)}.{rng.choice(WORDS)}{rng.randint(2, 99)}@{rng.choice(WORDS)}mail.example.org"


def state_student_id(rng: random.Random) -> str:
    return f"{rng.randint(1_000_000_000, 9_999_999_999)}"


def birth_date(rng: random.Random) -> str:
    return f"{rng.randint(1, 12)}/{rng.randint(10, 28)}/{rng.randint(2008, 2021)}"


def record_number(rng: random.Random) -> str:
    return f"{rng.choice('HKM')}{digits(rng, 7)}"


def iban(rng: random.Random) -> str:
    account = f"{rng.randint(1, 9)}{digits(rng, 17)}"
    check = 98 - int(account + "131400") % 97
    return f"DE{check:02d}{account}"


def plate(rng: random.Random) -> str:
    return "".join(rng.choice(CONSONANTS) for _ in range(3)) + f"{rng.randint(1001, 9998)}"


def passport(rng: random.Random) -> str:
    return rng.choice("ACX") + f"{rng.randint(10_000_000, 99_999_999)}"


def vehicle(rng: random.Random) -> str:
    body = [rng.choice(VIN_LETTERS) if rng.random() < 0.4 else rng.choice(string.digits) for _ in range(17)]
    body[8] = "0"
    body[12:] = list(digits(rng, 5))
    rest = sum(VIN_VALUES[char] * weight for char, weight in zip(body, VIN_WEIGHTS, strict=True)) % 11
    body[8] = "X" if rest == 10 else str(rest)
    return "".join(body)


def medicaid(rng: random.Random) -> str:
    return f"{rng.randint(100_000_000, 999_999_999)}WA"


def licence(rng: random.Random) -> str:
    letters = "".join(rng.choice(CONSONANTS) for _ in range(4))
    return f"WDL{letters}{digits(rng, 3)}{rng.choice(CONSONANTS)}{rng.choice(string.digits)}"


def routing(rng: random.Random) -> str:
    number = f"{rng.randint(11, 12)}{digits(rng, 6)}"
    total = sum(int(char) * weight for char, weight in zip(number, (3, 7, 1, 3, 7, 1, 3, 7), strict=True))
    return number + str(-total % 10)


def address(rng: random.Random) -> str:
    street, kind = rng.choice(WORDS).title(), rng.choice(("Avenue", "Street", "Lane", "Court"))
    return f"{rng.randint(101, 9899)} {street} {kind}"


TYPES = (
    Type("SSN", ssn, ("Her SSN is {}.", "Please check social security number {} for the file.")),
    Type("PHONE", phone, ("Her mother's phone is {}.", "You can call {} after four.")),
    Type("CARD", card, ("The card number is {}.", "Paid with Visa {} on Monday.")),
    Type("EMAIL", email, ("Write to {} about the meeting.", "Her email is {}.")),
    Type("STUDENT_ID", state_student_id, ("Her SSID is {}.", "The student id is {} in our system.")),
    Type("DOB", birth_date, ("Her DOB is {}.", "The child was born on {}.")),
    Type("MRN", record_number, ("The MRN is {}.", "See medical record {} for the visit.")),
    Type("BANK_ACCOUNT", iban, ("The IBAN is {}.", "Send it to account {} today.")),
    Type("PLATE", plate, ("The license plate is {}.", "A car with plates {} waited outside.")),
    Type("PASSPORT", passport, ("Her passport number is {}.", "The passport is {}.")),
    Type("VIN", vehicle, ("The VIN is {}.", "The bus has vehicle number {} on it.")),
    Type("MEDICAID_ID", medicaid, ("Her Medicaid id is {}.", "The ProviderOne number is {}.")),
    Type("LICENCE", licence, ("The driver license number is {}.", "Her license is {}.")),
    Type("ROUTING", routing, ("The routing number is {}.", "Use bank routing number {} for it.")),
    Type("ADDRESS", address, ("She lives at {}.", "Her home address is {}.")),
)


def values(kind: Type, count: int, seed: int = 20261123) -> list[tuple[str, str]]:
    """`count` pairs of a value and a sentence for it."""
    rng = random.Random(f"{seed} {kind.name}")
    return [(kind.make(rng), kind.sentences[number % len(kind.sentences)]) for number in range(count)]
