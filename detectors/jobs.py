"""What a worker is asked and what it answers: the nouns, their form on the wire, and the check of every answer.

Asymmetric on purpose. A request goes from the process that holds keys to one that holds none: it is pickled, which
keeps any `str` exactly (JSON would fuse two lone surrogates into one character and shift offsets). An answer comes
from a process that has just fed hostile text to native libraries: it is JSON, so a subverted worker can say nothing
but findings, and each is checked before anyone believes it. An answer carries no text.
"""

from __future__ import annotations

import json
import pickle  # requests only, in the trusted direction: see above
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeAlias

from detectors.finding import Finding, is_mark
from detectors.pool_errors import ScanFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Span: TypeAlias = tuple[int, int]
Found: TypeAlias = tuple[tuple[Finding, ...], ...]
"""Findings of one job: one tuple per item, offsets in the item's text. Of a resolved item the protected values are
sorted and never overlap; marks (terms of records) may stand anywhere among them."""

_LONGEST_LABEL = 64
_FIELDS = 6


@dataclass(frozen=True, slots=True)
class Item:
    """One text in a job, and what to do with it.

    Attributes:
        text: the text, or a part of one.
        context: label words outside the text.
        patterns: whether to look for patterns in all of it.
        names: in which spans to look for names.
        candidates: what was found before; joins what is found now.
        resolve: whether to answer with the winners among all candidates, or with the candidates.
    """

    text: str = field(repr=False)
    context: str = field(default="", repr=False)
    patterns: bool = True
    names: tuple[Span, ...] = ()
    candidates: tuple[Finding, ...] = ()
    resolve: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """What one worker does in one round trip."""

    items: tuple[Item, ...]

    @property
    def chars(self) -> int:
        """Characters it keeps waiting, texts and contexts."""
        return sum(len(item.text) + len(item.context) for item in self.items)


def pack_ping() -> bytes:
    """A request that any live worker answers at once."""
    return pickle.dumps((None, 0.0))


def pack(job: Job, limit_s: float) -> bytes:
    """A scan request. A worker that works on it for longer than `limit_s` seconds ends itself."""
    return pickle.dumps((job.items, limit_s), protocol=pickle.HIGHEST_PROTOCOL)


def unpack(request: bytes) -> tuple[tuple[Item, ...] | None, float]:
    """In the worker: the items (None for a ping) and the limit in seconds."""
    message: tuple[tuple[Item, ...] | None, float]
    message = pickle.loads(request)  # noqa: S301  # from our parent, over a private socket pair
    return message


def pack_found(found: Sequence[Sequence[Finding]]) -> bytes:
    """In the worker: the findings of each item."""
    rows = [[[f.entity, f.start, f.end, f.score, f.detector, f.why] for f in each] for each in found]
    return json.dumps({"found": rows}).encode()


def pack_failure(error: BaseException) -> bytes:
    """In the worker: the error's type and nothing else, because its message may quote the text."""
    return json.dumps({"failed": type(error).__name__}).encode()


PONG = b'{"pong":true}'


def read_found(reply: bytes, job: Job) -> Found:
    """The findings in a worker's reply, each checked against the text it speaks of.

    Raises:
        ScanFailedError: the engine raised (kind: its type name), or the reply is not what a worker may say.
    """
    message = _parse(reply)
    failed = message.get("failed")
    if isinstance(failed, str) and failed.isidentifier() and len(failed) <= _LONGEST_LABEL:
        raise ScanFailedError(failed)
    rows = message.get("found")
    if not isinstance(rows, list) or len(rows) != len(job.items):
        raise ScanFailedError("InvalidReply")
    return tuple(_findings(row, item) for row, item in zip(rows, job.items, strict=True))


def _parse(reply: bytes) -> dict[str, Any]:
    try:
        message = json.loads(reply)
    except (ValueError, RecursionError):
        raise ScanFailedError("InvalidReply") from None
    if not isinstance(message, dict):
        raise ScanFailedError("InvalidReply")
    return message


def _findings(rows: object, item: Item) -> tuple[Finding, ...]:
    if not isinstance(rows, list):
        raise ScanFailedError("InvalidReply")
    found = tuple(_finding(row, len(item.text)) for row in rows)
    values = [each for each in found if not is_mark(each)]
    if item.resolve and any(left.end > right.start for left, right in pairwise(values)):
        raise ScanFailedError("InvalidFinding")
    return found


def _finding(row: object, length: int) -> Finding:
    if not isinstance(row, list) or len(row) != _FIELDS:
        raise ScanFailedError("InvalidFinding")
    entity, start, end, score, detector, why = row
    labels = all(isinstance(label, str) and len(label) <= _LONGEST_LABEL for label in (entity, detector, why))
    if not (labels and entity and type(start) is type(end) is int and type(score) in (int, float)):
        raise ScanFailedError("InvalidFinding")
    if not (0 <= start < end <= length and 0.0 <= score <= 1.0):
        raise ScanFailedError("InvalidFinding")
    return Finding(entity, start, end, float(score), detector, why)


def checked(find: Callable[[], Sequence[Finding]], length: int) -> tuple[Finding, ...]:
    """Findings of a detector that runs in this process, held to the same rules as a worker's.

    Raises:
        ScanFailedError: it raised, or a finding lies outside the text. The cause is dropped: it may quote the text.
    """
    try:
        found = tuple(find())
    except Exception as error:  # noqa: BLE001  # whatever it was, the scan failed, and the call is refused
        raise ScanFailedError(type(error).__name__) from None
    if any(not 0 <= each.start < each.end <= length for each in found):
        raise ScanFailedError("InvalidFinding")
    return found
