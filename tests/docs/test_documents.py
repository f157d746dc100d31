"""The documents hold: commands they name exist, links lead somewhere, decisions are numbered and found."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")


def documents(tree: Path) -> list[Path]:
    """All pages that people read."""
    return [tree / name for name in DOCUMENTS] + sorted((tree / "docs").rglob("*.md"))


def targets(tree: Path) -> set[str]:
    """The Makefile's targets that a person may call."""
    return set(re.findall(r"^([a-z]+):", (tree / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def decisions(tree: Path) -> list[Path]:
    """The decision records, in order."""
    return sorted(path for path in (tree / "docs" / "decisions").iterdir() if path.name != "README.md")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_document_is_there(tree: Path, name: str) -> None:
    assert (tree / name).read_text(encoding="utf-8").startswith("# ")


def test_the_readme_starts_with_the_two_commands(tree: Path) -> None:
    readme = (tree / "README.md").read_text(encoding="utf-8")
    assert "make run" in readme
    assert "make test" in readme


def test_each_make_target_that_is_named_exists(tree: Path) -> None:
    command = re.compile(r"(?:`|^\s*\$?\s*)make ([a-z]+)\b", re.MULTILINE)
    named = {match for page in documents(tree) for match in command.findall(page.read_text(encoding="utf-8"))}
    assert {"run", "test"} <= named <= targets(tree)


def test_each_phony_target_exists(tree: Path) -> None:
    (phony,) = re.findall(r"^\.PHONY: (.*)$", (tree / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(phony.split()) == targets(tree)


def test_links_lead_to_files(tree: Path) -> None:
    dead = [
        f"{page.relative_to(tree)}: {link}"
        for page in documents(tree)
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in link and not link.startswith("mailto:") and not (page.parent / link).exists()
    ]
    assert dead == []


def test_decisions_are_numbered_and_no_number_is_used_twice(tree: Path) -> None:
    names = [path.name for path in decisions(tree)]
    assert all(re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", name) for name in names)
    assert len({name[:4] for name in names}) == len(names) > 1


def test_decisions_carry_their_number_and_status(tree: Path) -> None:
    for path in decisions(tree):
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        assert re.search(r"^Status: (accepted|superseded)", text, re.MULTILINE), path.name


def test_each_decision_is_listed(tree: Path) -> None:
    listed = (tree / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in decisions(tree) if f"({path.name})" not in listed] == []


def test_the_changelog_knows_this_version(tree: Path) -> None:
    project = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changes = (tree / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## [{project['version']}]" in changes
    assert "\n## [Unreleased]" in changes
