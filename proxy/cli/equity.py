"""`chaperone evaluate --equity`: are names found alike, wherever they come from? The exit status says it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import typer

from proxy.cli.evaluation_tables import heading, share
from proxy.cli.output import FINDING, UNREACHABLE, USAGE, fail, note, say_json, say_table

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from config.models import Settings


def equity_audit(settings: Settings, *, per_group: int, html: Path | None, as_json: bool, record: bool) -> None:
    """Run, record, show; exit status 1 where a gap between groups is larger than chance and the limit allow."""
    from detectors.evaluation.equity import shortfalls  # noqa: PLC0415 # `chaperone --help` must not pay for it
    from proxy.errors import GuardError  # noqa: PLC0415 # as above

    try:
        measured, policy = asyncio.run(_run(settings, per_group))
        if record:
            asyncio.run(_record(settings, measured, policy))
    except GuardError as error:
        fail(error.message, USAGE if error.side == "caller" else UNREACHABLE)
    if html is not None:
        _write(html, measured)
    if as_json:
        say_json(measured)
    else:
        _show(measured)
    unfair = shortfalls(measured)
    for casing in unfair:
        gap = measured["gaps"][casing]
        note(
            f"The gap between {gap['best']} and {gap['worst']} names ({casing}) is {gap['gap']:.3f} "
            f"[{gap['low']:.3f}, {gap['high']:.3f}], above {gap['limit']:.2f} beyond chance."
        )
    if unfair:
        raise typer.Exit(FINDING)


async def _run(settings: Settings, per_group: int) -> tuple[dict[str, Any], str]:
    from rich.console import Console  # noqa: PLC0415 # as above
    from rich.progress import Progress  # noqa: PLC0415 # as above

    from proxy.assembly.detection import examiner_alone  # noqa: PLC0415 # imports detection
    from proxy.services.quality import equity  # noqa: PLC0415 # as above

    console = Console(stderr=True)
    async with examiner_alone(settings) as examiner:
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            task = progress.add_task("Names", total=equity.count_cases(per_group))
            measured = await equity.audit(
                examiner.scanner,
                per_group=per_group,
                tenant=settings.tenant.id,
                done=lambda count: progress.advance(task, count),
            )
        return measured, equity.policy_of(examiner)


async def _record(settings: Settings, measured: Mapping[str, Any], policy: str) -> None:
    from proxy.cli.configuration import audit_path  # noqa: PLC0415 # as above
    from proxy.services.audit.operator import operator_writer  # noqa: PLC0415 # as above
    from proxy.services.quality.equity import event  # noqa: PLC0415 # as above

    async with operator_writer(audit_path(settings), deadline_s=settings.audit.deadline_s) as writer:
        told = event(measured, policy_hash=policy, instance=writer.instance.id, tenant=settings.tenant.id)
        await writer.record(told)


def _write(file: Path, measured: Mapping[str, Any]) -> None:
    from proxy.console.equity import render  # noqa: PLC0415 # as above

    try:
        file.write_text(render(measured), encoding="utf-8")
    except OSError as error:
        fail(f"Cannot write {file}: {error.strerror}.", USAGE)


def _show(measured: Mapping[str, Any]) -> None:
    groups = measured["groups"]
    casings = list(groups)
    heading("Names found whole, by origin group")
    say_table(
        ("group", *(part for casing in casings for part in (casing, "95 % interval")), "of"),
        [
            (
                group.replace("_", " "),
                *(part for casing in casings for part in share(groups[casing][group])[:2]),
                str(groups[casings[0]][group]["total"]),
            )
            for group in groups[casings[0]]
        ],
    )
    heading("Largest gap between two groups")
    say_table(
        ("casing", "gap", "95 % interval", "limit", "best", "worst", ""),
        [
            (
                casing,
                f"{g['gap']:.3f}",
                f"{g['low']:.3f}-{g['high']:.3f}",
                f"{g['limit']:.2f}",
                g["best"],
                g["worst"],
                _verdict(g),
            )
            for casing, g in measured["gaps"].items()
        ],
    )
    for table, title in (
        ("casings", "By casing"),
        ("lengths", "By length of the name"),
        ("languages", "By language of the sentence"),
        ("scripts", "By script of the name"),
    ):
        heading(title)
        say_table(
            ("", "share", "95 % interval", "of"), [(value, *share(each)) for value, each in measured[table].items()]
        )


def _verdict(gap: Mapping[str, Any]) -> str:
    return "within the limit" if gap["gap"] <= gap["limit"] else "not beyond chance" if gap["fair"] else "unfair"
