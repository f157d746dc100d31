from __future__ import annotations

import numpy as np

from detectors.tagger.decoding import TAGS, Span, probabilities, spans
from detectors.tagger.session import FOLDER, VOCABULARY
from detectors.tagger.wordpiece import WordPiece, read_vocabulary

PIECES = WordPiece(read_vocabulary((FOLDER / VOCABULARY).read_text(encoding="utf-8")))


def decoded(text: str, tags: list[str], least: float = 0.5, sure: float = 0.9) -> list[tuple[str, str]]:
    rows = np.full((len(tags), len(TAGS)), (1 - sure) / (len(TAGS) - 1), dtype=np.float32)
    for row, tag in enumerate(tags):
        rows[row, TAGS.index(tag)] = sure
    return [(each.label, text[each.start : each.end]) for each in spans(text, PIECES.units(text), rows, least)]


def test_a_beginning_ends_the_name_before_it() -> None:
    assert decoded("Ana Luis", ["B-PERSON", "B-PERSON"]) == [("PERSON", "Ana"), ("PERSON", "Luis")]
    assert decoded("Ana Luis", ["B-PERSON", "I-PERSON"]) == [("PERSON", "Ana Luis")]


def test_an_inside_without_a_beginning_still_counts() -> None:
    assert decoded("so Ana went", ["O", "I-PERSON", "O"]) == [("PERSON", "Ana")]


def test_a_name_ends_with_its_line_and_an_address_does_not() -> None:
    assert decoded("Ana\nLuis", ["B-PERSON", "I-PERSON"]) == [("PERSON", "Ana"), ("PERSON", "Luis")]
    address = ["B-ADDRESS", *["I-ADDRESS"] * 3]
    assert decoded("12 Oak\nKent WA", address) == [("ADDRESS", "12 Oak\nKent WA")]


def test_marks_at_the_edge_go_and_an_initials_stop_stays() -> None:
    assert decoded("(Ana),", ["I-PERSON"] * 4) == [("PERSON", "Ana")]
    assert decoded("Ana R.", ["B-PERSON", "I-PERSON", "I-PERSON"]) == [("PERSON", "Ana R.")]
    assert decoded("...", ["B-PERSON"]) == []


def test_the_operating_point_moves_the_border() -> None:
    text, tags = "Ana went", ["B-PERSON", "O"]
    assert decoded(text, tags, least=0.25, sure=0.3)
    assert not decoded(text, tags, least=0.75, sure=0.6)


def test_probabilities_of_large_logits_stay_finite() -> None:
    rows = probabilities(np.array([[1e4, 0.0], [-1e4, 1e4]], dtype=np.float32))
    assert np.allclose(rows, [[1, 0], [0, 1]])


def test_a_text_without_units_has_no_spans() -> None:
    assert spans("  ", PIECES.units("  "), np.zeros((0, len(TAGS)), dtype=np.float32), 0.5) == []
    assert Span("PERSON", 0, 3, 0.5) == Span("PERSON", 0, 3, 0.5)
