"""`chaperone audit`: search, show and follow the records on this machine. Every look is itself recorded.

Filters are written NAME=VALUE, with the names that `GET /audit/v1/records` takes as query parameters.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pwd
import re
from asyncio import sleep
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from proxy.cli import audit_proof
from proxy.cli.output import FINDING, UNREACHABLE, USAGE, fail, note, say_json, say_texts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from rich.text import Text

    from proxy.exchange import Caller
    from proxy.services.audit_reading import AuditReading

app = typer.Typer(help="Read and prove the audit records of this machine.", no_args_is_help=True, rich_markup_mode=None)

POLL_S: Final = 1.0
STYLES: Final = {"block": "bold red", "refuse": "red", "hold": "yellow", "forward": "green"}

for _name, _command in (
    ("verify", audit_proof.verify),
    ("checkpoint", audit_proof.checkpoint),
    ("key", audit_proof.public_key),
    ("prove", audit_proof.prove),
    ("export", audit_proof.export),
    ("verifier", audit_proof.verifier),
):
    app.command(_name)(_command)

Filter = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME=VALUE]...",
        help="kinds, since, until, caller, unit, app, provider, model, decision, severity, rule, outcome, error_code, "
        "request_id, tag, entity; and case, a case number, which a look at one person's calls needs.",
    ),
]
Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object per line.")]


@app.command("search")
def search(
    where: Filter = None,
    *,
    limit: Annotated[int, typer.Option(min=1, max=500, help="Records per page.")] = 50,
    cursor: Annotated[str | None, typer.Option(help="The cursor that the page before ended with.")] = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """List matching records, newest first: chaperone audit search decision=block since=2026-11-01."""
    asked = _asked(where)

    async def read(audit: AuditReading, reader: Caller) -> None:
        page = await audit.search(asked, cursor=cursor, limit=limit, reader=reader, channel="cli")
        _say(page.records, as_json=as_json)
        if page.next_cursor is not None:
            note(f"More: --cursor {page.next_cursor}")

    _run(read, config)


@app.command("show")
def show(
    request_id: Annotated[
        str, typer.Argument(help="Request id, as the x-request-id header and error messages say it.")
    ],
    *,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Show all records of one call, in full. Exit code 1: there are none."""

    async def read(audit: AuditReading, reader: Caller) -> None:
        records = await audit.show(request_id, reader=reader, channel="cli")
        if not records:
            fail("There is no record of this request id.", FINDING)
        for record in records:
            if as_json:
                say_json(record)
            else:
                typer.echo(_full(record))

    _run(read, config)


@app.command("tail")
def tail(
    where: Filter = None,
    *,
    lines: Annotated[int, typer.Option("--lines", "-n", min=0, max=500, help="Records to begin with.")] = 20,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with new records until interrupted.")] = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """List the last records, oldest first, and follow new ones with -f."""
    asked = _asked(where)

    async def read(audit: AuditReading, reader: Caller) -> None:
        after = await audit.head(reader)
        if lines:
            page = await audit.search(asked, limit=lines, reader=reader, channel="cli")
            _say(tuple(reversed(page.records)), as_json=as_json)
        while follow:
            await sleep(POLL_S)
            records, after = await audit.tail(asked, after=after, reader=reader, channel="cli")
            _say(tuple(records), as_json=as_json)

    with contextlib.suppress(KeyboardInterrupt):
        _run(read, config)


def _run(read: Callable[[AuditReading, Caller], Awaitable[None]], config: Path | None) -> None:
    """Open the audit of the configuration and read, turning errors into messages and exit codes."""
    from proxy.cli.configuration import audit_path, load_or_exit  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.errors import AuditUnavailable, BadRequest  # noqa: PLC0415 # as above
    from proxy.exchange import Caller, Role  # noqa: PLC0415 # as above
    from proxy.services.audit_reading import operator_reading  # noqa: PLC0415 # as above

    settings = load_or_exit(config).settings
    reader = Caller(operator(), settings.tenant.id, Role.AUDITOR, unit="", app="chaperone")

    async def opened() -> None:
        async with operator_reading(audit_path(settings), deadline_s=settings.audit.deadline_s) as audit:
            await read(audit, reader)

    try:
        asyncio.run(opened())
    except AuditUnavailable as error:
        fail(error.message, UNREACHABLE)
    except BadRequest as error:
        fail(error.message, USAGE)


def operator() -> str:
    """Who looks, by the operating system's own word; the environment could say anything."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = str(os.getuid())
    return "operator:" + re.sub(r"[^A-Za-z0-9._-]", "_", name)[:60]


def _asked(where: list[str] | None) -> dict[str, str]:
    asked: dict[str, str] = {}
    for each in where or ():
        name, equals, text = each.partition("=")
        if not equals or name in asked:
            fail("A filter is written NAME=VALUE, each name once; see --help for the names.", USAGE)
        asked[name] = text
    return asked


def _say(records: tuple[dict[str, Any], ...], *, as_json: bool) -> None:
    if as_json:
        for record in records:
            say_json(record)
    elif records:
        say_texts(_line(record) for record in records)


def _line(record: dict[str, Any]) -> Text:
    """One record on one line: when, what, who, and what came of it."""
    from rich.text import Text  # noqa: PLC0415 # slow; `--help` need not wait

    detail = record["detail"]
    decision = detail.get("decision") or detail.get("outcome") or ""
    found = " ".join(f"{each['entity']}x{each['count']}" for each in detail.get("findings") or ())
    rest = (detail.get("severity"), detail.get("rule") or detail.get("error_code"), detail.get("model"), found)
    line = Text(f"{record['seq']:>7} {record['at']} {record['kind']:<23} {record['caller'] or '-':<20} ")
    line.append(f"{decision:<10}", STYLES.get(decision, ""))
    line.append(" ".join(str(each) for each in (*rest, record["request_id"]) if each))
    return line


def _full(record: dict[str, Any]) -> str:
    import yaml  # noqa: PLC0415 # slow; `--help` need not wait

    return yaml.safe_dump(record, sort_keys=False, allow_unicode=True)
