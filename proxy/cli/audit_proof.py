"""`chaperone audit verify`, `checkpoint`, `prove`, `verifier`: show that the log is whole."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxy.cli.output import FINDING, UNREACHABLE, USAGE, fail, note, say_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from config.models import Settings
    from proxy.services.audit.proof import AuditProof, Verdict

Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]
PROGRESS_EVERY = 10_000


def verify(
    *,
    key: Annotated[
        list[str] | None,
        typer.Option(help="Public key to hold the log to; by default this installation's own, which proves less."),
    ] = None,
    anchor: Annotated[list[Path] | None, typer.Option(help="File with checkpoints that were kept elsewhere.")] = None,
    deep: Annotated[bool, typer.Option(help="Also parse every record and write it again.")] = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Check the whole log. Exit code 1: something was removed, added, moved or altered, and where."""
    settings, proof = _opened(config)
    keys = key or [_own_key(settings)]
    anchors = [*(anchor or ()), *_kept_anchors(settings)]
    # First what others saw: a guard that writes meanwhile must not show them more than our view of the log holds.
    seen = _guarded(lambda: _seen_by(settings, [*keys, *(change["new"] for change in proof.key_changes())]))
    verdict = _guarded(
        lambda: _with_progress(proof, lambda tick: proof.verify(keys, anchors, deep=deep, progress=tick))
    )
    behind = [each for each in seen if each["bad"] or (each["size"] or 0) > verdict.records]
    good = not verdict.problems and not behind
    _say(verdict, good=good, seen=seen, as_json=as_json)
    if verdict.problems and not as_json:
        for each in _guarded(proof.given_up):
            note(
                f"Record {each['index']} says that a backup was put back at {each['at']} which lacked {each['lost']} "
                "records: an anchor from before disagrees with this log for ever. See docs/keeping.md."
            )
    for each in behind:
        note(f"BAD: {each['by']} has seen {each['size']} records; {each['bad']} of its stamps are not good.")
    if not good:
        raise typer.Exit(FINDING)


def _kept_anchors(settings: Settings) -> list[Path]:
    """The configuration's anchor files, and what witnesses cosigned."""
    from proxy.assembly.keeping import anchor_file  # noqa: PLC0415 # slow; `--help` need not wait

    known = [Path(each) for each in settings.audit.anchor_files]
    known += [anchor_file(settings, "witness", each.url) for each in settings.audit.witnesses]
    return [path for path in known if path.is_file()]


def _seen_by(settings: Settings, keys: list[str]) -> list[dict[str, Any]]:
    from proxy.assembly.keeping import seen_by  # noqa: PLC0415 # as above
    from proxy.errors import BadRequest  # noqa: PLC0415 # as above
    from proxy.installation import AssemblyError  # noqa: PLC0415 # as above

    try:
        return seen_by(settings, keys)
    except (AssemblyError, OSError) as error:
        raise BadRequest(str(error)) from error


def checkpoint(*, config: Config = None) -> None:
    """Print the newest signed checkpoint: keep it where nobody who can write to this machine can change it."""
    _, proof = _opened(config)
    newest = _guarded(proof.newest)
    if newest is None:
        fail("There is no checkpoint yet; a running guard makes one within a minute of a record.", FINDING)
    typer.echo(newest, nl=False)


def prove(
    index: Annotated[int, typer.Argument(min=0, help="Index of the record: `seq` in searches.")],
    *,
    config: Config = None,
) -> None:
    """Print a proof that one record is in the log, for somebody who has the public key and the verifier."""
    from proxy.services.audit.proof import as_json  # noqa: PLC0415 # as above

    settings, proof = _opened(config)
    bundle = _guarded(lambda: proof.prove(index))
    _record(settings, {"what": "proof", "records": 1, "first": index, "channel": "cli"})
    typer.echo(as_json(bundle), nl=False)


def verifier() -> None:
    """Print the verifier: one Python file that needs nothing of Chaperone."""
    from proxy.services.audit.proof import verifier_source  # noqa: PLC0415 # as above

    typer.echo(verifier_source(), nl=False)


def _opened(config: Path | None) -> tuple[Settings, AuditProof]:
    from proxy.cli.configuration import audit_path, load_or_exit  # noqa: PLC0415 # as above
    from proxy.services.audit.proof import open_proof  # noqa: PLC0415 # as above

    settings = load_or_exit(config).settings
    return settings, _guarded(lambda: open_proof(audit_path(settings)))


def _own_key(settings: Settings) -> str:
    from proxy.assembly.log import log_signer  # noqa: PLC0415 # as above
    from proxy.installation import AssemblyError  # noqa: PLC0415 # as above

    try:
        return log_signer(settings, make=False).verifier
    except AssemblyError as error:
        fail(str(error), USAGE)


def _guarded(work: Callable[[], Any]) -> Any:  # noqa: ANN401 # whatever the work gives
    from proxy.errors import AuditUnavailable, BadRequest  # noqa: PLC0415 # as above

    try:
        return work()
    except AuditUnavailable as error:
        fail(error.message, UNREACHABLE)
    except BadRequest as error:
        fail(error.message, USAGE)


def _with_progress(proof: AuditProof, work: Callable[[Callable[[int], None]], Any]) -> Any:  # noqa: ANN401 # as above
    from rich.console import Console  # noqa: PLC0415 # as above
    from rich.progress import Progress  # noqa: PLC0415 # as above

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Records", total=proof.size())

        def tick(done: int) -> None:
            if done % PROGRESS_EVERY == 0:
                progress.update(task, completed=done)

        return work(tick)


def _record(settings: Settings, detail: dict[str, Any]) -> None:
    """Record what is about to be shown; when that is impossible, nothing is shown."""
    from proxy.cli.audit import operator  # noqa: PLC0415 # as above
    from proxy.cli.configuration import audit_path  # noqa: PLC0415 # as above
    from proxy.services.audit.operator import record_export  # noqa: PLC0415 # as above

    _guarded(
        lambda: asyncio.run(
            record_export(
                audit_path(settings),
                detail,
                deadline_s=settings.audit.deadline_s,
                tenant=settings.tenant.id,
                operator=operator(),
            )
        )
    )


def _say(verdict: Verdict, *, good: bool, seen: list[dict[str, Any]], as_json: bool) -> None:
    anchors = verdict.anchors
    anchored = anchors > 0 or any(each["size"] for each in seen)
    if as_json:
        say_json(
            {
                "ok": good,
                "records": verdict.records,
                "checkpoints": verdict.checkpoints,
                "vouched": verdict.vouched,
                "anchored": anchored,
                "empty_anchors": list(verdict.empty),
                "seen_by": seen,
                "problems": [{"index": each.index, "what": each.what} for each in verdict.problems],
            }
        )
        return
    for each in verdict.problems:
        note(f"BAD from index {each.index}: {each.what}")
    if good:
        typer.echo(
            f"OK: {verdict.records} records, {verdict.vouched} of them under {verdict.checkpoints} signed checkpoints."
        )
        late = verdict.records - verdict.vouched
        if late:
            note(f"The newest {late} come with the next checkpoint: a running guard makes it within a minute or so.")
    if anchors:
        note(f"Held to {anchors} {'file' if anchors == 1 else 'files'} with checkpoints that were kept elsewhere.")
    for name in verdict.empty:
        note(f"No checkpoint is in {name}: it shows nothing. A running guard appends one within a minute of a record.")
    for other in seen:
        said = f"saw {other['size']} records at {other['at']}" if other["size"] is not None else "has seen nothing yet"
        note(f"{other['by']} {said}.")
    if not anchored:
        note(
            "Without an anchor (a checkpoint kept elsewhere), a log that was cut short together with its checkpoints "
            "looks whole. See docs/audit.md."
        )
