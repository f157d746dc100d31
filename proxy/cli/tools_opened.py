"""What the commands on tools and training need: the state database, the audit, and detectors only when words come."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from proxy.cli.output import USAGE, fail

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
    from pathlib import Path

    from config.models import Settings
    from proxy.services.tools.desk import Tools
    from proxy.services.tools.training import Training
    from proxy.services.written import Written


class LateWritten:
    """Starts the detectors when the first words come: an emergency stop has its effect before that."""

    def __init__(self, settings: Settings, stack: AsyncExitStack) -> None:
        self._settings = settings
        self._stack = stack
        self._written: Written | None = None

    async def reason(self, text: object, *, what: str = "reason") -> str:
        """As `Written.reason`."""
        return await (await self._started()).reason(text, what=what)

    async def lines(self, texts: Sequence[str]) -> list[str]:
        """As `Written.lines`."""
        return await (await self._started()).lines(texts)

    async def _started(self) -> Written:
        from proxy.assembly.detection import writing_alone  # noqa: PLC0415 # detectors: for a reason only

        if self._written is None:
            self._written = await writing_alone(self._settings)
        return self._written


@dataclass(frozen=True, slots=True)
class Opened:
    """What a command works with: the use cases, and who acts with which words."""

    tools: Tools
    training: Training
    acting: dict[str, Any]
    registry: Callable[[Any], Any]
    """The configuration's providers as a snapshot has decided about them."""

    @property
    def by(self) -> str:
        """Who runs the command."""
        return str(self.acting["by"])


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Opened]:
    """Open everything, and close it afterwards. A running guard follows what is done here within a second."""
    from proxy.assembly import log as assembly  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.assembly import tools as assembly_tools  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.cli.audit import operator  # noqa: PLC0415 # as above
    from proxy.cli.configuration import audit_path  # noqa: PLC0415 # as above
    from proxy.services.audit.operator import operator_writer  # noqa: PLC0415 # as above
    from proxy.services.recording import Recorder  # noqa: PLC0415 # as above

    async with AsyncExitStack() as stack:
        state = assembly.build_state(settings)
        await asyncio.to_thread(state.open)
        stack.callback(state.close)
        place, deadline_s = audit_path(settings), settings.audit.deadline_s
        writer = await stack.enter_async_context(operator_writer(place, deadline_s=deadline_s))
        recorder = Recorder(writer, writer.instance.id, settings.tenant.id)
        course = assembly_tools.build_course(settings)
        tools, training = assembly_tools.build_desks(settings, state, recorder, _nothing_runs_here, lambda: course)
        acting = {"by": operator(), "written": LateWritten(settings, stack)}
        yield Opened(tools, training, acting, partial(assembly_tools.registry_of, assembly_tools.build_seeds(settings)))


async def _nothing_runs_here() -> None:
    """A command has no pipeline to refresh."""


def run(config: Path | None, use: Callable[[Opened], Awaitable[Any]]) -> Any:  # noqa: ANN401 # what the use gives
    """Load the configuration, open, use, close; errors become messages and exit codes."""
    from proxy.cli.configuration import load_or_exit  # noqa: PLC0415 # slow; `--help` need not wait

    settings = load_or_exit(config).settings

    async def whole() -> Any:  # noqa: ANN401 # as above
        async with opened(settings) as desk:
            return await use(desk)

    with told():
        return asyncio.run(whole())


@contextmanager
def told() -> Iterator[None]:
    """As `governing.told`, and problems of forms and files one to a line."""
    from proxy.cli import governing  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.services.tools.desk import FormError  # noqa: PLC0415 # as above
    from proxy.services.tools.training import CsvError  # noqa: PLC0415 # as above

    try:
        with governing.told():
            yield
    except FormError as error:
        lines = [f"error: {place or 'the file'}: {message}" for place, message in error.problems]
        fail("\n".join([*lines, "Nothing was changed."]), USAGE)
    except CsvError as error:
        lines = [f"error: line {line}: {message}" for line, message in error.problems]
        fail("\n".join([*lines, "Nothing was recorded."]), USAGE)
