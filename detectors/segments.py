"""Stage (a) of detection: the findings of one piece, which depend on nothing but the piece. Only new text is scanned.

Chat clients send the whole history with every turn, so nearly every piece has been seen before and costs a digest and
a look-up. What is new becomes jobs: patterns see whole texts, the name model sees chunks, and a long text is spread
over the workers. Two calls that bring the same new text at once both scan it: sharing would tie the deadline and the
failure of one to the other.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeAlias

from detectors.cutting import cut, joined
from detectors.jobs import Item, Job
from detectors.pool_errors import ScanTimeoutError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from detectors.cache import BoundedCache
    from detectors.finding import Finding, Piece
    from detectors.jobs import Found

SMALL = 1_500
"""Characters of new text that go to one worker in one round trip: splitting them would cost more than it wins."""

PATTERN_BATCH = 4_000
"""Characters of small texts that share a job."""

NAME_BATCH = (1_500, 4_000)
"""Least and most characters per job for the name model: small enough to share the work, large enough to batch it."""

RESOLVE_BATCH = 20_000
"""Characters of text whose candidates are resolved in one job: about 1 ms per 1,000 characters, too much for the
event loop of a busy process."""

Placed: TypeAlias = "tuple[Item, tuple[int, int]]"
"""An item, and where its findings belong: the number of the piece, and the offset of the item in it."""


class Runner(Protocol):
    """The part of `pool.Pool` that scanning needs."""

    @property
    def workers(self) -> int:
        """How many jobs can be done at once."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever findings may change."""
        ...

    async def run(self, work: Sequence[Job], *, deadline_s: float) -> list[Found]:
        """As `Pool.run`."""
        ...


@dataclass(frozen=True, slots=True)
class Task:
    """A job, and where the findings of each of its items belong."""

    job: Job
    targets: tuple[tuple[int, int], ...]


class SegmentScanner:
    """Findings by digest; new ones by way of the pool.

    Args:
        pool: does the jobs.
        cache: findings by digest of everything they depend on.
        base_deadline_s: seconds that any scan may take.
        per_1000_chars_s: seconds more for each 1,000 characters of new text.
    """

    def __init__(
        self,
        pool: Runner,
        cache: BoundedCache[tuple[Finding, ...]],
        *,
        base_deadline_s: float,
        per_1000_chars_s: float,
    ) -> None:
        self._pool, self._cache = pool, cache
        self._base_s, self._per_char_s = base_deadline_s, per_1000_chars_s / 1000

    def known(self, keys: Iterable[bytes]) -> dict[bytes, tuple[Finding, ...]]:
        """What the cache holds of these."""
        return {key: found for key in dict.fromkeys(keys) if (found := self._cache.get(key)) is not None}

    async def scan(self, new: Mapping[bytes, Piece]) -> dict[bytes, tuple[Finding, ...]]:
        """Findings of pieces that are not in the cache, by their digests; they are in it afterwards.

        Raises:
            PoolError: in any of its kinds; then nothing is known about any of the pieces.
        """
        pieces = list(new.values())
        chars = sum(len(piece.text) for piece in pieces)
        ends = asyncio.get_running_loop().time() + self._base_s + self._per_char_s * chars
        if chars <= SMALL:
            resolved = await self._run(list(_batched(_complete_items(pieces), SMALL)), len(pieces), ends)
        else:
            candidates = await self._run(plan(pieces, self._pool.workers), len(pieces), ends)
            resolved = await self._run(
                list(_batched(_resolve_items(pieces, candidates), RESOLVE_BATCH)), len(pieces), ends
            )
        found = {key: tuple(each) for key, each in zip(new, resolved, strict=True)}
        for key, each in found.items():
            self._cache.put(key, each)
        return found

    async def _run(self, tasks: Sequence[Task], pieces: int, ends: float) -> list[list[Finding]]:
        """What the tasks find, by number of the piece, before the loop's clock shows `ends`."""
        left_s = ends - asyncio.get_running_loop().time()
        if left_s <= 0:
            raise ScanTimeoutError
        found: list[list[Finding]] = [[] for _ in range(pieces)]
        results = await self._pool.run([task.job for task in tasks], deadline_s=left_s)
        for task, result in zip(tasks, results, strict=True):
            for (number, offset), each in zip(task.targets, result, strict=True):
                found[number] += [_moved(one, offset) for one in each]
        return found


def _moved(each: Finding, offset: int) -> Finding:
    return replace(each, start=each.start + offset, end=each.end + offset) if offset else each


# --------------------------------------------------------------------------- planning


def plan(pieces: Sequence[Piece], workers: int) -> list[Task]:
    """Jobs that together find all candidates: about evenly spread over the workers, patterns first (they are long)."""
    names = list(_name_items(pieces))
    least, most = NAME_BATCH
    share = sum(len(item.text) for item, _ in names) // (2 * workers)
    return [*_batched(_pattern_items(pieces), PATTERN_BATCH), *_batched(names, min(max(share, least), most))]


def _complete_items(pieces: Sequence[Piece]) -> Iterator[Placed]:
    for number, piece in enumerate(pieces):
        spans = tuple(cut(piece.text)) if piece.prose else ()
        yield Item(piece.text, piece.context, names=spans, resolve=True), (number, 0)


def _pattern_items(pieces: Sequence[Piece]) -> Iterator[Placed]:
    for number, piece in enumerate(pieces):
        yield Item(piece.text, piece.context), (number, 0)


def _name_items(pieces: Sequence[Piece]) -> Iterator[Placed]:
    for number, piece in enumerate(pieces):
        for start, end in cut(piece.text) if piece.prose else ():
            yield Item(piece.text[start:end], patterns=False, names=((0, end - start),)), (number, start)


def _resolve_items(pieces: Sequence[Piece], candidates: Sequence[Sequence[Finding]]) -> Iterator[Placed]:
    """Only pieces with candidates: without any there is nothing to resolve."""
    for number, (piece, each) in enumerate(zip(pieces, candidates, strict=True)):
        if each:
            found = tuple(halves_joined(each))
            yield Item(piece.text, piece.context, patterns=False, candidates=found, resolve=True), (number, 0)


def halves_joined(candidates: Sequence[Finding]) -> list[Finding]:
    """Candidates with the halves and doubles of names from overlapping chunks made one."""
    names = [each for each in candidates if each.why == "model"]
    return [each for each in candidates if each.why != "model"] + joined(names)


def _batched(items: Iterable[Placed], chars: int) -> Iterator[Task]:
    """Tasks of up to `chars` characters each; a longer item goes alone."""
    batch: list[Placed] = []
    size = 0
    for item, target in items:
        if batch and size + len(item.text) > chars:
            yield _task(batch)
            batch, size = [], 0
        batch.append((item, target))
        size += len(item.text)
    if batch:
        yield _task(batch)


def _task(batch: Sequence[Placed]) -> Task:
    return Task(Job(tuple(item for item, _ in batch)), tuple(target for _, target in batch))
