"""`chaperone keys`: a key for a caller, shown once; the keys that are known; ending one; what each role may do."""

from __future__ import annotations

import asyncio
import textwrap
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxy.cli import audit_keys
from proxy.cli.governing import opened, told
from proxy.cli.output import USAGE, fail, note, say_json, say_table

if TYPE_CHECKING:
    from pydantic import ValidationError

app = typer.Typer(help="Keys of callers.", no_args_is_help=True, rich_markup_mode=None)
VALID_DAYS = 365
Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]
app.command("rotate-secret")(audit_keys.rotate_secret)


@app.command("create")
def create(
    *,
    id: Annotated[str, typer.Option(help="Name in records, such as front-office.")],  # noqa: A002 # the option's name
    role: Annotated[str, typer.Option(help="staff, reviewer, auditor, records or admin.")] = "staff",
    unit: Annotated[str, typer.Option(help="Department, for records and unit rules.")] = "",
    app: Annotated[str, typer.Option(help="Tool that will use the key, for records.")] = "",
    owner: Annotated[str, typer.Option(help="Who answers for it, the same on all keys of one person.")] = "",
    expires: Annotated[str, typer.Option(help="Last day, YYYY-MM-DD; by default a year from now.")] = "",
    register: Annotated[
        bool, typer.Option("--register", help="Put it in force at once, in the state database; this is recorded.")
    ] = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Make a key, show it once, and print what to put under `callers:`. Only its SHA-256 is ever stored.

    With --register it needs no lines: running guards accept it within a second.
    Example: chaperone keys create --id front-office --unit "Front office" --register
    """
    from pydantic import ValidationError  # noqa: PLC0415 # 150 ms that `--help` need not wait for

    from config.models import Caller  # noqa: PLC0415 # as above
    from proxy.services.people.key_issue import issue_key  # noqa: PLC0415 # as above

    if register:
        if owner:
            fail("A key of --register has no owner: leave out --register, and put the lines into the file.", USAGE)
        _register(config, {"id": id, "role": role, "expires": expires, "unit": unit, "app": app}, as_json=as_json)
        return
    issued = issue_key()
    entry: dict[str, Any] = {"id": id, "key_hash": issued.key_hash, "prefix": issued.prefix}
    entry |= {"expires": expires or _in_a_year().isoformat(), "role": role, "unit": unit, "app": app, "owner": owner}
    try:
        Caller.model_validate(entry)
    except ValidationError as error:
        fail(_complaint(error), USAGE)
    if as_json:
        say_json({"key": issued.key, **entry})
        return
    _show(issued.key, {name: value for name, value in entry.items() if value})


@app.command("list")
def list_(*, config: Config = None, as_json: Json = False) -> None:
    """List all keys of the configuration and of the state database, without their digests.

    Example: chaperone keys list --json
    """

    async def run() -> list[dict[str, Any]]:
        async with opened(_settings(config)) as tools:
            return tools.governing.keys.all()

    with told():
        found = asyncio.run(run())
    if as_json:
        say_json({"keys": found})
        return
    columns = ("caller", "prefix", "role", "unit", "app", "expires", "standing", "from")
    say_table(columns, (tuple(str(each[name] or "") for name in columns) for each in found))


@app.command("revoke")
def revoke(
    name: Annotated[str, typer.Argument(help="The key's prefix, ck-xxxxxxxx, or its caller.")],
    *,
    reason: Annotated[str, typer.Option(help="Why; protected values are taken out before it is stored.")],
    config: Config = None,
    as_json: Json = False,
) -> None:
    """End a key, also one of the configuration: running guards refuse it within a second. This is recorded.

    Exit code 1: there is no such key, or it was revoked before.
    Example: chaperone keys revoke ck-2b7qkzzt --reason "The laptop was stolen."
    """

    async def run() -> dict[str, Any]:
        async with opened(_settings(config), writes=True) as tools:
            assert tools.written is not None  # noqa: S101 # asked for above
            ended = await tools.governing.keys.revoke(name, reason=reason, by=tools.by, written=tools.written)
            return {"caller": ended.caller.id, "prefix": ended.prefix, "standing": "revoked"}

    with told():
        shown = asyncio.run(run())
    if as_json:
        say_json(shown)
    else:
        note(f"The key {shown['prefix'] or '(without a prefix)'} of {shown['caller']} is revoked.")


@app.command("roles")
def roles(
    *,
    markdown: Annotated[bool, typer.Option("--markdown", help="Write docs/roles.md.")] = False,
    as_json: Json = False,
) -> None:
    """Show what each role may do, and every route with its permission. Example: chaperone keys roles --json."""
    from proxy.routes.matrix import as_markdown, matrix  # noqa: PLC0415 # as above

    table = matrix()
    if as_json:
        say_json(table)
    elif markdown:
        typer.echo(as_markdown(table), nl=False)
    else:
        names = list(table["roles"])
        cells = (
            (r["method"], r["path"], *("yes" if r["roles"][each] else "" for each in names)) for r in table["routes"]
        )
        say_table(("method", "path", *names), cells)


def _register(config: Path | None, asked: dict[str, str], *, as_json: bool) -> None:
    from proxy.services.people.keys import Wanted  # noqa: PLC0415 # as above

    async def run() -> dict[str, Any]:
        async with opened(_settings(config)) as tools:
            wanted = Wanted(**{**asked, "expires": asked["expires"] or _in_a_year().isoformat()})
            minted, record = await tools.governing.keys.issue(wanted, by=tools.by)
            return {
                "key": minted.key,
                "prefix": f"ck-{minted.prefix}",
                "id": record.caller.id,
                "expires": str(record.expires),
            }

    with told():
        issued = asyncio.run(run())
    if as_json:
        say_json(issued)
        return
    note("The key, shown once. Give it to the caller over a safe way; it cannot be shown again:")
    typer.echo(issued["key"])
    note(
        f"It is in force for {issued['id']} until {issued['expires']}. End it: chaperone keys revoke {issued['prefix']}"
    )


def _settings(config: Path | None) -> Any:  # noqa: ANN401 # config's Settings, not imported before a command runs
    from proxy.cli.configuration import load_or_exit  # noqa: PLC0415 # as above

    return load_or_exit(config).settings


def _in_a_year() -> date:
    return (datetime.now(UTC) + timedelta(days=VALID_DAYS)).date()


def _complaint(error: ValidationError) -> str:
    from config.validation import words  # noqa: PLC0415 # as above

    return "\n".join(f"--{detail['loc'][0]} {words(detail)}" for detail in error.errors(include_input=False))


def _show(key: str, entry: dict[str, Any]) -> None:
    import yaml  # noqa: PLC0415 # as above

    note("The key, shown once. Give it to the caller over a safe way; it cannot be shown again:")
    typer.echo(key)
    note("\nPut these lines under `callers:` in the configuration and reload:")
    typer.echo(textwrap.indent(yaml.safe_dump([entry], sort_keys=False, allow_unicode=True), "  "), nl=False)
