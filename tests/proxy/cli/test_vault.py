"""`chaperone vault`, as people type it."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest

from config.loading import load
from proxy.assembly import parts
from proxy.assembly.vault import build_vault
from proxy.cli.output import OK, UNREACHABLE, USAGE
from proxy.exchange.kept import Kind
from proxy.installation import master_secret
from proxy.vault.nouns import Owner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

MAYA, JON = Owner("default", "maya"), Owner("default", "jon")


@pytest.fixture
def kept(config: Path) -> Path:
    """A configuration whose vault holds something of two people."""
    settings = load(config).settings
    state = parts.build_state(settings)
    secret = master_secret(settings)
    state.open()
    vault = build_vault(settings, state, secret)

    async def fill() -> None:
        for owner in (MAYA, JON):
            await vault.keep(owner, Kind.RESPONSE, "resp_1", b"Marisol Ochoa")
        await vault.keep(MAYA, Kind.FILE, "file_1", b"Marisol Ochoa")

    asyncio.run(fill())
    state.close()
    return config


def counted(chaperone: Run, config: Path) -> dict[str, int]:
    shown = chaperone("vault", "status", "--json", "-c", config)
    assert shown.exit_code == OK
    return {each["kind"]: each["entries"] for each in json.loads(shown.stdout)["kinds"]}


def test_the_status_shows_counts_and_no_value(chaperone: Run, kept: Path) -> None:
    assert counted(chaperone, kept) == {"response": 2, "file": 1}
    shown = chaperone("vault", "status", "-c", kept)
    assert "Kept for 30 days. Conversations may be kept by: no provider." in shown.stderr
    assert "Marisol" not in shown.output
    assert "resp_1" not in shown.output


def test_a_purge_says_what_to_destroy_and_is_recorded(chaperone: Run, kept: Path) -> None:
    for wrong in ((), ("--all", "--caller", "maya")):
        assert chaperone("vault", "purge", *wrong, "-c", kept).exit_code == USAGE
    assert chaperone("vault", "purge", "--kind", "letters", "-c", kept).exit_code == USAGE
    done = chaperone("vault", "purge", "--caller", "maya", "--kind", "file", "--json", "-c", kept)
    assert json.loads(done.stdout) == {"destroyed": 1}
    assert counted(chaperone, kept) == {"response": 2}
    assert chaperone("vault", "purge", "--all", "-c", kept).exit_code == OK
    assert counted(chaperone, kept) == {}
    told = chaperone("audit", "search", "kinds=vault", "--json", "-c", kept).stdout
    assert [json.loads(line)["detail"]["items"] for line in told.splitlines()] == [2, 1]


def test_after_a_change_of_the_secret_it_is_sealed_again(chaperone: Run, kept: Path) -> None:
    assert chaperone("keys", "rotate-secret", "--yes", "-c", kept).exit_code == OK
    done = chaperone("vault", "rotate", "--json", "-c", kept)
    assert json.loads(done.stdout) == {"moved": 3, "lost": 0}
    assert json.loads(chaperone("vault", "rotate", "--json", "-c", kept).stdout) == {"moved": 0, "lost": 0}


def test_before_the_first_start_there_is_nothing(chaperone: Run, config: Path) -> None:
    told = chaperone("vault", "status", "-c", config)
    assert told.exit_code == UNREACHABLE
    assert "no guard has run" in told.stderr
