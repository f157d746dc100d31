"""All texts of one call in, the findings of each out: the two stages of detection, put together.

Stage (a), `segments`: what one text shows by itself; scanned once, by worker processes, then remembered by digest.
Stage (b), here, on every call and in this process: what only the texts together show. Values across joints
(`joints`) and values known from elsewhere in the conversation (`memory`). Stage (b) must stay cheap: its results are
remembered by digest too, so that an unchanged history costs digests and look-ups. No cache holds any text.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from detectors import joints
from detectors.breath import BREATH, breathe
from detectors.cache import BoundedCache, Digester
from detectors.finding import Records, is_mark
from detectors.jobs import checked
from detectors.linker import Linker
from detectors.linking import relabelled
from detectors.memory import Memory
from detectors.overlaps import placed
from detectors.segments import SegmentScanner
from detectors.stream_scan import joint_scan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from detectors.finding import Finding, Piece
    from detectors.joints import InSlice, Scan
    from detectors.segments import Runner

_ENTRY_BYTES = 200
_FINDING_BYTES = 160
"""Measured on findings read from JSON, labels shared: 150 to 170 bytes each."""

_HEAD_START_S = 0.001
"""The pool hands out its jobs first; joints are then scanned here while the workers are busy."""

_STRIP_WEIGHT = 60
"""How much longer a character of a strip takes: it runs through all structured detectors, twice."""


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan found and what it cost.

    Attributes:
        findings: one tuple per piece, in order; sorted, never overlapping.
        scanned_chars: characters of all pieces.
        new_chars: characters that had to be scanned because they were not in the cache.
        cached_pieces: pieces that were.
        records: what the findings and the terms beside them add up to.
    """

    findings: list[tuple[Finding, ...]]
    scanned_chars: int
    new_chars: int
    cached_pieces: int
    records: Records = field(default_factory=Records)


def _weigh(values: Sequence[object]) -> int:
    return _ENTRY_BYTES + _FINDING_BYTES * len(values)


class ConversationScanner:
    """Scans conversations and remembers, by keyed digest, what it has seen.

    Args:
        pool: the worker processes. No engine runs in this process.
        digest_key: 16 to 64 secret bytes; a new one at each start will do.
        cache_entries: bound of each of the five caches (pieces, joints, pieces with recalled values, readings, and what
            the readings of a call add up to).
        cache_bytes: bound of their memory, together, roughly.
        base_deadline_s: seconds any scan may take...
        per_1000_chars_s: ...and more for each 1,000 characters of new text.
        scan: the scanner for joints.
    """

    def __init__(
        self,
        pool: Runner,
        *,
        digest_key: bytes,
        cache_entries: int = 50_000,
        cache_bytes: int = 48_000_000,
        base_deadline_s: float = 2.0,
        per_1000_chars_s: float = 0.05,
        scan: Scan = joint_scan,
    ) -> None:
        self._pool, self._stream_scan = pool, scan
        self._digest = Digester(digest_key)
        share = cache_bytes // 5
        self._pieces: BoundedCache[tuple[Finding, ...]] = BoundedCache(cache_entries, share, _weigh)
        self._strips: BoundedCache[tuple[InSlice, ...]] = BoundedCache(cache_entries, share, _weigh)
        self._recalled: BoundedCache[tuple[Finding, ...]] = BoundedCache(cache_entries, share, _weigh)
        self._linker = Linker(self._digest, cache_entries=cache_entries, cache_bytes=2 * share)
        self._segments = SegmentScanner(
            pool, self._pieces, base_deadline_s=base_deadline_s, per_1000_chars_s=per_1000_chars_s
        )

    @property
    def version(self) -> str:
        """Changes whenever findings may change; empty before the workers have started."""
        return self._pool.version

    async def scan(self, pieces: Sequence[Piece], *, tenant: str, before: Sequence[tuple[str, str]] = ()) -> ScanResult:
        """Findings of every piece.

        Args:
            pieces: the texts.
            tenant: whose they are.
            before: entities and values of earlier turns that are not among the texts.

        Raises:
            ScanFailedError | ScanTimeoutError | PoolBusyError: nothing is known; nothing may be forwarded.
        """
        keys = [self._key(piece, tenant) for piece in pieces]
        known = self._segments.known(keys)
        new = {key: piece for key, piece in zip(keys, pieces, strict=True) if key not in known}
        if new:
            fresh, across = await asyncio.gather(
                self._segments.scan(new), self._across_joints(pieces, tenant, _HEAD_START_S)
            )
            known = known | fresh
        else:
            across = await self._across_joints(pieces, tenant)
        found, marks = _apart([known[key] for key in keys])
        found = await self._completed(pieces, keys, found, across, before)
        records = await self._linker.records(pieces, found, marks, tenant=tenant)
        return ScanResult(
            records=records,
            findings=relabelled(found, records),
            scanned_chars=sum(len(piece.text) for piece in pieces),
            new_chars=sum(len(piece.text) for piece in new.values()),
            cached_pieces=sum(key not in new for key in keys),
        )

    async def apart(self, pieces: Sequence[Piece], *, tenant: str) -> list[tuple[Finding, ...]]:
        """Findings of each piece by itself: nothing of one is known in another. For measurements. Raises as `scan`."""
        keys = [self._key(piece, tenant) for piece in pieces]
        known = self._segments.known(keys)
        new = {key: piece for key, piece in zip(keys, pieces, strict=True) if key not in known}
        known |= await self._segments.scan(new) if new else {}
        return _apart([known[key] for key in keys])[0]

    def _key(self, piece: Piece, tenant: str) -> bytes:
        """Everything the findings of a piece depend on. Tenants share nothing, not even timing."""
        kind = "prose" if piece.prose else "value"
        return self._digest("piece", self._pool.version, tenant, kind, piece.context, piece.text)

    async def _completed(
        self,
        pieces: Sequence[Piece],
        keys: Sequence[bytes],
        found: list[tuple[Finding, ...]],
        across: Mapping[int, list[Finding]],
        before: Sequence[tuple[str, str]],
    ) -> list[tuple[Finding, ...]]:
        """Stage (b): findings of each piece, what memory knows in it, and what its joints reveal."""
        memory = _learned(pieces, found)
        memory.remember(before)
        if memory:
            found = await self._with_recalled(pieces, keys, found, memory)
        for index, additions in across.items():
            found[index] = placed(found[index], additions)
        return found

    async def _across_joints(
        self, pieces: Sequence[Piece], tenant: str, head_start_s: float = 0.0
    ) -> Mapping[int, list[Finding]]:
        """Findings that joints reveal, by piece."""
        await asyncio.sleep(head_start_s)
        found: defaultdict[int, list[Finding]] = defaultdict(list)
        breath = 0
        for strip in joints.strips(pieces):
            texts = [pieces[each.piece].text[each.start : each.end] for each in strip]
            cuts = "".join(each.mark for each in strip)
            key = self._digest("strip", self._pool.version, tenant, cuts, *texts)
            parts = self._strips.get(key)
            if parts is None:
                parts = joints.scan_strip(strip, texts, self._stream_scan)
                self._strips.put(key, parts)
                breath = await breathe(breath + _STRIP_WEIGHT * sum(map(len, texts)))
            for part in parts:
                index, finding = joints.in_piece(strip, part)
                found[index].append(finding)
        return found

    async def _with_recalled(
        self, pieces: Sequence[Piece], keys: Sequence[bytes], found: Sequence[tuple[Finding, ...]], memory: Memory
    ) -> list[tuple[Finding, ...]]:
        """The findings of each piece, with what memory knows in it."""
        whole = memory.digest(self._digest)
        out: list[tuple[Finding, ...]] = []
        breath = 0
        for key, piece, each in zip(keys, pieces, found, strict=True):
            both = self._recalled.get(key + whole)
            if both is None:
                both = await self._recall(key, piece, each, memory)
                self._recalled.put(key + whole, both)
                breath = await breathe(breath + len(piece.text))
            out.append(both)
        return out

    async def _recall(self, key: bytes, piece: Piece, own: tuple[Finding, ...], memory: Memory) -> tuple[Finding, ...]:
        """What memory knows in one piece, remembered for as long as it holds nothing more about this piece."""
        beside = len(piece.text) > BREATH  # 1,000,000 characters take 90 ms
        about = await asyncio.to_thread(memory.about, piece.text) if beside else memory.about(piece.text)
        digest = about.digest(self._digest)
        both = self._recalled.get(key + digest)
        if both is None:
            both = await (asyncio.to_thread(_with_memory, about, piece, own) if beside else _now(about, piece, own))
            self._recalled.put(key + digest, both)
        return both


async def _now(memory: Memory, piece: Piece, own: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return _with_memory(memory, piece, own)


def _apart(
    found: Sequence[tuple[Finding, ...]],
) -> tuple[list[tuple[Finding, ...]], list[tuple[Finding, ...]]]:
    """Protected values and marks of each piece."""
    values = [tuple(each for each in piece if not is_mark(each)) for piece in found]
    return values, [tuple(each for each in piece if is_mark(each)) for piece in found]


def _learned(pieces: Sequence[Piece], found: Sequence[tuple[Finding, ...]]) -> Memory:
    memory = Memory()
    for piece, each in zip(pieces, found, strict=True):
        if piece.prose and each:
            memory.learn(piece.text, each)
    return memory


def _with_memory(memory: Memory, piece: Piece, found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return placed(found, checked(lambda: memory.recall(piece.text, prose=piece.prose), len(piece.text)))
