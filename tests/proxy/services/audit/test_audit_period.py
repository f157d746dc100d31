"""Months, quarters and years as people write them."""

from __future__ import annotations

import pytest

from proxy.errors import BadRequest
from proxy.services.audit.period import period_of


@pytest.mark.parametrize(
    ("text", "since", "until", "step"),
    [
        ("2026-10", "2026-10-01", "2026-11-01", "day"),
        ("2026-12", "2026-12-01", "2027-01-01", "day"),
        ("2026-Q1", "2026-01-01", "2026-04-01", "month"),
        ("2026-Q4", "2026-10-01", "2027-01-01", "month"),
        ("2026", "2026-01-01", "2027-01-01", "month"),
        (" 2024-02 ", "2024-02-01", "2024-03-01", "day"),
    ],
)
def test_a_period_has_a_first_moment_and_the_first_after_it(text: str, since: str, until: str, step: str) -> None:
    found = period_of(text)
    assert (found.since[:10], found.until[:10], found.step) == (since, until, step)
    assert found.since.endswith("T00:00:00.000Z")


@pytest.mark.parametrize("text", ["", "2026-13", "2026-00", "2026-Q5", "26-10", "2026-1", "2026-10-01", "last month"])
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadRequest, match="2026-Q4"):
        period_of(text)


def test_every_day_or_month_is_a_bucket() -> None:
    assert period_of("2026-02").buckets()[::27] == ["2026-02-01", "2026-02-28"]
    assert period_of("2026-Q4").buckets() == ["2026-10", "2026-11", "2026-12"]
    assert len(period_of("2024").buckets()) == 12
