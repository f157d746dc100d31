"""What a worker gives up before it sees a document: network, new programs, writing, core dumps, memory without end.

Three layers, each enough alone against a bug and together against a parser turned hostile: resource limits of the
kernel; a seccomp filter on Linux (x86-64 and ARM64) that denies the system calls; an audit hook of the interpreter
(PEP 578) that denies the same from Python on every platform.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import struct
import sys
from pathlib import Path
from typing import Final

_NO_NEW_PRIVILEGES, _DUMPABLE, _SECCOMP, _FILTER = 38, 4, 22, 2
"""Numbers of prctl(2)."""

_LOAD, _EQUAL, _FROM, _RETURN = 0x20, 0x15, 0x35, 0x06
"""Instructions of classic BPF: load a word, jump if equal, jump if not less, return."""
_OTHER_NUMBERS: Final = 0x40000000
"""From here on the same machine counts its system calls a second way (x32)."""
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 1
"""SECCOMP_RET_ALLOW; SECCOMP_RET_ERRNO with EPERM."""

_CALLS: Final = {
    # socket, connect, accept, bind, listen, accept4, sendto, sendmsg, execve, execveat, ptrace, process_vm_readv,
    # process_vm_writev, io_uring_setup, kill
    "x86_64": (0xC000003E, (41, 42, 43, 49, 50, 288, 44, 46, 59, 322, 101, 310, 311, 425, 62)),
    "aarch64": (0xC00000B7, (198, 203, 202, 200, 201, 242, 206, 211, 221, 281, 117, 270, 271, 425, 129)),
}
"""Machine -> (its audit architecture, system calls that reading a document never needs)."""

_DENIED: Final = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.system",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.rmdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "shutil.",
    "ctypes.",
    "os.kill",
    "ftplib.",
    "http.",
    "smtplib.",
    "urllib.",
    "webbrowser.",
    "os.putenv",
)
_WRITING: Final = frozenset("wax+")
_CHANGING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def limit(*, memory_bytes: int) -> None:
    """Bound what this process may take from now on: address space beyond what it has, files, core dumps."""
    used = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize() if _linux() else 0
    most = used + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_cpu(seconds: int) -> None:
    """Let the kernel end this process after so many more seconds of processor time."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime) + 1
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, hard))


def cut_off() -> None:
    """Give up network and new programs by the kernel, for good; where it cannot, `lock` does the same later."""
    if _linux():
        _filter_calls()


def lock() -> None:
    """Give up network, new programs and writing, for good. After it nothing more can be loaded that links libraries."""
    sys.addaudithook(_watch)


def _linux() -> bool:
    return sys.platform == "linux"


def _filter_calls() -> None:
    """Set the filter; where the machine is unknown or the kernel has none, the other layers stand."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_DUMPABLE, 0, 0, 0, 0)
    if platform.machine() not in _CALLS or libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return
    architecture, calls = _CALLS[platform.machine()]
    program = b"".join(_instructions(architecture, calls))
    buffer = ctypes.create_string_buffer(program)
    head = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    libc.prctl(_SECCOMP, _FILTER, ctypes.c_char_p(head), 0, 0)


def _instructions(architecture: int, calls: tuple[int, ...]) -> list[bytes]:
    """Load the architecture, deny all of a foreign one; load the number, deny those of the list; allow the rest."""

    def step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
        return struct.pack("HBBI", code, then, otherwise, value)

    steps = [step(_LOAD, 4), step(_EQUAL, architecture, 1, 0), step(_RETURN, _DENY), step(_LOAD, 0)]
    steps.append(step(_FROM, _OTHER_NUMBERS, len(calls) + 1, 0))
    for index, call in enumerate(calls):
        steps.append(step(_EQUAL, call, len(calls) - index, 0))
    return [*steps, step(_RETURN, _ALLOW), step(_RETURN, _DENY)]


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_DENIED):
        raise PermissionError(event)
    if event == "open":
        _, mode, flags = arguments
        if (isinstance(mode, str) and _WRITING & set(mode)) or (isinstance(flags, int) and flags & _CHANGING):
            raise PermissionError(event)
