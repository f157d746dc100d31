"""Keys are random, shown once, kept as hashes, and read from one place only."""

from __future__ import annotations

import re

import pytest

from proxy.callers.keys import extract_key, hash_key, mint, prefix_of
from proxy.errors import BadRequest


def test_a_key_has_a_prefix_to_recognise_it_by_and_256_bits() -> None:
    made = mint()
    assert re.fullmatch(r"ck-[a-z2-7]{8}-[A-Za-z0-9_-]{43}", made.key)
    assert made.prefix == made.key[3:11] == prefix_of(made.key)
    assert made.key_hash == hash_key(made.key)


def test_keys_differ() -> None:
    assert len({mint().key for _ in range(100)}) == 100


def test_a_key_does_not_print() -> None:
    made = mint()
    assert made.key not in repr(made)
    assert made.key_hash not in repr(made)
    assert made.prefix in repr(made)


def test_the_hash_is_stable_across_releases_and_has_a_domain_of_its_own() -> None:
    """Settings files hold these hashes: a change locks everybody out."""
    assert hash_key("sk-bench") == "08c98fbabb637f4c4653c45a1740c7e1b50bafaa05851e75b94788fd927de263"


@pytest.mark.parametrize("key", ["", "sk-bench", "ck-short-x", "ck--" + "a" * 43, "xx-abcdefgh-" + "a" * 43])
def test_other_keys_have_no_prefix(key: str) -> None:
    assert prefix_of(key) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer the-key"},
        {"authorization": "bearer   the-key "},
        {"x-api-key": "the-key"},
        {"x-goog-api-key": " the-key"},
        {"api-key": "the-key"},
        {"authorization": "Bearer the-key", "x-api-key": "the-key"},
        {"authorization": "Basic dXNlcg==", "x-api-key": "the-key"},
        {"authorization": "Bearer ", "x-api-key": "the-key"},
    ],
)
def test_every_place_of_a_key(headers: dict[str, str]) -> None:
    assert extract_key(headers) == "the-key"


def test_the_query_holds_a_key_where_a_dialect_has_it() -> None:
    assert extract_key({}, {"key": "the-key"}) == "the-key"
    assert extract_key({"x-goog-api-key": "the-key"}, {"key": "the-key"}) == "the-key"


@pytest.mark.parametrize(
    "headers", [{}, {"authorization": "Basic dXNlcg=="}, {"authorization": "Bearer"}, {"cookie": "x"}]
)
def test_no_key(headers: dict[str, str]) -> None:
    assert extract_key(headers) is None


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        ({"authorization": "Bearer one-key", "x-api-key": "other-key"}, {}),
        ({"api-key": "one-key", "x-goog-api-key": "other-key"}, {}),
        ({"api-key": "one-key"}, {"key": "other-key"}),
    ],
)
def test_two_different_keys_are_refused_and_not_shown(headers: dict[str, str], query: dict[str, str]) -> None:
    with pytest.raises(BadRequest, match="two different keys") as caught:
        extract_key(headers, query)
    assert "one-key" not in str(caught.value)


def test_an_endless_key_is_refused() -> None:
    with pytest.raises(BadRequest, match="longer than"):
        extract_key({"x-api-key": "k" * 513})
