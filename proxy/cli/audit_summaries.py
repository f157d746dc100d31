"""`chaperone audit facets`, `timeline`, `report`: summaries of the log. The operator sees small numbers too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxy.cli.audit_looking import Case, Config, Filter, Json, Subject, Why, asked, look
from proxy.cli.output import note, say_json, say_table

if TYPE_CHECKING:
    from proxy.exchange import Caller
    from proxy.services.audit.reading import AuditReading

By = Annotated[str, typer.Option(help="Fields to count by, separated by commas.")]
Step = Annotated[str, typer.Option(help="hour, day or month (UTC).")]
WIDTH = 50


def facets(
    where: Filter = None,
    *,
    by: By = "",
    subject: Subject = None,
    case: Case = None,
    why: Why = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Count matching records by value: chaperone audit facets since=2026-11-01 --by decision,unit."""
    given = asked(where, subject=subject, case=case, why=why)
    fields = [name.strip() for name in by.split(",") if name.strip()]

    async def read(audit: AuditReading, reader: Caller) -> None:
        found = await audit.facets(given, fields, reader=reader, channel="cli")
        if as_json:
            say_json(found)
            return
        rows = [
            (field, value, str(n))
            for field, counts in found["counts"].items()
            for value, n in sorted(counts.items(), key=lambda pair: -pair[1])
        ]
        say_table(("field", "value", "records"), rows)
        said = "1 record" if found["total"] == 1 else f"{found['total']} records"
        note(said + ("" if found["exact"] else "; only the newest were counted"))

    look(read, config)


def timeline(
    where: Filter = None,
    *,
    step: Step = "day",
    subject: Subject = None,
    case: Case = None,
    why: Why = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Count matching records over time: chaperone audit timeline decision=block --step month."""
    given = asked(where, subject=subject, case=case, why=why)

    async def read(audit: AuditReading, reader: Caller) -> None:
        found = await audit.timeline(given, step, reader=reader, channel="cli")
        if as_json:
            say_json(found)
            return
        counts = found["counts"]
        most = max(counts.values(), default=1)
        say_table((step, "records", ""), [(when, str(n), "#" * (n * WIDTH // most)) for when, n in counts.items()])

    look(read, config)


def report(
    name: Annotated[str | None, typer.Argument(help="Name of the report; without it they are listed.")] = None,
    where: Filter = None,
    *,
    limit: Annotated[int, typer.Option(min=1, max=500, help="Records per page.")] = 50,
    cursor: Annotated[str | None, typer.Option(help="The cursor that the page before ended with.")] = None,
    subject: Subject = None,
    case: Case = None,
    why: Why = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Answer a named question: chaperone audit report provider-exposure provider=openai since=2026-11-01.

    A report takes since and until; provider-exposure also provider, student-disclosures also --subject and --case.
    """
    if name is None:
        _catalogue(as_json=as_json)
        return
    given = asked(where, subject=subject, case=case, why=why)

    async def read(audit: AuditReading, reader: Caller) -> None:
        found = await audit.report(name, given, cursor=cursor, limit=limit, reader=reader, channel="cli")
        if as_json:
            say_json(found)
        else:
            _say(found)

    look(read, config)


def filters(*, as_json: Json = False) -> None:
    """List what a search may ask for: chaperone audit filters."""
    from proxy.services.audit.catalogue import parameters  # noqa: PLC0415 # slow; `--help` need not wait

    if as_json:
        for each in parameters():
            say_json(each)
        return
    say_table(
        ("name", "asks for", "values"),
        [(each["name"], each["words"], ", ".join(each["allowed"])) for each in parameters()],
    )


def _catalogue(*, as_json: bool) -> None:
    from proxy.services.audit.catalogue import reports  # noqa: PLC0415 # slow; `--help` need not wait

    if as_json:
        for each in reports():
            say_json(each)
        return
    say_table(
        ("name", "question", "needs"), [(each["name"], each["title"], ", ".join(each["needs"])) for each in reports()]
    )


def _say(found: dict[str, Any]) -> None:
    from rich.text import Text  # noqa: PLC0415 # slow; `--help` need not wait

    from proxy.cli.output import say_texts  # noqa: PLC0415 # as above

    if found["facts"]:
        say_table(
            ("", found["report"]),
            [(name, "-" if value is None else str(value)) for name, value in found["facts"].items()],
        )
    for table in found["tables"]:
        if table["rows"]:
            say_texts([Text(""), Text(table["name"])])
            say_table(table["columns"], [["-" if cell is None else str(cell) for cell in row] for row in table["rows"]])
    if found["records"]:
        say_texts([Text(""), *(Text(_line(record)) for record in found["records"])])
    for text in found["notes"]:
        note(text)
    if found["next_cursor"]:
        note(f"More: --cursor {found['next_cursor']}")


def _line(record: dict[str, Any]) -> str:
    first = f"{record['seq']:>7} {record['at']} {record['kind']} {record['caller'] or '-'} {record['request_id'] or ''}"
    rest = (f"{name}={_short(value)}" for name, value in record.items() if name not in _FIRST)
    return " ".join((first, *rest))


_FIRST = frozenset({"seq", "at", "kind", "caller", "request_id"})


def _short(value: Any) -> str:  # noqa: ANN401 # any JSON value
    if isinstance(value, list):
        return ",".join(_short(each.get("rule", each) if isinstance(each, dict) else each) for each in value)
    if isinstance(value, dict):
        return "{" + " ".join(f"{name}={_short(each)}" for name, each in value.items()) + "}"
    return str(value)
