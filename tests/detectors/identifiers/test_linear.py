"""Patterns without the wrapper find what re2's wrapper finds."""

from __future__ import annotations

import gc
import importlib

import pytest
import re2
from hypothesis import given
from hypothesis import strategies as st

from detectors.identifiers.linear import Match, Pattern
from detectors.identifiers.pattern import OPTIONS

TEXTS = st.text(alphabet="aabbcx1 \n\u00e9\u65e5\U0001f600", max_size=12)
PATTERNS = ("a*", "(a)|(b)", "\\b(?:\u00e9|a)+(b)?", "^a", "b$", "(x?)(\u00e9?)", "", "(?i)(\u00c9+)B|(c)", "\\d")


def spans(match: Match, groups: int) -> list[tuple[int, int]]:
    return [match.span(number) for number in range(groups + 1)]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=TEXTS)
def test_every_match_has_the_spans_that_the_wrapper_gives(pattern: str, text: str) -> None:
    theirs = re2.compile(pattern, OPTIONS)
    ours = Pattern(pattern, OPTIONS)
    expected = [spans(match, ours.groups) for match in theirs.finditer(text)]
    assert [spans(match, ours.groups) for match in ours.finditer(text)] == expected


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=TEXTS)
def test_the_first_match_is_that_of_the_wrapper_anywhere_and_at_the_start(pattern: str, text: str) -> None:
    theirs = re2.compile(pattern, OPTIONS)
    ours = Pattern(pattern, OPTIONS)
    for found, expected in ((ours.search(text), theirs.search(text)), (ours.match(text), theirs.match(text))):
        assert (found is None) == (expected is None)
        if found is not None:
            assert spans(found, ours.groups) == spans(expected, ours.groups)
            assert found.groups() == expected.groups()


def test_a_group_that_took_no_part_is_none() -> None:
    match = Pattern("(a)|(b)", OPTIONS).search("\u00e9b")
    assert match is not None
    assert (match.group(), match.group(1), match.group(2)) == ("b", None, "b")
    assert (match.start(1), match.end(1), match.start(2), match.end(2)) == (-1, -1, 1, 2)


def test_a_match_does_not_print_what_it_matched() -> None:
    assert "secret" not in repr(Pattern("secret", OPTIONS).search("a secret"))


def test_a_pattern_that_re2_does_not_know_is_refused_when_it_is_asked() -> None:
    with pytest.raises(re2.error):
        Pattern("(?=a)", OPTIONS).search("a")


def test_every_pattern_that_is_shipped_compiles() -> None:
    """They are compiled on first use, so nothing else would tell of a bad one before a text comes that needs it."""
    importlib.import_module("detectors.engine")
    patterns = [each for each in gc.get_objects() if isinstance(each, Pattern)]
    assert len(patterns) > 1_000
    assert all(each.groups >= 0 for each in patterns if each.pattern != "(?=a)")
