"""Loading the configuration for a command, and showing what is wrong with it. Imported by commands when they run."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from config.expiry import OF_PROVIDER, ending, endings
from config.loading import Loaded, load
from config.problems import ConfigError
from proxy.cli.output import FINDING, OK, USAGE, fail, note, say_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from config.expiry import Ending
    from config.models import Settings
    from config.problems import Problem
    from proxy.assembly.parts import Place
    from proxy.assembly.tools import StandingProvider


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
    _show((), (*loaded.warnings, *registry_warnings(loaded)), loaded, as_json=as_json)
    return FINDING if any(each.ended for each in endings_in_force(loaded.settings)) else OK


def registry_warnings(loaded: Loaded) -> list[Problem]:
    """Where the registry of tools says something else than the configuration; nothing is changed by looking."""
    from config.compare import differences  # noqa: PLC0415 # slow; `--help` need not wait
    from config.problems import Problem, show_place  # noqa: PLC0415 # as above
    from config.source import parse  # noqa: PLC0415 # as above
    from proxy.errors import GuardError  # noqa: PLC0415 # as above

    if loaded.source is None:
        return []
    try:
        found = decided_providers(loaded.settings)
    except GuardError as error:
        return [Problem(str(loaded.source), 0, 0, show_place(("database",)), error.message)]
    document = parse(loaded.source.read_text(encoding="utf-8-sig"), str(loaded.source))
    return [document.problem(place, message) for place, message in differences(loaded.settings, found)]


def endings_in_force(settings: Settings) -> list[Ending]:
    """Approvals and keys that end soon or have ended, those of providers as the registry has decided."""
    from proxy.errors import GuardError  # noqa: PLC0415 # slow; `--help` need not wait

    try:
        decided = {each.id: each for each in decided_providers(settings)}
    except GuardError:  # said as a warning of its own
        decided = {}
    found = [each for each in endings(settings, today()) if each.what.removeprefix(OF_PROVIDER) not in decided]
    registered = [
        ending(("providers",), f"{OF_PROVIDER}{each.id}", each.expires, today())
        for each in decided.values()
        if each.expires is not None
    ]
    return sorted((*found, *(each for each in registered if each is not None)), key=lambda each: each.days)


def decided_providers(settings: Settings) -> list[StandingProvider]:
    """What the registry says of providers; empty where there is no database yet. Raises StateUnavailable."""
    from proxy.assembly.log import build_state  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.assembly.tools import providers_on_record  # noqa: PLC0415 # as above

    state = build_state(settings)
    try:
        return providers_on_record(settings, state) if state.open_to_read() else []
    finally:
        state.close()


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


def audit_path(settings: Settings) -> Place:
    """Where the records are: a file or a PostgreSQL database."""
    from proxy.assembly.log import audit_place  # noqa: PLC0415 # slow; `--help` need not wait

    return audit_place(settings)
