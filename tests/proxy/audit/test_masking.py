"""Small numbers: under ten is masked, and nothing that is shown gives a masked number away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from proxy.audit.masking import LIMIT, masked, masked_facets, masked_one, masked_total

COUNTS = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.integers(0, 40), max_size=8)


def test_small_counts_are_masked_and_nought_is_not() -> None:
    assert masked({"a": 1, "b": 9, "c": 10, "d": 0}) == {"a": None, "b": None, "c": 10, "d": 0}


def test_one_small_count_takes_the_next_along_because_the_total_would_tell() -> None:
    assert masked({"a": 3, "b": 20, "c": 50}) == {"a": None, "b": None, "c": 50}
    assert masked({"a": 3, "b": 20, "c": 50}, total=False) == {"a": None, "b": 20, "c": 50}


def test_two_small_counts_that_come_to_little_take_another_along() -> None:
    assert masked({"a": 1, "b": 1, "c": 12, "d": 30}) == {"a": None, "b": None, "c": None, "d": 30}


def test_counts_alone_and_totals() -> None:
    assert [masked_one(n) for n in (0, 1, 9, 10)] == [0, None, None, 10]
    assert masked_total({"a": 5, "b": 4}) is None
    assert masked_total({"a": 9, "b": 9}) == 18
    assert masked_total({}) == 0


@given(COUNTS)
def test_what_is_masked_cannot_be_worked_out(counts: dict[str, int]) -> None:
    shown = masked(counts)
    hidden = [key for key, value in shown.items() if value is None]
    assert all(value is None or value == counts[key] for key, value in shown.items())
    assert all(shown[key] is None for key, count in counts.items() if 0 < count < LIMIT)
    total = masked_total(counts)
    if hidden and total is not None:
        left = total - sum(value for value in shown.values() if value is not None)
        assert len(hidden) >= 2
        assert left >= LIMIT, "each of them could be almost anything"


@given(COUNTS)
def test_nothing_is_masked_without_a_reason(counts: dict[str, int]) -> None:
    if not any(0 < count < LIMIT for count in counts.values()):
        assert masked(counts) == counts


def test_facets_count_what_has_no_value_and_hide_a_small_total() -> None:
    shown = masked_facets({"unit": {"Nursing": 98}, "decision": {"forward": 100}}, 100)
    assert shown == {"counts": {"unit": {"Nursing": None}, "decision": {"forward": 100}}, "total": 100}
    assert masked_facets({"unit": {"Nursing": 4}}, 4) == {"counts": {"unit": {"Nursing": None}}, "total": None}
