"""A runner for the command line, and a configuration whose data folder is the test's own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
import typer.testing
from typer.testing import CliRunner

from proxy.cli import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

CONFIG = """\
tenant: {id: default}
data_dir: data
listen: {port: 0}
providers:
  - id: main
    base_url: https://api.example.org/v1
    api_key: ${PROVIDER_KEY:-sk-canary-of-the-provider}
    models: [small, large]
    approval: {by: Privacy office, on: 2026-01-15, expires: 2098-12-31, reference: Board 7, tier: T2}
callers:
  - {id: maya, key_hash: 0000000000000000000000000000000000000000000000000000000000001111, expires: 2098-12-31}
"""


@pytest.fixture(scope="session")
def _app() -> Iterator[typer.Typer]:
    """One for all tests: the runner would make its whole tree of commands anew for each call (0.2 s)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.testing, "_get_command", cache(typer.testing._get_command))
        yield build()


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CHAPERONE_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "chaperone.yaml"
    path.write_text(CONFIG, encoding="utf-8")
    return path


@pytest.fixture
def chaperone(_app: typer.Typer) -> Callable[..., Result]:
    """Runs `chaperone` with arguments; a bug is raised rather than turned into an exit code."""

    def run(*arguments: object) -> Result:
        return CliRunner().invoke(_app, [str(each) for each in arguments], catch_exceptions=False)

    return run
