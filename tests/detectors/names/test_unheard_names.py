"""Names that rules once threw away, and things that they once took for names: whole engine, model included."""

from __future__ import annotations

import pytest

from detectors.engine import Engine, EngineOptions
from detectors.names.repair import NAME_ENTITIES


@pytest.fixture(scope="module")
def engine() -> Engine:
    made = Engine(EngineOptions(records=False))
    made.load()
    return made


def _people(engine: Engine, text: str) -> set[str]:
    found = engine.resolve(text, "", engine.patterns(text) + engine.names([text])[0])
    return {text[each.start : each.end] for each in found if each.base in NAME_ENTITIES}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Our GAL Simone Archer asked for attendance of both children.", "Simone Archer"),
        ('Is "Señora Bell" how I should address her?', "Bell"),
        ("what do i say to the parents mr and mrs cho tonight", "cho"),
        ("the aide sat beside kartika during the test.", "kartika"),
        ("please call. dusty's dad was late. Dusty's dad Earl came.", "Dusty"),
        ("| Student | Q1 |\n| Rose Summers | 73 |\n| Will Young | 59 |\n", "Rose Summers"),
        ("The placement changed to the Whitfields, a foster home.", "Whitfields"),
        ("the settlement with the Garrido family over their son", "Garrido"),
        ("2. Dao - gr 4 - tier 3 reading", "Dao"),
        ("Ask Mrs. White about the field trip on Monday.", "White"),
        ("lives w gma Odete since June", "Odete"),
    ],
)
def test_people_are_found(engine: Engine, text: str, name: str) -> None:
    assert name in _people(engine, text)


@pytest.mark.parametrize(
    "text",
    [
        "Twelve gift cards from Wendy's or Trader Joe's, please.",
        "We order pizza from Papa John's on Friday.",
        "His job at Fred Meyer starts soon.",
        "Washington history: Moses Lake, Walla Walla, George, Ellensburg and Mount Adams.",
        "Pros and cons of Marie Clay reading recovery",
        "Three word problems: Ana mixes 2 cups of paint, Omar runs 4 miles.",
        "My class pet is a gecko named Franklin.",
        "Compare Adams ES and Mann ES on attendance.",
        "una noche de Día de los Muertos en la cafetería",
        "The Simpsons and the Seahawks are popular.",
        "Mini bio cards for Mae Jemison and Grace Lin",
    ],
)
def test_nobody_is_found(engine: Engine, text: str) -> None:
    assert _people(engine, text) == set()
