"""The catalogue is complete: every label that a detector can report has its facts, and the page shows all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors import identifiers, names
from detectors.arbitration import KEEP
from detectors.entities import ENTITIES
from detectors.entity_variants import VARIANTS
from proxy.services.quality.catalogue import CLASSES, entries, families, markdown

if TYPE_CHECKING:
    from pathlib import Path


def test_every_entity_that_a_detector_reports_has_its_facts() -> None:
    reported = {entity.partition(".")[0] for each in (*identifiers.ALL, *names.ALL) for entity in each.entities}
    assert reported <= ENTITIES.keys() | {KEEP}
    assert [entry.label for entry in entries()] == list(ENTITIES)


def test_every_suffix_stands_with_its_label() -> None:
    reported = {entity for each in identifiers.ALL for entity in each.entities if "." in entity}
    shown = {f"{entry.label}.{suffix}" for entry in entries() for suffix in entry.suffixes}
    assert reported <= shown


def test_facts_are_filled_in() -> None:
    for entry in entries():
        info = entry.info
        assert info.sensitivity in CLASSES
        assert all((info.description, info.citation, info.found_by, info.example, info.treatment)), entry.label


def test_the_page_shows_every_label_and_family() -> None:
    page = markdown()
    assert all(f"| `{label}` |" in page for label in (*ENTITIES, *VARIANTS))
    assert all(f"`{family}`" in page for family in families())
    assert "## What it does not catch" in page


def test_the_page_in_the_documentation_is_this_one(tree: Path) -> None:
    page = (tree / "docs" / "entities.md").read_text(encoding="utf-8")
    assert page == markdown() + "\n", "run `make entities`"
