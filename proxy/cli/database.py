"""`chaperone database`: bring the databases up to date, and see how the audit database stands."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from proxy.cli.output import FINDING, OK, UNREACHABLE, USAGE, fail, note, say_json, say_table

if TYPE_CHECKING:
    from collections.abc import Callable

app = typer.Typer(help="The databases behind the guard.", no_args_is_help=True, rich_markup_mode=None)

OWNER_URL: Final = "CHAPERONE_DATABASE_OWNER_URL"

Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]


@app.command()
def migrate(
    *,
    owner_file: Annotated[
        Path | None,
        typer.Option("--owner-file", help="File with the database's address and the owner's login, and nothing else."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Make or bring up to date a PostgreSQL database, with its owner's login, so that guards need no such rights.

    The address is taken from the file, or from the variable CHAPERONE_DATABASE_OWNER_URL; never from the command line,
    where other people of the machine can read it. Example: chaperone database migrate --owner-file /run/secrets/owner
    """
    from proxy.errors import AuditUnavailable, StateUnavailable  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.services.keeping import databases  # noqa: PLC0415 # as above

    url = _owner_url(owner_file)
    try:
        done = databases.migrate(url)
    except (AuditUnavailable, StateUnavailable) as error:
        fail(error.message, UNREACHABLE)
    _say(done, as_json=as_json)


@app.command()
def status(*, config: Config = None, as_json: Json = False) -> None:
    """How the audit database stands: version, records, guards that write, partitions.

    Exit code 1: something is not as it should be. Example: chaperone database status --json
    """
    from proxy.cli.configuration import audit_path, load_or_exit  # noqa: PLC0415 # as above
    from proxy.errors import AuditUnavailable  # noqa: PLC0415 # as above
    from proxy.services.keeping import databases  # noqa: PLC0415 # as above

    place = audit_path(load_or_exit(config).settings)
    try:
        found = databases.standing(place)
    except AuditUnavailable as error:
        fail(error.message, UNREACHABLE)
    if found["schema"] != found["known_schema"]:
        found["warnings"].append(
            f"the schema is {found['schema']}, this program's is {found['known_schema']}: run `chaperone database "
            "migrate`, or start the program that wrote it"
        )
    _say(found, as_json=as_json)
    raise typer.Exit(FINDING if found["warnings"] else OK)


def _owner_url(file: Path | None) -> str:
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 # as above

    from config.fields import DatabaseUrl  # noqa: PLC0415 # as above

    try:
        given = file.read_text(encoding="utf-8").strip() if file else os.environ.get(OWNER_URL, "")
    except (OSError, UnicodeDecodeError):
        fail(f"{file} cannot be read.", USAGE)
    if not given:
        fail(f"The owner's address is missing: give --owner-file, or set {OWNER_URL}.", USAGE)
    try:
        return str(TypeAdapter(DatabaseUrl).validate_python(given).get_secret_value())
    except ValidationError:
        fail("The owner's address must read postgresql://user:password@host/name.", USAGE)


def _say(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    shown: dict[str, Callable[[Any], str]] = {
        "instances": lambda each: f"{len(each)} guards write",
        "partitions": _span,
    }
    rows = [(name, shown.get(name, str)(value)) for name, value in found.items() if name not in {"warnings", "roles"}]
    if "roles" in found:
        rows.append(("roles", ", ".join(found["roles"]) or "none (see docs/postgresql.md)"))
    say_table(("", ""), rows)
    for warning in found["warnings"]:
        note(f"Warning: {warning}.")


def _span(names: list[str]) -> str:
    months = [name.removeprefix("audit_event_").replace("_", "-") for name in names]
    return f"{months[0]} to {months[-1]}" if months else "none"
