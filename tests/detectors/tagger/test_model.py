from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detectors.tagger.model import NameModel


def people(model: NameModel, text: str) -> list[str]:
    (found,) = model.find([text])
    return [text[each.start : each.end] for each in found if each.why == "model"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Please thank Maria Delgado for her help.", "Maria Delgado"),
        ("please thank maria delgado for her help", "maria delgado"),
        ("PLEASE THANK MARIA DELGADO FOR HER HELP.", "MARIA DELGADO"),
        ("La mamá de Lucía Hernández llamó ayer.", "Lucía Hernández"),
        ("The student Нина Ковальчук is new in our class.", "Нина Ковальчук"),
        ("I spoke with Sefina Tuilagi about the bus.", "Sefina Tuilagi"),
        ("I spoke with Hodan Warsame about the bus.", "Hodan Warsame"),
    ],
)
def test_people_of_many_origins_in_any_case(model: NameModel, text: str, name: str) -> None:
    assert people(model, text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "What is the difference between a fraction and a ratio?",
        "Please summarize the budget in three bullet points.",
        "",
        " \n",
    ],
)
def test_text_without_people_has_none(model: NameModel, text: str) -> None:
    assert people(model, text) == []


def test_an_address_is_a_finding_of_its_own(model: NameModel) -> None:
    text = "The family moved to 1423 Maple Street, Apt 4, Renton, WA 98055 in the fall."
    (found,) = model.find([text])
    (address,) = [each for each in found if each.entity == "ADDRESS"]
    assert text[address.start : address.end] == "1423 Maple Street, Apt 4, Renton, WA 98055"


def test_results_do_not_depend_on_the_company(model: NameModel) -> None:
    people = ["Ana Ruiz", "Bo Lind", "Cy Tran"] * 8
    texts = [f"Yesterday {name} met Dr. Chen in room {n}." for n, name in enumerate(people)]
    assert model.find(texts) == [model.find([text])[0] for text in texts]


def test_a_long_text_is_seen_to_its_end(model: NameModel) -> None:
    text = "We talked about the bus and the lunch line. " * 60 + "Then Maria Delgado left."
    assert "Maria Delgado" in people(model, text)


def test_a_model_that_was_not_loaded_refuses() -> None:
    with pytest.raises(RuntimeError):
        NameModel().find(["Maria Delgado"])


def test_a_forked_child_answers_as_its_parent(model: NameModel) -> None:
    """Workers are forked from the process that loaded the model."""
    text = "Please thank Maria Delgado for her help."
    expected = model.find([text])
    child = os.fork()
    if child == 0:
        os._exit(0 if model.find([text]) == expected else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@given(st.lists(st.text(max_size=300), max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_sorted_findings_inside_it(model: NameModel, texts: list[str]) -> None:
    for text, found in zip(texts, model.find(texts), strict=True):
        end = 0
        for each in found:
            assert end <= each.start < each.end <= len(text)
            assert 0 <= each.score <= 1
            end = each.end
