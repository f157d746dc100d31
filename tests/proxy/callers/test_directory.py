"""A key says who calls, or nobody does."""

from __future__ import annotations

from datetime import date

import pytest

from proxy.callers.directory import CallerRecord, Directory
from proxy.callers.keys import MintedKey, hash_key, mint
from proxy.errors import Unauthenticated
from proxy.exchange import Caller, Role

TODAY = date(2026, 11, 23)
ANA = Caller("ana", "default", Role.STAFF, "sped", "webui")
BEN = Caller("ben", "default", Role.AUDITOR)
BENCH = Caller("bench", "default", Role.STAFF)


@pytest.fixture
def ana() -> MintedKey:
    return mint()


@pytest.fixture
def ben() -> MintedKey:
    return mint()


@pytest.fixture
def directory(ana: MintedKey, ben: MintedKey) -> Directory:
    return Directory(
        [
            CallerRecord(ANA, ana.key_hash, ana.prefix),
            CallerRecord(BEN, ben.key_hash, ben.prefix, expires=TODAY),
            CallerRecord(BENCH, hash_key("sk-bench")),
        ]
    )


def test_each_key_names_its_caller(directory: Directory, ana: MintedKey, ben: MintedKey) -> None:
    assert directory.identify(ana.key, today=TODAY) is ANA
    assert directory.identify(ben.key, today=TODAY) is BEN, "valid through its last day"
    assert directory.identify("sk-bench", today=TODAY) is BENCH
    assert len(directory) == 3


def test_a_record_without_a_prefix_takes_any_key() -> None:
    made = mint()
    assert Directory([CallerRecord(ANA, made.key_hash)]).identify(made.key, today=TODAY) is ANA


def test_two_callers_may_share_a_prefix(ana: MintedKey) -> None:
    other = f"ck-{ana.prefix}-{'x' * 43}"
    directory = Directory([CallerRecord(BEN, hash_key(other), ana.prefix), CallerRecord(ANA, ana.key_hash, ana.prefix)])
    assert directory.identify(ana.key, today=TODAY) is ANA
    assert directory.identify(other, today=TODAY) is BEN


def test_no_key_and_a_wrong_key_are_told_apart_by_nobody(directory: Directory, ana: MintedKey) -> None:
    messages = set()
    for presented in (
        None,
        "",
        "wrong",
        mint().key,
        ana.key[:-1] + "\ud800",
        ana.key + " ",
        ana.key_hash,
        ana.key.upper(),
    ):
        with pytest.raises(Unauthenticated) as caught:
            directory.identify(presented, today=TODAY)
        messages.add(str(caught.value))
    assert len(messages) == 1
    assert caught.value.status == 401
    assert ana.prefix not in messages.pop()


def test_an_expired_key_says_since_when(directory: Directory, ben: MintedKey) -> None:
    with pytest.raises(Unauthenticated, match="expired on 2026-11-23"):
        directory.identify(ben.key, today=date(2026, 11, 24))


def test_an_empty_directory_knows_nobody(ana: MintedKey) -> None:
    with pytest.raises(Unauthenticated):
        Directory([]).identify(ana.key, today=TODAY)


def test_a_key_must_say_who_calls(ana: MintedKey) -> None:
    with pytest.raises(ValueError, match="caller ben: another caller has the same key"):
        Directory([CallerRecord(ANA, ana.key_hash, ana.prefix), CallerRecord(BEN, ana.key_hash, ana.prefix)])


def test_a_plain_key_in_place_of_its_hash_is_refused_and_not_shown(ana: MintedKey) -> None:
    with pytest.raises(ValueError, match="caller ana: the key hash") as caught:
        Directory([CallerRecord(ANA, ana.key)])
    assert ana.key not in str(caught.value)


def test_a_record_does_not_print_its_hash(ana: MintedKey) -> None:
    assert ana.key_hash not in repr(CallerRecord(ANA, ana.key_hash, ana.prefix))
