"""A labelled prompt is read strictly, and a complaint names the field but never the text."""

from __future__ import annotations

from typing import Any

import pytest

from detectors.evaluation.labelled import LabelledSetError, Marked, row

TEXT = "Call Juno Paxfield about room 9."
NAME = {"start": 5, "end": 18, "label": "STUDENT_NAME"}
ROOM = {"start": 25, "end": 31, "label": "KEEP"}


def given(**changes: Any) -> dict[str, Any]:
    return {"id": "a", "text": TEXT, "spans": [NAME, ROOM], **changes}


def test_a_whole_row() -> None:
    read = row(
        given(tags=["PII"], severity="S2", action={"T1": "forward", "T2": "any"}, kind="chat", context={}, note="why")
    )
    assert read.protected == (Marked(5, 18, "STUDENT_NAME"),)
    assert [read.value(span) for span in read.kept] == ["room 9"]
    assert (read.tags, read.severity, read.actions, read.kind) == (
        frozenset({"PII"}),
        "S2",
        {"T1": "forward", "T2": "any"},
        "chat",
    )


def test_a_bare_row_judges_only_that_nothing_is_touched() -> None:
    read = row({"id": "a", "text": TEXT})
    assert (read.spans, read.tags, read.severity, read.actions) == ((), None, None, {})


def test_a_row_does_not_show_its_text() -> None:
    assert "Juno" not in repr(row(given()))


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"id": ""}, "id"),
        ({"id": 7}, "id"),
        ({"id": "a\x1b[2J"}, "printable"),
        ({"id": "a\nb"}, "printable"),
        ({"kind": "a\u202eb"}, "printable"),
        ({"spans": [{**NAME, "label": "SSN.\x1b[31m"}]}, "label"),
        ({"spans": [{**NAME, "label": "SSN."}]}, "label"),
        ({"text": None}, "text"),
        ({"spans": {}}, "spans"),
        ({"spans": [7]}, "spans[0]"),
        ({"spans": [{**NAME, "start": -1}]}, "spans[0]"),
        ({"spans": [{**NAME, "end": 99}]}, "spans[0]"),
        ({"spans": [{**NAME, "end": 5}]}, "spans[0]"),
        ({"spans": [{**NAME, "start": True}]}, "spans[0]"),
        ({"spans": [{**NAME, "label": "NAME"}]}, "STUDENT_NAME"),
        ({"spans": [ROOM, NAME]}, "spans[1]"),
        ({"spans": [NAME, {**NAME, "start": 10, "end": 20}]}, "spans[1]"),
        ({"tags": "PII"}, "tags"),
        ({"tags": ["pii"]}, "tags"),
        ({"severity": "S9"}, "severity"),
        ({"action": {"T9": "forward"}}, "action"),
        ({"action": {"T1": "allow"}}, "action"),
        ({"kind": 3}, "kind"),
        ({"context": []}, "context"),
        ({"lable": "x"}, "a field"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], names: str) -> None:
    with pytest.raises(LabelledSetError) as caught:
        row(given(**changes))
    assert names in str(caught.value)
    assert "Juno" not in str(caught.value)


def test_only_objects_are_rows() -> None:
    with pytest.raises(LabelledSetError):
        row([1])
