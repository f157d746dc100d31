"""The lock files: each line pinned and hashed, no address, complete for pyproject.toml; licences in NOTICE."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from pathlib import Path

LOCKS = ("run", "dev", "build", "lock")
LINE = re.compile(r"#.*|[a-z0-9][a-z0-9.-]*==[0-9][0-9a-z.+!]*( ; [^/@:]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?")


@dataclass(frozen=True, slots=True)
class Pin:
    """One locked package."""

    version: str
    hashes: frozenset[str]


def read_lock(tree: Path, name: str) -> dict[str, Pin]:
    """Name -> pin, of one lock file."""
    text = (tree / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    pins: dict[str, Pin] = {}
    for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]:
        package, version = entry.split(maxsplit=1)[0].split("==")
        pins[package] = Pin(version, frozenset(re.findall(r"sha256:([0-9a-f]{64})", entry)))
    return pins


def asked(tree: Path, *groups: str) -> list[Requirement]:
    """What pyproject.toml asks for: its dependencies, or those of dependency groups."""
    project = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))
    lines = [line for group in groups for line in project["dependency-groups"][group]] if groups else []
    return [Requirement(line) for line in lines or project["project"]["dependencies"]]


@pytest.mark.parametrize("name", LOCKS)
def test_every_line_is_a_pin_or_a_hash_and_holds_no_address(tree: Path, name: str) -> None:
    lines = (tree / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []


def test_the_lock_of_the_javascript_clients_is_pinned_hashed_and_names_no_registry(tree: Path) -> None:
    lock = json.loads((tree / "tests/contracts/javascript/package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert len(packages) > len(lock["packages"][""]["dependencies"])
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_hashes(tree: Path, name: str) -> None:
    pins = read_lock(tree, name)
    assert pins
    assert [package for package, pin in pins.items() if not pin.hashes] == []


@pytest.mark.parametrize("name", ["run", "build"])
def test_the_development_lock_holds_the_same_pins(tree: Path, name: str) -> None:
    assert read_lock(tree, name).items() <= read_lock(tree, "dev").items()


@pytest.mark.parametrize(
    ("name", "groups"),
    [("run", ()), ("build", ("build",)), ("dev", ()), ("dev", ("build", "test", "lint")), ("lock", ("lock",))],
)
def test_the_lock_answers_what_the_project_asks(tree: Path, name: str, groups: tuple[str, ...]) -> None:
    pins = read_lock(tree, name)
    missing = [
        str(wanted)
        for wanted in asked(tree, *groups)
        if (pin := pins.get(canonicalize_name(wanted.name))) is None or not wanted.specifier.contains(pin.version)
    ]
    assert missing == []


def test_the_build_backend_is_locked_too(tree: Path) -> None:
    project = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))
    pins = read_lock(tree, "build")
    for line in project["build-system"]["requires"]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(pins[canonicalize_name(wanted.name)].version)


def test_this_run_uses_the_locked_versions(tree: Path) -> None:
    differing = {}
    for package, pin in read_lock(tree, "dev").items():
        try:
            installed = distribution(package).version
        except PackageNotFoundError:
            continue  # not for this platform
        if installed != pin.version:
            differing[package] = (installed, pin.version)
    assert differing == {}


def test_notice_names_each_component_and_its_licence(tree: Path) -> None:
    rows = re.findall(r"^([a-z0-9-]+) {2,}(\S.*)$", (tree / "NOTICE").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(name for name, _ in rows) == sorted(read_lock(tree, "run"))


def test_no_component_is_under_a_licence_that_binds_ours(tree: Path) -> None:
    """GPL and AGPL are out; LGPL and MPL may be imported unmodified; an exception clause makes a GPL part usable."""
    copyleft = re.compile(r"\bA?GPL|GNU (Affero )?General Public")
    bound = []
    for package in read_lock(tree, "run"):
        try:
            metadata = distribution(package).metadata
        except PackageNotFoundError:
            continue  # not for this platform
        licences = [line for line in metadata.get_all("Classifier", []) if line.startswith("License")]
        licences += metadata.get_all("License-Expression", [])
        licences += [text.partition("\n")[0] for text in metadata.get_all("License", [])]
        if copyleft.search(" ".join(licences)):
            bound.append(package)
    assert bound == []
