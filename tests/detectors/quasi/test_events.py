"""What happened to somebody makes a date theirs; the same words about a building, a machine or a school do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from detectors.finding import Finding

if TYPE_CHECKING:
    from detectors.engine import Engine

_NAMED = re.compile(r"\b(?:Nadia Velk|Milo Hanlon|Tess Marlow|Ana Bly)\b")

THEIRS = (
    ("Student Nadia Velk (gr 4) was restrained. The team meets 11/20; review the plan.", "11/20"),
    ("Nadia Velk is a student with a 504 plan after a bike crash in June 2025.", "June 2025"),
    ("Student: Nadia Velk. Placed in foster care since March 2026, new school.", "March 2026"),
    ("On 11/19/26 our van was hit in the staff lot. The other car belongs to Milo Hanlon.", "11/19/26"),
    ("Milo Hanlon was charged twice on 11/7/2026 for the same meal.", "11/7/2026"),
    ("Wage garnishment for Milo Hanlon, start with the 12/15 payroll.", "12/15"),
    ("Milo Hanlon fell on the stairs, doctor's note rec'd 11/12, light duty.", "11/12"),
    ("on 11/9/2026 the painter Milo Hanlon lost the key ring for the shed", "11/9/2026"),
    ("Counsel advises that the claim of Milo Hanlon settle before June 18, 2027.", "June 18, 2027"),
    ("student Nadia Velk got tubes in both ears since september eleventh", "september eleventh"),
    ("student Nadia Velk has been out since november twelfth", "november twelfth"),
    ("To the parents of student Nadia Velk: a truancy case is open. See the board. Call us before December 1.",
     "December 1"),
    ("student Nadia Velk, back from rehab, relapse plan signed. next check 12/2, policy does not apply", "12/2"),
    ("Keep it short. 11/12 - student Nadia Velk told the aide that she is hungry.", "11/12"),
)  # fmt: skip
NOBODYS = (
    "The server crashed on 11/9/2026 and was back by noon.",
    "The contract with Brightline began in June 2025.",
    "Nadia Velk is my student. School starts in September 2026.",
    "The board meets 11/20; agenda attached.",
    "Payroll closes with the 12/15 payroll run for all staff.",
    "We observed Veterans Day on november eleventh.",
    "Student Nadia Velk wrote about the moon landing in July 1969, I mean the one planned in July 2026.",
    "Cut the rope. 3/4 - use the long piece first.",
    "Milo Hanlon reads the newsletter. The new menu is out since March 2026.",
    "Claims for the insurance are due by June 18, 2027.",
)


def _dates(engine: Engine, text: str) -> set[str]:
    names = [Finding("PERSON_OTHER", *match.span(), 0.9, "names.model", "model") for match in _NAMED.finditer(text)]
    found = engine.resolve(text, "", [*engine.patterns(text), *names])
    return {text[each.start : each.end] for each in found if each.base == "DATE_PERSONAL"}


@pytest.mark.parametrize(("text", "date"), THEIRS)
def test_the_date_of_what_happened_to_somebody_is_theirs(engine: Engine, text: str, date: str) -> None:
    assert date in _dates(engine, text)


@pytest.mark.parametrize("text", NOBODYS)
def test_the_date_of_what_happened_to_nobody_stays(engine: Engine, text: str) -> None:
    assert _dates(engine, text) == set()
