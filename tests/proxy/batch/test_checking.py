"""What counts as an id that says nothing, and what a report tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.batch.report import NAMED, SHOWN, Report, Row
from proxy.batch.writing import innocent
from proxy.errors import BadRequest, Blocked, NotApproved


@pytest.mark.parametrize("custom_id", ["request-1", "Row_07", "task10", "item-0", "prompt-000010"])
def test_a_plain_word_and_a_count_say_nothing(custom_id) -> None:
    assert innocent(custom_id, 10)


@pytest.mark.parametrize(
    "custom_id",
    ["request-11", "123456", "row-536904399", "marisol-1", "student-3", "row-1-2", "row 1", "request-1\n", "row-٣", ""],
)
def test_anything_else_is_put_in_other_words(custom_id) -> None:
    assert not innocent(custom_id, 10)


@given(st.text(max_size=30), st.integers(0, 500))
def test_no_id_with_a_number_beyond_the_records_is_innocent(text: str, records: int) -> None:
    if innocent(text, records):
        assert int("".join(char for char in text if char.isdigit())) <= records


def rows(*endings: str) -> list[Row]:
    return [Row(number, ending, "" if ending == "forwarded" else "Why.") for number, ending in enumerate(endings, 1)]


def test_the_error_is_what_all_refused_records_have_in_common() -> None:
    assert isinstance(Report(rows("forwarded", "malformed")).refusal(), BadRequest)
    assert isinstance(Report(rows("not_approved", "not_approved")).refusal(), NotApproved)
    assert isinstance(Report(rows("malformed", "blocked")).refusal(), Blocked)
    assert Report(rows("held", "forwarded")).refusal().details["decision"] == "held"


def test_a_sentence_names_a_few_and_the_report_bounded_many() -> None:
    report = Report(rows(*["malformed"] * (SHOWN + 50)))
    error = report.refusal()
    assert error.message.count("Record ") == NAMED
    assert f"And {SHOWN + 50 - NAMED} more" in error.message
    assert (len(error.details["report"]), error.details["not_shown"]) == (SHOWN, 50)


def test_what_was_kept_back_comes_first_in_a_report() -> None:
    replaced = Row(1, "forwarded", "", {"replaced": {"PERSON": 1}})
    report = Report([replaced, *rows("forwarded", "forwarded")[1:], Row(3, "blocked", "Why.")])
    told = report.told(sent=True)
    assert [row["record"] for row in told["report"]] == [3, 1]
    assert told["records"] == {"total": 3, "blocked": 1, "forwarded": 2, "replaced": 1, "left_out": 1}
