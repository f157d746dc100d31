"""A thing that is called after somebody is no child; a child is, also when a thing bears the name."""

from __future__ import annotations

import pytest

from detectors.finding import Finding
from detectors.names.namesakes import namesakes
from detectors.names.repair import repair


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What did Tinker v. Des Moines decide?", {"tinker", "moines"}),
        ("Endrew F. v. Douglas County raised the bar.", {"endrew", "f", "douglas"}),
        ("Garrison funding ends in June.", {"garrison"}),
        ("The Hadley grant closes today; Hadley is a grant for tools.", {"hadley"}),
        ("Use the Bendix-Strom method.", {"bendix", "strom"}),
        ("A novel unit on Silver Meadow by Ada Quillfeather", set()),
        ("Nadia funds her own lunch.", set()),
        ("Nadia's grant was approved.", set()),
        ("Ask Theo by Friday.", set()),
        ("", set()),
    ],
)
def test_things_called_after_people(text: str, words: set[str]) -> None:
    assert namesakes(text) == words


def kept(text: str, value: str, why: str = "model", score: float = 0.9) -> bool:
    at = text.index(value)
    return bool(repair(text, [Finding("PERSON_OTHER", at, at + len(value), score, "names.model", why)]))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The rest of Quillon goes to tools; Quillon funding is federal.", "Quillon"),
        ("We read about Florence Nightingale and nursing.", "Florence"),
        ("Plan a talk on Silver Meadow by Ada Quillfeather", "Ada Quillfeather"),
    ],
)
def test_things_and_authors_are_left(text: str, value: str) -> None:
    assert not kept(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Incident Report Submitted by Ada Quillfeather", "Ada Quillfeather"),
        ("Ada Quillfeather moved here in May.", "Ada Quillfeather"),
        ("Florence Quillfeather moved here.", "Florence Quillfeather"),
    ],
)
def test_people_are_kept(text: str, value: str) -> None:
    assert kept(text, value)


def test_a_cue_outweighs_the_thing() -> None:
    assert kept("My student Quillon likes maths. Quillon funding is federal.", "Quillon", why="cue")


def test_one_unusual_word_must_be_sure() -> None:
    text = "Yesterday Qorvand left early."
    assert kept(text, "Qorvand", score=0.9)
    assert not kept(text, "Qorvand", score=0.6)
