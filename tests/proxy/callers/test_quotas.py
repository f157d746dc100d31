"""No caller gets more than its share, and a refusal says whether to come back soon."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.callers.quotas import Quotas
from proxy.errors import Overloaded, QuotaExceeded
from proxy.exchange import Caller, Role

ANA = Caller("ana", "default", Role.STAFF)
BEN = Caller("ben", "default", Role.STAFF)
ANA_ELSEWHERE = Caller("ana", "district-b", Role.STAFF)


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def quotas(clock: Clock, calls: int | None = None, concurrency: int | None = None) -> Quotas:
    return Quotas(calls_per_minute=calls, concurrency=concurrency, clock=clock)


def test_the_calls_of_a_minute() -> None:
    clock = Clock()
    limit = quotas(clock, calls=2)
    for _ in range(2):
        with limit.enter(ANA):
            clock.now += 10
    with pytest.raises(QuotaExceeded, match="2 calls a minute") as caught, limit.enter(ANA):
        pass
    assert caught.value.status == 429
    assert not caught.value.retryable
    assert (caught.value.retry_after_s or 0) > 120, "SDKs read this as: do not retry"
    clock.now += 40
    with limit.enter(ANA):
        pass
    with pytest.raises(QuotaExceeded), limit.enter(ANA):
        pass


def test_callers_do_not_share_a_quota() -> None:
    limit = quotas(Clock(), calls=1, concurrency=1)
    with limit.enter(ANA), limit.enter(BEN), limit.enter(ANA_ELSEWHERE), pytest.raises(QuotaExceeded), limit.enter(ANA):
        pass


def test_calls_at_the_same_time() -> None:
    limit = quotas(Clock(), concurrency=2)
    with ExitStack() as running:
        running.enter_context(limit.enter(ANA))
        running.enter_context(limit.enter(ANA))
        with pytest.raises(Overloaded, match="2 calls running") as caught, limit.enter(ANA):
            pass
        assert (caught.value.status, caught.value.retryable, caught.value.retry_after_s) == (503, True, 2)
    with limit.enter(ANA):
        pass


def test_a_call_that_fails_gives_its_place_back() -> None:
    limit = quotas(Clock(), concurrency=1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), limit.enter(ANA):
            raise ZeroDivisionError


def test_a_call_refused_for_concurrency_is_not_counted_for_the_minute() -> None:
    limit = quotas(Clock(), calls=2, concurrency=1)
    with limit.enter(ANA):
        for _ in range(5):
            with pytest.raises(Overloaded), limit.enter(ANA):
                pass
    with limit.enter(ANA):
        pass


def test_no_limit() -> None:
    limit = quotas(Clock())
    with ExitStack() as running:
        for _ in range(1000):
            running.enter_context(limit.enter(ANA))


def test_callers_that_use_nothing_are_forgotten_and_running_ones_are_not() -> None:
    clock = Clock()
    limit = quotas(clock, calls=5, concurrency=1)
    with limit.enter(ANA):
        with limit.enter(BEN):
            pass
        clock.now += 61
        with limit.enter(ANA_ELSEWHERE):
            pass
        assert sorted(limit._uses) == [("default", "ana"), ("district-b", "ana")]
        with pytest.raises(Overloaded), limit.enter(ANA):
            pass


@given(st.lists(st.floats(0, 30), max_size=60), st.integers(1, 5))
@settings(max_examples=100, deadline=None)
def test_never_more_than_the_limit_in_any_sixty_seconds(gaps: list[float], allowed: int) -> None:
    clock = Clock()
    limit = quotas(clock, calls=allowed)
    entered: list[float] = []
    for gap in gaps:
        clock.now += gap
        try:
            with limit.enter(ANA):
                entered.append(clock.now)
        except QuotaExceeded:
            pass
    for index, start in enumerate(entered):
        assert sum(moment - start < 60 for moment in entered[index:]) <= allowed
