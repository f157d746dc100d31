"""Bare numbers: somebody's beside a child's name, nobody's elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detectors.finding import Finding

if TYPE_CHECKING:
    from detectors.engine import Engine

_NAMES = {"Chidi Abara": "STUDENT_NAME", "Abara, Chidi": "STUDENT_NAME", "Pia Lund": "PERSON_OTHER"}


def _numbers(engine: Engine, text: str) -> list[str]:
    names = [
        Finding(entity, text.index(name), text.index(name) + len(name), 0.9, "names.fields", "field")
        for name, entity in _NAMES.items()
        if name in text
    ]
    found = engine.resolve(text, "", [*(each for each in engine.patterns(text) if "NAME" not in each.entity), *names])
    return [text[each.start : each.end] for each in found if each.base == "STUDENT_ID"]


@pytest.mark.parametrize(
    "text",
    [
        "1) Abara, Chidi (4471209) - absent",
        "Chidi Abara 4471209 absent 3 days",
        "Chidi Abara, #4471209, needs a badge",
        "Chidi Abara / 4471209 / grade 7",
        "Check:\n4471209 Chidi Abara gr 4",
        "ask Pia Lund (4471209) about it",
    ],
)
def test_a_number_beside_a_name_is_of_the_record(engine: Engine, text: str) -> None:
    assert _numbers(engine, text) == ["4471209"]


@pytest.mark.parametrize(
    "text",
    [
        "ask Pia Lund 4471209 about it",
        "Mail to Chidi Abara, 98408 soon",
        "Chidi Abara read 44120 words",
        "Chidi Abara: 44120 points",
        "the warrant (4471209) was paid",
        "Chidi Abara was out. Order (4471209) came",
    ],
)
def test_a_number_elsewhere_is_nobodys(engine: Engine, text: str) -> None:
    assert _numbers(engine, text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("comp time Chidi Abara / 228-4417", "228-4417"),
        ("Subject: Abara, Chidi - 551 2093 - schedule", "551 2093"),
        ("transfer of Chidi Abara (22-40917)", "22-40917"),
        ("agenda: Pia Lund, 308812, behavior plan", "308812"),
        ("Chidi Abara | 330-71824", "330-71824"),
        ("Chidi Abara, 118-124 in the book", ""),
        ("Chidi Abara (2026-27)", ""),
        ("Pia Lund - 44120 dollars", ""),
        ("Subject: toner / 228-4417", ""),
    ],
)
def test_two_groups_and_fields(engine: Engine, text: str, number: str) -> None:
    assert _numbers(engine, text) == ([number] if number else [])
