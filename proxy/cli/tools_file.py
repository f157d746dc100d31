"""The commands of `chaperone tools` that read or write a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxy.cli.output import FINDING, USAGE, fail, note, say_json, say_table
from proxy.cli.tools_opened import run, told

if TYPE_CHECKING:
    from proxy.cli.tools_opened import Opened

Reason = Annotated[str, typer.Option(help="Why; protected values are taken out before it is stored.")]
Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]

EXAMPLE = """\
# chaperone tools request FILE --reason "..."   (every field: docs/tools.md)
kind: provider
id: openai-main            # as in the configuration, which holds its address and key
owner: Technology services
purpose: Drafting and summaries for staff
models: [gpt-4o-mini]
terms:
  direct_control: true
  no_redisclosure: true
  no_training: true
  retention_days: 0
  deletion: true
  dpa: NDPA 2026-114
  region: US
  sub_processors: []
ceiling: {severity: S3, barred: []}
audiences: [staff]
"""


def request(
    file: Annotated[Path | None, typer.Argument(help="YAML file with one tool.")] = None,
    *,
    reason: Annotated[str, typer.Option(help="Why; protected values are taken out before it is stored.")] = "",
    example: Annotated[bool, typer.Option("--example", help="Write a file to begin with, and stop.")] = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Ask for a tool to be approved, or approved anew; others review it, and a second person decides.

    Example: chaperone tools request openai.yaml --reason "Staff asked for drafting help."
    """
    if example:
        typer.echo(EXAMPLE, nl=False)
        return
    if file is None:
        fail("Name a file with one tool; `chaperone tools request --example` writes one.", USAGE)
    import yaml  # noqa: PLC0415 # slow; `--help` need not wait

    from proxy.services.tools.desk import read  # noqa: PLC0415 # as above

    try:
        tree = yaml.safe_load(_text(file))
    except yaml.YAMLError:
        fail(f"{file} is not YAML.", USAGE)
    with told():
        form = read(tree)

    async def use(desk: Opened) -> dict[str, Any]:
        return await desk.tools.request(form, reason=reason, **desk.acting)

    case: dict[str, Any] = run(config, use)
    if as_json:
        say_json(case)
        return
    note(f"Asked for. Reviews that are missing: {', '.join(case['reviews_missing'])}.")
    if "tier" in case:
        note(f"By its terms it would be {case['tier']}.")
        for tier, needs in case["needs"].items():
            note(f"For {tier} it lacks: {', '.join(need['term'] for need in needs)}.")
    typer.echo(case["case"])


def export(
    file: Annotated[Path | None, typer.Argument(help="File to write; without it, standard output.")] = None,
    *,
    config: Config = None,
) -> None:
    """Write everything that is in force as YAML. Example: chaperone tools export tools.yaml."""

    async def use(desk: Opened) -> str:
        from proxy.services.tools import file as tools_file  # noqa: PLC0415 # slow; `--help` need not wait

        return await tools_file.write(desk.tools)

    text: str = run(config, use)
    if file is None:
        typer.echo(text, nl=False)
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        fail(f"{file} cannot be written ({error.strerror}).", USAGE)


def bring_in(
    file: Annotated[Path, typer.Argument(help="YAML file as `chaperone tools export` writes it.")],
    *,
    reason: Reason,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Take in a YAML file: what differs from what is in force becomes a request, for an approval does not travel.

    Example: chaperone tools import tools.yaml --reason "Moved from the old server."
    Exit code 1: a tool was refused, because a case of it is open; 2: the file has problems, each named with its place.
    """
    from proxy.services.tools import file as tools_file  # noqa: PLC0415 # slow; `--help` need not wait

    text = _text(file)
    with told():
        forms = tools_file.parse(text)

    async def use(desk: Opened) -> list[dict[str, str | None]]:
        return await tools_file.bring_in(forms, desk.tools, reason=reason, **desk.acting)

    done: list[dict[str, str | None]] = run(config, use)
    if as_json:
        say_json({"tools": done})
    else:
        rows = [[each.get(name) or "-" for name in ("kind", "id", "result", "case")] for each in done]
        say_table(("kind", "id", "result", "case"), rows)
    if any(each["result"] == "refused" for each in done):
        raise typer.Exit(FINDING)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        fail(f"{file} cannot be read ({error.strerror}).", USAGE)
    except UnicodeDecodeError:
        fail(f"{file} is not UTF-8 text.", USAGE)
