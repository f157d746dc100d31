"""Sealed text opens with its own key, at its own place, unchanged; and in no other case."""

from __future__ import annotations

import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from proxy.audit.content.sealing import (
    Belonging,
    Envelope,
    KeyUnusable,
    SealBroken,
    Vault,
    digest_of,
    generate_pair,
    open_envelope,
)

HERE = Belonging("north", "req_1", "prompt")
ELSEWHERE = [
    Belonging("south", "req_1", "prompt"),
    Belonging("north", "req_2", "prompt"),
    Belonging("north", "req_1", "answer"),
    Belonging("north\nreq_1", "", "prompt"),
]
KEYS = (secrets.token_bytes(32), secrets.token_bytes(32))
PRIVATE, PUBLIC = generate_pair(None)


@given(st.binary(max_size=500))
def test_what_was_sealed_comes_back_and_shows_nothing_before(plain: bytes) -> None:
    vault, envelope = Vault(KEYS), Envelope.from_pem(PUBLIC)
    assert vault.open(vault.seal(plain, HERE), vault.name, HERE) == plain
    assert open_envelope(envelope.seal(plain, HERE), PRIVATE, None, HERE) == plain
    if len(plain) > 8:
        assert plain not in vault.seal(plain, HERE)
        assert plain not in envelope.seal(plain, HERE)


@pytest.mark.parametrize("place", ELSEWHERE)
def test_a_body_that_was_moved_to_another_row_does_not_open(place: Belonging) -> None:
    vault, envelope = Vault(KEYS), Envelope.from_pem(PUBLIC)
    with pytest.raises(SealBroken):
        vault.open(vault.seal(b"text", HERE), vault.name, place)
    with pytest.raises(SealBroken):
        open_envelope(envelope.seal(b"text", HERE), PRIVATE, None, place)


def test_every_changed_byte_and_every_cut_is_noticed() -> None:
    vault, envelope = Vault(KEYS), Envelope.from_pem(PUBLIC)
    kept, original = vault.seal(b"some text", HERE), envelope.seal(b"some text", HERE)
    for place in range(len(kept)):
        with pytest.raises(SealBroken):
            vault.open(kept[:place] + bytes([kept[place] ^ 1]) + kept[place + 1 :], vault.name, HERE)
        with pytest.raises(SealBroken):
            vault.open(kept[:place], vault.name, HERE)
    for place in range(len(original)):
        with pytest.raises(SealBroken):
            open_envelope(original[:place] + bytes([original[place] ^ 1]) + original[place + 1 :], PRIVATE, None, HERE)


def test_what_an_older_secret_sealed_still_opens_and_a_lost_one_is_said() -> None:
    old = Vault(KEYS[1:])
    kept = old.seal(b"text", HERE)
    assert Vault(KEYS).open(kept, old.name, HERE) == b"text"
    with pytest.raises(SealBroken, match="retired_secret_files"):
        Vault(KEYS[:1]).open(kept, old.name, HERE)


def test_a_private_key_or_another_sort_of_key_is_no_public_key() -> None:
    ed = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for pem in (PRIVATE, ed, b"", b"nonsense"):
        with pytest.raises(KeyUnusable, match="X25519 public key"):
            Envelope.from_pem(pem)


def test_a_private_key_with_a_password_needs_it() -> None:
    private, public = generate_pair(b"correct horse")
    sealed = Envelope.from_pem(public).seal(b"text", HERE)
    assert open_envelope(sealed, private, b"correct horse", HERE) == b"text"
    for password in (None, b"wrong"):
        with pytest.raises(KeyUnusable):
            open_envelope(sealed, private, password, HERE)
    with pytest.raises(SealBroken):
        open_envelope(sealed, PRIVATE, None, HERE)


def test_the_digest_says_nothing_without_its_salt() -> None:
    first, second = (digest_of(secrets.token_bytes(16), b"yes") for _ in range(2))
    assert first != second
    assert digest_of(b"salt", b"yes") == digest_of(b"salt", b"yes")
