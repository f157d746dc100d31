"""The command line as a whole: it is complete, quick to ask for help, and says what its exit codes mean."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from proxy import cli
from proxy.cli import audit, output

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

NO_COMMAND = {
    *("__init__", "configuration", "examination", "output"),
    *("audit_export", "audit_keys", "audit_looking", "audit_proof", "audit_saved", "audit_summaries", "outgoing"),
    *("custody", "equity", "evaluation_tables", "finding_reports", "governing"),
    *("policy_overrides", "policy_replay", "review_opened", "tools_file", "tools_opened"),
}
"""Modules of the room that hold no command."""


def test_every_module_of_the_room_is_registered() -> None:
    modules = {path.stem for folder in cli.__path__ for path in __import__("pathlib").Path(folder).glob("*.py")}
    registered = {name.replace("-", "_") for name, _ in (*cli.COMMANDS, *cli.GROUPS)}
    assert registered == modules - NO_COMMAND


@pytest.mark.parametrize(
    "command",
    [
        *("", "serve", "preview", "check-config", "doctor", "version", "providers add", "providers ls"),
        *("tools request", "tools review", "tools approve", "tools disable", "tools import"),
        *("training record", "training import", "notices"),
        *("review queue", "review reveal", "review release", "review deny", "review acks"),
        *("holds list", "holds withdraw"),
        *("roster import", "roster status", "roster purge", "keys create", "audit search", "audit show", "audit tail"),
    ],
)
def test_every_command_has_help(chaperone: Callable[..., Result], command: str) -> None:
    result = chaperone(*command.split(), "--help")
    assert result.exit_code == output.OK
    assert "Usage:" in result.stdout


def test_wrong_usage_is_exit_code_2(chaperone: Callable[..., Result]) -> None:
    assert chaperone("check-config", "--no-such-option").exit_code == output.USAGE
    assert chaperone("no-such-command").exit_code == output.USAGE


def test_help_imports_no_heavy_library() -> None:
    heavy = ("pydantic", "rich.console", "sqlalchemy", "fastapi", "spacy", "presidio_analyzer", "uvicorn", "httpx")
    code = f"import sys; import proxy.cli; proxy.cli.build(); print([n for n in {heavy!r} if n in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_version_as_text_and_as_json(chaperone: Callable[..., Result]) -> None:
    assert chaperone("version").stdout.startswith("chaperone ")
    assert set(json.loads(chaperone("version", "--json").stdout)) == {"chaperone", "python"}


def test_the_filters_in_the_help_are_those_there_are() -> None:
    from proxy.audit.filters import NAMES  # noqa: PLC0415 # the room that the command itself may not import

    shown = audit.Filter.__metadata__[0].help  # type: ignore[attr-defined] # what Annotated keeps
    assert shown.partition(";")[0].split(", ") == list(NAMES)


def test_results_are_plain_where_there_is_no_terminal(chaperone: Callable[..., Result], config: Path) -> None:
    for command in (["doctor", "-c", config], ["providers", "ls", "-c", config]):
        assert "\x1b" not in chaperone(*command).output
