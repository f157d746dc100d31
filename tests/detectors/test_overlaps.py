"""Additions never overlap, never uncover anything, and keep to what is free."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.finding import Finding
from detectors.overlaps import placed


def found(start: int, end: int, entity: str = "OLD") -> Finding:
    return Finding(entity, start, end, 0.9, "d", "w")


def spans(findings: tuple[Finding, ...]) -> list[tuple[str, int, int]]:
    return [(each.entity, each.start, each.end) for each in findings]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([], [(2, 4)], [("NEW", 2, 4)]),
        ([(5, 9)], [(1, 3)], [("NEW", 1, 3), ("OLD", 5, 9)]),
        ([(1, 9)], [(3, 5)], [("OLD", 1, 9)]),
        ([(3, 5)], [(3, 5)], [("OLD", 3, 5)]),
        ([(0, 5)], [(0, 13)], [("NEW", 0, 13)]),
        ([(0, 7)], [(0, 13)], [("OLD", 0, 13)]),
        ([(0, 5)], [(3, 9)], [("OLD", 0, 5), ("NEW", 5, 9)]),
        ([(5, 9)], [(3, 7)], [("NEW", 3, 5), ("OLD", 5, 9)]),
        ([(0, 3), (8, 12)], [(2, 9)], [("OLD", 0, 3), ("NEW", 3, 8), ("OLD", 8, 12)]),
        ([(2, 4), (5, 7)], [(1, 8)], [("NEW", 1, 8)]),
        ([], [(0, 6), (4, 9)], [("NEW", 0, 6), ("NEW", 6, 9)]),
        ([], [(0, 9), (2, 5), (0, 9)], [("NEW", 0, 9)]),
    ],
)
def test_an_addition_finds_its_place(
    old: list[tuple[int, int]], new: list[tuple[int, int]], expected: list[tuple[str, int, int]]
) -> None:
    assert spans(placed([found(*each) for each in old], [found(*each, "NEW") for each in new])) == expected


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 12)), max_size=10)


@settings(max_examples=100, deadline=None)
@given(SPANS, SPANS)
def test_what_was_covered_stays_covered_and_nothing_overlaps(
    old: list[tuple[int, int]], new: list[tuple[int, int]]
) -> None:
    before = placed([], [found(start, start + size) for start, size in old])
    additions = [found(start, start + size, "NEW") for start, size in new]
    after = placed(before, additions)
    assert all(left.end <= right.start for left, right in pairwise(after))
    assert cover(after) == cover(before) | cover(tuple(additions))
    assert placed(before, []) == before


def cover(findings: tuple[Finding, ...]) -> set[int]:
    return {position for each in findings for position in range(each.start, each.end)}
