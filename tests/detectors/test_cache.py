"""Digests tell lists apart and depend on the key; the cache keeps its bounds and forgets the oldest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.cache import BoundedCache, Digester

PARTS = st.lists(st.text(max_size=4), max_size=4)
KEY = b"k" * 32


@settings(max_examples=100, deadline=None)
@given(PARTS, PARTS)
def test_two_lists_share_a_digest_only_when_equal(left: list[str], right: list[str]) -> None:
    digest = Digester(KEY)
    assert (digest(*left) == digest(*right)) == (left == right)


def test_another_key_gives_another_digest() -> None:
    assert Digester(KEY)("a") != Digester(b"x" * 32)("a")


def test_lone_surrogates_have_a_digest_of_their_own() -> None:
    digest = Digester(KEY)
    assert len({digest("\ud83d\ude00"), digest("\U0001f600"), digest("?")}) == 3


@pytest.mark.parametrize("size", [0, 15, 65])
def test_a_key_of_the_wrong_size_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="16 to 64"):
        Digester(b"k" * size)


def test_the_entry_used_longest_ago_goes_first() -> None:
    cache: BoundedCache[tuple[int, ...]] = BoundedCache(2, 100, len)
    cache.put("a", (1,))
    cache.put("b", (2,))
    assert cache.get("a") == (1,)
    cache.put("c", (3,))
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == ((1,), None, (3,))


def test_weight_is_bounded_and_counted_right_when_a_key_is_replaced() -> None:
    cache: BoundedCache[tuple[int, ...]] = BoundedCache(10, 5, len)
    cache.put("a", (1, 2, 3))
    cache.put("a", (1, 2))
    cache.put("b", (1, 2, 3))
    assert (len(cache), cache.weight) == (2, 5)
    cache.put("c", (1,))
    assert (cache.get("a"), cache.weight) == (None, 4)


def test_a_value_over_the_whole_bound_is_not_kept() -> None:
    cache: BoundedCache[tuple[int, ...]] = BoundedCache(10, 2, len)
    cache.put("a", (1, 2, 3))
    assert (len(cache), cache.weight) == (0, 0)


def test_nothing_found_is_a_value_too() -> None:
    cache: BoundedCache[tuple[int, ...]] = BoundedCache(10, 10, len)
    cache.put("a", ())
    assert cache.get("a") == ()
