"""What the commands that read the audit share: who looks, what they ask, and errors as messages and exit codes."""

from __future__ import annotations

import asyncio
import os
import pwd
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from proxy.cli.output import FINDING, UNREACHABLE, USAGE, fail

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from config.models import Settings
    from proxy.exchange import Caller
    from proxy.services.audit.reading import AuditReading

Filter = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME=VALUE]...",
        help="kinds, since, until, caller, unit, app, provider, model, decision, severity, rule, outcome, "
        "error_code, request_id, tag, entity, tier, subject, conversation, regime, approval, dialect, "
        "operation, role, purpose, auth_method, residual, status, wa_breach, under13, untrained, overridden, "
        "subjects_cut, reviewer, override, hold, tool, matter, person, event_id; `chaperone audit filters` "
        "says what each asks for.",
    ),
]
Subject = Annotated[
    str | None,
    typer.Option(help='A person: "SSID 1234567893", STUDENT_ID=..., NAME="Jordan Smith". Only its digest is stored.'),
]
Case = Annotated[str | None, typer.Option(help="Case number; a look at one person's calls needs one.")]
Why = Annotated[str | None, typer.Option(help="The purpose, in 10 to 200 characters; checked first, in seconds.")]
Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object per line.")]


def operator() -> str:
    """Who looks, by the operating system's own word; the environment could say anything."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = str(os.getuid())
    return "operator:" + re.sub(r"[^A-Za-z0-9._-]", "_", name)[:60]


def asked(where: list[str] | None, *, subject: str | None, case: str | None, why: str | None) -> dict[str, str]:
    """What the arguments and options ask for, or the end of the command."""
    given: dict[str, str] = {}
    for each in where or ():
        name, equals, text = each.partition("=")
        if not equals or name in given:
            fail("A filter is written NAME=VALUE, each name once; see `chaperone audit filters`.", USAGE)
        given[name] = text
    for name, option in (("subject", subject), ("case", case), ("why", why)):
        if option is not None:
            if name in given:
                fail(f"Say {name} once: as an option or as {name}=VALUE.", USAGE)
            given[name] = option
    return given


def look(read: Callable[[AuditReading, Caller], Awaitable[None]], config: Path | None) -> None:
    """Open the audit of the configuration and read, turning errors into messages and exit codes."""

    async def opened(settings: Settings, audit: AuditReading, reader: Caller) -> None:
        del settings
        await read(audit, reader)

    look_with_settings(opened, config)


def look_with_settings(read: Callable[[Settings, AuditReading, Caller], Awaitable[None]], config: Path | None) -> None:
    """As `look`, for what also needs the settings."""
    from proxy.assembly.reading import asking_alone  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.cli.configuration import audit_path, load_or_exit  # noqa: PLC0415 # as above
    from proxy.errors import AuditUnavailable, GuardError, StateUnavailable  # noqa: PLC0415 # as above
    from proxy.exchange import Caller, Role  # noqa: PLC0415 # as above
    from proxy.installation import AssemblyError  # noqa: PLC0415 # as above
    from proxy.services.audit.reading import operator_reading  # noqa: PLC0415 # as above

    settings = load_or_exit(config).settings
    reader = Caller(operator(), settings.tenant.id, Role.AUDITOR, unit="", app="chaperone")

    async def opened() -> None:
        place, deadline = audit_path(settings), settings.audit.deadline_s
        async with operator_reading(place, deadline_s=deadline, asking=asking_alone(settings)) as audit:
            await read(settings, audit, reader)

    try:
        asyncio.run(opened())
    except (AuditUnavailable, StateUnavailable) as error:
        fail(error.message, UNREACHABLE)
    except GuardError as error:
        fail(error.message, FINDING if error.status in {404, 409} else USAGE)
    except AssemblyError as error:
        fail(str(error), USAGE)
