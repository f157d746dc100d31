"""One content coding is undone, with a cap; everything else is refused."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from typing import TYPE_CHECKING

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.errors import BadRequest, TooLarge
from proxy.wire.content_coding import DECODERS, decode_body

if TYPE_CHECKING:
    from collections.abc import Callable

ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda raw: brotli.compress(raw, quality=4),
    "zstd": zstandard.ZstdCompressor().compress,
}


def test_every_coding_has_an_encoder_here() -> None:
    assert ENCODERS.keys() == DECODERS.keys()


@pytest.mark.parametrize("coding", ENCODERS)
@settings(max_examples=30, deadline=None)
@given(body=st.binary(max_size=3000), repeat=st.integers(1, 100))
def test_a_body_comes_back(coding: str, body: bytes, repeat: int) -> None:
    whole = body * repeat
    assert decode_body(ENCODERS[coding](whole), coding, max_bytes=len(whole)) == whole


@pytest.mark.parametrize("coding", ENCODERS)
def test_every_truncation_is_refused(coding: str) -> None:
    packed = ENCODERS[coding](b'{"model":"m","messages":[]}' * 20)
    for end in range(len(packed)):
        with pytest.raises(BadRequest):
            decode_body(packed[:end], coding, max_bytes=10_000)


@pytest.mark.parametrize("coding", ENCODERS)
@pytest.mark.parametrize("trail", [b"x", b"\0", b"x" * 5000])
def test_bytes_after_the_end_are_refused(coding: str, trail: bytes) -> None:
    packed = ENCODERS[coding](b"{}" * 200)
    with pytest.raises(BadRequest):
        decode_body(packed + trail, coding, max_bytes=10_000)


@pytest.mark.parametrize("coding", ENCODERS)
def test_a_second_member_is_refused(coding: str) -> None:
    with pytest.raises(BadRequest):
        decode_body(ENCODERS[coding](b"{}") * 2, coding, max_bytes=10_000)


@pytest.mark.parametrize("coding", ENCODERS)
def test_the_cap_is_exact(coding: str) -> None:
    packed = ENCODERS[coding](b"a" * 70_000)
    assert len(decode_body(packed, coding, max_bytes=70_000)) == 70_000
    with pytest.raises(TooLarge):
        decode_body(packed, coding, max_bytes=69_999)


@pytest.mark.parametrize("coding", ENCODERS)
def test_a_bomb_costs_little_memory(coding: str) -> None:
    bomb = ENCODERS[coding](bytes(40_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(TooLarge):
            decode_body(bomb, coding, max_bytes=1_000_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12_000_000


@pytest.mark.parametrize("coding", ENCODERS)
def test_damage_is_refused(coding: str) -> None:
    with pytest.raises(BadRequest):
        decode_body(b"this is no compressed body, whatever the header says", coding, max_bytes=1000)


def test_a_zstd_frame_that_wants_a_huge_window_is_refused() -> None:
    parameters = zstandard.ZstdCompressionParameters(window_log=27, write_content_size=False)
    compressor = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    packed = compressor.compress(b"a" * 1000) + compressor.flush()
    with pytest.raises(BadRequest):
        decode_body(packed, "zstd", max_bytes=10_000)


@pytest.mark.parametrize("coding", [None, "", "identity", " Identity "])
def test_no_coding_is_the_body_itself_and_capped(coding: str | None) -> None:
    assert decode_body(b"{}", coding, max_bytes=2) == b"{}"
    with pytest.raises(TooLarge):
        decode_body(b"{} ", coding, max_bytes=2)


@pytest.mark.parametrize("coding", ["gzip, br", "gzip,gzip", "identity, gzip"])
def test_stacked_codings_are_refused(coding: str) -> None:
    with pytest.raises(BadRequest, match="more than one"):
        decode_body(gzip.compress(b"{}"), coding, max_bytes=100)


@pytest.mark.parametrize("coding", ["compress", "lzma", "snappy", "maria.delgado"])
def test_an_unknown_coding_is_refused_and_not_repeated(coding: str) -> None:
    with pytest.raises(BadRequest) as caught:
        decode_body(b"{}", coding, max_bytes=100)
    assert coding not in caught.value.message


def test_names_of_codings_are_case_insensitive() -> None:
    assert decode_body(gzip.compress(b"{}"), " GZip ", max_bytes=2) == b"{}"
