"""First names in the company of first names: plans and lists, and the lists and plans that hold none."""

from __future__ import annotations

import pytest

from detectors.names.companions import DETECTOR


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Seating: Ava front left, Noor next to Beckham, keep Finn away from Odin.", {"Ava", "Noor", "Finn", "Odin"}),
        ("Group 1: Mia, Dev, Jules\nGroup 2: Theo, Sky, Bao", {"Mia", "Jules", "Theo", "Sky"}),
        ("Row 1 Olivia, Pax, Emma, Storm; row 2 Liam, Wren, Sage", {"Olivia", "Emma", "Storm", "Liam", "Sage"}),
        ("Carpool: Monday Sofia, Ash, River; Tuesday Ethan, Rain", {"Sofia", "River", "Ethan", "Rain"}),
        ("Table 1: Noah, Hope, Zayd\nTable 2: Layla, Rio, Hunter", {"Noah", "Hope", "Layla", "Hunter"}),
        ("Sub plan: Isabella helps Grace, keep Mason away from Chase, Will sits by Chloe", {"Grace", "Chase", "Will"}),
        ("Reading partners: Aiden & Joy, Zoe & Rowan, Lucas and Faith", {"Joy", "Faith"}),
        ("Line leaders this week are Emma, Ocean and Jayden", {"Emma", "Ocean", "Jayden"}),
        ("Bus 4 riders: Camila, Sunny, Diego, Dash", {"Camila", "Sunny", "Diego", "Dash"}),
        ("I saw Emma, River and Jayden at lunch", {"Emma", "River", "Jayden"}),
    ],
)
def test_the_others_of_a_plan_or_list_are_names(text: str, names: set[str]) -> None:
    assert names <= {text[finding.start : finding.end] for finding in DETECTOR.find(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Group 1: Apples, Pears, Plums\nGroup 2: Carrots, Peas",
        "Centers: Math, Reading, Art, Blocks, Science",
        "Groups: Mercury, Venus, Earth, Mars",
        "Seating: Front left, Back right, Window side",
        "States: Georgia, Virginia, Carolina, Texas, Montana",
        "Spelling list: hope, grace, will, chase, hunter",
        "Teams: Red, Blue, Green\nMascots: Eagles, Bears",
        "Partner talk about the novel: Emma, Hope and Jayden are its characters",
        "Grace period ends Friday. Will Chase sponsor the table?",
        "Table 2 shows Mean, Mode, Median",
    ],
)
def test_lists_of_other_things_are_none(text: str) -> None:
    assert list(DETECTOR.find(text)) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "third grade play, need parts for Rain, Ximo, Ashwaq, Gus and Story",
            {"Rain", "Ximo", "Ashwaq", "Gus", "Story"},
        ),
        ("lines for Kofi, Sage, Mirela and Dusan please", {"Kofi", "Sage", "Mirela", "Dusan"}),
        ("a skit with parts for Narrator, Tiger and Snake", set()),
        ("a story about Rain, Ximo, Ashwaq and Gus, the characters of the book", set()),
    ],
)
def test_given_names_of_any_country_keep_company(text: str, names: set[str]) -> None:
    assert {text[each.start : each.end] for each in DETECTOR.find(text)} == names
