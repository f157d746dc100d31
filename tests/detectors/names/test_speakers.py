"""Senders of a chat and heads of the lines of notes, and labels that look alike."""

from __future__ import annotations

import pytest

from detectors.names.speakers import DETECTOR


def _found(text: str) -> set[str]:
    return {text[each.start : each.end] for each in DETECTOR.find(text)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Uzo: can you take two?\nMaya Brandt: my car is full\nUzo: ok then", {"Uzo", "Maya Brandt"}),
        ("Taj: who drives?\ncoach: me\nTaj: thx", {"Taj"}),
        ("[9:02] Tova: running late sorry\n[9:03] Wren: ok we wait", {"Tova", "Wren"}),
        ("Oksana 4:10 PM: is the bus here?\nDell 4:11 PM: no not yet\nOksana 4:12 PM: ok", {"Oksana", "Dell"}),
        ("> Chase: I can bring snacks\n> Nnedi: same\n> Chase: done", {"Chase", "Nnedi"}),
        (
            "tier 2 notes\n- Skye stuck on digraphs, mom ok\n- Tobias: attendance first\n- Ximena, new, test\n",
            {"Skye", "Tobias", "Ximena"},
        ),
        (
            "caseload\n- CJ and Marcellus: check-in daily\n- Amina K. exits\n- June needs a seat\n- bring forms",
            {"CJ", "Marcellus", "Amina K.", "June"},
        ),
        ("kids:\n1. Odalys - late\n2. Ferris - absent\n3. Quillon - ok", {"Odalys", "Ferris", "Quillon"}),
    ],
)
def test_people_at_the_head_of_lines(text: str, names: set[str]) -> None:
    assert _found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Q: what is it?\nA: you choose\nQ: ok?",
        "Teacher: are you ready?\nStudent: yes I am\nTeacher: ok",
        "Grade: 5\nSchool: Kent\nRoom: 12",
        "Math: can we move it?\nReading: no\nScience: ok",
        "Monday: you read\nTuesday: we write\nFriday: no school",
        "Macbeth: I come\nBanquo: who are you?\nMacbeth: me",
        "Costco: please order\nKroger: no\nTarget: ok",
        "User: hi can you help\nAssistant: yes\nUser: thanks",
        "students\n- Grant application due\n- Bill the district\n- Mark all absent\n- Hope to finish",
        "reading list\n- Read chapter 2\n- Snow: salt pile low\n- Call parents",
        "schools\n- Lincoln: 402 students\n- Grant: 377\n- Adams: 298",
        "class books\n- Matilda: 4 copies\n- Emma: 2 copies\n- Heidi: 3 copies",
        "Write a skit with main characters:\n- Mia: class clown\n- Leo: shy\n- Ana: new",
        "Dispatch: can you confirm?\nDriver: yes I can\nDispatch: ok",
        "Name: Ana",
    ],
)
def test_labels_and_tasks_are_nobody(text: str) -> None:
    assert _found(text) == set()


def test_a_long_chat_is_read_in_linear_time() -> None:
    assert len(list(DETECTOR.find("Uzo: can you?\nMaya: ok\n" * 1_000))) == 2_000


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "gr 2 reading\n- Genesis and Royal (twins): tier 2\n- Khadija 77\n- Ocean absent\n- Moshe, not for Royal\n",
            {"Genesis", "Royal", "Khadija", "Ocean", "Moshe"},
        ),
        ("attendance\n1. Mehmet absent 11\n2. Story absent 9\n3. Yaretzi back\n", {"Mehmet", "Story", "Yaretzi"}),
        ("reading\n- Lexia 14 seats\n- Copy 30 tests\n- Grace period ends\n", set()),
        ("vocabulary, reading\n- Justice 31, unit test\n- Liberty 28, unit test\n- Mercy 12\n", set()),
    ],
)
def test_names_that_are_words_head_lines_beside_known_names(text: str, names: set[str]) -> None:
    assert {text[each.start : each.end] for each in DETECTOR.find(text)} == names


def test_a_head_that_is_a_word_is_found_again_where_it_acts() -> None:
    text = "gr 2 reading\n- Royal and Saint: tier 2\n- Khadija 77\n- Moshe 31, not with Royal\n- a royal mess\n"
    found = [text[each.start : each.end] for each in DETECTOR.find(text)]
    assert found.count("Royal") == 2
    assert "royal" not in found
