"""Labels and forms as staff write them: positives and their near-misses, through the whole engine's patterns."""

from __future__ import annotations

import pytest

from detectors.arbitration import arbitrate
from detectors.engine import Engine, EngineOptions


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(EngineOptions(names=False, records=False))


def _entity(engine: Engine, text: str, value: str) -> str | None:
    start = text.index(value)
    found = arbitrate(text, engine.patterns(text))
    return next((each.base for each in found if each.start <= start and start + len(value) <= each.end), None)


@pytest.mark.parametrize(
    ("text", "value", "entity"),
    [
        ("owes for lunch: Amos T. pin 48213", "48213", "STUDENT_ID"),
        ("SST on Pax Lindgren-Diaz (ID# 55-2091).", "55-2091", "STUDENT_ID"),
        ('[{"stu":"Quach, Bao","ID_NUM":"0093412","abs":3}]', "0093412", "OTHER_ID"),
        ("dob 11/30/1984, last four 4417, plate BTX4402", "4417", "SSN_LAST4"),
        ("SS card ending 8830 for the I-9", "8830", "SSN_LAST4"),
        ("Molina group WAH0021, dx pending", "WAH0021", "PLAN_ID"),
        ("bank acct ending 4471 from next month", "4471", "BANK_ACCOUNT"),
        ("Case number BECCA-26-118 was filed", "BECCA-26-118", "OTHER_ID"),
        ("Username,Temp Password,Display Name\nakeita,Maple4417!,Aissatou Keita\n", "Maple4417!", "CREDENTIAL"),
        ("user=26vasq src=10.44.7.213 site=blocked", "10.44.7.213", "IP"),
        ("great gramma Fern's (94, uses a cane)", "94", "AGE_OVER_89"),
        ("i want a meeting. 2067234485 thanks", "2067234485", "PHONE"),
        ("We live at 16610 SE 272nd now", "16610 SE 272nd", "ADDRESS"),
        ("bus stop S 288th & 34th Ave", "S 288th & 34th Ave", "ADDRESS"),
        ("their home: Redondo Heights #204", "Redondo Heights #204", "ADDRESS"),
        ("evicted from lot 9, Sagebrush Mobile Park", "lot 9, Sagebrush Mobile Park", "ADDRESS"),
        ("GED candidate ID 4471-2098", "4471-2098", "OTHER_ID"),
    ],
)
def test_what_is_said_of_a_value_is_read(engine: Engine, text: str, value: str, entity: str) -> None:
    assert _entity(engine, text, value) == entity


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the door pin 48213 is old", "48213"),
        ("Event ID 10016 and error 5", "10016"),
        ("gateway 10.20.0.1 on vlan 120", "10.20.0.1"),
        ("motion to approve warrants 118842 to 118967", "118842"),
        ("PO 2061234567 for markers", "2061234567"),
        ("the last four games and 4417 fans", "4417"),
        ("scores (94, 87, 91) on the test", "94"),
        ("group 12 meets on Monday", "12"),
        ("Mae Jemison (born October 17, 1956)", "October 17, 1956"),
        ("Martin Luther King Jr. Day, January 18, 2027,", "January 18, 2027"),
        ("the road crew closes 8th Ave & Pine St", "8th Ave & Pine"),
        ("Your order is ending 4471 of 9000", "4471"),
    ],
)
def test_near_misses_stay(engine: Engine, text: str, value: str) -> None:
    assert _entity(engine, text, value) in {None, "DATE_PERSONAL"}
