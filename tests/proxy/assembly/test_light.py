"""Whoever reads or proves the log does not load, or depend on, what a guard needs for calls."""

from __future__ import annotations

import subprocess
import sys

READING = """
import sys
from proxy.assembly import exports, keeping, log, reading
from proxy.cli.configuration import audit_path
from proxy.services.audit import reading as looks
from proxy.services.exports import report
print(*(name for name in sys.modules))
"""
HEAVY = (
    "detectors.engine", "detectors.identifiers", "proxy.assembly.detection", "proxy.assembly.parts", "proxy.examine",
    "proxy.pipeline", "proxy.upstream", "proxy.workers", "httpx", "jinja2", "numpy", "pyarrow",
)  # fmt: skip


def test_reading_the_log_loads_no_detectors_no_pipeline_and_no_http_client() -> None:
    done = subprocess.run([sys.executable, "-c", READING], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert "proxy.assembly.log" in loaded
    assert loaded & set(HEAVY) == set()
