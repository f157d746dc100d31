"""`chaperone check-config`: problems, warnings and exit codes, for people and for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from proxy.cli.output import FINDING, OK, USAGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


def test_a_good_configuration(chaperone: Callable[..., Result], config: Path) -> None:
    result = chaperone("check-config", config)
    assert result.exit_code == OK
    assert "can be used" in result.stderr
    assert result.stdout == ""


def test_without_a_file_the_demonstration_is_checked(chaperone: Callable[..., Result]) -> None:
    result = chaperone("check-config", "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["ok"], report["file"]) == (OK, True, None)


def test_problems_have_their_place_and_what_was_meant(chaperone: Callable[..., Result], config: Path) -> None:
    config.write_text(config.read_text().replace("approval:", "aproval:").replace("https:", "http:"))
    result = chaperone("check-config", config)
    assert result.exit_code == USAGE
    assert (
        f"error: {config}:9:5: providers[0].aproval: is not a setting here (did you mean 'approval'?)" in result.stderr
    )
    assert f"error: {config}:6:15: providers[0].base_url: must be https" in result.stderr
    assert "2 problems" in result.stderr
    assert "sk-canary" not in result.output


def test_problems_as_json(chaperone: Callable[..., Result], config: Path) -> None:
    config.write_text(config.read_text().replace("data_dir", "datadir"))
    result = chaperone("check-config", config, "--json")
    (problem,) = json.loads(result.stdout)["problems"]
    assert result.exit_code == USAGE
    assert problem == {
        "file": str(config),
        "line": 2,
        "column": 1,
        "path": "datadir",
        "message": "is not a setting here",
        "suggestion": "data_dir",
    }


@pytest.mark.parametrize(
    ("old", "new"), [("expires: 2098-12-31, ref", "expires: 2026-01-16, ref"), ("2026-01-15", "2098-01-01")]
)
def test_an_approval_not_in_force_is_a_finding(
    chaperone: Callable[..., Result], config: Path, old: str, new: str
) -> None:
    config.write_text(config.read_text().replace(old, new))
    result = chaperone("check-config", config)
    assert result.exit_code == FINDING
    assert "warning: " in result.stderr
    assert "calls are refused" in result.stderr


def test_a_file_that_is_not_there(chaperone: Callable[..., Result], tmp_path: Path) -> None:
    result = chaperone("check-config", tmp_path / "none.yaml")
    assert result.exit_code == USAGE
    assert "cannot be read (No such file or directory)" in result.stderr


def test_the_schema_for_editors(chaperone: Callable[..., Result]) -> None:
    schema = json.loads(chaperone("check-config", "--schema").stdout)
    assert schema["title"] == "Chaperone configuration"
