"""PyPI's pii-leak-benchmark against `bench/harness.sh`: CLEAN for both duties, and its second profile in full."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


SECOND_PROFILE = {
    "outcome": "pass",
    "fidelity_rate": 1.0,
    "leak_single_chunk": 0.0,
    "leak_adversarial": 0.0,
    "request_path_leak": [],
    "echo_observable": 32,
    "cases_applicable": 32,
    "inconclusive": 0,
    "schema_valid": True,
}


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


def test_the_second_profile_passes_in_full(harness: tuple[int, int], tmp_path: Path) -> None:
    """Both halves at once: the caller's own values come back, values that the caller never sent do not get out.

    Every value is cut at each of its inner places; a second pass looks for first parts of values that left before
    their rest was masked.
    """
    port, upstream = harness
    command = [sys.executable, "-m", "pii_leak_benchmark.v2_cli", "--only", "chaperone", "--seed", "c4a9e0f1d2b38576"]
    gateway = ["--gateway-url", f"http://127.0.0.1:{port}/v1/chat/completions", "--upstream-port", str(upstream)]
    depth = ["--exhaustive-splits", "--partial-emission", "--validate"]
    output = ["--out", str(tmp_path / "v2"), "--json-out", str(tmp_path / "summary.json")]
    done = subprocess.run(
        [*command, *gateway, *depth, *output],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=tmp_path,
        check=False,
        env={**os.environ, "CONFORMANCE_TARGET_API_KEY": "sk-bench"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (row,) = json.loads((tmp_path / "summary.json").read_text())["rows"]
    assert row | SECOND_PROFILE == row, row
    (emission,) = (tmp_path / "v2").glob("*.partial-emission.json")
    assert json.loads(emission.read_text())["metrics"]["partial_emission_rate"]["overall"] == 0
