from __future__ import annotations

import pytest

from detectors.names import lexicon


@pytest.mark.parametrize("word", ["Maria", "fernanda", "Juan", "MARIA", "Mary-Ann", "Jos\u00e9"])
def test_given_names(word: str) -> None:
    assert lexicon.is_given(word)


@pytest.mark.parametrize("word", ["student", "Students", "walked", "walking", "Room", "I'd", "quickly"])
def test_common_words_and_their_forms(word: str) -> None:
    assert lexicon.is_common(word)


@pytest.mark.parametrize("word", ["Hope", "Will", "Grace", "May", "Jordan", "Lincoln"])
def test_a_name_that_is_also_a_word_or_place_is_not_sure(word: str) -> None:
    assert lexicon.is_given(word)
    assert not lexicon.is_surely_given(word)


@pytest.mark.parametrize("name", ["Rosa Parks", "Martin Luther King Jr.", "Shakespeare", "Frida Kahlo"])
def test_public_figures(name: str) -> None:
    assert lexicon.is_public_figure(name)


@pytest.mark.parametrize("name", ["Rosa", "Rosa Delgado", "Parks", "Lincoln Velk"])
def test_private_people_with_parts_of_their_names(name: str) -> None:
    assert not lexicon.is_public_figure(name)


def test_lists_are_lower_case_and_without_blanks() -> None:
    for name, content in lexicon._FILES.items():
        lines = content.decode().split("\n")
        assert lines[-1] == "", name
        assert all(line and line == line.lower().strip() for line in lines[:-1]), name
        assert len(content) < 170_000, name
