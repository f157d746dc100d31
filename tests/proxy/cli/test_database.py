"""`chaperone database`: what it says, where it takes the owner's address from, and what it never shows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from proxy.audit.stores import schema
from proxy.cli import build

if TYPE_CHECKING:
    from pathlib import Path

    from audit_databases import AuditDatabase

VARIABLE = "CHAPERONE_DATABASE_OWNER_URL"


def run(*words: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(build(), ["database", *words])
    return done.exit_code, done.stdout, done.stderr


def with_setting(config: Path, section: str, **settings: str) -> Path:
    """The configuration with one more section; JSON is YAML."""
    config.write_text(config.read_text() + json.dumps({section: settings})[1:-1] + "\n")
    return config


def test_migrating_makes_everything_and_may_be_done_again(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, postgres_url)
    code, out, _ = run("migrate", "--json")
    made = json.loads(out)
    assert (code, made["schema"], made["records"], made["roles"]) == (0, schema.SCHEMA_VERSION, 0, [])
    monkeypatch.delenv(VARIABLE)
    file = tmp_path / "owner"
    file.write_text(postgres_url + "\n")
    code, out, _ = run("migrate", "--owner-file", str(file))
    assert code == 0
    assert "none (see docs/postgresql.md)" in out


@pytest.mark.parametrize(
    ("url", "code", "says"),
    [
        ("", 2, "--owner-file"),
        ("mysql://canary-password@here/x", 2, "postgresql://user:password@host/name"),
        ("postgresql://owner:canary-password@127.0.0.1:1/x", 3, "cannot be brought up to date"),
    ],
)
def test_an_address_that_does_not_work_is_said_and_not_shown(
    url: str, code: int, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, url)
    found, out, err = run("migrate")
    assert (found, out) == (code, "")
    assert says in err
    assert "canary-password" not in err


def test_an_owner_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    code, _, err = run("migrate", "--owner-file", str(tmp_path / "nowhere"))
    assert code == 2
    assert "cannot be read" in err


def test_the_standing_of_each_database(audit_database: AuditDatabase, config: Path) -> None:
    store = audit_database.store()
    store.open()
    store.close()
    if audit_database.is_postgres:
        with_setting(config, "database", url=audit_database.url)
    else:
        with_setting(config, "audit", path=str(audit_database.path))
    code, out, _ = run("status", "--config", str(config), "--json")
    found = json.loads(out)
    assert (found["schema"], found["known_schema"], found["records"]) == (schema.SCHEMA_VERSION,) * 2 + (0,)
    if audit_database.is_postgres:
        assert code == 1, "the tests' own server never syncs, and that is said"
        assert any("fsync is off" in warning for warning in found["warnings"])
    else:
        assert (code, found["warnings"]) == (0, [])


def test_another_schema_is_a_warning_with_what_to_do(postgres_audit: AuditDatabase, config: Path) -> None:
    newer = schema.SCHEMA_VERSION + 1
    postgres_audit.run(f"INSERT INTO schema_version VALUES ({newer})")  # noqa: S608 - a number of this test
    with_setting(config, "database", url=postgres_audit.url)
    code, out, err = run("status", "--config", str(config))
    assert code == 1
    assert "chaperone database migrate" in err
    assert f"{newer}" in out


def test_no_database_yet_is_said(config: Path) -> None:
    code, _, err = run("status", "--config", str(config))
    assert code == 3
    assert "There is no audit database" in err
