"""A picture is cut so that nothing of it is left out, and lines that a cut went through are whole again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from proxy.extract.ocr_tiles import OVERLAP, SIDE, Box, merged, tiles


@given(st.integers(1, 3000), st.integers(1, 3000))
def test_the_pieces_cover_the_picture_and_overlap(width: int, height: int) -> None:
    pieces = list(tiles(width, height))

    rights = sorted({piece.right for piece in pieces})
    lefts = sorted({piece.left for piece in pieces})
    assert (lefts[0], rights[-1]) == (0, width)
    assert all(right - left >= min(OVERLAP, width) for right, left in zip(rights, lefts[1:], strict=False))
    assert all(piece.right - piece.left <= SIDE and piece.bottom - piece.top <= SIDE for piece in pieces)
    assert max(piece.bottom for piece in pieces) == height


def test_a_line_over_three_pieces_is_one_box() -> None:
    parts = [Box(10, 10, 300, 30), Box(600, 11, 700, 31), Box(290, 9, 605, 30)]

    assert merged(parts) == [Box(10, 9, 700, 31)]


def test_two_lines_and_two_columns_stay_apart() -> None:
    boxes = [Box(10, 10, 300, 30), Box(10, 32, 300, 52), Box(350, 10, 500, 30)]

    assert sorted(merged(boxes)) == sorted(boxes)
