"""Scoring goes by what leaves, whole words only."""

from __future__ import annotations

import pytest

from detectors.evaluation.labelled import Marked, Row
from detectors.evaluation.scoring import Seen, judge, occurrences


def marked(text: str, *values: tuple[str, str]) -> Row:
    spans = sorted((text.index(value), value, label) for value, label in values)
    return Row("a", text, tuple(Marked(at, at + len(value), label) for at, value, label in spans))


TEXT = "Juno Paxfield sat in Hope Hall."
ROW = marked(TEXT, ("Juno Paxfield", "STUDENT_NAME"), ("Hope Hall", "KEEP"))


@pytest.mark.parametrize(
    ("sent", "leaked", "partly", "damaged"),
    [
        ("[A] sat in Hope Hall.", 0, 0, 0),
        (TEXT, 1, 1, 0),
        ("[A] Paxfield sat in Hope Hall.", 0, 1, 0),
        ("[A] sat in [B] Hall.", 0, 0, 1),
        ("[A] sat in Hope Hall. Juno Paxfield", 1, 1, 0),
    ],
)
def test_what_leaves_counts(sent: str, leaked: int, partly: int, damaged: int) -> None:
    judged = judge(ROW, sent, ())
    assert (len(judged.leaked), len(judged.partly), len(judged.damaged)) == (leaked, partly, damaged)


def test_a_word_that_may_stay_elsewhere_does_not_count_as_the_child() -> None:
    row = marked("In May we met Mae.", ("Mae", "STUDENT_NAME"))
    assert judge(row, "In May we met [A].", ()).leaked == ()
    may = Row("a", "In May we met May.", (Marked(14, 17, "STUDENT_NAME"),))
    assert judge(may, "In May we met [A].", ()).leaked == ()
    assert judge(may, "In May we met May.", ()).leaked == may.protected


def test_whole_words_only() -> None:
    assert occurrences("Ana", "Anabel, banana, Ana. Ana's") == 2


def test_touched_only_where_nothing_was_to_protect() -> None:
    assert judge(Row("a", "Plain."), "Plain!", ()).touched
    assert not judge(Row("a", "Plain."), "Plain.", ()).touched
    assert not judge(ROW, "[A] sat in Hope Hall.", ()).touched


def test_changes_are_right_wrong_or_beyond_the_labels() -> None:
    findings = (
        Seen(0, 4, "STUDENT_NAME", changed=True),
        Seen(21, 25, "PERSON_OTHER", changed=True),
        Seen(14, 17, "DOB", changed=True),
        Seen(26, 30, "ADDRESS", changed=False),
    )
    judged = judge(ROW, TEXT, findings)
    assert (judged.right, judged.wrong, judged.unmarked) == (("STUDENT_NAME",), ("PERSON_OTHER",), ("DOB",))
    assert judged.named == 1


def test_a_finding_under_another_label_is_not_named() -> None:
    assert judge(ROW, TEXT, (Seen(0, 13, "PERSON_OTHER", changed=True),)).named == 0
