"""Where a growing text may be cut: never inside a value, always between plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from proxy.transform.units import GAP, MAX_UNIT, PLAIN_WORD, WIDE_GAP, joins

if TYPE_CHECKING:
    import re

TOGETHER = (
    "536 90",
    "536 - 90",
    "4111 1111",
    "(253) 555",
    "+1 (253",
    "( 253",
    "253) 555",
    "+44 20",
    "March 14",
    "Mar. 14",
    "March 14, 2016",
    "14 March",
    "14 March 2016",
    "14 de marzo",
    "14th of March",
    "GB82 WEST",
    "GB82 WEST 1234",
    "gb82 west",
    "PERSON 1A",
    "1A K7QM2",
    "1 A K7QM2",
    "[ Person",
    "[PERSON_1A_K7QM2 ]",
    "Person - 1A",
    "1234 Maple",
    "1234 Maple Street",
    "1234 N Maple",
    "12 north Maple",
    "1234 Maple Street Apt",
    "12 Main St\nApt",
    "12 Main St, apt 4",
    "12 Main St apt B",
    "Box 12",
    "P.O. Box",
    "po box",
    "Rural Route",
    "A 123",
    "ABC 1234",
    "123 ABC",
    "12 ABC DEF",
    "47.60621, -122.3",
    "-----BEGIN RSA",
    "-----BEGIN PRIVATE KEY----- abc",
    "2535557789 (mom",
    "2535557789, her",
    "lives at 12 old mill",
    "moved to Maple Street",
    "Maple Street, Box 12, Maple",
)
APART = (
    "the plan",
    "the Plan",
    "plan, the",
    "plan. The",
    "it is 5. The",
    '"yes" she',
    "(see below",
    "in 2016. It",
    "the end: 3",
    "is, 3",
    "grade 4\n5",
    "word\n1. first",
    "He — she",
    "Ms. Roe",
    "Roe (the",
    "1, 2",
    "5 apples and",
    "at 9:30. Then",
    "Section: 4",
    "a *bold",
    "[link](x) and",
    "the 3 of them went",
    "2016, the",
)


def split(text: str) -> tuple[str, str]:
    """The unit up to the last gap, and the character behind it."""
    end = max(found.end() for found in WIDE_GAP.finditer(text))
    return text[:end], text[end]


@pytest.mark.parametrize("text", TOGETHER)
def test_words_that_may_be_one_value(text: str) -> None:
    assert joins("", *split(text))


@pytest.mark.parametrize("text", APART)
def test_words_that_are_none(text: str) -> None:
    assert not joins("", *split(text))


def test_what_left_already_counts_for_addresses_only() -> None:
    assert joins("she lives on ", "Maple ", "S")
    assert not joins("she walks on ", "Maple ", "S")


def test_a_gap_needs_the_next_word() -> None:
    for gap in (GAP, WIDE_GAP):  # one that reaches the end is none yet; the machine waits for what follows
        found = gap.search("word  ")
        assert found is not None
        assert found.span() == (4, 6)
    found = GAP.search("word  x")
    assert found is not None
    assert found.span() == (4, 6)


def test_scripts_without_spaces_have_gaps_in_long_runs_and_after_their_punctuation() -> None:
    assert [found.start() for found in WIDE_GAP.finditer("会議。次")] == [3]
    assert WIDE_GAP.search("会" * 17) is None
    found = WIDE_GAP.search("会" * 18)
    assert found is not None
    assert found.span() == (1, 1)


@pytest.mark.parametrize("word", ["the", "don't", '"Yes,"', "(and", "well-known", "señora…", "**bold**", "end.)"])
def test_plain_words(word: str) -> None:
    assert PLAIN_WORD.fullmatch(word)


@pytest.mark.parametrize("word", ["1A", "[note", "a_b", "x@y", "-----BEGIN", "see:[", "St#4", "\\[", "https://a"])
def test_words_that_need_a_closer_look(word: str) -> None:
    assert PLAIN_WORD.fullmatch(word) is None


@pytest.mark.parametrize("gap", [GAP, WIDE_GAP])
def test_a_run_of_white_space_is_read_once_whether_its_end_has_come_or_not(gap: re.Pattern[str]) -> None:
    found = [each.span() for each in gap.finditer("a" + "\n" * MAX_UNIT * 250)]
    assert found == [(1, 1 + MAX_UNIT * 250)], "a search that begins anew at each character takes hours"
