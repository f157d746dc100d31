"""`chaperone public-records`: look at what a release would hold, and ask for it (RCW 42.56)."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from proxy.cli.audit_looking import Config, Filter, Subject, asked
from proxy.cli.outgoing import Desk, at_desk, pairs
from proxy.cli.output import note, say_json, say_table

app = typer.Typer(
    help="Public-records requests: preview, ask; fetched with `chaperone audit export --request ID --out FOLDER`.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]
Number = Annotated[str, typer.Option("--number", help="Number of the public-records request.")]
Withhold = Annotated[
    list[str] | None,
    typer.Option(metavar="PART=CODE", help="Withhold a part: 230(1), 230(2), 230(3), 70.02, 420 or 290."),
]
Usual = Annotated[bool, typer.Option("--usual/--only-mine", help="Also withhold what usually is exempt.")]


@app.command("preview")
def preview(
    where: Filter = None,
    *,
    number: Number,
    withhold: Withhold = None,
    usual: Usual = True,
    subject: Subject = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Count what a release would hold and withhold, and whom to tell; nothing is stored but the look.

    Example: chaperone public-records preview provider=acme --number PR-2026-014 --withhold "caller=230(3)"
    """
    given, rules = asked(where, subject=subject, case=None, why=None), pairs(withhold, "--withhold")

    async def work(desk: Desk) -> dict[str, Any]:
        desk_of = desk.outgoing.public_records
        return await desk_of.preview(number, given, rules, usual=usual, by=desk.by, channel="cli")

    found = at_desk(config, work)
    if as_json:
        say_json(found)
        return
    typer.echo(f"{found['records']} records, {found['records_with_deletions']} of them with deletions.")
    say_table(
        ("part", "exemption", "records"),
        ([each["part"], each["exemption"], str(each["records"])] for each in found["withheld"]),
    )
    say_table(
        ("third party", "name", "records", "why"),
        ([each["sort"], str(each["name"]), str(each["records"]), each["why"]] for each in found["third_parties"]),
    )


@app.command("ask")
def ask(
    where: Filter = None,
    *,
    number: Number,
    purpose: Annotated[str, typer.Option(help="Who asked for what; protected values are taken out.")],
    withhold: Withhold = None,
    usual: Usual = True,
    subject: Subject = None,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Take a request in: a legal hold on its scope, and a release that waits for a second person.

    Example: chaperone public-records ask provider=acme --number PR-2026-014 --purpose "Request of the Daily Herald."
    """
    given, rules = asked(where, subject=subject, case=None, why=None), pairs(withhold, "--withhold")

    async def work(desk: Desk) -> dict[str, Any]:
        from proxy.services.exports.source import shown  # noqa: PLC0415 # slow; `--help` need not wait

        assert desk.written is not None  # noqa: S101 # asked for below
        made = await desk.outgoing.public_records.ask(
            number, given, rules, usual=usual, purpose=purpose, by=desk.by, channel="cli", written=desk.written
        )
        return shown(made, desk.outgoing.exports.now())

    told = at_desk(config, work, writes=True)
    if as_json:
        say_json(told)
        return
    typer.echo(f"{told['id']} waits for a second person. Legal hold {told['terms']['hold']} stands.")
    note(f"Then: chaperone audit export --request {told['id']} --out FOLDER")
