"""Refuses and notes every look-up and connection that is not loopback, below all libraries: an audit hook.

A hook sees what the interpreter does, whatever wraps it, and cannot be taken out again. The log survives a library
that swallows the error. With `tests/offline/guard` and this folder on PYTHONPATH it is in force in a whole tree of
processes. uvloop connects without Python's knowledge; `.ci/run` therefore also starts the product in a network
namespace that holds nothing but loopback, where the system has such a thing.
"""

from __future__ import annotations

import ipaddress
import os
import sys
from pathlib import Path
from typing import Any, Final

LOG_VARIABLE: Final = "CHAPERONE_TEST_NETWORK_LOG"
LOOK_UPS: Final = frozenset(["socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"])
SENDS: Final = frozenset(["socket.connect", "socket.sendto", "socket.sendmsg"])


class NetworkRefusedError(OSError):
    """Something reached for another machine."""


def is_loopback(host: object) -> bool:
    """Whether a host name or address stays on this machine; None and the empty name do."""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host is None or host in {"", "localhost"}:
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def reached(event: str, args: tuple[Any, ...]) -> str | None:
    """The host that an audit event reaches for, if it is not this machine."""
    if event in LOOK_UPS:
        return None if is_loopback(args[0]) else str(args[0])
    if event in SENDS:
        address = args[1]
        if isinstance(address, tuple) and not is_loopback(address[0]):
            return str(address[0])
    return None


def install() -> None:
    """From now on, in this process, reaching for another machine raises; the log, if one is named, says so."""

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if not event.startswith("socket."):
            return
        host = reached(event, args)
        if host is not None:
            log = os.environ.get(LOG_VARIABLE)
            if log:
                with Path(log).open("a", encoding="utf-8") as file:
                    file.write(f"{event} {host}\n")
            raise NetworkRefusedError(f"{event} to {host!r}: only loopback is allowed here")

    sys.addaudithook(hook)
