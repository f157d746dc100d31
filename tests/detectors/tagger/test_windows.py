from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.tagger.session import FOLDER, VOCABULARY
from detectors.tagger.windows import LONGEST, windows
from detectors.tagger.wordpiece import WordPiece, read_vocabulary

PIECES = WordPiece(read_vocabulary((FOLDER / VOCABULARY).read_text(encoding="utf-8")))
WORDS = st.lists(
    st.sampled_from(["Maria", "Okonkwo-Ruiz", "went.", "\n", "and,", "?", "4812093377", "王"]), max_size=600
)


@given(WORDS)
@settings(max_examples=60, deadline=None)
def test_windows_answer_for_every_unit_once_and_in_order(words: list[str]) -> None:
    text = " ".join(words)
    units = PIECES.units(text)
    found = list(windows(0, text, units))
    answered = [unit for window in found for unit in range(*window.keep)]
    assert answered == list(range(len(units.starts)))
    for window in found:
        assert window.first <= window.keep[0] <= window.keep[1] <= window.last
        assert len(window.ids) == len(window.kinds) <= LONGEST + 2
        assert [window.ids[head] for head in window.heads] == [p[0] for p in units.pieces[window.first : window.last]]


def test_a_cut_in_running_text_shows_both_sides_to_both_windows() -> None:
    text = "word " * 400
    found = list(windows(0, text, PIECES.units(text)))
    assert all(left.last > right.first for left, right in pairwise(found))


def test_a_line_break_is_a_place_to_cut_without_overlap() -> None:
    text = ("word " * 20 + "\n") * 30
    found = list(windows(0, text, PIECES.units(text)))
    assert all(left.last == right.first for left, right in pairwise(found))
