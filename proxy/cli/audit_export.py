"""`chaperone audit export`, `exports`, `export-approve`, `export-refuse`: records leave when a second person agrees."""

from __future__ import annotations

from pathlib import Path  # typer reads annotations at run time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxy.cli.audit_looking import Case, Config, Filter, Subject, asked
from proxy.cli.outgoing import Desk, at_desk, progress
from proxy.cli.output import FINDING, USAGE, fail, note, say_json, say_table

if TYPE_CHECKING:
    from proxy.services.exports.export import ExportRequest, WrittenExport

Json = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]
Reason = Annotated[str, typer.Option(help="Why, in 10 to 500 characters; protected values are taken out.")]
ExportId = Annotated[str, typer.Argument(help="Id of the request, x-...")]


def export(
    where: Filter = None,
    *,
    out: Annotated[Path | None, typer.Option("--out", help="New folder to write into.")] = None,
    form: Annotated[
        str, typer.Option("--format", help="jsonl (can be proved), csv, parquet, ocsf, ecs or otel.")
    ] = "jsonl",
    purpose: Annotated[str | None, typer.Option(help="Why, when asking; protected values are taken out.")] = None,
    request: Annotated[str | None, typer.Option(help="Id of an approved request to fetch.")] = None,
    subject: Subject = None,
    case: Case = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Ask for records, or fetch them once a second person has agreed. Without filters: the whole log.

    Ask: chaperone audit export decision=block since=2026-11-01 --format csv --purpose "Annual review of blocks."
    Fetch, after chaperone audit export-approve: the same command with --out FOLDER.
    """
    filters, folder = _split(where, out)
    given = asked(filters, subject=subject, case=case, why=None)
    number = given.pop("case", None)

    async def find(desk: Desk) -> ExportRequest | None:
        if request is not None:
            return await desk.outgoing.exports.one(request)
        return await desk.outgoing.exports.ready(given, form, number, desk.by)

    found = at_desk(config, find)
    if found is not None and (folder is not None or request is not None):
        _fetch(config, found, folder, as_json=as_json)
        return
    if purpose is None:
        fail(
            "Say why with --purpose: an export needs a second person, who sees it. See `chaperone audit exports` for "
            "what was asked already.",
            USAGE,
        )

    async def ask(desk: Desk) -> dict[str, Any]:
        from proxy.services.exports.source import shown  # noqa: PLC0415 # slow; `--help` need not wait

        assert desk.written is not None  # noqa: S101 # asked for below
        exports = desk.outgoing.exports
        made = await exports.ask(
            given, form=form, purpose=str(purpose), case=number, by=desk.by, channel="cli", written=desk.written
        )
        return shown(made, exports.now())

    told = at_desk(config, ask, writes=True)
    if as_json:
        say_json(told)
    else:
        typer.echo(f"{told['id']} waits for a second person ({told['expected_records']} records now).")
        note(f"They run: chaperone audit export-approve {told['id']} --reason '...'")
    if folder is not None:
        raise typer.Exit(FINDING)


def exports(*, config: Config = None, as_json: Json = False) -> None:
    """List exports that were asked for, the newest first. Example: chaperone audit exports --json."""

    async def look(desk: Desk) -> list[dict[str, Any]]:
        from proxy.services.exports.source import shown  # noqa: PLC0415 # as above

        return [shown(each, desk.outgoing.exports.now()) for each in await desk.outgoing.exports.all()]

    found = at_desk(config, look)
    if as_json:
        say_json({"exports": found})
        return
    columns = ("id", "state", "what", "format", "asked_by", "asked_at", "decided_by", "purpose")
    say_table(columns, ([str(each.get(name, "")) for name in columns] for each in found))


def approve(request: ExportId, *, reason: Reason, config: Config = None, as_json: Json = False) -> None:
    """Agree to an export that somebody else asked for. Exit code 2: it is your own.

    Example: chaperone audit export-approve x-0123456789ab --reason "Agreed with the records officer."
    """
    _decide(request, reason, config, approve=True, as_json=as_json)


def refuse(request: ExportId, *, reason: Reason, config: Config = None, as_json: Json = False) -> None:
    """Refuse an export, or withdraw your own.

    Example: chaperone audit export-refuse x-0123456789ab --reason "The range is wider than the case."
    """
    _decide(request, reason, config, approve=False, as_json=as_json)


def _decide(request: str, reason: str, config: Path | None, *, approve: bool, as_json: bool) -> None:
    async def work(desk: Desk) -> dict[str, Any]:
        from proxy.services.exports.source import shown  # noqa: PLC0415 # as above

        assert desk.written is not None  # noqa: S101 # asked for below
        exports = desk.outgoing.exports
        made = await exports.decide(
            request, approve=approve, reason=reason, by=desk.by, channel="cli", written=desk.written
        )
        return shown(made, exports.now())

    told = at_desk(config, work, writes=True)
    if as_json:
        say_json(told)
    else:
        typer.echo(f"{told['id']} is {told['state']}.")


def _fetch(config: Path | None, found: ExportRequest, folder: Path | None, *, as_json: bool) -> None:
    if folder is None:
        fail("Name a new folder with --out.", USAGE)
    target = folder

    async def work(desk: Desk) -> WrittenExport:
        with progress("Records", found.expected) as tick:
            fetching = desk.outgoing.exports.fetching
            return await fetching.to_folder(found.id, target, by=desk.by, channel="cli", progress=tick)

    written = at_desk(config, work)
    if as_json:
        say_json(
            {
                "folder": str(target),
                "records": written.records,
                "first": written.first,
                "last": written.last,
                "manifest_sha256": written.manifest_sha256,
                "checkpoint_agrees": written.agrees,
            }
        )
    else:
        typer.echo(f"{written.records} records in {target}.")
        note(f"To check it: python3 {target}/verify_audit.py {target} --key PUBLIC-KEY")
    if not written.agrees:
        fail("The log does not agree with its checkpoint: run `chaperone audit verify`.", FINDING)


def _split(where: list[str] | None, out: Path | None) -> tuple[list[str], Path | None]:
    """Filters, and the folder where it is given without an option."""
    filters = [each for each in where or () if "=" in each]
    folders = [each for each in where or () if "=" not in each]
    if len(folders) + (out is not None) > 1:
        fail("Name one folder; a filter is written NAME=VALUE.", USAGE)
    return filters, Path(folders[0]) if folders else out
