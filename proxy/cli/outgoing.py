"""What the commands that take records out share: the log, the state, who asks, progress, and errors as exit codes."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from proxy.cli.governing import told
from proxy.cli.output import USAGE, fail

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from pathlib import Path

    from config.models import Settings
    from proxy.assembly.exports import Outgoing
    from proxy.exchange import Caller
    from proxy.services.written import Written

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command works with.

    Attributes:
        outgoing: exports, public records and reports.
        by: who runs the command.
        written: takes protected values out of what people write; None for a command that writes nothing.
    """

    outgoing: Outgoing
    by: Caller
    written: Written | None


def at_desk(config: Path | None, work: Callable[[Desk], Awaitable[T]], *, writes: bool = False) -> T:
    """Open everything, do the work, close it; errors end the command. With `writes`, detectors start: a few seconds."""
    from proxy.cli.configuration import load_or_exit  # noqa: PLC0415 # slow; `--help` need not wait

    settings = load_or_exit(config).settings

    async def run() -> T:
        async with _opened(settings, writes=writes) as desk:
            return await work(desk)

    with told():
        try:
            return asyncio.run(run())
        except OSError as error:
            fail(f"It cannot be written: {error.strerror}.", USAGE)
    raise AssertionError  # `told` and `fail` end the command


@asynccontextmanager
async def _opened(settings: Settings, *, writes: bool) -> AsyncIterator[Desk]:
    from proxy.assembly import exports as assembly_exports  # noqa: PLC0415 # as above
    from proxy.assembly import keeping as assembly_keeping  # noqa: PLC0415 # as above
    from proxy.assembly import log as assembly  # noqa: PLC0415 # as above
    from proxy.assembly.reading import asking_alone  # noqa: PLC0415 # as above
    from proxy.cli.audit_looking import operator  # noqa: PLC0415 # as above
    from proxy.cli.configuration import audit_path  # noqa: PLC0415 # as above
    from proxy.errors import AuditUnavailable  # noqa: PLC0415 # as above
    from proxy.exchange import Caller, Role  # noqa: PLC0415 # as above
    from proxy.installation import master_secret  # noqa: PLC0415 # as above
    from proxy.services.audit.operator import operator_writer  # noqa: PLC0415 # as above
    from proxy.services.recording import Recorder  # noqa: PLC0415 # as above

    place = audit_path(settings)
    if place.missing:
        raise AuditUnavailable(f"There is no audit database at {place}.")
    async with AsyncExitStack() as stack:
        state = assembly.build_state(settings)
        await asyncio.to_thread(state.open)
        stack.callback(state.close)
        # What was asked or agreed to is signed when the writer closes, so that an export can follow at once.
        checkpoints = None
        if writes:
            from proxy.assembly.detection import writing_alone  # noqa: PLC0415 # a guard's parts
            from proxy.assembly.parts import build_checkpoints  # noqa: PLC0415 # as above

            checkpoints = build_checkpoints(settings)
        writer = await stack.enter_async_context(
            operator_writer(place, deadline_s=settings.audit.deadline_s, checkpoints=checkpoints)
        )
        recorder = Recorder(writer, writer.instance.id, settings.tenant.id)
        secret = master_secret(settings)
        subjects = assembly.build_subject_keys(settings, secret)
        holds = assembly_keeping.build_custody(settings, secret, state, recorder, subjects).holds
        outgoing = assembly_exports.build_outgoing(
            settings, state, recorder, asking_alone(settings), holds, everything=True
        )
        written = None
        if writes:
            written = await writing_alone(settings)
        yield Desk(outgoing, Caller(operator(), settings.tenant.id, Role.AUDITOR, unit="", app="chaperone"), written)


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error while something is written; nothing where there is no terminal."""
    from rich.console import Console  # noqa: PLC0415 # as above
    from rich.progress import Progress  # noqa: PLC0415 # as above

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.update(task, completed=done)


def pairs(given: list[str] | None, what: str) -> dict[str, str]:
    """NAME=VALUE options as a table; a mistake ends the command."""
    found: dict[str, Any] = {}
    for each in given or ():
        name, equals, text = each.partition("=")
        if not equals or name in found:
            fail(f"{what} is written NAME=VALUE, each name once.", USAGE)
        found[name] = text
    return found
