"""`chaperone vault`: what the guard keeps so that placeholders mean the same at a later call."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxy.cli.governing import told
from proxy.cli.output import USAGE, fail, note, say_json, say_table

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from config.models import Settings
    from proxy.services.keeping.vault import VaultKeeping

app = typer.Typer(
    help="Placeholders kept for conversations, files and batches that lie at a provider.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]


@app.command("status")
def status(*, config: Config = None, as_json: Json = False) -> None:
    """Show how much is kept, of what, and until when: chaperone vault status. No value is shown, nor can be."""
    shown: dict[str, Any] = _run(config, lambda keeping, _: keeping.status())
    if as_json:
        say_json(shown)
        return
    names = ", ".join(shown["providers"]) or "no provider"
    note(f"Kept for {shown['days']} days. Conversations may be kept by: {names}.")
    say_table(
        ("Kind", "Entries", "Bytes", "Oldest", "The last one ends"),
        (
            [each["kind"], str(each["entries"]), str(each["size"]), each["oldest"], each["ends"]]
            for each in shown["kinds"]
        ),
    )


@app.command("purge")
def purge(
    *,
    caller: Annotated[str | None, typer.Option(help="Only what is kept for this caller's id.")] = None,
    kind: Annotated[str | None, typer.Option(help="Only this kind, as `vault status` names it.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of it.")] = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Destroy what is kept: chaperone vault purge --caller maya. This is recorded.

    Conversations that it belonged to cannot be continued, and files and batches not be fetched; what lies at the
    provider stays there.
    """
    if everything == bool(caller or kind):
        fail("Say what to destroy: --caller ID, --kind KIND or both, or --all.", USAGE)
    done: dict[str, Any] = _run(
        config, lambda keeping, by: keeping.purge(by=by, channel="cli", caller=caller, kind=kind)
    )
    if as_json:
        say_json(done)
    else:
        note(f"{done['destroyed']} entries destroyed.")


@app.command("rotate")
def rotate(*, config: Config = None, as_json: Json = False) -> None:
    """After `keys rotate-secret`: seal again what the old secret sealed: chaperone vault rotate. This is recorded.

    What no secret here opens is destroyed. Keep the old secret until the days of `vault.days` are over: the names
    under which older entries are found depend on it.
    """
    done: dict[str, Any] = _run(config, lambda keeping, by: keeping.rotate(by=by))
    if as_json:
        say_json(done)
    else:
        note(f"{done['moved']} entries sealed again, {done['lost']} destroyed that could not be opened.")


def _run(config: Path | None, work: Callable[[VaultKeeping, str], Awaitable[Any]]) -> Any:  # noqa: ANN401 # what it gives
    from proxy.cli.audit import operator  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.cli.configuration import load_or_exit  # noqa: PLC0415 # as above

    settings = load_or_exit(config).settings

    async def whole() -> Any:  # noqa: ANN401 # as above
        async with _opened(settings) as keeping:
            return await work(keeping, operator())

    with told():
        return asyncio.run(whole())


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[VaultKeeping]:
    from proxy.assembly import log as assembly  # noqa: PLC0415 # as above
    from proxy.assembly.vault import build_keeping, build_vault  # noqa: PLC0415 # as above
    from proxy.errors import StateUnavailable  # noqa: PLC0415 # as above
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
        yield build_keeping(settings, build_vault(settings, state, secret), recorder)
