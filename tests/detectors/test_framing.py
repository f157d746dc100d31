"""Frames survive any cutting of the byte stream; an end in the middle is an end, a mad length is an error."""

from __future__ import annotations

import asyncio
import socket
import threading

import pytest

from detectors.framing import LONGEST_FRAME, FramingError, frame, read, receive

BODIES = [b"", b"x", b"y" * 70_000]


def test_blocking_frames_come_back_in_order_whatever_the_writes() -> None:
    left, right = socket.socketpair()
    stream = b"".join(frame(body) for body in BODIES)

    def trickle() -> None:
        with left:
            left.sendall(stream[:3])
            left.sendall(stream[3:9])
            left.sendall(stream[9:])

    writer = threading.Thread(target=trickle)
    writer.start()
    with right:
        assert [receive(right) for _ in range(4)] == [*BODIES, None]
    writer.join()


@pytest.mark.parametrize("size", [1, 3, 4, 6])
def test_an_end_in_the_middle_of_a_frame_is_an_end(size: int) -> None:
    left, right = socket.socketpair()
    with left, right:
        left.sendall(frame(b"abc")[:size])
        left.shutdown(socket.SHUT_WR)
        assert receive(right) is None


def test_a_mad_length_is_refused_before_memory_is_taken() -> None:
    left, right = socket.socketpair()
    with left, right:
        left.sendall((LONGEST_FRAME + 1).to_bytes(4, "big"))
        with pytest.raises(FramingError):
            receive(right)


async def test_async_reader_sees_the_same_frames_byte_by_byte() -> None:
    reader = asyncio.StreamReader()
    for byte in b"".join(frame(body) for body in BODIES[:2]):
        reader.feed_data(bytes([byte]))
    reader.feed_eof()
    assert [await read(reader), await read(reader)] == BODIES[:2]
    with pytest.raises(asyncio.IncompleteReadError):
        await read(reader)
