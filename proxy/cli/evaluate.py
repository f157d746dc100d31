"""`chaperone evaluate`: how well the guard does on labelled prompts; the exit status says whether it is good enough."""

from __future__ import annotations

import asyncio
from pathlib import Path  # noqa: TC003 # typer reads annotations at run time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxy.cli.output import FINDING, UNREACHABLE, USAGE, fail, note, say_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from config.models import Settings
    from detectors.evaluation.figures import Result
    from proxy.services.quality.evaluation import LabelledSet


def evaluate(
    file: Annotated[
        Path | None, typer.Argument(metavar="SET.jsonl", help="Labelled prompts, one JSON object a line.")
    ] = None,
    *,
    equity: Annotated[
        bool,
        typer.Option("--equity", help="Measure instead whether names of all origins are found alike; no set needed."),
    ] = False,
    per_group: Annotated[
        int, typer.Option(min=10, max=5_000, help="With --equity: names of each origin group, in each casing.")
    ] = 200,
    against: Annotated[
        Path | None, typer.Option("--compare", help="An earlier run, as --json wrote it, to compare with.")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option(help="Write a report with the misses highlighted. It holds the prompts: keep it as safe as them."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write the figures as one JSON object.")] = False,
    record: Annotated[bool, typer.Option(help="Write the result into the audit.")] = True,
    config: Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")] = None,
) -> None:
    """Measure detection and decisions on labelled prompts. Exit status 1: below `evaluation.least`, or an unfair gap.

    Nothing is sent anywhere. The format of the set and the meaning of the figures are in docs/evaluation.md.
    Example: chaperone evaluate prompts.jsonl --html report.html, or: chaperone evaluate --equity --html equity.html
    """
    from proxy.cli.configuration import load_or_exit  # noqa: PLC0415 # `chaperone --help` must not pay for it
    from proxy.errors import GuardError  # noqa: PLC0415 # as above

    if equity == (file is not None):
        fail("Name one set of labelled prompts, or ask for --equity, which brings its own names.", USAGE)
    settings = load_or_exit(config).settings
    if file is None:
        from proxy.cli.equity import equity_audit  # noqa: PLC0415 # as above

        equity_audit(settings, per_group=per_group, html=html, as_json=as_json, record=record)
        return
    earlier = None if against is None else _earlier(against)
    try:
        labelled = _read(file)
        results, measured = asyncio.run(_run(settings, labelled))
        from detectors.evaluation.comparison import shortfalls  # noqa: PLC0415 # as above

        short = shortfalls(measured, settings.evaluation.least)
        if record:
            asyncio.run(_record(settings, measured, len(short)))
    except GuardError as error:
        fail(error.message, USAGE if error.side == "caller" else UNREACHABLE)
    if html is not None:
        _write_html(html, results, measured, settings)
    _answer(measured, earlier, as_json=as_json)
    for each in short:
        note(f"Below what `evaluation.least` asks: {each.figure} is {each.share:.3f}, least {each.least:.3f}.")
    if short:
        raise typer.Exit(FINDING)


def _read(file: Path) -> LabelledSet:
    from proxy.services.quality.evaluation import read_set  # noqa: PLC0415 # as above

    try:
        return read_set(file.read_bytes())
    except OSError as error:
        fail(f"Cannot read {file}: {error.strerror}.", USAGE)


def _earlier(file: Path) -> dict[str, Any]:
    import json  # noqa: PLC0415 # as above

    from detectors.evaluation.comparison import read_run  # noqa: PLC0415 # as above

    try:
        return dict(read_run(json.loads(file.read_text(encoding="utf-8"))))
    except OSError as error:
        fail(f"Cannot read {file}: {error.strerror}.", USAGE)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        fail(f"{file} is not a run of `chaperone evaluate --json`.", USAGE)


async def _run(settings: Settings, labelled: LabelledSet) -> tuple[list[Result], dict[str, Any]]:
    from rich.console import Console  # noqa: PLC0415 # as above
    from rich.progress import Progress  # noqa: PLC0415 # as above

    from proxy.assembly.detection import examiner_alone  # noqa: PLC0415 # imports detection
    from proxy.services.quality import evaluation  # noqa: PLC0415 # as above
    from proxy.services.quality.preview import Previewer  # noqa: PLC0415 # as above
    from proxy.wire import dialects  # noqa: PLC0415 # as above

    console = Console(stderr=True)
    async with examiner_alone(settings) as examiner:
        previewer = Previewer(examiner, dialects.CODECS[0].codec, tenant=settings.tenant.id, caller="evaluate")
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("Evaluating", total=len(labelled.rows))
            results = await evaluation.evaluate(previewer, labelled, lambda: progress.advance(task))
        measured = evaluation.report(
            results, labelled, detection=examiner.scanner.version, policy_hash=evaluation.policy_of(previewer)
        )
    return results, measured


async def _record(settings: Settings, measured: Mapping[str, Any], shortfalls: int) -> None:
    from proxy.cli.configuration import audit_path  # noqa: PLC0415 # as above
    from proxy.services.audit.operator import operator_writer  # noqa: PLC0415 # as above
    from proxy.services.quality.evaluation import event  # noqa: PLC0415 # as above

    async with operator_writer(audit_path(settings), deadline_s=settings.audit.deadline_s) as writer:
        await writer.record(event(measured, shortfalls, instance=writer.instance.id, tenant=settings.tenant.id))


def _write_html(file: Path, results: Sequence[Result], measured: Mapping[str, Any], settings: Settings) -> None:
    import os  # noqa: PLC0415 # as above

    from proxy.console.evaluation import render  # noqa: PLC0415 # as above

    page = render(results, measured, least=settings.evaluation.least)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.write(page)
    except OSError as error:
        fail(f"Cannot write {file}: {error.strerror}.", USAGE)
    note(f"{file} holds the prompts of the set in full: keep it as safe as the set itself.")


def _answer(measured: Mapping[str, Any], earlier: Mapping[str, Any] | None, *, as_json: bool) -> None:
    from detectors.evaluation.comparison import changes, new_misses  # noqa: PLC0415 # as above
    from proxy.cli.evaluation_tables import show  # noqa: PLC0415 # as above

    compared = None
    if earlier is not None:
        compared = {
            "same_set": earlier.get("set") == measured["set"],
            "changes": [
                {"figure": each.figure, "before": each.before, "now": each.now} for each in changes(earlier, measured)
            ],
            "misses": new_misses(earlier, measured),
        }
    if as_json:
        say_json({**measured, **({} if compared is None else {"compared": compared})})
    else:
        show(measured, compared)
