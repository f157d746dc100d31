"""`chaperone records`: how long content is kept, its end, and legal holds. Every change is recorded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from proxy.cli.custody import run, scope_of
from proxy.cli.output import FINDING, USAGE, fail, note, say_json, say_table

if TYPE_CHECKING:
    from proxy.cli.custody import Opened

app = typer.Typer(help="Retention, dispositions and legal holds.", no_args_is_help=True, rich_markup_mode=None)
hold = typer.Typer(help="Legal holds: what nobody may destroy.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(hold, name="hold")

SCOPE_HELP: Final = (
    "caller, unit, app, provider, since, until, request_ids (by commas), subject=LABEL:value for one person; "
    "all that are given must hold."
)
Scope = Annotated[list[str] | None, typer.Argument(metavar="[NAME=VALUE]...", help=SCOPE_HELP)]
Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]
Reason = Annotated[str, typer.Option(help="Why; stored without the protected values in it.")]


@app.command("retention")
def retention(*, config: Config = None, as_json: Json = False) -> None:
    """Show each retention class: how long it is kept, how it ends, what is due: chaperone records retention."""
    rows: list[dict[str, Any]] = run(config, lambda opened: opened.custody.retention.retention())
    if as_json:
        say_json({"classes": rows})
        return
    columns = ("class", "keeps", "ends", "authority", "parts", "due_parts", "held_back_parts")
    say_table(
        ("Class", "Kept", "Ends", "Authority", "Parts", "Due", "On hold"),
        ([str(row.get(name) if row.get(name) is not None else "-") for name in columns] for row in rows),
    )


@app.command("disposition")
def disposition(
    retention_class: Annotated[str, typer.Argument(metavar="CLASS", help="conversations or originals.")],
    scope: Scope = None,
    *,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Report what would be destroyed now, and what a hold keeps back; nothing is changed.

    Example: chaperone records disposition conversations --json > report.json
    """
    given = scope_of(scope)
    report = run(config, lambda opened: opened.custody.retention.disposition(retention_class, given))
    if as_json:
        say_json({**report, "asked": given})
        return
    say_table(
        ("Request", "Part", "Kept since", "Bytes"),
        ([row["request_id"], row["part"], row["at"], str(row["bytes"])] for row in report["parts"]),
    )
    for row in report["held_back"]:
        note(f"On hold: {row['request_id']} ({', '.join(row['holds'])})")
    note(
        f"{len(report['parts'])} parts older than {report['before']} would go under authority "
        f"{report['authority'] or '(none set)'}; {report['held_back_parts']} are on hold."
    )


@app.command("purge")
def purge(
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="What `records disposition --json` wrote.")],
    *,
    reason: Reason = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say whether the report still holds.")] = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Destroy what a disposition report lists, exactly that: chaperone records purge report.json --reason "...".

    Exit code 1: what is due is no longer what the report says, and nothing was destroyed.
    """
    seen = _report(report)
    retention_class, given = seen["retention_class"], seen["asked"]

    async def work(opened: Opened) -> dict[str, Any]:
        office = opened.custody.retention
        if dry_run:
            now = await office.disposition(retention_class, given, before=seen["before"])
            return {"still_so": now["report"] == seen["report"], "items": len(now["parts"])}
        return await office.purge(
            retention_class,
            given,
            before=seen["before"],
            report=seen["report"],
            reason=reason,
            by=opened.by,
            written=opened.written,
        )

    done = run(config, work)
    if as_json:
        say_json(done)
    elif dry_run:
        typer.echo(f"{done['items']} parts would go.")
    else:
        typer.echo(f"{done['items']} parts destroyed under authority {done['authority']}.")
    if dry_run and not done["still_so"]:
        fail("What is due is no longer what the report says.", FINDING)


def _report(path: Path) -> dict[str, Any]:
    try:
        seen = json.loads(path.read_text(encoding="utf-8"))
        return {name: seen[name] for name in ("retention_class", "before", "report", "asked")}
    except (OSError, UnicodeDecodeError):
        fail(f"{path} cannot be read.", USAGE)
    except (ValueError, KeyError, TypeError):
        fail(f"{path} is not what `chaperone records disposition --json` writes.", USAGE)


# --------------------------------------------------------------------------- holds


@hold.command("set")
def set_hold(
    matter: Annotated[str, typer.Argument(help="Number of the matter or of the records request.")],
    scope: Scope = None,
    *,
    reason: Reason,
    everything: Annotated[bool, typer.Option("--everything", help="The scope leaves nothing out.")] = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Forbid the end of everything in a scope: chaperone records hold set PRR-12 unit=Nursing --reason "..."."""
    given = scope_of(scope)

    async def work(opened: Opened) -> dict[str, Any]:
        return await opened.custody.holds.set(
            matter, given, everything=everything, reason=reason, by=opened.by, written=opened.written
        )

    _say_hold(run(config, work), as_json=as_json)


@hold.command("list")
def list_holds(
    *,
    released: Annotated[bool, typer.Option("--released", help="Also those that were released.")] = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """List legal holds, the newest first: chaperone records hold list --released."""
    rows: list[dict[str, Any]] = run(config, lambda opened: opened.custody.holds.all(released=released))
    if as_json:
        say_json({"holds": rows})
        return
    say_table(
        ("Id", "Matter", "State", "Scope", "Set by", "Set"),
        (
            [row["id"], row["matter"], row["state"], json.dumps(row["scope"]), row["set_by"], row["set_at"]]
            for row in rows
        ),
    )


@hold.command("release")
def release(
    hold_id: Annotated[str, typer.Argument(metavar="ID", help="As the list shows it.")],
    *,
    reason: Reason = "",
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Let a hold go: the first person asks and says why, a second one agrees by the same command.

    Example: chaperone records hold release 0198... --reason "The request was answered."
    """

    async def work(opened: Opened) -> dict[str, Any]:
        holds = opened.custody.holds
        asked = [row for row in await holds.all() if row["id"] == hold_id and row["release_asked_by"]]
        if asked:
            return await holds.release(hold_id, by=opened.by)
        return await holds.ask_release(hold_id, reason=reason, by=opened.by, written=opened.written)

    _say_hold(run(config, work), as_json=as_json)


def _say_hold(done: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say_json(done)
        return
    typer.echo(done["id"])
    covers = f"; it covers {done['covers']} parts now" if "covers" in done else ""
    note(f"Matter {done['matter']}: {done['state']}{covers}.")
    if done["state"] == "release asked":
        note(f"Somebody else agrees: chaperone records hold release {done['id']}")
