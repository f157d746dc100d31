from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.tagger.session import FOLDER, VOCABULARY
from detectors.tagger.wordpiece import GAPS, KINDS, SHAPES, WordPiece, inside, read_vocabulary

PIECES = WordPiece(read_vocabulary((FOLDER / VOCABULARY).read_text(encoding="utf-8")))


def cut(text: str) -> list[str]:
    units = PIECES.units(text)
    return [text[start:end] for start, end in zip(units.starts, units.ends, strict=True)]


def test_marks_digits_and_letters_are_units_of_their_own() -> None:
    assert cut("Ms. O'Neill-Ruiz, 4812093377 ---\n|x_y") == [
        "Ms", ".", "O", "'", "Neill", "-", "Ruiz", ",", "4812093377", "---", "|", "x", "_", "y",
    ]  # fmt: skip


def test_scripts_without_spaces_are_cut_by_character_and_marks_stay_with_their_letters() -> None:
    assert cut("王小明 and मीना") == ["王", "小", "明", "and", "मीना"]


def test_case_and_accents_change_the_kind_and_not_the_pieces() -> None:
    plain, accented = PIECES.units("nguyen"), PIECES.units("NGUYỄN")
    assert plain.pieces == accented.pieces
    assert [kind // len(GAPS) for kind in plain.kinds + accented.kinds] == [
        SHAPES.index("lower"),
        SHAPES.index("upper"),
    ]


def test_a_kind_says_what_stands_before() -> None:
    gaps = [GAPS[kind % len(GAPS)] for kind in PIECES.units("a b,c\nd\te").kinds]
    assert gaps == ["line", "space", "none", "none", "line", "wide"]


def test_digits_show_their_number_and_not_their_value() -> None:
    assert PIECES.units("481209").pieces == PIECES.units("999000").pieces
    assert PIECES.units("481209").pieces != PIECES.units("48120").pieces


def test_nothing_is_unknown() -> None:
    units = PIECES.units("\U00010330\U00010331 ꙮ 🎉 አበበ")
    assert all(units.pieces)
    assert 100 not in {piece for each in units.pieces for piece in each}  # [UNK]


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_ordered_units_inside_it(text: str) -> None:
    units = PIECES.units(text)
    end = 0
    for start, stop, ids, kind in zip(units.starts, units.ends, units.pieces, units.kinds, strict=True):
        assert end <= start < stop <= len(text)
        assert 1 <= len(ids) <= 8
        assert all(0 < each < 30_522 for each in ids)
        assert 0 <= kind < KINDS
        assert 0 <= inside(kind) < KINDS
        assert not text[end:start].strip() or not any(char.isalnum() for char in text[end:start])
        end = stop
