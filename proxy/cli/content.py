"""`chaperone content`: kept text of calls. Redacted text needs a case number, originals two people and a key."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from proxy.cli.custody import run
from proxy.cli.governing import told
from proxy.cli.output import USAGE, fail, note, say_json, say_table

if TYPE_CHECKING:
    from proxy.cli.custody import Opened

app = typer.Typer(help="Kept text of calls, where any is kept.", no_args_is_help=True, rich_markup_mode=None)

PASSWORD: Final = "CHAPERONE_ORIGINALS_PASSWORD"  # noqa: S105 - the variable's name
Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write JSON.")]
RequestId = Annotated[str, typer.Argument(help="Request id, as x-request-id and error messages say it.")]
OpeningId = Annotated[str, typer.Argument(metavar="ID", help="As `content openings` shows it.")]
Case = Annotated[str, typer.Option(help="Number of the case for which one call is looked at.")]
Reason = Annotated[str, typer.Option(help="Why; stored without the protected values in it.")]


@app.command("show")
def show(request_id: RequestId, *, case: Case, reason: Reason, config: Config = None, as_json: Json = False) -> None:
    """Show the redacted prompt and answer of one call: chaperone content show req_... --case C-7 --reason "..."."""

    async def work(opened: Opened) -> list[dict[str, Any]]:
        look = opened.custody.content.show
        return await look(request_id, case=case, reason=reason, by=opened.by, written=opened.written)

    parts: list[dict[str, Any]] = run(config, work)
    if as_json:
        say_json({"request_id": request_id, "parts": parts})
        return
    for part in parts:
        note(f"--- {part['part']} ({part['at']}{', cut' if part['cut'] else ''})")
        typer.echo(part["text"])


@app.command("ask")
def ask(request_id: RequestId, *, case: Case, reason: Reason, config: Config = None, as_json: Json = False) -> None:
    """Ask to open the sealed originals of a call; another person decides with `content approve`."""

    async def work(opened: Opened) -> dict[str, Any]:
        asking = opened.custody.content.ask
        return await asking(request_id, case=case, reason=reason, by=opened.by, written=opened.written)

    _say_opening(run(config, work), as_json=as_json)


@app.command("approve")
def approve(opening: OpeningId, *, config: Config = None, as_json: Json = False) -> None:
    """Allow an opening that somebody else asked for, for some hours: chaperone content approve 0198..."""
    _decide(opening, config, approve=True, as_json=as_json)


@app.command("refuse")
def refuse(opening: OpeningId, *, config: Config = None, as_json: Json = False) -> None:
    """Refuse an opening that somebody else asked for."""
    _decide(opening, config, approve=False, as_json=as_json)


@app.command("openings")
def openings(*, config: Config = None, as_json: Json = False) -> None:
    """List who asked to open originals, who decided, and until when it holds."""
    rows: list[dict[str, Any]] = run(config, lambda opened: opened.custody.content.openings())
    if as_json:
        say_json({"openings": rows})
        return
    columns = ("id", "request_id", "state", "case", "asked_by", "decided_by", "expires")
    say_table(
        ("Id", "Request", "State", "Case", "Asked by", "Decided by", "Until"),
        ([row[name] or "" for name in columns] for row in rows),
    )


@app.command("fetch")
def fetch(
    opening: OpeningId,
    out: Annotated[Path, typer.Argument(help="New file for the sealed originals.")],
    *,
    config: Config = None,
) -> None:
    """Write the sealed originals of an approved opening to a file, for where the private key is."""
    bundle = run(config, lambda opened: opened.custody.content.fetch(opening, by=opened.by))
    _write_new(out, json.dumps(bundle, indent=1).encode() + b"\n")
    note(f"{len(bundle['parts'])} sealed parts in {out}. Where the key is: chaperone content open {out} --key FILE")


@app.command("open")
def open_bundle(
    bundle: Annotated[Path, typer.Argument(help="What `content fetch` wrote.")],
    *,
    key: Annotated[Path, typer.Option(help="Private key, PEM. It must not be on the guard's machine.")],
    as_json: Json = False,
) -> None:
    """Open sealed originals with the private key: chaperone content open sealed.json --key private.pem.

    Needs no guard, no configuration and no network. A key with a password takes it from CHAPERONE_ORIGINALS_PASSWORD.
    """
    from proxy.services.keeping.content import open_bundle as opened  # noqa: PLC0415 # slow; `--help` need not wait

    try:
        sealed, private = json.loads(bundle.read_text(encoding="utf-8")), key.read_bytes()
    except OSError as error:
        fail(f"{error.filename} cannot be read ({error.strerror}).", USAGE)
    except ValueError:
        fail(f"{bundle} is no bundle of sealed originals.", USAGE)
    with told():
        parts = opened(sealed, private, _password())
    if as_json:
        say_json({"parts": parts})
        return
    for part in parts:
        agrees = "" if part["agrees"] else ", DIGEST DIFFERS"
        note(f"--- {part['part']} of {part['request_id']} ({part['at']}{agrees})")
        typer.echo(part["text"])


@app.command("keygen")
def keygen(
    private: Annotated[Path, typer.Argument(help="New file for the private key; take it off this machine.")],
    public: Annotated[Path, typer.Argument(help="New file for the public key: content.public_key_file.")],
) -> None:
    """Make a key pair for originals: chaperone content keygen private.pem public.pem.

    With CHAPERONE_ORIGINALS_PASSWORD set, the private key is encrypted under that password.
    """
    from proxy.services.keeping.content import generate_pair  # noqa: PLC0415 # as above

    secret, shown = generate_pair(_password())
    _write_new(private, secret)
    _write_new(public, shown)
    note(
        f"{private} opens originals: keep it where no guard runs, with two people. {public} goes to the configuration."
    )


def _decide(opening: str, config: Path | None, *, approve: bool, as_json: bool) -> None:
    async def work(opened: Opened) -> dict[str, Any]:
        return await opened.custody.content.decide(opening, approve=approve, by=opened.by)

    _say_opening(run(config, work), as_json=as_json)


def _say_opening(done: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say_json(done)
        return
    typer.echo(done["id"])
    until = f" until {done['expires']}" if done["expires"] else ""
    note(f"Originals of {done['request_id']}, case {done['case']}: {done['state']}{until}.")
    if done["state"] == "asked":
        note(f"Somebody else decides: chaperone content approve {done['id']}, or refuse.")


def _password() -> bytes | None:
    return os.environ.get(PASSWORD, "").encode() or None


def _write_new(path: Path, data: bytes) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except FileExistsError:
        fail(f"{path} exists already; name a new file.", USAGE)
    except OSError as error:
        fail(f"{path} cannot be written ({error.strerror}).", USAGE)
