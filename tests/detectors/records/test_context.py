from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "IEP training for paras",
        "what is a BIP",
        "what's an FBA?",
        "define LRE",
        "the difference between an IEP and the rest",
        "Section 504 training",
        "McKinney-Vento slides",
        "EpiPen storage policy",
        "suicide awareness month",
        "FMLA policy",
    ],
)
def test_a_term_that_heads_a_topic_is_weak(families: Callable[..., set[str]], text: str) -> None:
    assert not families(text, 0.8)


def test_topics_are_named(marks: Callable[[str], set[tuple[str, str]]]) -> None:
    assert ("IDEA.topic", "IEP") in marks("IEP training")


@pytest.mark.parametrize(
    ("text", "family", "least", "expected"),
    [
        ("placement: ED", "IDEA", 0.8, True),
        ("the ED is closed", "IDEA", 0.1, False),
        ("her ML level, newcomer class", "EL", 0.8, True),
        ("ML and LLM", "EL", 0.1, False),
        ("CPS", "CPS", 0.4, True),
        ("CPS", "CPS", 0.8, False),
        ("tone of 500 CPS", "CPS", 0.4, False),
        ("MAP 201 rit fall", "EDREC", 0.8, True),
        ("a MAP of Kent", "EDREC", 0.1, False),
        ("PIP for a teacher", "EMP", 0.8, True),
        ("pip install x", "EMP", 0.1, False),
        ("SRO arrested the student", "DISC", 0.8, True),
        ("SRO contract", "DISC", 0.1, False),
    ],
)
def test_ambiguous_abbreviations(
    families: Callable[..., set[str]],
    text: str,
    family: str,
    least: float,
    expected: bool,  # noqa: FBT001  a column of the table
) -> None:
    """They count with company, weakly alone, or not at all beside a word of another meaning."""
    assert (family in families(text, least)) is expected


def test_two_families_share_a_word(marks: Callable[[str], set[tuple[str, str]]]) -> None:
    found = marks("his IFSP and WISC scores")
    assert {("EARLY", "IFSP"), ("IDEA", "IFSP")} <= found


def test_a_name_is_company_where_a_student_would_be(families: Callable[..., set[str]]) -> None:
    assert "HLTH" in families("Yasmin fainted in choir")
    assert "HLTH" not in families("the crowd fainted in choir")
