"""`chaperone keys create` and `chaperone providers`: what they print can be put into a configuration as it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from config.loading import load
from config.problems import ConfigError
from proxy.callers.keys import hash_key
from proxy.cli.output import USAGE
from proxy.cli.providers import OTHER, PRESETS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


def test_a_key_is_shown_once_and_its_lines_let_it_in(chaperone: Callable[..., Result], config: Path) -> None:
    result = chaperone("keys", "create", "--id", "nurse", "--unit", "Nurse's office: north", "--role", "reviewer")
    key, _, lines = result.stdout.partition("\n")
    config.write_text(config.read_text() + lines)
    caller = load(config, {}).settings.callers[1]
    assert (caller.id, caller.role, caller.unit) == ("nurse", "reviewer", "Nurse's office: north")
    assert caller.key_hash == hash_key(key)
    assert caller.expires == (datetime.now(UTC) + timedelta(days=365)).date()
    assert key not in lines + result.stderr


def test_a_key_as_json(chaperone: Callable[..., Result]) -> None:
    arguments = ("keys", "create", "--id", "bot", "--app", "webui", "--expires", "2027-06-30", "--json")
    first, second = (json.loads(chaperone(*arguments).stdout) for _ in range(2))
    assert (first["id"], first["app"], first["expires"], first["role"]) == ("bot", "webui", "2027-06-30", "staff")
    assert first["key_hash"] == hash_key(first["key"])
    assert first["key"] != second["key"]


@pytest.mark.parametrize(
    ("option", "value"), [("--id", "a b"), ("--role", "boss"), ("--expires", "tomorrow"), ("--unit", "a\nb")]
)
def test_a_wrong_option_is_named_and_no_key_is_made(chaperone: Callable[..., Result], option: str, value: str) -> None:
    given = {"--id": "x", option: value}
    result = chaperone("keys", "create", *(part for pair in given.items() for part in pair))
    assert result.exit_code == USAGE
    assert result.stderr.startswith(f"{option} must be")
    assert result.stdout == ""


@pytest.mark.parametrize("name", [*PRESETS, "openai-eu", "other"])
def test_the_lines_of_a_provider_load_once_they_are_filled_in(
    chaperone: Callable[..., Result], tmp_path: Path, name: str
) -> None:
    lines = chaperone("providers", "add", name).stdout
    path = tmp_path / "new.yaml"
    env = {preset.key: "sk-x" for preset in (*PRESETS.values(), OTHER) if preset.key}
    path.write_text("providers:\n" + lines)
    with pytest.raises(ConfigError) as caught:
        load(path, env)
    assert [each.path for each in caught.value.problems] == [
        "providers[0].approval.by",
        "providers[0].approval.reference",
    ]
    path.write_text("providers:\n" + lines.replace("TO FILL IN, ", ""))
    (provider,) = load(path, env).settings.providers
    assert provider.id == name
    assert 10 <= lines.count("\n") <= 11


def test_a_provider_needs_a_proper_name(chaperone: Callable[..., Result]) -> None:
    assert chaperone("providers", "add", "a b").exit_code == USAGE


def test_providers_are_listed_without_their_keys(chaperone: Callable[..., Result], config: Path) -> None:
    result = chaperone("providers", "ls", "-c", config)
    assert "small, large" in result.stdout
    assert "approved" in result.stdout
    (row,) = map(json.loads, chaperone("providers", "ls", "-c", config, "--json").stdout.splitlines())
    assert (row["id"], row["tier"], row["standing"], row["key"]) == ("main", "T2", "approved", True)
    assert "sk-canary" not in result.output + str(row)


@pytest.mark.parametrize(
    ("old", "new", "standing"),
    [("2026-01-15", "2098-01-01", "not begun"), ("2098-12-31, ref", "2026-01-15, ref", "ended")],
)
def test_the_standing_of_an_approval(
    chaperone: Callable[..., Result], config: Path, old: str, new: str, standing: str
) -> None:
    config.write_text(config.read_text().replace(old, new))
    assert json.loads(chaperone("providers", "ls", "-c", config, "--json").stdout)["standing"] == standing


def test_a_bad_configuration_ends_a_command(chaperone: Callable[..., Result], config: Path) -> None:
    config.write_text("nonsense: 1")
    assert chaperone("providers", "ls", "-c", config).exit_code == USAGE
