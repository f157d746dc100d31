"""Ages of small children as their parents tell them: halves of years, and months behind a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detectors.linking.age_words import behind_name, in_sentence
from detectors.linking.words import Triggers

if TYPE_CHECKING:
    from collections.abc import Callable

    from detectors.finding import Records


def _early(text: str) -> bool:
    return any(said.early for said in in_sentence(text, Triggers(text), 0, len(text)))


@pytest.mark.parametrize(
    "text",
    [
        "Nico is 2.5 and bites when others take his truck",
        "She is 3 and a half",
        "he's 3 1/2 and hits",
        "Ravi is two and a half",
    ],
)
def test_a_child_of_two_and_a_half(text: str) -> None:
    assert _early(text)


@pytest.mark.parametrize(
    "text",
    [
        "The scale factor is 2.5 and works",
        "Her GPA is 2.5 and falling",
        "Version is 2.5 now",
        "It is 2.5 miles away",
        "Our dog is 2.5 and bites",
        "She is 12.5 percent done",
        "The trip is 3 and a half hours",
    ],
)
def test_other_numbers(text: str) -> None:
    assert not _early(text)


@pytest.mark.parametrize(
    ("text", "expected"), [(", 30 mo., screams", True), (" (18 months)", True), (", 30 minutes", None)]
)
def test_months_behind_a_name(text: str, expected: bool | None) -> None:  # noqa: FBT001  a table's column
    said = behind_name(text, 0)
    assert (said.early if said is not None else None) is expected


def test_the_child_is_in_early_learning(linked: Callable[..., Records]) -> None:
    records = linked("<STUDENT_NAME|Nico> is 2.5 and bites when others take his truck, his dads want a chart.")
    assert "EARLY" in records.tags
