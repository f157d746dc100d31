"""The wheel holds the three packages, whole, with their data; nothing else; and the same bytes each time."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

PACKAGES = ("proxy", "detectors", "config")


def build(tree: Path, into: Path) -> Path:
    """The wheel of a checkout."""
    return Path(next(WheelBuilder(str(tree)).build(directory=str(into), versions=["standard"])))


@pytest.fixture(scope="module")
def wheel(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tree, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    return set(zipfile.ZipFile(wheel).namelist())


def test_it_holds_every_file_of_the_packages_and_no_other(tree: Path, names: set[str]) -> None:
    files = (file for package in PACKAGES for file in (tree / package).rglob("*") if file.is_file())
    expected = {str(file.relative_to(tree)) for file in files if "__pycache__" not in file.parts}
    assert {name for name in names if ".dist-info/" not in name} == expected


def test_typing_markers_and_defaults_are_inside(names: set[str]) -> None:
    assert {f"{package}/py.typed" for package in PACKAGES} <= names
    assert [name for name in names if name.startswith("config/defaults/") and name.endswith(".yaml")]


def test_licence_and_notice_travel_along(tree: Path, wheel: Path, names: set[str]) -> None:
    for text in ("LICENSE", "NOTICE"):
        (inside,) = (name for name in names if name.endswith(f".dist-info/licenses/{text}"))
        assert zipfile.ZipFile(wheel).read(inside) == (tree / text).read_bytes() != b""


def test_the_command_is_an_entry_point(wheel: Path, names: set[str]) -> None:
    (inside,) = (name for name in names if name.endswith("entry_points.txt"))
    assert "chaperone = proxy.cli:main" in zipfile.ZipFile(wheel).read(inside).decode()


def test_two_builds_give_the_same_bytes(tree: Path, wheel: Path, tmp_path: Path) -> None:
    assert build(tree, tmp_path).read_bytes() == wheel.read_bytes()
