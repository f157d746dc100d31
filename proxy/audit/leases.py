"""Which process writes, and whether another one still lives.

A process is known by machine and process-id namespace, boot, pid and the process's start time. Where we can look (same
machine, namespace and boot) the process table alone decides, so that a machine that slept for an hour does not declare
its own running processes dead. Elsewhere the lease decides, which a living process renews three times in its length.
"""

from __future__ import annotations

import os
import secrets
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from proxy.audit.stores.base import Instance

if TYPE_CHECKING:
    from collections.abc import Callable

LEASE_S: Final = 15.0
RENEWALS: Final = 3
"""How often a lease is renewed in its own time, so that one failure does not end it."""
RELEASED: Final = datetime.fromtimestamp(0, UTC)
"""End of the lease of an instance that stopped on purpose (a constant, so that a clock set back cannot mimic it)."""

_STARTTIME: Final = 19
"""Index of ``starttime`` (field 22 of ``/proc/PID/stat``, proc(5)) among the fields after the command's name."""


def this_process(now: datetime | None = None) -> Instance:
    """The instance for this process; a new id at every call, for one writer each."""
    return Instance(
        id=f"i-{secrets.token_hex(8)}",
        host=f"{socket.gethostname()}/{_pid_namespace()}",
        boot_id=_read("/proc/sys/kernel/random/boot_id").strip(),
        pid=os.getpid(),
        pid_started=process_started(os.getpid()),
        started=now or datetime.now(UTC),
    )


def process_started(pid: int) -> str:
    """When process `pid` started, in the kernel's clock ticks since boot; empty where there is no such process."""
    _, _, fields = _read(f"/proc/{pid}/stat").rpartition(")")
    parts = fields.split()
    return parts[_STARTTIME] if len(parts) > _STARTTIME else ""


def is_dead(
    other: Instance,
    lease_until: datetime,
    *,
    here: Instance,
    now: datetime,
    started: Callable[[int], str] = process_started,
) -> bool:
    """Whether `other` can no longer write finals, seen from `here`."""
    if other.id == here.id:
        return False
    comparable = bool(other.boot_id and other.pid_started)
    if comparable and (other.host, other.boot_id) == (here.host, here.boot_id):
        return started(other.pid) != other.pid_started or lease_until <= RELEASED
    return lease_until < now


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _pid_namespace() -> str:
    """Two containers on one machine share its boot id, and may share a host name, but not their process ids."""
    try:
        return str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        return ""
