"""The vault at rest: opens only in its own place, under its own tenant's key, unchanged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proxy.errors import StateUnavailable
from proxy.exchange.kept import Kind
from proxy.vault.nouns import Owner
from proxy.vault.sealing import Place, Sealing

OLD, NEW = b"o" * 32, b"n" * 32
SEALING = Sealing([NEW, OLD])
OWNER = Owner("north", "ana")
ENDS = "2026-12-23T09:00:00.000Z"
PLACE = Place(OWNER, Kind.RESPONSE, "ab" * 32, ENDS)
ELSEWHERE = [
    Place(Owner("south", "ana"), Kind.RESPONSE, "ab" * 32, ENDS),
    Place(Owner("north", "ben"), Kind.RESPONSE, "ab" * 32, ENDS),
    Place(OWNER, Kind.CONVERSATION, "ab" * 32, ENDS),
    Place(OWNER, Kind.RESPONSE, "cd" * 32, ENDS),
    Place(OWNER, Kind.RESPONSE, "ab" * 32, "2099-12-23T09:00:00.000Z"),
    Place(Owner('north", "ana', ""), Kind.RESPONSE, "ab" * 32, ENDS),
]


@given(st.binary(max_size=2_000))
def test_what_is_sealed_opens_again_and_shows_nothing(plain: bytes) -> None:
    sealed = SEALING.seal(plain, PLACE)
    assert SEALING.open(sealed, SEALING.newest, PLACE) == plain
    assert len(plain) < 8 or plain not in sealed


@pytest.mark.parametrize("other", ELSEWHERE)
def test_it_opens_in_no_other_place(other: Place) -> None:
    sealed = SEALING.seal(b"Marisol Ochoa", PLACE)
    with pytest.raises(StateUnavailable) as caught:
        SEALING.open(sealed, SEALING.newest, other)
    assert "Marisol" not in str(caught.value)


def test_every_byte_is_protected() -> None:
    sealed = SEALING.seal(b"Marisol Ochoa", PLACE)
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 1
        with pytest.raises(StateUnavailable):
            SEALING.open(bytes(changed), SEALING.newest, PLACE)
    for length in range(len(sealed)):
        with pytest.raises(StateUnavailable):
            SEALING.open(sealed[:length], SEALING.newest, PLACE)


def test_the_same_twice_is_never_the_same_sealed() -> None:
    assert len({SEALING.seal(b"x", PLACE) for _ in range(50)}) == 50


def test_a_retired_secret_still_opens_and_seals_nothing_new() -> None:
    before = Sealing([OLD])
    sealed = before.seal(b"x", PLACE)
    assert SEALING.open(sealed, before.newest, PLACE) == b"x"
    assert SEALING.newest != before.newest
    with pytest.raises(StateUnavailable, match="retired_secret_files"):
        Sealing([NEW]).open(sealed, before.newest, PLACE)


def test_names_are_keyed_and_differ_for_every_owner_and_kind() -> None:
    owners = [OWNER, Owner("north", "ben"), Owner("south", "ana"), Owner("nort", "hana")]
    names = {SEALING.names(owner, kind, "resp_1")[0] for owner in owners for kind in Kind}
    assert len(names) == len(owners) * len(Kind)
    assert SEALING.names(OWNER, Kind.FILE, "f")[1:] == Sealing([OLD]).names(OWNER, Kind.FILE, "f")
    assert all("resp_1" not in name for name in names)


def test_no_key_is_no_vault_and_none_is_printed() -> None:
    with pytest.raises(ValueError, match="needs a key"):
        Sealing([])
    assert repr(SEALING) == "Sealing(2 keys)"
