"""`chaperone preview`: what the guard would do with a text; nothing is sent or stored."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path  # noqa: TC003 # typer reads annotations at run time
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from config.models import Settings
    from proxy.exchange import Tier
    from proxy.services.quality.preview import Previewer

AT_ONCE = 8
"""Texts under way at a time: enough to keep both workers busy, few enough to keep the deadline of each honest."""
STYLES = {"keep": "green", "generalize": "yellow", "pseudonymize": "bold yellow", "redact": "bold red"}


def preview(
    file: Annotated[Path | None, typer.Argument(help="File to read; - or nothing reads standard input.")] = None,
    tier: Annotated[str, typer.Option(help="Contract tier to assume: T0, T1, T2, T3 or TL.")] = "T2",
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Read {id, text, context} lines, write one result each.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write the result as one JSON object.")] = False,
    config: Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")] = None,
) -> None:
    """Show what was found, what a provider would see, and the decision with its reasons."""
    from config.loading import load  # noqa: PLC0415 # `chaperone --help` must not pay for it
    from config.problems import ConfigError  # noqa: PLC0415
    from proxy.errors import GuardError  # noqa: PLC0415
    from proxy.exchange import Tier  # noqa: PLC0415

    try:
        chosen = Tier(tier)
    except ValueError:
        typer.echo(f"--tier must be one of {', '.join(Tier)}.", err=True)
        raise typer.Exit(2) from None
    try:
        settings = load(config).settings
        with _input(file) as source:
            asyncio.run(_run(settings, source, chosen, jsonl=jsonl, as_json=as_json))
    except ConfigError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"Cannot read {file}: {error.strerror}.", err=True)
        raise typer.Exit(2) from None
    except GuardError as error:
        typer.echo(error.message, err=True)
        raise typer.Exit(2 if error.side == "caller" else 3) from None


def _input(file: Path | None) -> TextIO:
    if file is None or str(file) == "-":
        return open(
            sys.stdin.fileno(), encoding="utf-8", closefd=False, newline=""
        )  # a descriptor; closed by the caller's `with`
    return file.open(encoding="utf-8", newline="")


async def _run(settings: Settings, source: TextIO, tier: Tier, *, jsonl: bool, as_json: bool) -> None:
    from proxy.assembly.detection import examiner_alone  # noqa: PLC0415 # imports detection
    from proxy.services.quality.preview import Previewer, question  # noqa: PLC0415
    from proxy.wire import dialects  # noqa: PLC0415

    async with examiner_alone(settings) as examiner:
        previewer = Previewer(examiner, dialects.CODECS[0].codec, tenant=settings.tenant.id)
        if jsonl:
            await _run_lines(previewer, source, tier)
            return
        text = source.read()
        result = await previewer.preview(question({"text": text}, tier=tier))
        if as_json:
            typer.echo(_dumps(result))
        else:
            _show(text, result)


async def _run_lines(previewer: Previewer, source: Iterable[str], tier: Tier) -> None:
    """One result per line, in order; a line that cannot be read stops the run, naming its number."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Previewing", total=None)
        done = 0
        async for result in _in_order(previewer, source, tier):
            typer.echo(_dumps(result))
            done += 1
            progress.update(task, completed=done)
    console.print(f"{done} previewed.")


async def _in_order(previewer: Previewer, source: Iterable[str], tier: Tier) -> AsyncIterator[dict[str, Any]]:
    from proxy.services.quality.preview import question  # noqa: PLC0415

    under_way: list[asyncio.Task[dict[str, Any]]] = []
    try:
        for row in _rows(source):
            under_way.append(asyncio.create_task(previewer.preview(question(row, tier=tier))))
            if len(under_way) >= AT_ONCE:
                yield await under_way.pop(0)
        while under_way:
            yield await under_way.pop(0)
    finally:
        for task in under_way:
            task.cancel()


def _rows(source: Iterable[str]) -> Iterator[dict[str, Any]]:
    from proxy.errors import BadRequest  # noqa: PLC0415
    from proxy.wire import strict_json  # noqa: PLC0415

    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            yield strict_json.parse(line.encode())
        except BadRequest as error:
            raise BadRequest(f"Line {number}: {error.message}") from error


def _dumps(result: dict[str, Any]) -> str:
    import orjson  # noqa: PLC0415

    return orjson.dumps(result).decode()


def _show(text: str, result: dict[str, Any]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False)
    marked = Text(text.rstrip("\n"))
    for finding in result["findings"]:
        marked.stylize(STYLES[finding["treatment"]], finding["start"], finding["end"])
    console.print(Text("Found", style="bold"))
    console.print(marked)
    for finding in result["findings"]:
        line = f"  {finding['start']:>5}-{finding['end']:<5} {finding['entity']} -> {finding['treatment']}"
        console.print(Text(line + f"  ({finding['detector']})"))
    console.print(Text("\nWhat the provider would see", style="bold"))
    released = result["outbound"]
    console.print(Text("(nothing: a password or key is never released)" if released is None else released.rstrip("\n")))
    tags = ", ".join(result["tags"]) or "none"
    console.print(Text("\nDecision", style="bold"), Text(f"{result['action']}, severity {result['severity']}"))
    console.print(Text(f"  tags: {tags}"))
    for reason in result["reasons"]:
        console.print(Text(f"  {reason['action']:<8}{reason['severity']} {reason['rule']}: {reason['sentence']}"))
        console.print(Text(f"             {reason['clause']}", style="dim"))
    card = result["explanation"]["en"]
    console.print(Text("\nFor the person who asked", style="bold"))
    for line in (card["done"], card["next"], card["who"]):
        console.print(Text(f"  {line}"))
