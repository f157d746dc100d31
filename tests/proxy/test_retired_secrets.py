"""Secrets that were in use before are found again, and a change of secrets loses none at any moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from config.loading import load
from proxy import installation
from proxy.installation import AssemblyError, master_secret, replace_secret, retired_secrets, secret_id

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """\
data_dir: data
providers:
  - id: main
    base_url: https://api.example.org/v1
    models: [small]
    approval: {by: IT, on: 2026-01-15, expires: 2098-12-31, reference: Board 7, tier: T2}
"""


@pytest.fixture
def settings(tmp_path: Path):
    return configured(tmp_path)


def configured(folder: Path, more: str = ""):
    path = folder / "chaperone.yaml"
    path.write_text(CONFIG + more)
    return load(path, {}).settings


def test_every_secret_that_was_is_kept_the_newest_first(settings, tmp_path: Path) -> None:
    seen = [master_secret(settings)]
    for _ in range(3):
        replace_secret(settings)
        seen.insert(0, master_secret(settings))
    assert len(set(seen)) == 4
    assert list(retired_secrets(settings)) == seen[1:]
    for name in ("secret", "secret.retired"):
        assert (tmp_path / "data" / name).stat().st_mode & 0o077 == 0
    assert secret_id(seen[0]) != secret_id(seen[1])
    assert seen[0].decode() not in secret_id(seen[0])


def test_a_change_that_dies_between_its_two_files_loses_no_secret(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    before = master_secret(settings)
    write, calls = installation._write, []

    def dies_second(path: Path, text: str) -> None:
        calls.append(path)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        write(path, text)

    monkeypatch.setattr(installation, "_write", dies_second)
    with pytest.raises(OSError, match="No space"):
        replace_secret(settings)
    assert master_secret(settings) == before
    monkeypatch.undo()
    replace_secret(settings)
    assert before in retired_secrets(settings)


def test_files_that_the_operator_names_come_first_and_must_be_good(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("a" * 40 + "\n" + "b" * 40 + "\n")
    settings = configured(tmp_path, "retired_secret_files: [old]\n")
    assert retired_secrets(settings) == (b"b" * 40, b"a" * 40)
    (tmp_path / "old").write_text("short\n")
    with pytest.raises(AssemblyError, match="at least 32"):
        retired_secrets(settings)
    (tmp_path / "old").unlink()
    with pytest.raises(AssemblyError, match="cannot be read"):
        retired_secrets(settings)


def test_a_configured_secret_is_changed_where_it_is_configured(tmp_path: Path) -> None:
    settings = configured(tmp_path, f"secret: {'0123456789abcdef' * 4}\n")
    with pytest.raises(AssemblyError, match="retired_secret_files"):
        replace_secret(settings)
    assert not (tmp_path / "data").exists()


def test_there_is_nothing_to_change_before_the_first_start(settings) -> None:
    with pytest.raises(AssemblyError, match="no secret yet"):
        replace_secret(settings)
