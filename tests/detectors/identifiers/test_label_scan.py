from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.identifiers import LABELLED
from detectors.identifiers.label_scan import LabelScan
from detectors.identifiers.labelled import Labelled

KIND = Labelled("t", "OTHER_ID", ("kid key",), r"[A-Z]\d{4}")
SCAN = LabelScan("t", (KIND,))


def values(text: str) -> list[str]:
    return [text[found.start : found.end] for found in SCAN.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kid key K1234", ["K1234"]),
        ("kidKey: k1234", ["k1234"]),
        ("kid_key='K1234'", ["K1234"]),
        ("kid key for Ann Lee is K1234", ["K1234"]),
        ("the kid key on file, K1234, is old", ["K1234"]),
        ("kid key\nK1234", ["K1234"]),
        ("K1234 is her kid key", ["K1234"]),
        ("K1234 (kid key)", ["K1234"]),
        ("kid keys K1234, K1235 and K1236; then X9999", ["K1234", "K1235", "K1236"]),
        ("kid keys: K1234\nK1235\nK1236", ["K1234", "K1235", "K1236"]),
        ("kid keyed K1234", []),
        ("kid key K12345", []),
        ("kid key K1234-5", []),
        ("kid key AK1234", []),
        ("kid key is lost. Her locker is K1234", []),
        ("K1234 and a kid key", []),
        ("K1234 (kid key lost)", []),
    ],
)
def test_where_a_value_may_stand(text: str, expected: list[str]) -> None:
    """Behind its label with small words between, before it with a verb or in brackets, and in a list."""
    assert values(text) == expected


@given(st.text(alphabet="kid eyK123,'s \n(", max_size=120))
def test_every_finding_lies_in_the_text_and_fits(text: str) -> None:
    for found in SCAN.find(text):
        assert 0 <= found.start < found.end <= len(text)
        assert len(text[found.start : found.end]) == len("K1234")


def test_time_is_linear_in_the_text() -> None:
    """Twice the text takes about twice as long, even where every word is a label that leads nowhere."""
    unit = "student id number of the child is not student id 12 account no case number ssn "

    def seconds(text: str) -> float:
        start = time.process_time()
        list(LABELLED.find(text))
        return time.process_time() - start

    seconds(unit * 50)
    assert seconds(unit * 800) < 8 * seconds(unit * 200) + 0.05
