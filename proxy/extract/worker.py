"""The child process: one document in, its passages out, again and again until it is told to stop or killed.

Frames on standard input and output: 4 bytes of length (big-endian), then the payload. The first frame in is JSON: the
limits. A job is the kind's name, a line end, and the document. A reply is JSON; it carries text of the document and
never anything else of it: no error message, no name of a file.
"""

from __future__ import annotations

import io
import json
import os
import sys
from typing import TYPE_CHECKING, BinaryIO, Final

from proxy.extract import confine, parsing
from proxy.extract.gathering import Gathering
from proxy.extract.limits import Limits
from proxy.extract.reasons import Reason, Unreadable
from proxy.extract.sniff import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

_LENGTH: Final = 4
_RECURSION: Final = 600
"""Parsers recurse over what a document nests; the C stack must not be the first to give in."""


def main() -> int:
    """Serve until standard input ends."""
    jobs, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    sys.stdout = sys.stderr = io.StringIO()  # what a library prints goes nowhere
    options = json.loads(_read(jobs))
    limits, ocr = Limits(**options["limits"]), bool(options["ocr"])
    cpu_s = limits.cpu_s * _prepare(limits, ocr=ocr)
    _write(replies, b"{}")
    while job := _read(jobs):
        confine.limit_cpu(cpu_s)
        _write(replies, _do(job, limits, ocr=ocr))
    return 0


def _prepare(limits: Limits, *, ocr: bool) -> int:
    """Load, then give up what is not needed; returns how many times the processor time is due."""
    confine.cut_off()  # before the models are loaded: what is missing is not fetched
    extra, times = 0, 1
    if ocr:
        from proxy.extract import ocr as engine  # noqa: PLC0415  loads models, only where wanted

        engine.load()
        extra, times = engine.MEMORY_BYTES, engine.TIMES_CPU
    sys.setrecursionlimit(_RECURSION)
    confine.lock()
    confine.limit(memory_bytes=limits.memory_bytes + extra)
    return times


def _do(job: bytes, limits: Limits, *, ocr: bool) -> bytes:
    head, _, data = job.partition(b"\n")
    into = Gathering(limits, ocr=ocr)
    try:
        parsing.read(data, Kind(head.decode("ascii")), into)
    except Unreadable as error:
        return _packed({"reason": error.reason})
    except MemoryError:
        return _packed({"reason": Reason.TOO_LARGE, "spent": True})
    except RecursionError:
        return _packed({"reason": Reason.TOO_DEEP, "spent": True})
    except Exception:  # noqa: BLE001  whatever a parser trips over; its message stays here
        return _packed({"reason": Reason.DAMAGED})
    return _packed({"passages": into.passages, "unread": into.unread})


def _packed(reply: Mapping[str, object]) -> bytes:
    return json.dumps(reply).encode("ascii")


def _read(stream: BinaryIO) -> bytes:
    head = stream.read(_LENGTH)
    return stream.read(int.from_bytes(head, "big")) if len(head) == _LENGTH else b""


def _write(stream: BinaryIO, payload: bytes) -> None:
    stream.write(len(payload).to_bytes(_LENGTH, "big") + payload)
    stream.flush()


if __name__ == "__main__":
    sys.exit(main())
