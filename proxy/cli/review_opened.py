"""What the commands for reviewers and callers work with: the queue of this machine, and whose key is used.

A command acts as the person whose key stands in the environment variable CHAPERONE_KEY, with the same rules as over
HTTP: who may log in to this machine is not by that a reviewer, and nobody can decide under another person's name.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from proxy.cli.output import USAGE, fail

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from proxy.exchange import Caller
    from proxy.services.review.reviewing import Reviewing
    from proxy.services.written import Written

KEY: Final = "CHAPERONE_KEY"
Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]
Ticket = Annotated[str, typer.Argument(help="Ticket of the held call, hold_...")]
Reason = Annotated[str, typer.Option(help="Why; protected values are taken out before it is stored.")]


@dataclass(frozen=True, slots=True)
class Opened:
    """Attributes: the queue; who acts; what takes protected values out of reasons, for a command that writes one."""

    reviewing: Reviewing
    who: Caller
    written: Written | None

    @property
    def writes(self) -> Written:
        """`written`, of a command that asked for it."""
        if self.written is None:
            raise RuntimeError("this command opened no detectors")
        return self.written


@asynccontextmanager
async def opened(config: Path | None, to: str, *, writes: bool = False) -> AsyncIterator[Opened]:
    """Open the queue for whoever's key is in CHAPERONE_KEY, if their role may do `to`; close it afterwards.

    With `writes` also the detectors, which takes a few seconds.
    """
    from proxy.assembly import parts as assembly  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.assembly import review as assembly_review  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.assembly.detection import writing_alone  # noqa: PLC0415 # as above
    from proxy.cli.configuration import load_or_exit, today  # noqa: PLC0415 # as above
    from proxy.services.audit.operator import operator_writer  # noqa: PLC0415 # as above
    from proxy.services.recording import Recorder  # noqa: PLC0415 # as above
    from proxy.services.review.reviewing import identified  # noqa: PLC0415 # as above

    settings = load_or_exit(config).settings
    key = os.environ.get(KEY, "")
    if not key:
        fail(f"Put your key into the environment variable {KEY}: this command acts as you.", USAGE)
    async with AsyncExitStack() as stack:
        state = assembly.build_state(settings)
        await asyncio.to_thread(state.open)
        stack.callback(state.close)
        place = assembly.audit_place(settings)
        writer = await stack.enter_async_context(operator_writer(place, deadline_s=settings.audit.deadline_s))
        recorder = Recorder(writer, writer.instance.id, settings.tenant.id)
        governing = assembly.build_governing(settings, state, recorder, lambda: directory.configured)
        directory = assembly.build_directory(settings, (), governing.ring)
        await governing.load()
        who = identified(directory, key, to, today())
        secret = assembly.master_secret(settings)
        reviewing = assembly_review.build_reviewing(
            settings, state, writer, place.reader(), secret, instance=writer.instance.id
        )
        written = await writing_alone(settings) if writes else None
        yield Opened(reviewing, who, written)
