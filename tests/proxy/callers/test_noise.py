"""Whoever has no key cannot fill the log, and no refusal goes uncounted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.callers.noise import NoiseLid, Summary

AT = datetime(2026, 11, 23, 8, 42, tzinfo=UTC)
CODE = "invalid_api_key"


class Clock:
    def __init__(self) -> None:
        self.now = 5.0

    def __call__(self) -> float:
        return self.now

    @property
    def wall(self) -> datetime:
        return AT + timedelta(seconds=self.now)


def test_the_first_of_a_minute_get_records_and_the_rest_one_summary() -> None:
    clock = Clock()
    lid = NoiseLid(singly=2, clock=clock)
    admitted = []
    for _ in range(6):
        admitted.append(lid.admit(CODE, clock.wall))
        clock.now += 1
    assert admitted == [True, True, False, False, False, False]
    assert lid.flush() == [], "the minute has not ended"
    clock.now += 60
    assert lid.flush() == [Summary(CODE, 4, AT + timedelta(seconds=7), AT + timedelta(seconds=10))]
    assert lid.flush() == []
    assert lid.admit(CODE, clock.wall)


def test_a_new_minute_ends_the_old_one_without_a_flush_between() -> None:
    clock = Clock()
    lid = NoiseLid(singly=0, clock=clock)
    lid.admit(CODE, clock.wall)
    clock.now += 60
    lid.admit(CODE, clock.wall)
    assert [summary.count for summary in lid.flush()] == [1]
    assert [summary.count for summary in lid.flush(final=True)] == [1]


def test_codes_are_counted_apart() -> None:
    lid = NoiseLid(singly=1, clock=Clock())
    assert lid.admit(CODE, AT)
    assert lid.admit("unknown_route", AT)
    assert not lid.admit(CODE, AT)
    assert [(summary.error_code, summary.count) for summary in lid.flush(final=True)] == [(CODE, 1)]


def test_a_quiet_minute_has_no_summary() -> None:
    lid = NoiseLid(singly=1, clock=Clock())
    lid.admit(CODE, AT)
    assert lid.flush(final=True) == []


def test_a_summary_becomes_the_detail_of_a_record() -> None:
    summary = Summary(CODE, 4, AT, AT + timedelta(milliseconds=1500))
    assert summary.detail() == {
        "error_code": CODE,
        "count": 4,
        "since": "2026-11-23T08:42:00.000Z",
        "until": "2026-11-23T08:42:01.500Z",
    }


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b"]), st.floats(0, 40), st.booleans()), max_size=80), st.integers(0, 3)
)
@settings(max_examples=100, deadline=None)
def test_every_refusal_is_recorded_or_counted_once(steps: list[tuple[str, float, bool]], singly: int) -> None:
    clock = Clock()
    lid = NoiseLid(singly=singly, clock=clock)
    recorded = counted = 0
    for code, gap, flush in steps:
        clock.now += gap
        recorded += lid.admit(code, clock.wall)
        if flush:
            counted += sum(summary.count for summary in lid.flush())
    counted += sum(summary.count for summary in lid.flush(final=True))
    assert recorded + counted == len(steps)
