"""The tree itself: portable, no machine's paths or registry addresses, small files, scripts that can be started."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MADE = {".git", ".venv", ".venv-model", ".model", "dist", "build", "var", "__pycache__", ".hypothesis"}
LONG = {"requirements/dev.txt", "requirements/run.txt", "tests/contracts/javascript/package-lock.json"}  # hashes
DATA = re.compile(r"(^|/)(lexicons|model)/|\.(jsonl|tsv|csv|bin|gz|svg|min\.js|min\.css)$")
MACHINE = re.compile(r"(^|[^A-Za-z0-9_])/(work|farm|root|Users|home/[a-z]+)/[A-Za-z.]")
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|npmjs\.org|deb\.debian\.org|--(extra-)?index[-]url|--find[-]links")


def files(tree: Path) -> Iterator[tuple[str, Path]]:
    """Each file that belongs to the project, with its name relative to the tree."""
    for folder, folders, names in os.walk(tree):
        folders[:] = [name for name in folders if name not in MADE and not name.endswith(("_cache", ".egg-info"))]
        for name in names:
            path = Path(folder, name)
            yield str(path.relative_to(tree)), path


def lines(path: Path) -> list[str]:
    """The lines of a text file; none of a binary one."""
    raw = path.read_bytes()
    return [] if b"\0" in raw else raw.decode("utf-8").splitlines()


def test_no_file_names_a_registry_or_a_path_of_one_machine(tree: Path) -> None:
    hits = [
        f"{name}:{number}"
        for name, path in files(tree)
        for number, line in enumerate(lines(path), 1)
        if MACHINE.search(line) or REGISTRY.search(line)
    ]
    assert hits == []


def test_files_are_short_enough_to_read(tree: Path) -> None:
    texts = ((name, path) for name, path in files(tree) if name not in LONG and not DATA.search(name))
    assert {name: size for name, path in texts if (size := len(lines(path))) > 500} == {}


def test_scripts_can_be_started(tree: Path) -> None:
    scripts = [path for _, path in files(tree) if path.read_bytes().startswith(b"#!")]
    assert tree / ".ci" / "run" in scripts
    assert [path.name for path in scripts if not os.access(path, os.X_OK)] == []


def test_the_licence_is_the_apache_licence(tree: Path) -> None:
    text = " ".join((tree / "LICENSE").read_text(encoding="utf-8").split())
    assert text.startswith("Apache License Version 2.0, January 2004")
    assert all(f" {number}. " in text for number in range(1, 10))
    assert "END OF TERMS AND CONDITIONS" in text
