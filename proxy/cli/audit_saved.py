"""`chaperone audit saved`: searches with a name; and `chaperone audit rebuild`."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxy.cli.audit_looking import Case, Config, Filter, Json, Subject, asked, look_with_settings
from proxy.cli.output import UNREACHABLE, fail, note, say_json, say_table

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from config.models import Settings
    from proxy.exchange import Caller
    from proxy.services.audit.reading import AuditReading
    from proxy.services.audit.saved import SavedSearches

app = typer.Typer(help="Keep searches under a name.", no_args_is_help=True, rich_markup_mode=None)

Name = Annotated[str, typer.Argument(help="Name of the search: small letters, digits, _ and -.")]


@app.command("keep")
def keep(
    name: Name,
    where: Filter = None,
    *,
    subject: Subject = None,
    case: Case = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Keep a search: chaperone audit saved keep held-idea decision=hold tag=IDEA."""
    given = asked(where, subject=subject, case=case, why=None)

    async def work(settings: Settings, audit: AuditReading, reader: Caller) -> None:
        async with searches(settings, audit) as saved:
            _say([await saved.keep(name, given, reader=reader, channel="cli")], as_json=as_json)

    look_with_settings(work, config)


@app.command("list")
def list_all(*, config: Config = None, as_json: Json = False) -> None:
    """List the saved searches; use one with `chaperone audit search --saved NAME`."""

    async def work(settings: Settings, audit: AuditReading, reader: Caller) -> None:
        async with searches(settings, audit) as saved:
            _say(await saved.all(reader=reader), as_json=as_json)

    look_with_settings(work, config)


@app.command("drop")
def drop(name: Name, *, config: Config = None, as_json: Json = False) -> None:
    """Drop a saved search: chaperone audit saved drop held-idea."""

    async def work(settings: Settings, audit: AuditReading, reader: Caller) -> None:
        async with searches(settings, audit) as saved:
            dropped = await saved.drop(name, reader=reader, channel="cli")
            if as_json:
                say_json(dropped)
            else:
                note(f"Dropped: {name}.")

    look_with_settings(work, config)


@asynccontextmanager
async def searches(settings: Settings, audit: AuditReading) -> AsyncIterator[SavedSearches]:
    """The saved searches of this installation."""
    from proxy.assembly import log as assembly  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.services.audit.saved import SavedSearches  # noqa: PLC0415 # as above

    state = assembly.build_state(settings)
    await asyncio.to_thread(state.open)
    try:
        yield SavedSearches(state, audit)
    finally:
        await asyncio.to_thread(state.close)


def rebuild(*, config: Config = None, as_json: Json = False) -> None:
    """Make roll-ups and search index again from the log: chaperone audit rebuild. For when a report or verify says so.

    The log itself is only read. Writers wait for seconds while the new counts are put in place.
    """
    from proxy.cli.configuration import audit_path, load_or_exit  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.errors import AuditUnavailable  # noqa: PLC0415 # as above
    from proxy.services.audit.rebuild import rebuild_rollups  # noqa: PLC0415 # as above

    settings = load_or_exit(config).settings
    try:
        records = rebuild_rollups(audit_path(settings))
    except AuditUnavailable as error:
        fail(error.message, UNREACHABLE)
    if as_json:
        say_json({"records": records})
    else:
        note(f"Counted and indexed {records} records.")


def _say(found: list[dict[str, Any]], *, as_json: bool) -> None:
    if as_json:
        for each in found:
            say_json(each)
        return
    rows = [
        (
            each["name"],
            each["owner"],
            each["made"],
            " ".join(f"{name}={value}" for name, value in each["filters"].items()),
        )
        for each in found
    ]
    say_table(("name", "kept by", "at", "search"), rows)
