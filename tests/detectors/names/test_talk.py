"""Names that the talk about them shows, and words that stand in the same places."""

from __future__ import annotations

import pytest

from detectors.names.talk import DETECTOR, is_diminutive


def _found(text: str) -> set[str]:
    return {text[each.start : each.end] for each in DETECTOR.find(text)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hello is this Amber? its the bus barn", {"Amber"}),
        ("hi, am I speaking with Destiny?", {"Destiny"}),
        ("2 seats left. Nuri and me can drive", {"Nuri"}),
        ("me and Brisa will pick up", {"Brisa"}),
        ("who has Wolf? who's got Rivka?", {"Wolf", "Rivka"}),
        ("ok where's Hunter?", {"Hunter"}),
        ("Luisito me dice que no come", {"Luisito"}),
        ("Ayer Yaretzi se cayó en el patio", {"Yaretzi"}),
        ("Danielito ya no me cuenta nada", set()),
        ("Rosita nos dijo que le pegan", {"Rosita"}),
        ("Mateo le pegó a otro niño", {"Mateo"}),
        ("Oona (same last name, twin) - Zyrtec", {"Oona"}),
        ("Una (twin of Oskar) came", {"Una"}),
        ("Bex (older sister) signs", {"Bex"}),
        ("Kwame Adjei (no relation) sat out", {"Kwame Adjei"}),
        ("Parents (Kofi & Brigid Lane) disagree", {"Kofi", "Brigid Lane"}),
        ("Parents (Ebele & Olu Bankole) met us", {"Ebele", "Olu Bankole"}),
        ("her mom (Thandiwe) called", {"Thandiwe"}),
        ("guardians (Wilma, Otto Brandt) signed", {"Wilma", "Otto Brandt"}),
        ("my daughter (Hope Ansel) is out", {"Hope Ansel"}),
    ],
)
def test_people_of_talk(text: str, names: set[str]) -> None:
    assert _found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "is this Spanish? Is this Monday? is this Canvas?",
        "The Mayor and I agree. You and me. Mom and I. Everyone and me",
        "who has Math? who has Friday? who gets Chromebooks?",
        "where is Seattle? how is Skyward?",
        "Una me dijo que no. Ella me dice que no. Mamá se enoja. Nadie le dijo. Usted me dice.",
        "La Maestra nos dijo. Siempre se queda.",
        "Parents (PTSA) met. Parents (English, Spanish) got a form. students (K-2)",
        "Mom (Somali) asked. guardian (Legal) signs. Parents (Title I) vote. Parents (ELL, SPED)",
        "Homework (same as twin room)",
        "child (Medicaid) and kid (Minecraft)",
    ],
)
def test_other_words_in_these_places(text: str) -> None:
    assert _found(text) == set()


@pytest.mark.parametrize(
    ("word", "expected"),
    [("luisito", True), ("rosita", True), ("juanito", True), ("burrito", False), ("visita", False), ("cita", False)],
)
def test_endearments_are_known_by_the_name_inside(
    word: str,
    expected: bool,  # noqa: FBT001  a column of the table above
) -> None:
    assert is_diminutive(word) is expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Justice and Royal (twins) read at 41 and 44", {"Justice", "Royal"}),
        ("- other side = Nasrin Pahlavi, wants costs", {"Nasrin Pahlavi"}),
        ("hearing officer = Winnifred Castellanos (remote)", {"Winnifred Castellanos"}),
        ("- vendor = Apple Education\n- site = Camp Waskowitz\n- plan B = Google Forms", set()),
        ("- curriculum = Second Step, unit 3\nwinner = Maple Grove\ncapital = Olympia", set()),
        ("total = Rosa Parks", set()),
    ],
)
def test_pairs_of_siblings_and_persons_put_down_behind_an_equals_sign(text: str, names: set[str]) -> None:
    assert {text[each.start : each.end] for each in DETECTOR.find(text)} == names
