"""Where a known name is seen again, and which look-alikes are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.known_names import WORD, KnownNames, _standing, lower


def recalled(text: str, *names: str, prose: bool = True) -> list[str]:
    known = KnownNames()
    for name in names:
        known.learn(name, "STUDENT_NAME")
    return [text[start:end] for start, end, _ in known.find(text, lower(text), prose=prose)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Maria Delgado again", ["Maria Delgado"]),
        ("maria delgado, all lower", ["maria delgado"]),
        ("MARIA DELGADO loud", ["MARIA DELGADO"]),
        ("Maria alone", ["Maria"]),
        ("and Delgado alone", ["Delgado"]),
        ("MARIA in capitals", ["MARIA"]),
        ("Maria's book", ["Maria"]),
        ("Delgado\u2019s book", ["Delgado"]),
        ("Delgado, Maria", ["Delgado, Maria"]),
        ("Maria T. Delgado", ["Maria T. Delgado"]),
        ("Maria-Delgado", ["Maria-Delgado"]),
        ("Maria\nDelgado", ["Maria\nDelgado"]),
        ("see maria_delgado.docx", ["maria_delgado"]),
        ("student=MariaDelgado", ["MariaDelgado"]),
        ("Maria, Maria and Delgado", ["Maria", "Maria", "Delgado"]),
        ("maria alone in lower case", []),
        ("Mariah and Delgados", []),
        ("Delgado Elementary", []),
        ("Maria went to Delgado Street", ["Maria"]),
        ("nothing here", []),
    ],
)
def test_a_full_name_and_its_words(text: str, expected: list[str]) -> None:
    assert recalled(text, "Maria Delgado") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I hope so. Hope is fine.", []),
        ("the Hope Squad", []),
        ("We will meet Hope Park", ["Hope Park"]),
        ("hope park", ["hope park"]),
        ("Hope's plan", ["Hope"]),
        ("her sister Hope came", ["Hope"]),
        ("Ms. Park said", ["Park"]),
        ("Lincoln Park", []),
    ],
)
def test_ordinary_words_need_a_sign_that_they_are_names(text: str, expected: list[str]) -> None:
    assert recalled(text, "Hope Park") == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Sage Brandwell", "The roster should say >Sage< and not the old name."),
        ("Prince Ofori", "The guarantor of >Prince< is his aunt."),
        ("Autumn Reyes", ">Autumn< needs a folder. We moved >Autumn< to row two."),
        ("May Tolliver", ">May< cried after lunch, so I called about >May<."),
        ("Chase Olander", "Did you see >Chase< today?"),
        ("Faith Okello", "He sat beside >Faith<. >Faith< has crutches."),
        ("River Dunmore", "dad wants >River< moved"),
        ("royal dunmore", "i saw him push >dunmore<, this is >royal<'s third note"),
        ("chance ibarra", "gave him a chance. >chance<'s mom knows >ibarra<"),
        ("tavio renquist", ">tavio< ran off"),
    ],
)
def test_a_word_is_followed_as_a_name_where_only_a_person_can_stand(name: str, text: str) -> None:
    plain = text.replace(">", "").replace("<", "")
    assert recalled(plain, name) == [part.partition("<")[0] for part in text.split(">")[1:]]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Sage Brandwell", "A Sage order came. We planted the Sage Garden. sage smells."),
        ("Prince Ofori", "They read The Little Prince and our Prince poster fell."),
        ("May Tolliver", "Due in May, moved from May to June. May has 31 days. May I go?"),
        ("Chase Olander", "Chase Bank closed. Chase is a game. chase him"),
        ("Summer Vance", "It begins in Summer, until Summer. This Summer we travel."),
        ("chance ibarra", "a chance's worth; the chance to win; gave him a chance"),
        ("mark wheeler", "mark it down"),
        ("Reading Goal", "Put Reading first and say Goal."),
        ("hope park", "we park there and hope for snow"),
    ],
)
def test_the_word_itself_is_left_alone(name: str, text: str) -> None:
    assert recalled(text, name) == []


@pytest.mark.parametrize("word", ["May", "Will", "Grace", "Rose", "Mark", "Summer"])
def test_a_given_name_that_is_a_word_does_not_spread(word: str) -> None:
    assert recalled(f"{word} I ask? we {word.lower()} see in {word}.", word) == []
    assert recalled(f"{word}'s teacher", word) == [word]


def test_a_single_name_is_followed_in_any_case() -> None:
    assert recalled("tavio and TAVIO and Tavio", "Tavio") == ["tavio", "TAVIO", "Tavio"]


def test_two_letters_are_followed_only_as_they_are_written() -> None:
    assert recalled("Jo said so, jo", "Jo") == ["Jo"]
    assert recalled("Jo said so", "Jo Renquist") == []


def test_words_of_a_double_name_are_words() -> None:
    assert recalled("Renquist and Obuya and Renquist-Obuya", "Tavio Renquist-Obuya") == [
        "Renquist",
        "Obuya",
        "Renquist-Obuya",
    ]


def test_a_value_of_metadata_may_be_lower_case() -> None:
    assert recalled("maria", "Maria Delgado", prose=False) == ["maria"]
    assert recalled("maria", "Maria Delgado", prose=True) == []
    assert recalled("park", "Hope Park", prose=False) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("la madre de Xochitl de la Cruz", ["Xochitl de la Cruz"]),
        ("la casa de la tia de Xochitl", ["Xochitl"]),
        ("Xochitl de", ["Xochitl"]),
        ("De La Cruz, Xochitl", ["Cruz, Xochitl"]),
    ],
)
def test_particles_belong_to_a_name_only_inside_it(text: str, expected: list[str]) -> None:
    assert recalled(text, "Xochitl de la Cruz") == expected


def test_a_name_that_begins_with_a_particle_is_found_whole() -> None:
    assert recalled("so Van Dyke came", "Van Dyke") == ["Van Dyke"]


def test_two_names_side_by_side_stay_two() -> None:
    assert recalled("Maria Tavio", "Maria Delgado", "Tavio Renquist") == ["Maria", "Tavio"]


def test_the_first_entity_learned_is_kept() -> None:
    known = KnownNames()
    known.learn("Maria", "STUDENT_NAME")
    known.learn("MARIA", "PERSON_OTHER")
    assert [entity for *_, entity in known.find("Maria", "maria", prose=True)] == ["STUDENT_NAME"]


def test_scripts_without_cases_are_followed() -> None:
    assert recalled(
        "\u05de\u05e8\u05d9\u05dd \u05db\u05d4\u05df, \u05de\u05e8\u05d9\u05dd",
        "\u05de\u05e8\u05d9\u05dd \u05db\u05d4\u05df",
    )


def test_offsets_hold_when_lower_case_is_longer() -> None:
    text = "\u0130\u0130 Maria"
    assert len(lower(text)) == len(text)
    assert recalled(text, "Maria Delgado") == ["Maria"]


def test_a_list_taken_for_a_name_is_not_learned() -> None:
    assert recalled("Apple", "Banana Apple Cherry Date Elder Fig Grape") == []


def test_many_who_share_a_word_cost_no_more_than_few() -> None:
    names = [f"Maria {chr(97 + i // 26)}{chr(97 + i % 26)}xyz".title() for i in range(300)]
    assert recalled("Maria " * 3, *names) == ["Maria"] * 3


@given(
    words=st.sets(st.text("abi\u00e9", min_size=1, max_size=3), max_size=6),
    text=st.text("abiB \u00e9-_.'1\n", max_size=60),
)
@settings(max_examples=200, deadline=None)
def test_words_are_found_alike_one_by_one_and_all_together(words: set[str], text: str) -> None:
    lowered = lower(text)
    together = [(m.start(), m.end(), m.group()) for m in WORD.finditer(lowered) if m.group() in words]
    assert [tuple(hit) for hit in _standing(words, lowered)] == together
    many = words | {f"absent{number}" for number in range(200)}
    assert [tuple(hit) for hit in _standing(many, lowered)] == together


def test_a_hit_shows_no_name() -> None:
    (hit,) = _standing({"maria"}, "dear maria")
    assert repr(hit) == "_Hit(5, 10)"
