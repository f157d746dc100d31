"""`chaperone review`: the queue of held calls for its reviewers, with the key in CHAPERONE_KEY; reviews of answers."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path  # noqa: TC003 # typer reads annotations when the command line is built
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxy.cli.governing import told
from proxy.cli.output import USAGE, fail, note, say_json, say_table
from proxy.cli.review_opened import Config, Json, Opened, Reason, Ticket, opened

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from proxy.services.review.words import Word

app = typer.Typer(
    help="Held calls, as the reviewer whose key is in CHAPERONE_KEY.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("queue")
def queue(
    *,
    state: Annotated[
        str, typer.Option(help="pending, released, denied, expired, withdrawn, lapsed, ended; by commas.")
    ] = ("pending"),
    limit: Annotated[int, typer.Option(min=1, max=500, help="Calls at most.")] = 100,
    after: Annotated[str, typer.Option(help="Where the page before ended, as it said.")] = "",
    config: Config = None,
    as_json: Json = False,
) -> None:
    """List held calls, undecided ones oldest first. Example: chaperone review queue --state pending,denied.

    A longer queue comes in pages: the last line (with --json, `next`) says with which --after to go on.
    """
    found = run(
        lambda tools: tools.reviewing.reviews.queue(tools.who, state.split(","), limit=limit, after=after),
        config,
        to="review",
    )
    if as_json:
        say_json(found)
        return
    columns = ("ticket", "state", "held at", "decide by", "severity", "rules", "department", "people", "")
    say_table(columns, (_cells(each) for each in found["holds"]))
    if found["next"]:
        note(f"There are more; go on with --after {found['next']}")


@app.command("show")
def show(ticket: Ticket, *, config: Config = None, as_json: Json = False) -> None:
    """Show a held call as it would leave; the look is recorded. Example: chaperone review show hold_01a2..."""
    found = run(lambda tools: tools.reviewing.reviews.view(tools.who, ticket), config, to="review")
    _say(found, as_json=as_json)


@app.command("reveal")
def reveal(ticket: Ticket, *, reason: Reason, config: Config = None, as_json: Json = False) -> None:
    """Show the original texts; the reason is recorded first.

    Example: chaperone review reveal hold_01a2... --reason "The view does not tell whether it is a student."
    """
    found = run(
        lambda tools: tools.reviewing.reviews.reveal(tools.who, ticket, reason, written=tools.writes),
        config,
        to="review",
        writes=True,
    )
    _say(found, as_json=as_json)


@app.command("release")
def release(
    ticket: Ticket,
    *,
    reason: Reason,
    mode: Annotated[str, typer.Option(help="as_is, redacted or edited.")] = "as_is",
    edits: Annotated[
        Path | None, typer.Option(help='File with the edits: [{"segment": 0, "text": "..."}].', exists=True)
    ] = None,
    agree: Annotated[str, typer.Option(help="Proposal of another reviewer, instead of --mode and --edits.")] = "",
    responsible: Annotated[str, typer.Option(help="Who answers for the decision, where row 22 asks.")] = "",
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Release a held call, or add your voice where two are needed.

    Example: chaperone review release hold_01a2... --mode redacted --reason "The counsellor needs the draft."
    """
    _decide(ticket, "release", reason, config, as_json=as_json, mode=mode, edits=edits, agree=agree, named=responsible)


@app.command("deny")
def deny(ticket: Ticket, *, reason: Reason, config: Config = None, as_json: Json = False) -> None:
    """Deny a held call. Example: chaperone review deny hold_01a2... --reason "Names are not needed here"."""
    _decide(ticket, "deny", reason, config, as_json=as_json)


@app.command("end")
def end(ticket: Ticket, *, reason: Reason, config: Config = None, as_json: Json = False) -> None:
    """End a release that was wrong, with a reviewer's or an administrator's key; it counts nowhere from then on.

    Example: chaperone review end hold_01a2... --reason "It was released for the wrong student."
    """
    found = run(
        lambda tools: tools.reviewing.reviews.end(tools.who, ticket, reason, written=tools.writes),
        config,
        to="end_release",
        writes=True,
    )
    _say(found, as_json=as_json)


@app.command("acks")
def acks(
    *,
    since: Annotated[str, typer.Option(help="First day, YYYY-MM-DD; by default 30 days ago.")] = "",
    until: Annotated[str, typer.Option(help="Last day, YYYY-MM-DD; by default today.")] = "",
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Count reviewed answers by department, with an auditor's key. Example: chaperone review acks --json."""
    found = run(lambda tools: tools.reviewing.acks.report(tools.who, since, until), config, to="read_audit")
    if as_json:
        say_json(found)
        return
    rows = (
        [_text(each[name]) for name in ("unit", "flagged", "acknowledged", "others", "rate")] for each in found["units"]
    )
    say_table(("department", "to review", "reviewed", "others reviewed", "rate"), rows)
    note(f"{found['since']} to {found['until']}; nothing is shown of fewer than {found['least_shown']} answers.")


@app.command("ack")
def ack(
    request_id: Annotated[str, typer.Argument(help="Id of the call, as the x-request-id header says it.")],
    *,
    result: Annotated[str, typer.Option(help="used, corrected or discarded.")] = "used",
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Say that you reviewed an answer of yours or of your department. Example: chaperone review ack req_01a2..."""
    found = run(lambda tools: tools.reviewing.acks.acknowledge(tools.who, request_id, result), config, to="own")
    _say(found, as_json=as_json)


def run(work: Callable[[Opened], Awaitable[Any]], config: Path | None, *, to: str, writes: bool = False) -> Any:  # noqa: ANN401 # any JSON value
    """Open, work, close; errors become messages and exit codes."""

    async def whole() -> Any:  # noqa: ANN401 # as above
        async with opened(config, to, writes=writes) as tools:
            return await work(tools)

    with told():
        return asyncio.run(whole())


def _decide(ticket: str, decision: str, reason: str, config: Path | None, *, as_json: bool, **more: Any) -> None:  # noqa: ANN401 # options of one command
    word = _word(decision, reason, **more)
    found = run(
        lambda tools: tools.reviewing.reviews.decide(tools.who, ticket, word, written=tools.writes),
        config,
        to="review",
        writes=True,
    )
    _say(found, as_json=as_json)


def _word(
    decision: str, reason: str, *, mode: str = "", edits: Path | None = None, agree: str = "", named: str = ""
) -> Word:
    from proxy.services.review.words import Edit, Word  # noqa: PLC0415 # slow; `--help` need not wait

    try:
        read = json.loads(edits.read_text(encoding="utf-8")) if edits else []
        texts = tuple(Edit(int(each["segment"]), str(each["text"])) for each in read)
    except (OSError, ValueError, KeyError, TypeError):
        fail('--edits must be a file like [{"segment": 0, "text": "What is sent instead."}].', USAGE)
    return Word(decision, reason, "edited" if texts else mode, texts, agree, named)


def _cells(hold: dict[str, Any]) -> list[str]:
    marks = [mark for mark in ("overdue", "escalated", "yours") if hold[mark]]
    names = ("ticket", "state", "opened_at", "due_at", "severity")
    rules = " ".join(hold["rules"])
    return [*(str(hold[name]) for name in names), rules, hold["unit"] or "-", str(hold["people"]), " ".join(marks)]


def _text(value: object) -> str:
    return "-" if value is None or value == "" else str(value)


def _say(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        say_json(found)
        return
    import yaml  # noqa: PLC0415 # slow; `--help` need not wait

    typer.echo(yaml.safe_dump(json.loads(json.dumps(found)), sort_keys=False, allow_unicode=True), nl=False)
