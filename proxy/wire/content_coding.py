"""Undo one HTTP content coding of a request body, incrementally and with a hard cap on what comes out.

A body in a coding we do not undo would be forwarded unread, so an unknown or stacked coding is refused. A bomb costs
at most `max_bytes` plus one bounded step: 204 kB of gzip or 6 kB of zstd can stand for 200 MiB (measured), so no
decoder is ever asked for "everything".
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

import brotli
import zstandard

from proxy.errors import BadRequest, TooLarge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OUTPUT_STEP: Final = 1 << 16
"""Bytes asked from zlib and brotli at a time."""
ZSTD_INPUT_STEP: Final = 256
"""zstandard has no output limit, but a block of 4 bytes yields at most 128 KiB: 256 bytes in are at most 8 MiB out."""
ZSTD_MAX_WINDOW: Final = 1 << 23
"""RFC 9659: a decoder of the ``zstd`` content coding needs to support windows up to 8 MB, and may refuse larger."""


def decode_body(raw: bytes, coding: str | None, *, max_bytes: int) -> bytes:
    """The body as it was before its content coding.

    Args:
        raw: the body as received.
        coding: the Content-Encoding header, or None. ``deflate`` is the zlib format (RFC 9110 section 8.4.1.2).
        max_bytes: the most bytes that may come out.

    Raises:
        TooLarge: more than `max_bytes` would come out.
        BadRequest: unknown or stacked coding, damaged or truncated stream, or bytes after its end.
    """
    name = (coding or "identity").strip().lower()
    if name in ("", "identity"):
        return _collected(iter((raw,)), max_bytes)
    if "," in name:
        raise BadRequest("The body has more than one content coding; send it with one, or with none.")
    decoder = DECODERS.get(name)
    if decoder is None:
        known = ", ".join(DECODERS)
        raise BadRequest(f"The body's content coding is not supported; send it plain or as one of: {known}.")
    return _collected(decoder(raw), max_bytes)


def _collected(parts: Iterator[bytes], max_bytes: int) -> bytes:
    out: list[bytes] = []
    size = 0
    for part in parts:
        size += len(part)
        if size > max_bytes:
            raise TooLarge(f"The body is larger than the limit of {max_bytes} bytes.")
        out.append(part)
    return b"".join(out)


def _zlib_parts(raw: bytes, wbits: int) -> Iterator[bytes]:
    decoder = zlib.decompressobj(wbits)
    waiting = raw
    while not decoder.eof:
        try:
            part = decoder.decompress(waiting, OUTPUT_STEP)
        except zlib.error:
            raise _damaged() from None
        waiting = decoder.unconsumed_tail
        if not part and not waiting and not decoder.eof:
            raise _truncated()
        yield part
    # A second gzip member is legal (RFC 1952) but readers disagree about it: one that stops after the first would
    # see another text than we scanned.
    if decoder.unused_data:
        raise _trailing()


def _gzip_parts(raw: bytes) -> Iterator[bytes]:
    return _zlib_parts(raw, zlib.MAX_WBITS | 16)


def _deflate_parts(raw: bytes) -> Iterator[bytes]:
    return _zlib_parts(raw, zlib.MAX_WBITS)


def _brotli_parts(raw: bytes) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    waiting = raw
    while not decoder.is_finished():
        try:
            # Bytes after the end of the stream make brotli raise as damage does.
            part: bytes = decoder.process(waiting, output_buffer_limit=OUTPUT_STEP)
        except brotli.error:
            raise _damaged() from None
        waiting = b""
        if not part and not decoder.is_finished():
            raise _truncated()
        yield part


def _zstd_parts(raw: bytes) -> Iterator[bytes]:
    decoder = zstandard.ZstdDecompressor(max_window_size=ZSTD_MAX_WINDOW).decompressobj()
    at = 0
    while not decoder.eof:
        if at >= len(raw):
            raise _truncated()
        try:
            part = decoder.decompress(raw[at : at + ZSTD_INPUT_STEP])
        except zstandard.ZstdError:
            raise _damaged() from None
        at += ZSTD_INPUT_STEP
        yield part
    if decoder.unused_data or at < len(raw):
        raise _trailing()


def _damaged() -> BadRequest:
    return BadRequest("The body does not decode with the content coding it declares.")


def _truncated() -> BadRequest:
    return BadRequest("The compressed body ends before its stream does.")


def _trailing() -> BadRequest:
    return BadRequest("There are bytes after the end of the compressed body.")


DECODERS: Final[dict[str, Callable[[bytes], Iterator[bytes]]]] = {
    "gzip": _gzip_parts,
    "x-gzip": _gzip_parts,
    "deflate": _deflate_parts,
    "br": _brotli_parts,
    "zstd": _zstd_parts,
}
"""Content codings by name; `x-gzip` is the old name of `gzip` (RFC 9110 section 8.4.1.3)."""
