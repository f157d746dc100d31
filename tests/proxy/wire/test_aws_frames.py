"""Binary frames are those of AWS's published vectors and its SDK; damage and size end the stream."""

from __future__ import annotations

import random
import zlib

import pytest
from botocore.eventstream import EventStreamBuffer

from proxy.errors import ProviderGarbled
from proxy.wire.aws_frames import FrameSplitter, frame

HEADERS = {b":event-type": b"contentBlockDelta", b":content-type": b"application/json", b":message-type": b"event"}
EMPTY = bytes.fromhex("000000100000000005c248eb7d98c8ff")
NO_HEADERS = bytes.fromhex("0000001d00000000fd528c5a7b27666f6f273a27626172277dc3653936")


def test_the_published_vectors() -> None:
    assert frame(b"", {}) == EMPTY
    assert frame(b"{'foo':'bar'}", {}) == NO_HEADERS
    assert [(event.data, event.fields) for event in FrameSplitter().feed(EMPTY + NO_HEADERS)] == [
        (b"", ()),
        (b"{'foo':'bar'}", ()),
    ]


def test_the_sdk_reads_what_is_written() -> None:
    buffer = EventStreamBuffer()
    buffer.add_data(frame(b'{"a": 1}', HEADERS))
    (event,) = list(buffer)
    assert event.payload == b'{"a": 1}'
    assert event.headers == {name.decode(): value.decode() for name, value in HEADERS.items()}


def test_any_cut_gives_the_same_events() -> None:
    raw = frame(b'{"a": 1}', HEADERS) + frame(b"{}", {}) + frame(b"x" * 300, HEADERS)
    whole = [(event.data, event.fields) for event in FrameSplitter().feed(raw)]
    assert len(whole) == 3
    draw = random.Random(7)
    for _ in range(300):
        splitter, found, at = FrameSplitter(), [], 0
        while at < len(raw):
            step = draw.randint(1, 40)
            found += [(event.data, event.fields) for event in splitter.feed(raw[at : at + step])]
            at += step
        assert found == whole
        assert list(splitter.finish()) == []


def test_other_headers_are_dropped_whatever_their_type() -> None:
    extra = b"".join(
        [
            b"\x01a\x00",  # true
            b"\x01b\x04\x00\x00\x00\x07",  # an integer
            b"\x01c\x06\x00\x03ssn",  # bytes
            b"\x01d\x07\x00\x0b536-22-8765",  # a string nobody knows
            b"\x01e\x08" + bytes(8),
            b"\x01f\x09" + bytes(16),
        ]
    )
    plain = frame(b"{}", HEADERS)
    head = plain[12 : -4 - 2] + extra
    prelude = (16 + len(head) + 2).to_bytes(4, "big") + len(head).to_bytes(4, "big")

    before = prelude + zlib.crc32(prelude).to_bytes(4, "big") + head + b"{}"
    (event,) = FrameSplitter().feed(before + zlib.crc32(before).to_bytes(4, "big"))
    assert dict(event.fields) == HEADERS


def test_every_flipped_bit_is_noticed() -> None:
    raw = frame(b'{"a": 1}', HEADERS)
    for at in range(len(raw)):
        damaged = bytearray(raw)
        damaged[at] ^= 1
        splitter = FrameSplitter()
        with pytest.raises(ProviderGarbled):
            _all(splitter, bytes(damaged))


def _all(splitter: FrameSplitter, raw: bytes) -> None:
    list(splitter.feed(raw))
    list(splitter.finish())


def test_what_is_too_large_or_half_ends_the_stream() -> None:
    with pytest.raises(ProviderGarbled):
        list(FrameSplitter(max_bytes=100).feed(frame(b"x" * 100, {})))
    with pytest.raises(ProviderGarbled):
        _all(FrameSplitter(), frame(b"{}", HEADERS)[:-1])


def test_a_header_that_grew_too_long_is_refused_not_cut() -> None:
    with pytest.raises(ProviderGarbled):
        frame(b"{}", {b":error-message": b"x" * 65_536})
