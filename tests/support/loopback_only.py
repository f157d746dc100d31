"""Starts a command where loopback is the only network: ``unshare -rn -- python loopback_only.py COMMAND ...``.

In a fresh network namespace even loopback is down. This brings it up, then becomes the command.
"""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import sys

SIOCGIFFLAGS = 0x8913
SIOCSIFFLAGS = 0x8914
IFF_UP = 0x1


def bring_up(interface: bytes = b"lo") -> None:
    """Set an interface's UP flag, as `ip link set lo up` does.

    Raises:
        OSError: this process may not.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sh14x", interface, 0)
        (flags,) = struct.unpack_from("h", fcntl.ioctl(control, SIOCGIFFLAGS, request), 16)
        fcntl.ioctl(control, SIOCSIFFLAGS, struct.pack("16sh14x", interface, flags | IFF_UP))


if __name__ == "__main__":
    bring_up()
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 # becoming the command is the purpose
