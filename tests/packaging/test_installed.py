"""What is installed: our three top-level names are ours alone, and come from where this run says they do.

CHAPERONE_EXPECT_WHEEL=1 says that the built wheel is under test: then nothing may be imported from the checkout.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import distribution, distributions
from pathlib import Path

import pytest

import config
import detectors
import proxy

NAMES = ("proxy", "detectors", "config")
OURS = "chaperone-proxy"


def shipped_tops(record: str) -> set[str]:
    """Top-level import names in a RECORD: folders, modules and extension modules."""
    tops = (line.split(",", 1)[0].split("/", 1)[0] for line in record.splitlines())
    return {re.sub(r"\.(py|pyi|pth|[^/]*so|pyd)$", "", top) for top in tops}


def test_a_record_is_read_with_all_ways_to_ship_a_name() -> None:
    record = "proxy/__init__.py,sha256=x,1\nconfig.py,,\ndetectors.cpython-311-x86_64-linux.so,,\nother/config.py,,\n"
    assert shipped_tops(record) == {"proxy", "config", "detectors", "other"}


def test_no_other_distribution_ships_our_names() -> None:
    others = [found for found in distributions() if found.name != OURS]
    assert len(others) > 50
    thieves = {found.name for found in others if shipped_tops(found.read_text("RECORD") or "") & set(NAMES)}
    assert thieves == set()


def test_imports_come_from_where_this_run_says(tree: Path) -> None:
    places = {Path(module.__file__ or "").resolve() for module in (proxy, detectors, config)}
    in_checkout = {place.is_relative_to(tree.resolve()) and "site-packages" not in place.parts for place in places}
    assert in_checkout == {os.environ.get("CHAPERONE_EXPECT_WHEEL") != "1"}


def test_version_is_the_one_of_the_project(tree: Path) -> None:
    project = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert distribution(OURS).version == project["version"] == proxy.__version__


def test_it_cannot_be_uploaded_by_accident() -> None:
    assert "Private :: Do Not Upload" in distribution(OURS).metadata.get_all("Classifier", [])


def test_what_is_installed_asks_for_no_test_tools() -> None:
    everything = distribution(OURS).requires or []
    required = " ".join(each for each in everything if "extra ==" not in each)
    assert "httpx" in required
    assert not re.search(r"\b(pytest|mypy|ruff|hypothesis|openai|pyarrow)", required)
    assert {each.partition("extra == ")[2] for each in everything if "extra ==" in each} == {"'ocr'", "'parquet'"}


@pytest.mark.parametrize("command", [["-m", "proxy"], ["-I", "-m", "proxy"]], ids=["plain", "isolated"])
def test_the_module_is_the_command(command: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, *command, "--help"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "serve" in done.stdout
    assert "check-config" in done.stdout
