"""Loading the configuration for a command, and showing what is wrong with it. Imported by commands when they run."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.expiry import endings
from config.loading import Loaded, load
from config.problems import ConfigError
from proxy.cli.output import FINDING, OK, USAGE, fail, note, say_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from config.models import Settings
    from config.problems import Problem


def today() -> date:
    """The date in UTC, by which approvals and keys end."""
    return datetime.now(UTC).date()


def load_or_exit(path: Path | None) -> Loaded:
    """The configuration; problems go to standard error and end the command with code 2."""
    try:
        return load(path)
    except ConfigError as error:
        fail(str(error), USAGE)


def check(path: Path | None, *, as_json: bool) -> int:
    """Show all problems and warnings; return the exit code (1: an approval or key has ended or not begun)."""
    try:
        loaded = load(path)
    except ConfigError as error:
        _show(error.problems, (), None, as_json=as_json)
        return USAGE
    _show((), loaded.warnings, loaded, as_json=as_json)
    return FINDING if any(each.ended for each in endings(loaded.settings, today())) else OK


def name_of(loaded: Loaded) -> str:
    """The configuration in words."""
    return "the demonstration (no file given)" if loaded.source is None else str(loaded.source)


def _show(problems: Sequence[Problem], warnings: Sequence[Problem], loaded: Loaded | None, *, as_json: bool) -> None:
    if as_json:
        say_json(_report(problems, warnings, loaded))
        return
    for problem in problems:
        note(f"error: {problem}")
    for warning in warnings:
        note(f"warning: {warning}")
    if loaded is None:
        note(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'}; the configuration cannot be used.")
    else:
        note(f"{name_of(loaded)} can be used. Digest {loaded.source_digest[:16]}, {len(warnings)} warnings.")


def _report(problems: Sequence[Problem], warnings: Sequence[Problem], loaded: Loaded | None) -> dict[str, Any]:
    return {
        "ok": loaded is not None,
        "file": str(loaded.source) if loaded and loaded.source else None,
        "digest": loaded.source_digest if loaded else None,
        "problems": [asdict(problem) for problem in problems],
        "warnings": [asdict(warning) for warning in warnings],
    }


def audit_path(settings: Settings) -> Path:
    """Where the records are: `audit.path`, or `audit.db` in the data folder."""
    return Path(settings.audit.path or Path(settings.data_dir) / "audit.db")
