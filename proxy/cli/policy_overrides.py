"""`chaperone policy overrides`: exceptions for one row, for some callers, until a day; each is recorded."""

from __future__ import annotations

import asyncio
from pathlib import Path  # typer reads annotations at run time
from typing import Annotated, Any

import typer

from proxy.cli.governing import opened, told
from proxy.cli.output import say_json, say_table

app = typer.Typer(help="Exceptions to rows of the table.", no_args_is_help=True, rich_markup_mode=None)

Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]


@app.command("list")
def list_(
    *,
    ended: Annotated[bool, typer.Option("--ended", help="Also those that have ended.")] = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """List the overrides in force, the newest first. Example: chaperone policy overrides list --ended."""

    async def run() -> list[dict[str, Any]]:
        from proxy.services.policy.overrides import shown  # noqa: PLC0415 # slow; `--help` need not wait

        async with opened(_settings(config)) as tools:
            return [shown(each) for each in await tools.governing.overrides.all(ended=ended)]

    with told():
        found = asyncio.run(run())
    if as_json:
        say_json({"overrides": found})
        return
    columns = ("id", "rule", "action", "for", "expires", "standing", "granted by", "reason")
    say_table(columns, (_cells(each) for each in found))


@app.command("grant")
def grant(
    rule: Annotated[str, typer.Argument(help="Row that has a permit, such as R22-decision.")],
    *,
    reason: Annotated[str, typer.Option(help="Why; protected values are taken out before it is stored.")],
    expires: Annotated[str, typer.Option(help="A day, YYYY-MM-DD, or a time with its zone.")],
    action: Annotated[str, typer.Option(help="forward or hold.")] = "forward",
    unit: Annotated[str, typer.Option(help="Department that it is for.")] = "",
    app: Annotated[str, typer.Option(help="App that it is for.")] = "",
    role: Annotated[str, typer.Option(help="Role that it is for.")] = "",
    caller: Annotated[str, typer.Option(help="Caller that it is for.")] = "",
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Grant an override to those that all of unit, app, role and caller (at least one) name.

    Example: chaperone policy overrides grant R19-survey --unit Counseling --expires 2027-06-30
    --reason "Parents signed form 12 for the climate survey."
    """

    async def run() -> dict[str, Any]:
        from proxy.services.policy.overrides import Asked, shown  # noqa: PLC0415 # as above

        asked = Asked(rule, action, expires, reason, unit, app, role, caller)
        async with opened(_settings(config), writes=True) as tools:
            assert tools.written is not None  # noqa: S101 # asked for above
            return shown(await tools.governing.overrides.grant(asked, by=tools.by, written=tools.written))

    with told():
        _say(asyncio.run(run()), as_json=as_json)


@app.command("revoke")
def revoke(
    override: Annotated[str, typer.Argument(help="Its id, ov_...")],
    *,
    reason: Annotated[str, typer.Option(help="Why; protected values are taken out before it is stored.")],
    config: Config = None,
    as_json: Json = False,
) -> None:
    """End an override at once. Exit code 1: there is none, or it has ended.

    Example: chaperone policy overrides revoke ov_0123456789abcdef --reason "The survey is over."
    """

    async def run() -> dict[str, Any]:
        from proxy.services.policy.overrides import shown  # noqa: PLC0415 # as above

        async with opened(_settings(config), writes=True) as tools:
            assert tools.written is not None  # noqa: S101 # asked for above
            return shown(
                await tools.governing.overrides.revoke(override, reason=reason, by=tools.by, written=tools.written)
            )

    with told():
        _say(asyncio.run(run()), as_json=as_json)


def _settings(config: Path | None) -> Any:  # noqa: ANN401 # config's Settings, not imported before a command runs
    from proxy.cli.configuration import load_or_exit  # noqa: PLC0415 # as above

    return load_or_exit(config).settings


def _say(shown: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say_json(shown)
    else:
        say_table(("override", ""), ((name, str(value)) for name, value in shown.items() if value))


def _cells(shown: dict[str, Any]) -> tuple[str, ...]:
    names = ", ".join(f"{name} {shown[name]}" for name in ("unit", "app", "role", "caller") if shown[name])
    return (
        shown["id"],
        shown["rule"],
        shown["action"],
        names,
        shown["expires"],
        shown["standing"],
        shown["granted_by"],
        shown["reason"],
    )
