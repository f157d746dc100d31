"""`chaperone audit`: search, show and follow the records on this machine. Every look is itself recorded.

Filters are written NAME=VALUE, with the names that `GET /audit/v1/records` takes as query parameters.
"""

from __future__ import annotations

import contextlib
from asyncio import sleep
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from proxy.cli import audit_export, audit_keys, audit_proof, audit_saved, audit_summaries, finding_reports
from proxy.cli.audit_looking import (
    Case,
    Config,
    Filter,
    Json,
    Subject,
    Why,
    asked,
    look,
    look_with_settings,
    operator,
)
from proxy.cli.output import FINDING, fail, note, say_json, say_texts

if TYPE_CHECKING:
    from rich.text import Text

    from config.models import Settings
    from proxy.exchange import Caller
    from proxy.services.audit.reading import AuditReading

__all__ = ["app", "operator"]

app = typer.Typer(help="Read and prove the audit records of this machine.", no_args_is_help=True, rich_markup_mode=None)

POLL_S: Final = 1.0
DONE: Final = ("decision", "outcome", "action", "result", "what")
"""Where a record says what came of it, whatever its kind."""
ABOUT: Final = ("ticket", "matter", "tool", "override", "purpose", "reason")
"""And what it was about, where it is no call."""
STYLES: Final = {"block": "bold red", "refuse": "red", "hold": "yellow", "forward": "green"}

for _name, _command in (
    ("verify", audit_proof.verify),
    ("checkpoint", audit_proof.checkpoint),
    ("witness-key", audit_keys.witness_key),
    ("prove", audit_proof.prove),
    ("export", audit_export.export),
    ("exports", audit_export.exports),
    ("export-approve", audit_export.approve),
    ("export-refuse", audit_export.refuse),
    ("verifier", audit_proof.verifier),
    ("facets", audit_summaries.facets),
    ("timeline", audit_summaries.timeline),
    ("report", audit_summaries.report),
    ("filters", audit_summaries.filters),
    ("rebuild", audit_saved.rebuild),
    ("report-finding", finding_reports.report_finding),
):
    app.command(_name)(_command)
app.add_typer(audit_keys.app, name="key")
app.add_typer(audit_saved.app, name="saved")


@app.command("search")
def search(
    where: Filter = None,
    *,
    subject: Subject = None,
    case: Case = None,
    why: Why = None,
    saved: Annotated[str | None, typer.Option(help="Name of a saved search; other filters go over it.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=500, help="Records per page.")] = 50,
    cursor: Annotated[str | None, typer.Option(help="The cursor that the page before ended with.")] = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """List matching records, newest first: chaperone audit search decision=block since=2026-11-01.

    One person: chaperone audit search --subject "SSID 1234567893" --case 2026-17.
    """
    typed = asked(where, subject=subject, case=case, why=why)

    async def read(settings: Settings, audit: AuditReading, reader: Caller) -> None:
        given = typed
        if saved is not None:
            async with audit_saved.searches(settings, audit) as searches:
                given = await searches.given(saved, typed, reader=reader)
        page = await audit.search(given, cursor=cursor, limit=limit, reader=reader, channel="cli")
        _say(page.records, as_json=as_json)
        if not page.records:
            note("No record matches.")
        if page.next_cursor is not None:
            note(f"More: --cursor {page.next_cursor}")

    look_with_settings(read, config)


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

    look(read, config)


@app.command("tail")
def tail(
    where: Filter = None,
    *,
    lines: Annotated[int, typer.Option("--lines", "-n", min=0, max=500, help="Records to begin with.")] = 20,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on with new records until interrupted.")] = False,
    subject: Subject = None,
    case: Case = None,
    why: Why = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """List the last records, oldest first, and follow new ones with -f."""
    given = asked(where, subject=subject, case=case, why=why)

    async def read(audit: AuditReading, reader: Caller) -> None:
        after = await audit.head(reader)
        if lines:
            page = await audit.search(given, limit=lines, reader=reader, channel="cli")
            _say(tuple(reversed(page.records)), as_json=as_json)
        while follow:
            await sleep(POLL_S)
            records, after = await audit.tail(given, after=after, reader=reader, channel="cli")
            _say(tuple(records), as_json=as_json)

    with contextlib.suppress(KeyboardInterrupt):
        look(read, config)


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
    decision = next((str(detail[name]) for name in DONE if detail.get(name)), "")
    found = " ".join(f"{each['entity']}x{each['count']}" for each in detail.get("findings") or ())
    about = next((str(detail[name]) for name in ABOUT if detail.get(name)), None)
    rest = (detail.get("severity"), detail.get("rule") or detail.get("error_code"), detail.get("model"), found, about)
    line = Text(f"{record['seq']:>7} {record['at']} {record['kind']:<23} {record['caller'] or '-':<20} ")
    line.append(f"{decision:<12}", STYLES.get(decision, ""))
    line.append(" ".join(str(each) for each in (*rest, record["request_id"]) if each))
    return line


def _full(record: dict[str, Any]) -> str:
    import yaml  # noqa: PLC0415 # slow; `--help` need not wait

    return yaml.safe_dump(record, sort_keys=False, allow_unicode=True)
