"""Signatures pass unread, texts that call themselves one are scanned."""

from __future__ import annotations

import base64
import random

import pytest

from proxy.wire.seals import looks_random
from proxy.wire.shape import sealed

TEXT = "Marisol Ochoa, SSN 536-90-4399, is in foster care and has an IEP."
CAMEL = "MarisolOchoaLivesWithFosterParentsBecauseHerMotherDanaOchoaLivesInAnotherShelterNearKentElementary"


def noise(size: int, seed: int) -> bytes:
    return random.Random(seed).randbytes(size)


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_random_bytes_look_random(encode) -> None:
    made = [encode(noise(size, seed)).decode() for seed in range(60) for size in (48, 64, 300, 700)]
    assert sum(not looks_random(each) for each in made) <= 2


@pytest.mark.parametrize(
    "value",
    [
        base64.b64encode(TEXT.encode()).decode(),
        base64.b64encode(base64.b64encode(TEXT.encode())).decode(),
        base64.b64encode(noise(400, 1) + TEXT.encode() + noise(400, 2)).decode(),
        base64.b64encode(noise(401, 1) + TEXT.encode() + noise(400, 2)).decode(),
        "Eq" + base64.b64encode(TEXT.encode()).decode() + "A",
        base64.urlsafe_b64encode(TEXT.encode()).decode(),
        TEXT.encode().hex(),
        "0" + TEXT.encode().hex().upper(),
        CAMEL,
        base64.b64encode(noise(300, 3)).decode().rstrip("=") + CAMEL,
        base64.b64encode(noise(60, 4)).decode()[:70] + "536904399" + base64.b64encode(noise(60, 5)).decode(),
        "abcdefghijklmnopqrstuvwxyz" * 3,
    ],
)
def test_a_text_does_not(value: str) -> None:
    assert not looks_random(value)
    assert sealed(value).spelling is not None
