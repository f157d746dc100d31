"""What reading one document may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one document, embedded files included. Everything beyond them makes the document unreadable.

    Attributes:
        wall_s: seconds from the start of the reading to its end; then the worker is killed.
        cpu_s: seconds of processor time; the kernel kills the worker.
        memory_bytes: address space a worker may take beyond what its libraries need (RLIMIT_AS).
        input_bytes: size of the document as it came.
        unpacked_bytes: size of everything unpacked from it, all levels together.
        output_chars: characters of text that may come out.
        parts: parts, objects and embedded files, all levels together.
        depth: levels of files inside files.
    """

    wall_s: float = 20.0
    cpu_s: int = 15
    memory_bytes: int = 512 * 2**20
    input_bytes: int = 32 * 2**20
    unpacked_bytes: int = 128 * 2**20
    output_chars: int = 4_000_000
    parts: int = 20_000
    depth: int = 3
