from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("his mother, Ondria Velk, called", "", [("FAMILY_NAME", "Ondria Velk")]),
        ("Parents: Halda and Toma Velk", "", [("FAMILY_NAME", "Halda"), ("FAMILY_NAME", "Toma Velk")]),
        ("my student Quennel reads", "", [("STUDENT_NAME", "Quennel")]),
        ("Ms. Ruiz called", "", [("PERSON_OTHER", "Ruiz")]),
        ("Dr. Iyer-Malone wrote", "", [("PERSON_OTHER", "Iyer-Malone")]),
        ("Dear Mr. and Mrs. Velkowski,", "", [("PERSON_OTHER", "Velkowski")]),
        ("her mom yadira says no", "", [("FAMILY_NAME", "yadira")]),
        ("mrs przyb called", "", [("PERSON_OTHER", "przyb")]),
        ("Su mam\xe1, Er\xe9ndira Soto, no pudo", "", [("FAMILY_NAME", "Er\xe9ndira Soto")]),
        ("my name is Bodil and", "", [("PERSON_OTHER", "Bodil")]),
        (
            "PLEASE CALL IMARA VELKANO (AUNT OF KELOCHI) TODAY",
            "",
            [("FAMILY_NAME", "IMARA VELKANO"), ("PERSON_OTHER", "KELOCHI")],
        ),
        ("Mother's Day is in May", "", []),
        ("the student handbook", "", []),
        ("Parent Teacher Night", "", []),
        ("mom will call later", "", []),
        ("Dear families,", "", []),
        ("students in March", "", []),
        ("my mom said no", "", []),
    ],
)
def test_truth(
    people: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """A word that says who someone is makes the next word a name."""
    assert people(text, context) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mom (rosalba) says the meds make him sleepy", ["rosalba"]),
        ("talked to his dad (kwame) about it", ["kwame"]),
        ("grandma (thuy) has custody", ["thuy"]),
        ("STUDENT ANIKA ROSTOVA REFUSED TO LEAVE THE ROOM", ["ANIKA ROSTOVA"]),
        ("ALL STUDENTS MUST WAIT. PARENTS WILL BE CALLED.", []),
        ("his mom is worried", []),
        ("mother (optional) and father (if known)", []),
        ("Client: Noa Birk, Case No. 26-2-01184-7 SEA", ["Noa Birk"]),
        ("Student: Eero Salo SSID 7715502983", ["Eero Salo"]),
        ("Patient: Ilse Marrow, MRN 7729041", ["Ilse Marrow"]),
    ],
)
def test_brackets_capitals_and_labels(
    people: Callable[..., list[tuple[str, str]]], text: str, expected: list[str]
) -> None:
    assert [value for _, value in people(text)] == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my student Adam Smith has a 504", "Adam Smith"),
        ("Student: Calvin Klein, grade 4", "Calvin Klein"),
        ("her son Harper Lee was absent", "Harper Lee"),
        ("the patient John Lewis came at 9", "John Lewis"),
        ("his mother Mary Kay called", "Mary Kay"),
    ],
)
def test_a_word_for_who_somebody_is_wins_over_the_lists_of_the_famous(
    people: Callable[..., list[tuple[str, str]]], text: str, name: str
) -> None:
    assert name in {found for _, found in people(text)}


@pytest.mark.parametrize(
    "text",
    ["Students study Rosa Parks.", "The poem is by Langston Hughes, class."],
)
def test_the_famous_stay_without_one(people: Callable[..., list[tuple[str, str]]], text: str) -> None:
    assert people(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("his sis is ok with dad Piers. case 4", "Piers"),
        ("ask mom Rivers or stepdad Banks about it", "Rivers"),
        ("PICK UP: AUNTIE BLESSING 2065550199, NO ONE ELSE.", "BLESSING"),
        ("RELEASE TO UNCLE CHANCE, AUNT FAITH OR DAD, PHOTO ID.", "FAITH"),
        ("NANA JOY (206) 555-0142 OR MOM, CALL FIRST.", "JOY"),
        ("si Kuya Dodong po ang susundo", "Dodong"),
        ("adeer Warsame wuu keeni doonaa", "Warsame"),
        ("tell abuelo Don Chucho", "Chucho"),
    ],
)
def test_kin_before_a_name_of_any_kind_is_believed(
    people: Callable[..., list[tuple[str, str]]], text: str, name: str
) -> None:
    assert name in [value for _, value in people(text)]


@pytest.mark.parametrize(
    "text",
    [
        "MOM HOPE YOU ARE WELL. SEE YOU ON SUNDAY.",
        "call dad Monday, mom Fridays",
        "the mom English class and the dad group",
        "KUYA IS A TAGALOG WORD",
        "Ate lunch early today",
    ],
)
def test_kin_before_other_words_names_nobody(people: Callable[..., list[tuple[str, str]]], text: str) -> None:
    assert people(text) == []
