"""`chaperone doctor`: green on a healthy machine, and red at exactly what is wrong."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, Any

import pytest

from detectors.tagger.session import ModelFileError
from proxy.audit.stores.sqlite import SqliteStore
from proxy.cli import examination
from proxy.cli.output import FINDING, OK

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result


def checks(result: Result) -> dict[str, Any]:
    return {each["name"]: each for each in json.loads(result.stdout)["checks"]}


def failing(result: Result) -> set[str]:
    return {name for name, check in checks(result).items() if not check["ok"]}


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Versions are those of a complete installation, wherever the tests run."""
    monkeypatch.setattr(examination, "_version", lambda _name: "1.0")


def test_a_healthy_machine(chaperone: Callable[..., Result], config: Path) -> None:
    result = chaperone("doctor", "-c", config)
    assert result.exit_code == OK
    assert "NOT OK" not in result.stdout
    assert set(checks(chaperone("doctor", "-c", config, "--json"))) == {
        *("python", "packages", "name model", "judge of requests", "clock", "configuration", "data folder"),
        *("audit database", "secret", "roster", "port", "approvals and keys"),
    }
    assert "sk-canary" not in result.output


def test_it_changes_nothing(chaperone: Callable[..., Result], config: Path) -> None:
    before = sorted(config.parent.rglob("*"))
    chaperone("doctor", "-c", config)
    assert sorted(config.parent.rglob("*")) == before


def test_a_bad_configuration(chaperone: Callable[..., Result], config: Path) -> None:
    config.write_text(config.read_text().replace("tier: T2", "tier: T8"))
    result = chaperone("doctor", "-c", config, "--json")
    assert result.exit_code == FINDING
    assert failing(result) == {"configuration"}
    assert ":9:" in checks(result)["configuration"]["detail"]


def test_missing_models_and_a_missing_package(
    chaperone: Callable[..., Result], config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(folder: Path) -> None:
        raise ModelFileError(f"the file model.onnx of {folder.parent.name} is missing")

    monkeypatch.setattr(examination, "_version", lambda name: None if name == "spacy" else "1")
    monkeypatch.setattr(examination, "verify", damaged)
    assert failing(chaperone("doctor", "-c", config, "--json")) == {"packages", "name model", "judge of requests"}


def test_a_taken_port(chaperone: Callable[..., Result], config: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        taken.settimeout(0.01)
        port = taken.getsockname()[1]
        config.write_text(config.read_text().replace("port: 0", f"port: {port}"))
        monkey = pytest.MonkeyPatch()
        monkey.setattr(examination, "PROBE_S", 0.05)
        result = chaperone("doctor", "-c", config, "--json")
        monkey.undo()
    assert failing(result) == {"port"}


def test_the_database_is_counted_and_a_foreign_one_is_red(chaperone: Callable[..., Result], config: Path) -> None:
    path = config.parent / "data" / "audit.db"
    store = SqliteStore(path)
    store.open()
    store.close()
    assert "0 records" in checks(chaperone("doctor", "-c", config, "--json"))["audit database"]["detail"]
    path.write_bytes(b"no database at all" * 100)
    assert failing(chaperone("doctor", "-c", config, "--json")) == {"audit database"}


def test_a_secret_that_others_can_read(chaperone: Callable[..., Result], config: Path) -> None:
    secret = config.parent / "data" / "secret"
    secret.parent.mkdir()
    secret.write_text("pX7vQ2mK9sL4tR8wZ1nB5cD3fG6hJ0aE")
    secret.chmod(0o640)
    result = chaperone("doctor", "-c", config, "--json")
    assert failing(result) == {"secret"}
    assert "mode 0640" in checks(result)["secret"]["detail"]
    assert "pX7v" not in result.output
    secret.chmod(0o600)
    assert chaperone("doctor", "-c", config).exit_code == OK


def test_a_data_folder_that_is_a_file(chaperone: Callable[..., Result], config: Path) -> None:
    (config.parent / "data").write_text("")
    assert "data folder" in failing(chaperone("doctor", "-c", config, "--json"))


def test_an_ended_approval(chaperone: Callable[..., Result], config: Path) -> None:
    config.write_text(config.read_text().replace("2098-12-31, ref", "2026-02-01, ref"))
    assert failing(chaperone("doctor", "-c", config, "--json")) == {"approvals and keys"}


def test_a_clock_that_is_wrong(chaperone: Callable[..., Result], config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examination, "BUILT", examination.BUILT.replace(year=2999))
    assert failing(chaperone("doctor", "-c", config, "--json")) == {"clock"}
