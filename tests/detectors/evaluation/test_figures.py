"""Figures of a small run by hand, and what two runs and the least accepted say of each other."""

from __future__ import annotations

import json
from typing import Any

import pytest

from detectors.evaluation.comparison import Change, Shortfall, changes, new_misses, read_run, shares, shortfalls
from detectors.evaluation.figures import Result, figures
from detectors.evaluation.labelled import Marked, Row
from detectors.evaluation.scoring import Seen

NAME = Marked(0, 4, "STUDENT_NAME")
ROOM = Marked(13, 19, "KEEP")
TEXT = "Juno sits in room 9."


def result(number: int, sent: str | None, *, spans: tuple[Marked, ...] = (NAME, ROOM), **changed: Any) -> Result:
    row = Row(
        f"r{number}",
        TEXT,
        spans,
        tags=frozenset({"PII"}) if spans else frozenset(),
        severity="S2" if spans else "S0",
        actions={"T1": "block", "T2": "forward", "T3": "any"},
        kind="chat",
    )
    facts: dict[str, Any] = {
        "findings": (Seen(0, 4, "STUDENT_NAME", changed=True),),
        "tags": frozenset({"PII"}),
        "severity": "S2",
        "actions": {"T1": "forward", "T2": "forward", "T3": "block"},
        "seconds": 0.010 * number,
    }
    return Result(row, sent, **(facts | changed))


GOOD = [result(1, "[A] sits in room 9."), result(2, TEXT, findings=()), result(3, None)]
CLEAN = [result(4, TEXT, spans=(), tags=frozenset()), result(5, "Changed.", spans=())]
RUN = figures([*GOOD, *CLEAN])


def counted(each: dict[str, Any]) -> tuple[int, int]:
    return each["hits"], each["total"]


def test_shares_count_what_would_have_left() -> None:
    assert (RUN["rows"], RUN["never_released"]) == (5, 1)
    assert counted(RUN["kept_back"]) == (1, 2)
    assert counted(RUN["keep_intact"]) == (2, 2)
    assert counted(RUN["clean_untouched"]) == (1, 2)
    assert counted(RUN["rows_without_leak"]) == (1, 2)
    assert counted(RUN["labels"]["STUDENT_NAME"]["recall"]) == (1, 2)
    assert counted(RUN["labels"]["STUDENT_NAME"]["precision"]) == (1, 1)
    assert RUN["labels"]["STUDENT_NAME"]["unmarked"] == 2
    assert counted(RUN["kinds"]["chat"]) == (1, 2)
    assert RUN["severities"] == {}


def test_tags_have_precision_and_recall() -> None:
    assert counted(RUN["tags"]["PII"]["precision"]) == (3, 4)
    assert counted(RUN["tags"]["PII"]["recall"]) == (3, 3)


def test_actions_tell_looser_from_stricter_and_pass_over_any() -> None:
    assert counted(RUN["actions"]["T1"]["looser"]) == (5, 5)
    assert counted(RUN["actions"]["T2"]["right"]) == (5, 5)
    assert counted(RUN["actions"]["T3"]["right"]) == (0, 0)
    assert RUN["actions"]["T1"]["pairs"] == {"block -> forward": 5}


def test_misses_are_named_by_place_and_hold_no_text() -> None:
    assert RUN["misses"]["leaked"] == [{"id": "r2", "label": "STUDENT_NAME", "start": 0, "end": 4}]
    assert RUN["misses"]["touched"] == [{"id": "r5"}]
    assert "Juno" not in json.dumps(RUN)


def test_latency_of_one_row_has_no_tail() -> None:
    assert figures([GOOD[0]])["latency_ms"] == {"p50": 10.0, "p95": None}
    assert figures([])["latency_ms"] == {"p50": None, "p95": None}


def test_a_figure_below_the_least_is_a_shortfall_and_an_unmeasured_one_is_not() -> None:
    least = {"kept_back": 0.6, "keep_intact": 1.0, "labels.SSN.recall": 0.99, "actions.T3.right": 0.9}
    assert shortfalls(RUN, least) == [Shortfall("kept_back", 0.5, 0.6)]


def test_two_runs_differ_in_shares_and_misses() -> None:
    before = figures([*GOOD[:1], result(2, "[A] sits in room 9."), *GOOD[2:], *CLEAN])
    assert Change("kept_back", 1.0, 0.5) in changes(before, RUN)
    assert Change("keep_intact", 1.0, 1.0) not in changes(before, RUN)
    assert [each["id"] for each in new_misses(before, RUN)["leaked"]["new"]] == ["r2"]
    assert [each["id"] for each in new_misses(RUN, before)["leaked"]["gone"]] == ["r2"]
    assert changes(RUN, RUN) == []


def test_a_figure_that_one_run_lacks_is_a_change() -> None:
    empty = figures([])
    assert Change("labels.STUDENT_NAME.recall", None, 0.5) in changes(empty, RUN)
    assert shares(empty)["kept_back"] is None


def test_an_earlier_run_is_read_strictly() -> None:
    assert read_run(RUN) == RUN
    no_share = {**RUN, "kept_back": {**RUN["kept_back"], "share": "\x1b[2J"}}
    no_misses = {key: value for key, value in RUN.items() if key != "misses"}
    no_name = {**RUN, "misses": {**RUN["misses"], "leaked": [{"id": ["x"]}]}}
    for given in ([], {}, no_share, no_misses, no_name):
        with pytest.raises((ValueError, KeyError, TypeError)):
            read_run(given)
