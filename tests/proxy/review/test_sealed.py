"""Held content at rest: opens only in its own place, under its own key, unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.errors import StateUnavailable
from proxy.review.sealed import NONCE_BYTES, Sealer

SEALER = Sealer(b"k" * 32)
PLACE = {"tenant": "default", "ticket": "hold_1", "kind": "call"}


@given(st.binary(max_size=2_000))
def test_what_is_sealed_opens_again_and_shows_nothing(plain: bytes) -> None:
    sealed = SEALER.seal(plain, **PLACE)
    assert SEALER.open(sealed, **PLACE) == plain
    assert len(plain) < 8 or plain not in sealed


@pytest.mark.parametrize("other", [{"tenant": "else"}, {"ticket": "hold_2"}, {"kind": "view"}])
def test_it_opens_in_no_other_place(other: dict[str, str]) -> None:
    sealed = SEALER.seal(b"Marisol Ochoa", **PLACE)
    with pytest.raises(StateUnavailable):
        SEALER.open(sealed, **{**PLACE, **other})


def test_places_that_read_alike_are_not_alike() -> None:
    sealed = SEALER.seal(b"x", tenant="a", ticket="b", kind="c")
    with pytest.raises(StateUnavailable):
        SEALER.open(sealed, tenant='a", "b', ticket="", kind="c")


def test_every_byte_is_protected() -> None:
    sealed = SEALER.seal(b"Marisol Ochoa", **PLACE)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(StateUnavailable):
            SEALER.open(bytes(changed), **PLACE)
    for length in (0, 5, NONCE_BYTES, len(sealed) - 1):
        with pytest.raises(StateUnavailable):
            SEALER.open(sealed[:length], **PLACE)


def test_another_installation_cannot_open_it_and_nonces_differ() -> None:
    sealed = SEALER.seal(b"x", **PLACE)
    with pytest.raises(StateUnavailable):
        Sealer(b"o" * 32).open(sealed, **PLACE)
    assert len({SEALER.seal(b"x", **PLACE)[:NONCE_BYTES] for _ in range(100)}) == 100
    assert "k" * 8 not in repr(SEALER)


def test_content_of_a_retired_secret_still_opens() -> None:
    sealed = SEALER.seal(b"x", **PLACE)
    newer = Sealer(b"n" * 32, [b"other" * 7, b"k" * 32])
    assert newer.open(sealed, **PLACE) == b"x"
    with pytest.raises(StateUnavailable):
        SEALER.open(newer.seal(b"y", **PLACE), **PLACE)
