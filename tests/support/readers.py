"""Readers of documents for tests: small bounds, closed when done; and how a document failed."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from proxy.extract.limits import Limits
from proxy.extract.reader import Reader
from proxy.extract.reasons import Unreadable
from proxy.extract.sniff import sniff

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from proxy.extract.reasons import Reason
    from proxy.extract.sniff import Kind

SMALL = Limits(
    wall_s=5, cpu_s=3, memory_bytes=100 * 2**20, unpacked_bytes=3_000_000, output_chars=200_000, parts=500, depth=2
)


@asynccontextmanager
async def another(limits: Limits, **options: int) -> AsyncIterator[Reader]:
    reader = Reader(limits, **options)
    try:
        yield reader
    finally:
        await reader.close()


async def reason(reader: Reader, data: bytes, kind: Kind | None = None) -> Reason:
    with pytest.raises(Unreadable) as caught:
        await reader.read(data, kind or sniff(data))
    assert caught.value.__cause__ is None
    assert str(caught.value) == caught.value.reason.value
    return caught.value.reason
