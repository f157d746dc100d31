"""Linking for a conversation scanner: remembered by digest, and never for long on the event loop.

A message is read once; what all messages say is gathered anew when one of them is new or stands elsewhere. An unchanged
history costs the digests (0.1 ms per 1,000 characters of dense text, against 0.4 with gathering).
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from detectors.breath import BREATH, breathe
from detectors.cache import BoundedCache
from detectors.linking import gather, messages, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from detectors.cache import Digester
    from detectors.finding import Finding, Piece, Records
    from detectors.linking import Message, Reading

_ENTRY_BYTES: Final = 200
_FACT_BYTES: Final = 160
_READ_WEIGHT: Final = 30
"""How much longer a character takes to be read for linking than to be searched by memory."""
_MANY: Final = 400
"""Mentions, links and clues of a conversation that are gathered in about 3 ms."""


class Linker:
    """What findings and marks add up to, call after call.

    Args:
        digest: keyed digests of lists of texts.
        cache_entries: bound of each of the two caches (readings, and what those of a call add up to).
        cache_bytes: bound of their memory, together, roughly.
    """

    def __init__(self, digest: Digester, *, cache_entries: int, cache_bytes: int) -> None:
        self._digest = digest
        share = cache_bytes // 2
        self._readings: BoundedCache[Reading] = BoundedCache(cache_entries, share, _weigh_reading)
        self._records: BoundedCache[Records] = BoundedCache(cache_entries, share, _weigh_records)

    async def records(
        self,
        pieces: Sequence[Piece],
        found: Sequence[tuple[Finding, ...]],
        marks: Sequence[tuple[Finding, ...]],
        *,
        tenant: str,
    ) -> Records:
        """As `detectors.linking.link`, in the current year.

        Args:
            pieces: all texts of the call, in order.
            found: the protected values of each piece, sorted, never overlapping.
            marks: the terms of each piece.
            tenant: whose call it is; tenants share nothing, not even timing.
        """
        year = datetime.now(tz=UTC).year
        pairs: list[tuple[Message, Reading]] = []
        read_as: list[bytes] = []
        breath = 0
        for message in messages(pieces, found, marks):
            key = self._digest(
                "reading", tenant, str(year), message.text, _told(message.findings), _told(message.marks)
            )
            reading = self._readings.get(key)
            if reading is None:
                reading = await _read(message, year)
                self._readings.put(key, reading)
                breath = await breathe(breath + _READ_WEIGHT * len(message.text))
            pairs.append((message, reading))
            read_as += (key, repr((message.numbers, message.starts, message.lengths)).encode())
        key = self._digest("records", *read_as)
        records = self._records.get(key)
        if records is None:
            records = await _gathered(pairs)
            self._records.put(key, records)
        return records


async def _read(message: Message, year: int) -> Reading:
    if _READ_WEIGHT * len(message.text) > BREATH:
        return await asyncio.to_thread(read, message, year)
    return read(message, year)


async def _gathered(pairs: list[tuple[Message, Reading]]) -> Records:
    if sum(reading.size for _, reading in pairs) > _MANY:
        return await asyncio.to_thread(gather, pairs)
    return gather(pairs)


def _told(found: Sequence[Finding]) -> str:
    """Everything a reading may depend on; a third of the time of `repr`."""
    return ";".join([f"{f.entity} {f.start} {f.end} {f.score} {f.detector} {f.why}" for f in found])


def _weigh_reading(reading: Reading) -> int:
    return _ENTRY_BYTES + _FACT_BYTES * reading.size


def _weigh_records(records: Records) -> int:
    facts = sum(1 + len(subject.mentions) + len(subject.evidence) for subject in records.subjects)
    return _ENTRY_BYTES + _FACT_BYTES * (facts + len(records.links) + len(records.signals))
