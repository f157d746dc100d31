from __future__ import annotations

import pytest

from detectors.names.judge import Judge


def _is_name(text: str, value: str, why: str = "model") -> bool:
    start = text.index(value)
    return Judge(text).is_name(start, start + len(value), why=why)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Then Koa Velkano ran.", "Koa Velkano"),
        ("I think Tyrese is back.", "Tyrese"),
        ("with J. Washington today", "J. Washington"),
        ("DeAndre Pickett III won", "DeAndre Pickett III"),
    ],
)
def test_people(text: str, value: str) -> None:
    assert _is_name(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("see Otter Creek Elementary today", "Otter Creek"),
        ("Hyrum's law applies", "Hyrum"),
        ("in San Marcos we met", "Marcos"),
        ("the book Wonder by R. J. Palacio", "R. J. Palacio"),
        ("the Columbia was used", "Columbia"),
        ("Rosa Parks sat down", "Rosa Parks"),
        ("set user=Velkano now", "Velkano"),
        ("use OSPI data", "OSPI"),
        ("abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz"),
    ],
)
def test_other_things(text: str, value: str) -> None:
    assert not _is_name(text, value)


def test_a_cue_saves_a_name_that_is_also_a_word() -> None:
    assert _is_name("my son August reads", "August", "cue")
    assert not _is_name("in the month August it rains", "August")


def test_the_weaker_the_reason_the_stricter() -> None:
    assert _is_name("we saw Velkano there", "Velkano")
    assert not _is_name("we saw Velkano there", "Velkano", "lexicon")


def _scored(text: str, value: str, score: float) -> bool:
    start = text.index(value)
    return Judge(text).is_name(start, start + len(value), why="model", score=score)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("could you let rukiya velkano know", "rukiya velkano"),
        ("i spoke with rukiya about it", "rukiya"),
        ("WE ARE WAITING FOR RUKIYA TO SIGN THE FORM.", "RUKIYA"),
        ("¿Puede avisarle a Rukiya que no hay práctica de la banda?", "Rukiya"),
        ("Then Jiyoo Park ran.", "Jiyoo Park"),
        ("I spoke with Robin about it.", "Robin"),
    ],
)
def test_where_case_says_nothing_the_model_has_to_be_sure(text: str, value: str) -> None:
    assert _scored(text, value, 0.9)
    assert not _scored(text, value, 0.7)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("use osp data", "osp"),
        ("THE DCYF FORM IS DUE ON THE FIRST OF THE MONTH", "DCYF"),
        ("meet at Volunteer Park today", "Volunteer Park"),
        ("Venga mañana a la escuela por la tarde con los libros de la clase", "Venga"),
        ("the robin sang", "robin"),
    ],
)
def test_a_sure_model_does_not_make_a_word_or_an_abbreviation_a_name(text: str, value: str) -> None:
    assert not _scored(text, value, 0.9)


@pytest.mark.parametrize("value", ["Remy Castle", "Ana Bridge", "Omar Lane", "Nadia Ward", "Luz Grant", "Priya Tower"])
def test_a_surname_that_places_have_too_is_one_behind_a_role_and_a_given_name(value: str) -> None:
    assert _is_name(f"My student {value} has been away.", value, why="cue")


@pytest.mark.parametrize("value", ["Otter Castle", "Harbor Bridge", "Spring Lane", "Harvest Tower"])
def test_a_place_is_none_whatever_stands_before_it(value: str) -> None:
    assert not _is_name(f"My student {value} has been away.", value, why="cue")


@pytest.mark.parametrize(
    ("value", "person"),
    [
        ("WaKIDS", False),
        ("PreK", False),
        ("EdFILES", False),
        ("McKENNA", True),
        ("DeSHAWN", True),
        ("LaTOYA", True),
        ("EmmaK", True),
    ],
)
def test_half_written_abbreviations_are_nobody(value: str, *, person: bool) -> None:
    text = f"Yesterday {value} was late."
    assert Judge(text).is_name(10, 10 + len(value), why="model", score=0.9) is person


def test_initials_belong_to_a_public_figure() -> None:
    text = "The act was signed by George H. W. Bush in 1990."
    start = text.index("George")
    judge = Judge(text)
    assert not judge.is_name(start, start + len("George H."), why="form", score=0.6)
    assert not judge.is_name(start, start + len("George H. W. Bush"), why="model", score=0.9)
    assert Judge("George H. Wexford called.").is_name(0, len("George H. Wexford"), why="model", score=0.9)
