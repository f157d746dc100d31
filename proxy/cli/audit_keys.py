"""`chaperone audit key`, `audit witness-key`, `keys rotate-secret`: public keys, and changing what is behind them."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from proxy.cli.output import FINDING, UNREACHABLE, USAGE, fail, note, say_json, say_table

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from config.models import Settings
    from proxy.services.keeping.rotation import Rotation

app = typer.Typer(help="The key that signs the log.", rich_markup_mode=None, invoke_without_command=True)

Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]


@app.callback()
def public_key(context: typer.Context, *, config: Config = None, as_json: Json = False) -> None:
    """Print the public key that checkpoints are signed with; auditors need it once, from a person they trust.

    `chaperone audit key list` shows the keys before it, `chaperone audit key rotate` changes it.
    """
    if context.invoked_subcommand is None:
        key = _verifier(_settings(config))
        if as_json:
            say_json({"key": key})
        else:
            typer.echo(key)


@app.command("list")
def list_keys(*, config: Config = None, as_json: Json = False) -> None:
    """List the keys that have signed this log, the newest first: chaperone audit key list --json."""
    from proxy.assembly.log import audit_place  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.errors import AuditUnavailable  # noqa: PLC0415 # as above
    from proxy.services.keeping.rotation import key_history  # noqa: PLC0415 # as above

    settings = _settings(config)
    try:
        keys = key_history(audit_place(settings), _verifier(settings))
    except AuditUnavailable as error:
        fail(error.message, UNREACHABLE)
    if as_json:
        say_json({"keys": keys})
    else:
        say_table(("Key", "State", "Since"), ((each["key"], each["state"], each["since"] or "") for each in keys))


@app.command("rotate")
def rotate(*, config: Config = None, as_json: Json = False) -> None:
    """Change the key that signs the log: chaperone audit key rotate. The log itself announces the new one.

    A running guard signs with it at once. Auditors need no new key: the old one vouches for the new one.
    """
    from proxy.assembly.log import audit_place, log_signer  # noqa: PLC0415 # as above
    from proxy.cli.audit import operator  # noqa: PLC0415 # as above
    from proxy.services.keeping.rotation import rotate_signing_key  # noqa: PLC0415 # as above

    settings = _settings(config)
    _verifier(settings)
    done = _guarded(
        rotate_signing_key(
            log_signer(settings, make=False),
            audit_place(settings),
            deadline_s=settings.audit.deadline_s,
            tenant=settings.tenant.id,
            operator=operator(),
        )
    )
    _say(done, as_json=as_json)


def rotate_secret(
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without asking.")] = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Change the installation's secret: chaperone keys rotate-secret. In force from the next start of the guard.

    The old secret stays as a retired one, so that a person's earlier records are still found. Placeholders of running
    conversations change, and rosters must be imported again.
    """
    from proxy import installation  # noqa: PLC0415 # as above
    from proxy.assembly.log import audit_place  # noqa: PLC0415 # as above
    from proxy.cli.audit import operator  # noqa: PLC0415 # as above
    from proxy.services.keeping.rotation import rotate_secret as rotated  # noqa: PLC0415 # as above

    settings = _settings(config)
    try:
        standing = installation.standing_secret(settings)
        if standing is None or settings.secret is not None:
            installation.replace_secret(settings)  # says what to do instead
    except installation.AssemblyError as error:
        fail(str(error), USAGE)
    assert standing is not None  # noqa: S101 - refused above
    if installation.roster_folder(settings).exists():
        note("The rosters were made with the old secret: import them again before the guard is started next.")
    if not yes:
        typer.confirm("Change the secret now?", abort=True, err=True)

    def replace() -> str:
        installation.replace_secret(settings)
        return installation.secret_id(installation.master_secret(settings))

    done = _guarded(
        rotated(
            replace,
            installation.secret_id(standing),
            audit_place(settings),
            deadline_s=settings.audit.deadline_s,
            tenant=settings.tenant.id,
            operator=operator(),
        )
    )
    _say(done, as_json=as_json)


def witness_key(*, config: Config = None) -> None:
    """Print the public key with which this installation cosigns other logs: for `audit.witnesses` there."""
    from proxy.assembly.keeping import witness_signer  # noqa: PLC0415 # as above
    from proxy.installation import AssemblyError  # noqa: PLC0415 # as above

    try:
        typer.echo(witness_signer(_settings(config), make=False).verifier)
    except AssemblyError as error:
        fail(str(error), USAGE)


def _settings(config: Path | None) -> Settings:
    from proxy.cli.configuration import load_or_exit  # noqa: PLC0415 # as above

    return load_or_exit(config).settings


def _verifier(settings: Settings) -> str:
    from proxy.assembly.log import log_signer  # noqa: PLC0415 # as above
    from proxy.installation import AssemblyError  # noqa: PLC0415 # as above

    try:
        return log_signer(settings, make=False).verifier
    except AssemblyError as error:
        fail(str(error), USAGE)


def _guarded(work: Coroutine[Any, Any, Rotation]) -> Rotation:
    from proxy.errors import AuditUnavailable, Conflict  # noqa: PLC0415 # as above

    try:
        return asyncio.run(work)
    except AuditUnavailable as error:
        fail(error.message, UNREACHABLE)
    except Conflict as error:
        fail(error.message, FINDING)
    except OSError as error:
        _unwritable(error)


def _unwritable(error: OSError) -> NoReturn:
    fail(
        f"A key file cannot be written ({error.strerror}). Where keys are mounted read-only, see docs/keeping.md.",
        USAGE,
    )


def _say(done: Rotation, *, as_json: bool) -> None:
    if as_json:
        say_json({"old": done.old, "new": done.new})
    else:
        typer.echo(done.new)
        note("Changed. The old one is retired.")
