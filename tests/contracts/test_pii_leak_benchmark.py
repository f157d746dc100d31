"""PyPI's pii-leak-benchmark against `bench/harness.sh`: CLEAN for both duties."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def harness(tree: Path) -> Iterator[tuple[int, int]]:
    """The proxy as harnesses get it: (its port, the port of its upstream)."""
    port, upstream = free_port(), free_port()
    command = [str(tree / "bench" / "harness.sh"), "--upstream", f"http://127.0.0.1:{upstream}", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--key", "sk-bench"], stdout=subprocess.PIPE, env={**os.environ, "PYTHON": sys.executable}
    )
    assert process.stdout is not None
    assert f"ready on http://127.0.0.1:{port}" in process.stdout.readline().decode()
    yield port, upstream
    process.terminate()
    assert process.wait(40) == 0
    process.stdout.close()


@pytest.mark.parametrize("duty", ["restore", "anonymize"])
def test_selfcheck_is_clean(harness: tuple[int, int], duty: str, tmp_path: Path) -> None:
    port, upstream = harness
    command = [sys.executable, "-m", "pii_leak_benchmark.cli", "selfcheck"]
    options = ["--target-base-url", f"http://127.0.0.1:{port}/v1", "--target-api-key", "sk-bench", "--duty", duty]
    capture = ["--capture-port", str(upstream)]
    whole = [*command, *options, *capture]
    done = subprocess.run(whole, capture_output=True, text=True, timeout=120, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "CLEAN" in done.stdout
