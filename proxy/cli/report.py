"""`chaperone report`: the audit pack of a period, one student's disclosures, the scope of a provider's breach."""

from __future__ import annotations

import json
from pathlib import Path  # typer reads annotations at run time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxy.cli.outgoing import Desk, at_desk, progress
from proxy.cli.output import FINDING, USAGE, fail, note, say_json

if TYPE_CHECKING:
    from collections.abc import Mapping

app = typer.Typer(
    help="Reports for people: the audit pack of a period, disclosures of one student, the scope of a breach. "
    "Example: chaperone report --period 2026-10 --out pack-2026-10",
    invoke_without_command=True,
    rich_markup_mode=None,
)
Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object instead of a folder.")]
Out = Annotated[Path | None, typer.Option("--out", help="New folder for the page, the data and the signed manifest.")]
Case = Annotated[str, typer.Option(help="Case number.")]
Since = Annotated[str, typer.Option(help="First day or time.")]
Until = Annotated[str, typer.Option(help="Last day, or a time.")]
GOOD = "good"


@app.callback()
def pack(
    context: typer.Context,
    *,
    period: Annotated[str | None, typer.Option(help="2026-10, 2026-Q4 or 2026.")] = None,
    out: Out = None,
    verify: Annotated[bool, typer.Option("--verify/--no-verify", help="Verify the whole log for it.")] = True,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Make the audit pack of a month, a quarter or a year. Exit code 1: the log does not verify."""
    if context.invoked_subcommand is not None:
        return
    if period is None:
        fail("Say which period: --period 2026-10, 2026-Q4 or 2026. See --help for the other reports.", USAGE)
    _needs(out, as_json=as_json)
    wanted = period

    async def work(desk: Desk) -> tuple[dict[str, Any], str | None]:
        from proxy.console import reports as pages  # noqa: PLC0415 # slow; `--help` need not wait

        with progress("Records verified", None) as tick:
            made = await desk.outgoing.reports.pack(wanted, by=desk.by, channel="cli", verify=verify, progress=tick)
        data = made.shown()
        if out is None:
            return data, None
        files = {"pack.html": pages.pack(made.head, made.sections).encode(), "pack.json": _json(data)}
        facts = {"period": made.head["period"], "since": made.head["since"], "until": made.head["until"]}
        digest = await desk.outgoing.reports.to_folder(
            out, files, what="pack", rows=len(made.sections), case=None, by=desk.by, channel="cli", facts=facts
        )
        return data, digest

    data, digest = at_desk(config, work)
    _say(data, out, digest, as_json=as_json)
    verdict = next(each["facts"] for each in data["sections"] if each["id"] == "integrity").get("verification", GOOD)
    if not verdict.startswith(GOOD):
        fail("The log does not verify: see the section Gaps and checkpoints.", FINDING)


@app.command("disclosures")
def disclosures(
    *,
    subject: Annotated[str, typer.Option(help='The student: "SSID 1234567893", STUDENT_ID=..., NAME="Jordan Smith".')],
    case: Case,
    since: Since = "",
    until: Until = "",
    out: Out = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Make the record of disclosures of one student (34 CFR 99.32, 34 CFR 300.614, 45 CFR 1303.24(b)).

    Example: chaperone report disclosures --subject "SSID 1234567893" --case 2026-17 --out ledger
    """
    _needs(out, as_json=as_json)

    async def work(desk: Desk) -> tuple[dict[str, Any], str | None]:
        from proxy.console import reports as pages  # noqa: PLC0415 # as above
        from proxy.services.exports.disclosures import as_csv  # noqa: PLC0415 # as above
        from proxy.services.exports.disclosures import as_json as data_of  # noqa: PLC0415 # as above

        given = {"subject": subject, "case": case, "since": since, "until": until}
        made = await desk.outgoing.reports.disclosures(given, by=desk.by, channel="cli")
        data = data_of(made.rows, made.head["student"], made.head["case"])
        if out is None:
            return data, None
        page = pages.disclosures(made.head, made.rows).encode()
        files = {"disclosures.html": page, "disclosures.json": _json(data), "disclosures.csv": as_csv(made.rows)}
        case_said = made.head["case"]
        return data, await desk.outgoing.reports.to_folder(
            out, files, what="disclosures", rows=len(made.rows), case=case_said, by=desk.by, channel="cli"
        )

    data, digest = at_desk(config, work)
    _say(data, out, digest, as_json=as_json)


@app.command("breach")
def breach(
    *,
    provider: Annotated[str, typer.Option(help="Id of the provider.")],
    case: Case,
    since: Since = "",
    until: Until = "",
    discovered: Annotated[
        str | None, typer.Option(help="Day of discovery, YYYY-MM-DD: the clock runs from it.")
    ] = None,
    out: Out = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Count what a provider's breach exposed, with the clock of RCW 42.56.590. Counts are not masked.

    Example: chaperone report breach --provider acme --since 2026-10-01 --case 2026-21 --out scope
    """
    _needs(out, as_json=as_json)

    async def work(desk: Desk) -> tuple[dict[str, Any], str | None]:
        from proxy.console import reports as pages  # noqa: PLC0415 # as above

        given = {"provider": provider, "case": case, "since": since, "until": until}
        made = await desk.outgoing.reports.breach(given, discovered=discovered, by=desk.by, channel="cli")
        data = made.scope | made.head
        if out is None:
            return data, None
        page = pages.breach_scope(made.head, made.scope).encode()
        files = {"breach.html": page, "breach.json": _json(data)}
        calls, case_said = made.scope["calls"], made.head["case"]
        return data, await desk.outgoing.reports.to_folder(
            out, files, what="breach_scope", rows=calls, case=case_said, by=desk.by, channel="cli"
        )

    data, digest = at_desk(config, work)
    _say(data, out, digest, as_json=as_json)


def _needs(out: Path | None, *, as_json: bool) -> None:
    if out is None and not as_json:
        fail("Name a new folder with --out, or ask for --json.", USAGE)


def _json(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1, default=list) + "\n").encode()


def _say(data: Mapping[str, Any], out: Path | None, digest: str | None, *, as_json: bool) -> None:
    if as_json:
        say_json(json.loads(_json(data)))
    if out is not None:
        note(f"Written to {out}, signed; manifest {digest}. Open the page in a browser to read or print it.")
