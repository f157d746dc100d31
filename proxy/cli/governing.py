"""What a command needs to change policy or keys: the state database, the audit, and detectors for reasons."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from proxy.cli.output import FINDING, UNREACHABLE, USAGE, fail

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from config.models import Settings
    from proxy.services.policy.governing import Governing
    from proxy.services.written import Written


@dataclass(frozen=True, slots=True)
class Opened:
    """What a command works with.

    Attributes:
        governing: overrides, keys, versions.
        written: takes protected values out of reasons; None for a command that writes none.
        by: who runs the command.
    """

    governing: Governing
    written: Written | None
    by: str


@asynccontextmanager
async def opened(settings: Settings, *, writes: bool = False) -> AsyncIterator[Opened]:
    """Open everything, and close it afterwards; with `writes` also the detectors, which takes a few seconds."""
    from proxy.assembly import parts as assembly  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.assembly.detection import writing_alone  # noqa: PLC0415 # as above
    from proxy.cli.audit import operator  # noqa: PLC0415 # as above
    from proxy.cli.configuration import audit_path  # noqa: PLC0415 # as above
    from proxy.services.audit.operator import operator_writer  # noqa: PLC0415 # as above
    from proxy.services.recording import Recorder  # noqa: PLC0415 # as above

    async with AsyncExitStack() as stack:
        state = assembly.build_state(settings)
        await asyncio.to_thread(state.open)
        stack.callback(state.close)
        writer = await stack.enter_async_context(
            operator_writer(audit_path(settings), deadline_s=settings.audit.deadline_s)
        )
        recorder = Recorder(writer, writer.instance.id, settings.tenant.id)
        directory = assembly.build_directory(settings)
        governing = assembly.build_governing(settings, state, recorder, lambda: directory.configured)
        await governing.load()
        written = await writing_alone(settings) if writes else None
        yield Opened(governing, written, operator())


@contextmanager
def told() -> Iterator[None]:
    """Turn our errors into messages and exit codes: 1 no such thing, or too late; 2 a mistake; 3 a store is silent."""
    from proxy.errors import Conflict, GuardError, NotFound  # noqa: PLC0415 # as above
    from proxy.installation import AssemblyError  # noqa: PLC0415 # as above

    try:
        yield
    except (NotFound, Conflict) as error:
        fail(error.message, FINDING)
    except GuardError as error:
        fail(error.message, USAGE if error.side == "caller" else UNREACHABLE)
    except AssemblyError as error:
        fail(str(error), USAGE)
