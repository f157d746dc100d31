"""`chaperone training`: who has completed the course that is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxy.cli.output import FINDING, OK, USAGE, fail, note, say_json, say_table
from proxy.cli.tools_opened import run

if TYPE_CHECKING:
    from proxy.cli.tools_opened import Opened

app = typer.Typer(help="Training of the people who use AI tools.", no_args_is_help=True, rich_markup_mode=None)

Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]
COLUMNS = ("person", "course", "version", "completed", "expires", "recorded_by", "channel")


@app.command("record")
def record(
    person: Annotated[str, typer.Argument(help="Id of the caller, or of the owner of the key.")],
    *,
    completed: Annotated[str, typer.Option(help="The day, YYYY-MM-DD.")],
    course: Annotated[str, typer.Option(help="Id of the course; the required one by default.")] = "",
    version: Annotated[str, typer.Option(help="Version of it; the required one by default.")] = "",
    expires: Annotated[str, typer.Option(help="Last day for which it counts; by `training.valid_days`.")] = "",
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Record that somebody completed a course. Example: chaperone training record maya --completed 2026-11-20."""
    row = {"person": person, "completed": completed, "course": course, "version": version, "expires": expires}

    async def use(desk: Opened) -> dict[str, Any]:
        return await desk.training.record(row, by=desk.by, channel="cli")

    made: dict[str, Any] = run(config, use)
    if as_json:
        say_json(made)
    else:
        note(f"{made['person']} has completed {made['course']}; it counts until {made['expires']}.")


@app.command("withdraw")
def withdraw(
    person: Annotated[str, typer.Argument(help="Id of the caller, or of the owner of the key.")],
    *,
    reason: Annotated[str, typer.Option(help="Why; protected values are taken out before it is stored.")],
    until: Annotated[str, typer.Option(help="Last day for which it counts, YYYY-MM-DD; by default at once.")] = "",
    course: Annotated[str, typer.Option(help="Id of the course; the required one by default.")] = "",
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Let somebody's attestation end, at once or on an earlier day. A running guard follows within a second.

    Example: chaperone training withdraw maya --reason "The certificate was another person's."
    Exit code 1: there is no such attestation, or it ends no later already.
    """

    async def use(desk: Opened) -> dict[str, Any]:
        return await desk.training.withdraw(
            person, reason=reason, course=course, until=until, channel="cli", **desk.acting
        )

    after: dict[str, Any] = run(config, use)
    if as_json:
        say_json(after)
    else:
        note(f"The training of {person} in {after['course']} counts until {after['expires']}, and not longer.")


@app.command("import")
def bring_in(
    file: Annotated[Path, typer.Argument(help="CSV with person, completed and, if need be, course, version, expires.")],
    *,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Record all attestations of a CSV file, or none. Example: chaperone training import completions.csv.

    Exit code 2: the file has problems, each named by its line.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        fail(f"{file} cannot be read ({error.strerror}).", USAGE)
    except UnicodeDecodeError:
        fail(f"{file} is not UTF-8 text.", USAGE)

    async def use(desk: Opened) -> dict[str, int]:
        return await desk.training.bring_in(text, by=desk.by, channel="cli")

    done: dict[str, int] = run(config, use)
    if as_json:
        say_json(done)
    else:
        note(f"{done['rows']} attestations read, {done['changed']} of them new.")


@app.command("list")
def list_(
    *,
    person: Annotated[str, typer.Option(help="Of this person only.")] = "",
    course: Annotated[str, typer.Option(help="Of this course only.")] = "",
    config: Config = None,
    as_json: Json = False,
) -> None:
    """List the attestations on record. Example: chaperone training list --course ai-basics."""

    async def use(desk: Opened) -> list[dict[str, Any]]:
        return await desk.training.all(person=person, course=course)

    found: list[dict[str, Any]] = run(config, use)
    if as_json:
        say_json({"attestations": found})
    else:
        say_table((name.replace("_", " ") for name in COLUMNS), ([each[name] for name in COLUMNS] for each in found))


@app.command("status")
def status(
    person: Annotated[str, typer.Argument(help="Id of the caller, or of the owner of the key.")],
    *,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Say whether somebody may call today by their training. Example: chaperone training status maya.

    Exit code 1: their calls are refused.
    """

    async def use(desk: Opened) -> dict[str, Any]:
        return await desk.training.status(person)

    found: dict[str, Any] = run(config, use)
    if as_json:
        say_json(found)
    elif found["required"] is None:
        note("No course is required (`training.required`).")
    else:
        word = "refused" if found["refused"] else "valid" if found["valid"] else "in grace"
        note(f"{person}: {word}{' until ' + found['until'] if found['until'] else ''}.")
    raise typer.Exit(FINDING if found["refused"] else OK)
