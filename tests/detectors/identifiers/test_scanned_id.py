"""Student numbers with letters for digits behind a label with digits for letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Stu. N0: OO71 4482", "OO71 4482"),
        ("Stu. N0: O4l7 2O93   Narne: A", "O4l7 2O93"),
        ("STUDENT 1D 77O12S4  Name B", "77O12S4"),
        ("Student ld: 3O49 81  grade 4", "3O49 81"),
        ("Student N0. l18-2O4", "l18-2O4"),
        ("Pup1l N0: 7O1 4482", "7O1 4482"),
        ("Student N0: 448120", "448120"),
        ("Learner 1D# 5S0ll2", "5S0ll2"),
        ("Item N0: OO51 8827", ""),
        ("Form N0. B1O-22", ""),
        ("Student Oils", ""),
        ("Student 1D: see list", ""),
        ("student no. I said so", ""),
        ("Part N0. 7O1-4482", ""),
        ("student id is lost", ""),
    ],
)
def test_a_misread_number_of_a_child(found: Callable[..., list[tuple[str, str]]], text: str, value: str) -> None:
    seen = {each for entity, each in found(text) if entity.startswith("STUDENT_ID")}
    assert seen == ({value} if value else set())


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("P0LICY 552 2210-C44-81", "552 2210-C44-81"),
        ("PO1ICY NO 7714-88-B2291", "7714-88-B2291"),
        ("MEMB3R ID 90441-2207", "90441-2207"),
        ("Policy 447 1902-B17-47", "447 1902-B17-47"),
    ],
)
def test_a_scanned_policy(found: Callable[..., list[tuple[str, str]]], text: str, value: str) -> None:
    assert found(text) == [("PLAN_ID", value)]


@pytest.mark.parametrize("text", ["P0LICY MANUAL 12-4", "Policy 3241P and Policy 5011", "P0LICY of 2026", "p0licy 12"])
def test_a_boards_policy_is_none(found: Callable[..., list[tuple[str, str]]], text: str) -> None:
    assert found(text) == []
