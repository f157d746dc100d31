"""The nets under the other tests: the network guard in this process, and the canary search."""

from __future__ import annotations

import base64
import socket

import pytest
from canary import CANARIES, Canary, leaks
from network_guard import NetworkRefusedError, is_loopback


@pytest.mark.parametrize("host", ["provider.example", "192.0.2.7", "2001:db8::1"])
def test_a_test_cannot_look_up_another_machine(host: str) -> None:
    with pytest.raises(NetworkRefusedError):
        socket.getaddrinfo(host, 443)


@pytest.mark.parametrize("host", [None, "", "localhost", "127.0.0.53", "::1", "0.0.0.0", b"127.0.0.1", "::1%lo"])  # noqa: S104 - judged, not bound
def test_loopback_is_loopback(host: object) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "192.168.1.1", "169.254.169.254", "localhost.example", b"8.8.8.8"])
def test_other_machines_are_not_loopback(host: object) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize("canary", CANARIES, ids=[canary.kind for canary in CANARIES])
@pytest.mark.parametrize("lead", [b"", b"x", b"xy"])
def test_a_canary_is_found_in_other_spellings(canary: Canary, lead: bytes) -> None:
    kind, value = canary.kind, canary.value
    spaced = " ".join(value)
    encoded = base64.b64encode(lead + value.encode() + lead)
    assert [leaks(text) for text in (value, value.upper(), spaced, value.encode(), encoded)] == [[kind]] * 5


def test_a_text_without_canaries_is_clean() -> None:
    assert leaks("Thessaly asked about form 8840 on 555-0199.") == []


def test_a_canary_never_prints_its_value() -> None:
    assert not leaks(repr(CANARIES))
