"""`chaperone tools`: AI tools from request to decision to expiry, and the emergency stop."""

from __future__ import annotations

from datetime import datetime  # typer reads annotations when the command line is built
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxy.cli import tools_file
from proxy.cli.output import FINDING, OK, note, say_json, say_table
from proxy.cli.tools_opened import run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from proxy.cli.tools_opened import Opened

app = typer.Typer(help="AI tools: request, review, decide, disable.", no_args_is_help=True, rich_markup_mode=None)

KindName = Annotated[str, typer.Argument(metavar="KIND", help="provider, model or app.")]
ToolId = Annotated[str, typer.Argument(metavar="ID", help="Provider id, provider/model, or app.")]
CaseId = Annotated[str, typer.Argument(metavar="CASE", help="Its id, case-...")]
Reason = Annotated[str, typer.Option(help="Why; protected values are taken out before it is stored.")]
Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD")]

app.command("request")(tools_file.request)
app.command("export")(tools_file.export)
app.command("import")(tools_file.bring_in)


@app.command("ls")
def ls(*, config: Config = None, as_json: Json = False) -> None:
    """List every tool of the registry with its standing. Example: chaperone tools ls --json.

    Exit code 1: one is switched off, or its approval has ended.
    """

    async def use(desk: Opened) -> list[dict[str, Any]]:
        return await desk.tools.listing()

    found: list[dict[str, Any]] = run(config, use)
    if as_json:
        say_json({"tools": found})
    else:
        say_table(("kind", "id", "standing", "tier", "expires", "open case"), map(_cells, found))
    raise typer.Exit(FINDING if any(each["standing"] in {"disabled", "ended"} for each in found) else OK)


@app.command("show")
def show(kind: KindName, tool: ToolId, *, config: Config = None, as_json: Json = False) -> None:
    """Show everything about one tool. Example: chaperone tools show provider openai-main."""

    async def use(desk: Opened) -> dict[str, Any]:
        return await desk.tools.show(_named(kind, tool))

    _say(run(config, use), as_json=as_json)


@app.command("case")
def case(case: CaseId, *, config: Config = None, as_json: Json = False) -> None:
    """Show one case: its reviews, what is missing, its tier. Example: chaperone tools case case-0123456789."""

    async def use(desk: Opened) -> dict[str, Any]:
        return await desk.tools.case(case)

    _say(run(config, use), as_json=as_json)


@app.command("renew")
def renew(kind: KindName, tool: ToolId, *, reason: Reason, config: Config = None, as_json: Json = False) -> None:
    """Ask for a re-review of what is in force, as it is.

    Example: chaperone tools renew provider openai-main --reason "The yearly re-review is due."
    """

    async def use(desk: Opened) -> dict[str, Any]:
        return await desk.tools.renew(_named(kind, tool), reason=reason, **desk.acting)

    _say(run(config, use), as_json=as_json)


@app.command("review")
def review(
    case: CaseId,
    topic: Annotated[str, typer.Argument(help="privacy, security, equity, accessibility or records.")],
    *,
    passed: Annotated[bool, typer.Option("--passed/--failed", help="What the review comes to.")],
    note: Annotated[str, typer.Option(help="What was looked at and found; protected values are taken out.")],
    condition: Annotated[list[str] | None, typer.Option(help="What must be kept to; may be given often.")] = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Add a review to a case; who asked for the tool may not.

    Example: chaperone tools review case-0123456789 privacy --passed --note "NDPA 2026-114 read and complete."
    """

    async def use(desk: Opened) -> dict[str, Any]:
        conditions = condition or []
        return await desk.tools.review(
            case, topic=topic, passed=passed, note=note, conditions=conditions, **desk.acting
        )

    _say(run(config, use), as_json=as_json)


@app.command("approve")
def approve(
    case: CaseId,
    *,
    reason: Reason,
    expires: Day = None,
    begins: Day = None,
    reference: Annotated[str, typer.Option(help="Where the decision is written down.")] = "",
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Approve a case, for a year unless said otherwise; who asked for the tool may not.

    Example: chaperone tools approve case-0123456789 --expires 2027-08-31 --reference "Board 7"
    --reason "All five reviews passed."
    """

    async def use(desk: Opened) -> dict[str, Any]:
        first, last = (day.date() if day else None for day in (begins, expires))
        return await desk.tools.approve(
            case, reason=reason, reference=reference, begins=first, expires=last, **desk.acting
        )

    _say(run(config, use), as_json=as_json)


@app.command("deny")
def deny(case: CaseId, *, reason: Reason, config: Config = None, as_json: Json = False) -> None:
    """Deny a case; who asked for the tool may not.

    Example: chaperone tools deny case-0123456789 --reason "There is no student-data agreement."
    """

    async def use(desk: Opened) -> dict[str, Any]:
        return await desk.tools.deny(case, reason=reason, **desk.acting)

    _say(run(config, use), as_json=as_json)


@app.command("withdraw")
def withdraw(case: CaseId, *, reason: Reason, config: Config = None, as_json: Json = False) -> None:
    """Close a case without a decision.

    Example: chaperone tools withdraw case-0123456789 --reason "It was asked for twice."
    """

    async def use(desk: Opened) -> dict[str, Any]:
        return await desk.tools.withdraw(case, reason=reason, **desk.acting)

    _say(run(config, use), as_json=as_json)


@app.command("shorten")
def shorten(
    kind: KindName,
    tool: ToolId,
    *,
    expires: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="New last day.")],
    reason: Reason,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Let an approval end earlier.

    Example: chaperone tools shorten app reading-tutor --expires 2026-12-18 --reason "The trial ends with the term."
    """

    async def use(desk: Opened) -> dict[str, Any]:
        return await desk.tools.shorten(_named(kind, tool), expires=expires.date(), reason=reason, **desk.acting)

    _say(run(config, use), as_json=as_json)


StopKind = Annotated[str, typer.Argument(metavar="KIND", help="provider, model, app or everything.")]
StopId = Annotated[str, typer.Argument(metavar="[ID]", help="Provider id, provider/model, or app.")]


@app.command("disable")
def disable(kind: StopKind, tool: StopId = "", *, reason: Reason, config: Config = None, as_json: Json = False) -> None:
    """Emergency stop: every running guard refuses the tool within a second, whatever else says.

    Example: chaperone tools disable provider openai-main --reason "The vendor reports a breach."
    """

    async def use(desk: Opened) -> dict[str, Any]:
        name = _named(kind, tool)
        done = await desk.tools.disable(name, reason=reason, **desk.acting)
        return done | {"known": desk.registry(await desk.tools.snapshot()).knows(name)}

    stopped = run(config, use)
    _say(stopped, as_json=as_json)
    if stopped["known"] is False:
        note("No tool has this name here, so nothing is stopped by it: see `chaperone tools ls` and `providers ls`.")


@app.command("enable")
def enable(kind: StopKind, tool: StopId = "", *, reason: Reason, config: Config = None, as_json: Json = False) -> None:
    """End an emergency stop; what is not approved stays refused.

    Example: chaperone tools enable provider openai-main --reason "The vendor has closed the hole; ticket 4711."
    """

    async def use(desk: Opened) -> dict[str, Any]:
        return await desk.tools.enable(_named(kind, tool), reason=reason, **desk.acting)

    _say(run(config, use), as_json=as_json)


@app.command("endings")
def endings(*, config: Config = None, as_json: Json = False) -> None:
    """List approvals that end within 60 days or have ended, of the registry and of the configuration.

    Example: chaperone tools endings. Exit code 1: there are some.
    """
    from proxy.assembly.tools import build_seeds, endings_of  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.cli.configuration import load_or_exit, today  # noqa: PLC0415 # as above

    async def use(desk: Opened) -> list[Any]:
        seeds = build_seeds(load_or_exit(config).settings)
        return endings_of(seeds, await desk.tools.snapshot(), today())

    found: list[Any] = run(config, use)
    if as_json:
        rows = [(each.name, each) for each in found]
        say_json(
            {
                "endings": [
                    {"kind": name.kind.value, "id": name.id, "expires": each.expires.isoformat(), "days": each.days}
                    for name, each in rows
                ]
            }
        )
    else:
        for each in found:
            note(each.sentence)
    raise typer.Exit(FINDING if found else OK)


def _named(kind: str, tool: str) -> Any:  # noqa: ANN401 # a type of a module that is imported late
    from proxy.services.tools.desk import named  # noqa: PLC0415 # slow; `--help` need not wait

    return named(kind, tool)


def _say(shown: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say_json(shown)
        return
    import yaml  # noqa: PLC0415 # slow; `--help` need not wait

    typer.echo(yaml.safe_dump(shown, sort_keys=False, allow_unicode=True), nl=False)


def _cells(each: dict[str, Any]) -> Iterable[str]:
    entry = each["in_force"] or {}
    expires = entry["approval"]["expires"] if entry else "-"
    return each["kind"], each["id"], each["standing"], entry.get("tier", "-"), expires, each["open_case"] or "-"
