"""`chaperone backup`: create, verify, restore. Each is recorded in the log, where there is one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxy.cli.governing import told
from proxy.cli.output import FINDING, USAGE, fail, note, say_json

if TYPE_CHECKING:
    from config.models import Settings
    from proxy.services.keeping.backup import Databases

app = typer.Typer(help="Backups of the log and the state.", no_args_is_help=True, rich_markup_mode=None)

Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]
Key = Annotated[
    list[str] | None,
    typer.Option(help="Public key that the log is held to; by default this installation's own, which proves less."),
]
Anchor = Annotated[list[Path] | None, typer.Option(help="File with checkpoints that were kept elsewhere.")]


@app.command("create")
def create(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="New folder for the backup.")],
    *,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Copy both databases while guards run, and sign what was copied: chaperone backup create /mnt/backup/2026-11-23.

    Keys are not in it: keep the signing key and the secret elsewhere (docs/keeping.md).
    """
    from proxy.assembly.log import log_signer  # noqa: PLC0415 # slow; `--help` need not wait
    from proxy.services.keeping import backup  # noqa: PLC0415 # as above

    settings = _settings(config)
    with told():
        ring = log_signer(settings, make=False)
        try:
            made = backup.create(_databases(settings), folder, ring, tenant=settings.tenant.id)
        except OSError as error:
            fail(f"Cannot write to {folder}: {error.strerror}.", USAGE)
        _record(settings, {"action": "create", "result": "good", **_facts(made["records"], made["manifest"])})
    if as_json:
        say_json({"folder": str(folder), "records": made["records"], "manifest": made["manifest"]})
    else:
        note(f"{made['records']} records and the state in {folder}. To check it: chaperone backup verify {folder}")


@app.command("verify")
def verify(
    folder: Annotated[Path, typer.Argument(metavar="BACKUP", help="Folder of a backup.")],
    *,
    key: Key = None,
    anchor: Anchor = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Check a backup's signature, files, records and checkpoints: chaperone backup verify BACKUP --key "$KEY".

    Exit code 1: something does not agree.
    """
    from proxy.services.keeping import backup  # noqa: PLC0415 # as above

    settings = _settings(config)
    with told():
        keys, later = (key, _later_keys(settings)) if key else ([_own_key(settings)], [])
        checked = backup.verify(folder, keys, _anchors(settings, anchor), later_keys=later)
        result = "bad" if checked.problems else "good"
        if not _databases(settings).log.missing:
            _record(settings, {"action": "verify", "result": result, **_facts(checked.records, checked.manifest)})
    if as_json:
        say_json(
            {
                "ok": not checked.problems,
                "records": checked.records,
                "made_at": checked.made_at,
                "manifest": checked.manifest,
                "seen_since": max(0, checked.seen - checked.records),
                "problems": list(checked.problems),
            }
        )
    else:
        for problem in checked.problems:
            note(f"BAD: {problem}")
        if not key and any("good signature" in problem for problem in checked.problems):
            note("Made before a change of keys? Give the key of its time (--key; see `chaperone audit key list`).")
        if not checked.problems:
            typer.echo(f"OK: {checked.records} records, made {checked.made_at}.")
        if checked.seen > checked.records:
            note(f"An anchor has seen {checked.seen} records since: {checked.seen - checked.records} are not in it.")
    if checked.problems:
        raise typer.Exit(FINDING)


@app.command("restore")
def restore(
    folder: Annotated[Path, typer.Argument(metavar="BACKUP", help="Folder of a backup.")],
    *,
    key: Key = None,
    anchor: Anchor = None,
    replace: Annotated[bool, typer.Option("--replace", help="Move databases that are there aside.")] = False,
    accept_loss: Annotated[
        bool, typer.Option("--accept-loss", help="Go behind what an anchor, a witness or the present log has seen.")
    ] = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Put a backup back where the configuration has its databases, and check it there. Stop the guard first.

    Exit code 1: it was refused, and nothing was changed. Example: chaperone backup restore BACKUP --replace
    """
    from proxy.errors import Conflict  # noqa: PLC0415 # as above
    from proxy.services.keeping import restore as backup_restore  # noqa: PLC0415 # as above

    settings = _settings(config)
    databases = _databases(settings)
    with told():
        keys = key or [_own_key(settings)]
        try:
            done = backup_restore.restore(
                folder, databases, keys, _anchors(settings, anchor), replace=replace, accept_loss=accept_loss
            )
        except Conflict:
            if not databases.log.missing:
                _record(settings, {"action": "restore", "result": "refused"})
            raise
        except OSError as error:
            fail(f"Cannot be put back: {error.strerror}.", USAGE)
        facts = _facts(done.records, done.manifest) | {"lost": done.lost}
        _record(settings, {"action": "restore", "result": "good", **facts})
    if as_json:
        kept = [str(path) for path in done.kept]
        say_json({"records": done.records, "lost": done.lost, "manifest": done.manifest, "kept": kept})
        return
    typer.echo(f"{done.records} records are back and whole; {done.lost} that were seen elsewhere are lost.")
    for path in done.kept:
        note(f"Kept: {path}")
    if done.lost:
        note(
            "Anchors that saw them will disagree with this log for ever. Move their files aside, keep them with the "
            "decision, and let the guard begin new ones: docs/keeping.md, Backup and restore."
        )


def _facts(records: int, manifest: str) -> dict[str, Any]:
    return {"records": records, "manifest": manifest}


def _settings(config: Path | None) -> Settings:
    from proxy.cli.configuration import load_or_exit  # noqa: PLC0415 # as above

    return load_or_exit(config).settings


def _databases(settings: Settings) -> Databases:
    from proxy.assembly.log import audit_place  # noqa: PLC0415 # as above
    from proxy.services.keeping.backup import Databases  # noqa: PLC0415 # as above

    url = settings.database.url
    return Databases(audit_place(settings), url.get_secret_value() if url else Path(settings.data_dir) / "state.db")


def _own_key(settings: Settings) -> str:
    from proxy.assembly.log import log_signer  # noqa: PLC0415 # as above

    return log_signer(settings, make=False).verifier


def _later_keys(settings: Settings) -> list[str]:
    """This installation's own key, where it is here: anchors go on under it when the key of a backup was changed."""
    from proxy.installation import AssemblyError  # noqa: PLC0415 # as above

    try:
        return [_own_key(settings)]
    except AssemblyError:
        return []


def _anchors(settings: Settings, given: list[Path] | None) -> list[Path]:
    """Files with checkpoints: those that were named, those of the configuration, what witnesses cosigned."""
    from proxy.assembly.keeping import anchor_file  # noqa: PLC0415 # as above

    known = [Path(each) for each in settings.audit.anchor_files]
    known += [anchor_file(settings, "witness", each.url) for each in settings.audit.witnesses]
    return [*(given or ()), *(path for path in known if path.is_file())]


def _record(settings: Settings, detail: dict[str, Any]) -> None:
    from proxy.assembly.log import audit_place  # noqa: PLC0415 # as above
    from proxy.cli.audit import operator  # noqa: PLC0415 # as above
    from proxy.exchange import EventKind  # noqa: PLC0415 # as above
    from proxy.services.audit.operator import operator_writer  # noqa: PLC0415 # as above
    from proxy.services.recording import Recorder  # noqa: PLC0415 # as above

    async def whole() -> None:
        async with operator_writer(audit_place(settings), deadline_s=settings.audit.deadline_s) as writer:
            recorder = Recorder(writer, writer.instance.id, settings.tenant.id)
            await recorder.record(EventKind.BACKUP, operator(), detail)

    asyncio.run(whole())
