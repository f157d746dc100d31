from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from detectors.tagger.model import NameModel
from detectors.tagger.session import FOLDER, VOCABULARY, WEIGHTS, ModelFileError, read_manifest, verify

if TYPE_CHECKING:
    from pathlib import Path

LIMIT_BYTES = 25_000_000


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The shipped folder again, the weights as a link."""
    for path in FOLDER.iterdir():
        if path.name == WEIGHTS:
            (tmp_path / path.name).symlink_to(path)
        elif path.is_file():
            shutil.copy(path, tmp_path)
    return tmp_path


def test_the_shipped_model_is_whole_and_small() -> None:
    manifest = verify()
    assert set(manifest.points) == {"recall", "balanced", "precision"}
    assert sum(path.stat().st_size for path in FOLDER.iterdir() if path.is_file()) <= LIMIT_BYTES


@pytest.mark.parametrize("name", [WEIGHTS, VOCABULARY])
def test_a_changed_file_is_never_run(copy: Path, name: str) -> None:
    content = (copy / name).read_bytes()
    (copy / name).unlink()
    (copy / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(ModelFileError, match="SHA-256"):
        NameModel(folder=copy).load()


@pytest.mark.parametrize("name", [WEIGHTS, VOCABULARY, "model.json"])
def test_a_missing_file_stops_the_start(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelFileError):
        NameModel(folder=copy).load()


def test_a_manifest_that_is_none_stops_the_start(copy: Path) -> None:
    (copy / "model.json").write_text("[]")
    with pytest.raises(ModelFileError):
        verify(copy)


def test_the_version_changes_with_weights_and_points(copy: Path) -> None:
    before = read_manifest(copy)
    fields = json.loads((copy / "model.json").read_text())
    fields["operating_points"]["balanced"] = 0.99
    (copy / "model.json").write_text(json.dumps(fields))
    assert read_manifest(copy).version != before.version == read_manifest().version


def test_an_unknown_operating_point_stops_the_start() -> None:
    with pytest.raises(KeyError):
        NameModel("brave").load()
