"""`chaperone keys create`: a key for a caller, shown once, and the lines that let it in."""

from __future__ import annotations

import textwrap
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxy.cli.output import USAGE, fail, note, say_json

if TYPE_CHECKING:
    from pydantic import ValidationError

app = typer.Typer(help="Keys of callers.", no_args_is_help=True, rich_markup_mode=None)
VALID_DAYS = 365


@app.command("create")
def create(
    *,
    id: Annotated[str, typer.Option(help="Name in records, such as front-office.")],  # noqa: A002 # the option's name
    role: Annotated[str, typer.Option(help="staff, reviewer, auditor or admin.")] = "staff",
    unit: Annotated[str, typer.Option(help="Department, for records and unit rules.")] = "",
    app: Annotated[str, typer.Option(help="Tool that will use the key, for records.")] = "",
    expires: Annotated[str, typer.Option(help="Last day, YYYY-MM-DD; by default a year from now.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Make a key, show it once, and print what to put under `callers:`. Only its SHA-256 is ever stored."""
    from pydantic import ValidationError  # noqa: PLC0415 # 150 ms that `--help` need not wait for

    from config.models import Caller  # noqa: PLC0415 # as above
    from proxy.services.key_issue import issue_key  # noqa: PLC0415 # as above

    issued = issue_key()
    entry: dict[str, Any] = {"id": id, "key_hash": issued.key_hash, "prefix": issued.prefix}
    entry |= {"expires": expires or _in_a_year().isoformat(), "role": role, "unit": unit, "app": app}
    try:
        Caller.model_validate(entry)
    except ValidationError as error:
        fail(_complaint(error), USAGE)
    if as_json:
        say_json({"key": issued.key, **entry})
        return
    _show(issued.key, {name: value for name, value in entry.items() if value})


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
