"""Detection loads and runs with the network refused: nothing is looked up, nothing is fetched, nothing is cached.

tldextract (behind Presidio's e-mail recognizer) would download a list at first use, and Presidio's spaCy engine a
model whose name it does not know. The child process below would note both attempts even if they were swallowed.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import network_guard
import pytest

if TYPE_CHECKING:
    from pathlib import Path

LOOK_UP_AND_SWALLOW = """
import contextlib, socket
with contextlib.suppress(OSError):
    socket.getaddrinfo("publicsuffix.invalid", 443)
with contextlib.suppress(OSError):
    socket.create_connection(("192.0.2.1", 443), timeout=0.1)
"""

CONNECT_TO_LOOPBACK = """
import socket
with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
    pass
"""

DETECT = """
from detectors.engine import Engine
engine = Engine()
engine.load()
text = "Write to Maria Delgado at maria.delgado@k12.example.co.uk or (206) 555-0147 about the bus."
found = {finding.base for finding in engine.patterns(text)}
assert "EMAIL" in found, found
assert "PHONE" in found, found
(names,) = engine.names([text])
assert names, "no name found"
"""


class Child:
    """Runs Python code under the network guard, with an empty home."""

    def __init__(self, folder: Path, guard_path: list[str]) -> None:
        self.guard_path = guard_path
        self.home = folder / "home"
        self.home.mkdir()
        self.log = folder / "network.log"

    def run(self, code: str) -> subprocess.CompletedProcess[str]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "SYSTEMROOT") if name in os.environ}
        environment = kept | {
            "HOME": str(self.home),
            "PYTHONPATH": os.pathsep.join(self.guard_path),
            "PYTHONDONTWRITEBYTECODE": "1",
            network_guard.LOG_VARIABLE: str(self.log),
        }
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, env=environment, cwd=self.home.parent, capture_output=True, text=True, timeout=120, check=False
        )

    def attempts(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []

    def cached(self) -> list[str]:
        return sorted(str(path.relative_to(self.home)) for path in self.home.rglob("*"))


@pytest.fixture
def child(tmp_path: Path, guard_path: list[str]) -> Child:
    return Child(tmp_path, guard_path)


def test_the_guard_itself_notes_attempts_that_are_swallowed(child: Child) -> None:
    done = child.run(LOOK_UP_AND_SWALLOW)
    assert done.returncode == 0, done.stderr
    assert child.attempts() == [
        "socket.getaddrinfo publicsuffix.invalid",
        "socket.getaddrinfo 192.0.2.1",
    ]


def test_the_guard_lets_loopback_through(child: Child) -> None:
    done = child.run(CONNECT_TO_LOOPBACK)
    assert done.returncode == 0, done.stderr
    assert child.attempts() == []


def test_detection_needs_no_network_and_leaves_no_cache(child: Child) -> None:
    done = child.run(DETECT)
    assert done.returncode == 0, done.stderr[-3000:]
    assert child.attempts() == []
    assert child.cached() == []
