"""Names of titles and of characters, against children who are called the same."""

from __future__ import annotations

import pytest

from detectors.names.judge import Judge


def _is_name(text: str, value: str) -> bool:
    start = text.index(value)
    return Judge(text).is_name(start, start + len(value), why="model", score=0.9)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He answered 4 of 5 questions about Stuart Little.", "Stuart Little"),
        ("She reads The Miraculous Journey of Edward Tulane with help.", "Edward Tulane"),
        ("The class finished Sarah, Plain and Tall today.", "Sarah"),
        ("Esperanza Rising ch. 3: why does Hortensia worry?", "Hortensia"),
        ("To Kill a Mockingbird, talk about why Atticus defends him.", "Atticus"),
        ("Number the Stars ch. 6, why does Kirsti lie? Wren sits up front (504).", "Kirsti"),
        ("We begin chapter 2 of Matilda on Tuesday.", "Matilda"),
        ("Use the invented family from Wolf Hollow by Lauren Wolk.", "Lauren Wolk"),
        ("Our library got two books by Peter Brown this week.", "Peter Brown"),
        ("Winnie the Pooh meets Christopher Robin.", "Christopher Robin"),
        ("Order 12 copies of Coraline for room 4.", "Coraline"),
    ],
)
def test_titles_and_characters_are_nobody(text: str, value: str) -> None:
    assert not _is_name(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Matilda missed the bus again.", "Matilda"),
        ("I read with Matilda after lunch.", "Matilda"),
        ("Stuart said little.", "Stuart"),
        ("Esperanza Rising ch. 3. Hortensia sits by the door (504).", "Hortensia"),
        ("Number the Stars ch. 6. Then I met Tevita Halloran about it.", "Tevita Halloran"),
        ("Ivan was the one and only pupil.", "Ivan"),
        ("Peter Brown called, he is a parent.", "Peter Brown"),
        ("Lauren Wolford called by noon.", "Lauren Wolford"),
    ],
)
def test_children_stay_people(text: str, value: str) -> None:
    assert _is_name(text, value)


def test_a_long_text_is_read_once_and_fast() -> None:
    text = "The One and Only Ivan met Ruby. " * 2_000
    judge = Judge(text)
    assert not any(judge.is_name(at, at + 4, why="model", score=0.9) for at in range(17, 32 * 50, 32))
