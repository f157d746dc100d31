"""Chunks cover the text, are short, never cut a name at a clean cut, and do not move when text is appended."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.cutting import LONGEST, OVERLAP, SHORTEST, cut, joined
from detectors.finding import Finding

WORDS = st.sampled_from(
    ["Maria", "Delgado", "Dr.", "said", "so.", "Then", "1.5", "J.", "\n", "\n\n", "x" * 300, "?", '."']
)
TEXTS = st.lists(WORDS, max_size=600).map(" ".join)
SETTINGS = settings(max_examples=60, deadline=None)


def test_short_text_is_one_chunk_and_no_text_is_none() -> None:
    assert cut("") == []
    assert cut("x" * LONGEST) == [(0, LONGEST)]


@SETTINGS
@given(TEXTS)
def test_chunks_cover_the_text_and_are_short(text: str) -> None:
    spans = cut(text)
    assert all(0 < end - start <= LONGEST for start, end in spans)
    assert not text or (spans[0][0] == 0 and spans[-1][1] == len(text))
    for (start, end), (following, _) in pairwise(spans):
        assert end - OVERLAP <= following <= end
        assert following > start + SHORTEST - OVERLAP - 1


@SETTINGS
@given(TEXTS, TEXTS)
def test_appending_moves_no_cut_but_the_last(text: str, more: str) -> None:
    settled = cut(text)[:-1]
    assert cut(text + more)[: len(settled)] == settled


@pytest.mark.parametrize("boundary", ["\n\n", ". ", '." ', "? ", "!\n"])
def test_a_clean_cut_has_no_overlap(boundary: str) -> None:
    text = "word " * 100 + "end" + boundary + "Next" + " word" * 300
    (first, second, *_) = cut(text)
    assert first == (0, text.index("Next"))
    assert second[0] == first[1]


@pytest.mark.parametrize("name", ["Dr. Smith", "J. Doe", "St. Mary", "Ms. Ruiz", "Maria Delgado", "Delgado,\nMaria"])
def test_a_name_stands_whole_in_some_chunk_wherever_it_is(name: str) -> None:
    for lead in range(SHORTEST, LONGEST + 40, 7):
        text = ("lorem ipsum " * 200)[:lead] + " " + name + " " + "dolor sit " * 150
        at = text.index(name)
        assert any(start <= at and at + len(name) <= end for start, end in cut(text)), lead


def test_text_without_any_boundary_is_cut_hard_with_overlap() -> None:
    spans = cut("x" * 3_000)
    assert spans[:2] == [(0, LONGEST), (LONGEST - OVERLAP, 2 * LONGEST - OVERLAP)]


def test_a_name_seen_by_two_chunks_becomes_one_finding() -> None:
    halves = [name(1_190, 1_200), name(1_190, 1_206), name(1_195, 1_206), name(2_000, 2_005)]
    assert [(each.start, each.end) for each in joined(halves)] == [(1_190, 1_206), (2_000, 2_005)]


def test_the_longer_half_names_the_whole() -> None:
    left, right = name(0, 3, "PERSON_OTHER.A"), name(1, 9, "PERSON_OTHER.B")
    assert joined([right, left]) == [Finding("PERSON_OTHER.B", 0, 9, 0.8, "names", "model")]


def test_different_entities_are_not_joined() -> None:
    assert len(joined([name(0, 5), Finding("ADDRESS", 3, 9, 0.8, "names", "model")])) == 2


def name(start: int, end: int, entity: str = "STUDENT_NAME") -> Finding:
    return Finding(entity, start, end, 0.8, "names", "model")
