"""Shares per group with intervals, and a gap that counts only beyond chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from detectors.evaluation.equity import LIMITS, Case, figures, shortfalls

if TYPE_CHECKING:
    from collections.abc import Iterator


def results(shares: dict[str, float], total: int, seed: int | None = None) -> Iterator[tuple[Case, bool]]:
    rng = np.random.default_rng(seed)
    for group, share in shares.items():
        hits = round(share * total) if seed is None else int(rng.binomial(total, share))
        for number in range(total):
            yield Case("x Ana", 2, 5, "group", group, "as written", 1), number < hits


def test_shares_and_gap() -> None:
    measured = figures(results({"one": 1.0, "two": 0.9, "three": 0.95}, 400))
    assert measured["groups"]["as written"]["two"]["share"] == 0.9
    gap = measured["gaps"]["as written"]
    assert (gap["gap"], gap["best"], gap["worst"]) == (0.1, "one", "two")
    assert gap["low"] < 0.1 < gap["high"]
    assert not gap["fair"]
    assert shortfalls(measured) == ["as written"]


def test_a_gap_within_the_limit_is_fair() -> None:
    measured = figures(results({"one": 0.98, "two": 0.97}, 2000))
    assert measured["gaps"]["as written"]["gap"] <= LIMITS["as written"]
    assert shortfalls(measured) == []


@pytest.mark.parametrize("seed", range(5))
def test_chance_alone_is_not_called_unfair(seed: int) -> None:
    groups = {f"group {number}": 0.95 for number in range(16)}
    measured = figures(results(groups, 100, seed))
    assert measured["gaps"]["as written"]["gap"] > LIMITS["as written"]
    assert shortfalls(measured) == []


def test_a_casing_without_cases_has_no_gap() -> None:
    assert figures([])["gaps"]["lower"]["gap"] is None
