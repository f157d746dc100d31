"""Covering a range of time by months, days and hours: every moment once, and few buckets."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.audit.event import stamp
from proxy.audit.periods import Cover, Span, bucket, cover, whole_days

MOMENTS = st.datetimes(datetime(2024, 11, 1), datetime(2027, 2, 1), timezones=st.just(UTC)).map(stamp)  # noqa: DTZ001 - the strategy adds the zone


def holds(covered: Cover, at: str) -> int:
    """How often `at` is covered."""
    whole = sum(span.first <= bucket(at, span.grain) < span.end for span in covered.spans)
    return whole + sum(since <= at < until for since, until in covered.edges)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_every_moment_of_the_range_is_covered_once_and_no_other(since: str, until: str, at: str) -> None:
    covered = cover(since, until)
    assert holds(covered, at) == int(since <= at < until)
    for edge in (since, until):
        assert holds(covered, edge) == int(since <= edge < until)


@given(MOMENTS, MOMENTS)
def test_an_open_range_is_covered_too(since: str, at: str) -> None:
    assert holds(cover(since, None), at) == int(since <= at)
    assert holds(cover(None, since), at) == int(at < since)
    assert holds(cover(None, None), at) == 1


@given(MOMENTS, MOMENTS)
def test_the_ends_are_shorter_than_an_hour_each(since: str, until: str) -> None:
    covered = cover(since, until)
    assert len(covered.edges) <= 2
    for first, last in covered.edges:
        assert datetime.fromisoformat(last) - datetime.fromisoformat(first) < timedelta(hours=2)


def test_years_are_a_handful_of_spans() -> None:
    covered = cover("2024-11-23T08:30:00.000Z", "2026-11-23T08:30:00.000Z")
    assert [span.grain for span in covered.spans] == ["hour", "day", "month", "day", "hour"]
    assert covered.spans[2] == Span("month", "2024-12", "2026-11")


@pytest.mark.parametrize(
    ("since", "until", "spans"),
    [
        ("2026-11-23T08:00:00.000Z", "2026-11-23T08:00:00.000Z", ()),
        ("2026-11-23T09:00:00.000Z", "2026-11-23T08:00:00.000Z", ()),
        ("2026-11-23T00:00:00.000Z", "2026-11-24T00:00:00.000Z", (Span("day", "2026-11-23", "2026-11-24"),)),
        ("2025-12-01T00:00:00.000Z", "2026-01-01T00:00:00.000Z", (Span("month", "2025-12", "2026-01"),)),
    ],
)
def test_whole_buckets_leave_no_ends(since: str, until: str, spans: tuple[Span, ...]) -> None:
    assert cover(since, until) == Cover(spans, ())


@given(MOMENTS, MOMENTS, MOMENTS)
def test_whole_days_hold_every_moment_of_the_days_that_are_touched(since: str, until: str, at: str) -> None:
    if since < until:
        covered = whole_days(since, until)
        assert covered.edges == ()
        touched = since[:10] <= at[:10] and (
            at < until or (at[:10] == until[:10] and not until.endswith("T00:00:00.000Z"))
        )
        assert holds(covered, at) == int(touched)
