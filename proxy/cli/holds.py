"""`chaperone holds`: one's own held calls, with the key in CHAPERONE_KEY. An answer is collected over HTTP."""

from __future__ import annotations

import typer

from proxy.cli.output import say_json, say_table
from proxy.cli.review import run
from proxy.cli.review_opened import Config, Json, Ticket  # noqa: TC001 # typer reads annotations at run time

app = typer.Typer(
    help="Your own held calls: the caller whose key is in CHAPERONE_KEY.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("list")
def list_(*, config: Config = None, as_json: Json = False) -> None:
    """List your held calls, the newest first. Example: chaperone holds list --json."""
    found = run(lambda tools: tools.reviewing.own.all(tools.who), config, to="own")
    if as_json:
        say_json({"holds": found})
        return
    rows = ([each["ticket"], each["state"], each["opened_at"], each["next"]["en"]] for each in found)
    say_table(("ticket", "state", "held at", "what to do"), rows)


@app.command("show")
def show(ticket: Ticket, *, config: Config = None, as_json: Json = False) -> None:
    """Show how one of them stands. Example: chaperone holds show hold_01a2..."""
    found = run(lambda tools: tools.reviewing.own.one(tools.who, ticket), config, to="own")
    _say(found, as_json=as_json)


@app.command("withdraw")
def withdraw(ticket: Ticket, *, config: Config = None, as_json: Json = False) -> None:
    """Take one back that nobody has decided. Example: chaperone holds withdraw hold_01a2..."""
    found = run(lambda tools: tools.reviewing.own.withdraw(tools.who, ticket), config, to="own")
    _say(found, as_json=as_json)


def _say(found: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        say_json(found)
    else:
        say_table(("", ""), ([name, str(value)] for name, value in found.items() if name != "next"))
