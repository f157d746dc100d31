"""What the records officer's commands need: the state database, the audit, and detectors only when words come."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from proxy.cli.governing import told
from proxy.cli.output import USAGE, fail

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from config.models import Settings
    from proxy.assembly.keeping import Custody
    from proxy.cli.tools_opened import LateWritten
    from proxy.exchange import Caller


@dataclass(frozen=True, slots=True)
class Opened:
    """What a command works with: the use cases, who acts, and what looks at their words."""

    custody: Custody
    by: Caller
    written: Any
    """A `services.written.Written` whose detectors start with the first words."""


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Opened]:
    """Open everything, and close it afterwards."""
    from proxy.assembly import keeping as assembly_keeping  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.assembly import log as assembly  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.cli.audit import operator  # noqa: PLC0415 # as above
    from proxy.cli.tools_opened import LateWritten  # noqa: PLC0415 # as above
    from proxy.errors import StateUnavailable  # noqa: PLC0415 # as above
    from proxy.exchange import Caller, Role  # noqa: PLC0415 # as above
    from proxy.installation import standing_secret  # noqa: PLC0415 # as above
    from proxy.services.audit.operator import operator_writer  # noqa: PLC0415 # as above
    from proxy.services.recording import Recorder  # noqa: PLC0415 # as above

    secret = standing_secret(settings)
    if secret is None:
        raise StateUnavailable("There is nothing here yet: no guard has run with this configuration.")
    async with AsyncExitStack() as stack:
        state = assembly.build_state(settings)
        await asyncio.to_thread(state.open)
        stack.callback(state.close)
        place = assembly.audit_place(settings)
        writer = await stack.enter_async_context(operator_writer(place, deadline_s=settings.audit.deadline_s))
        recorder = Recorder(writer, writer.instance.id, settings.tenant.id)
        subjects = assembly.build_subject_keys(settings, secret)
        custody = assembly_keeping.build_custody(settings, secret, state, recorder, subjects)
        written: LateWritten = LateWritten(settings, stack)
        yield Opened(custody, Caller(operator(), settings.tenant.id, Role.RECORDS, app="chaperone"), written)


def run(config: Path | None, work: Callable[[Opened], Awaitable[Any]]) -> Any:  # noqa: ANN401 # whatever the work gives
    """``work(opened)`` on the configuration, with our errors as messages and exit codes."""
    from proxy.cli.configuration import load_or_exit  # noqa: PLC0415 # as above

    settings = load_or_exit(config).settings

    async def whole() -> Any:  # noqa: ANN401 # as above
        async with opened(settings) as custody:
            return await work(custody)

    with told():
        return asyncio.run(whole())


def scope_of(where: list[str] | None) -> dict[str, str]:
    """A scope from NAME=VALUE arguments; ends the command when one is not written so."""
    scope: dict[str, str] = {}
    for each in where or ():
        name, equals, text = each.partition("=")
        if not equals or name in scope:
            fail("A scope is written NAME=VALUE, each name once; see --help for the names.", USAGE)
        scope[name] = text
    return scope
