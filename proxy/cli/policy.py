"""`chaperone policy`: see the table in force, compare two, test one on cases, replay the past against another."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from proxy.cli import policy_overrides
from proxy.cli.governing import opened, told
from proxy.cli.output import FINDING, OK, USAGE, fail, note, say_json, say_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.models import Settings

app = typer.Typer(help="The decision table and its exceptions.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(policy_overrides.app, name="overrides")
Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]
HASH: Final = re.compile(r"[0-9a-f]{8,64}")


@app.command("show")
def show(
    *,
    row: Annotated[str, typer.Option(help="One row in full, such as R09-special.")] = "",
    markdown: Annotated[bool, typer.Option("--markdown", help="Write the rows as a Markdown table.")] = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Show the decision table that a configuration makes, with its hash.

    Example: chaperone policy show --row R09-special
    """
    from proxy.services.policy.table import markdown as as_markdown  # noqa: PLC0415 # slow; `--help` need not wait

    policy = _policy(_settings(config))
    if row and row not in policy["rows"]:
        fail(f"There is no row {row[:50]}. Rows: {', '.join(policy['rows'])}.", USAGE)
    if as_json:
        say_json(policy["rows"][row] | {"id": row} if row else policy)
    elif markdown:
        typer.echo(as_markdown(policy))
    elif row:
        say_table((row, ""), ((name, _words(value)) for name, value in policy["rows"][row].items()))
    else:
        say_table(("row", "speaks when", "T1", "T2", "T3", "TL", "override"), map(_line, policy["rows"].items()))
        note(f"Policy {policy['hash']} (profile {policy['profile']}).")


@app.command("diff")
def diff(
    old: Annotated[str, typer.Argument(help="A configuration file, or the beginning of a hash that was in force.")],
    new: Annotated[str, typer.Argument(help="The same; - for the configuration in force.")] = "-",
    *,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Say what differs between two policies, and whether it is looser or stricter. Exit code 1: something is looser.

    Example: chaperone policy diff chaperone.yaml draft.yaml; chaperone policy diff 3fa09c21.
    """
    from proxy.services.policy.table import difference  # noqa: PLC0415 # as above

    with told():
        before, after = (_either(each, config) for each in (old, new))
    changes = difference(before, after)
    if as_json:
        say_json({"old": before["hash"], "new": after["hash"], "changes": changes})
    elif changes:
        rows = ((each["place"], _words(each["old"]), _words(each["new"]), each["way"]) for each in changes)
        say_table(("place", "old", "new", "way"), rows)
    else:
        note("The two policies are the same.")
    raise typer.Exit(FINDING if any(each["way"] == "looser" for each in changes) else OK)


@app.command("versions")
def versions(*, config: Config = None, as_json: Json = False) -> None:
    """List the policies that were in force: hash and since when. Example: chaperone policy versions --json."""

    async def run() -> list[tuple[str, str]]:
        async with opened(_settings(config)) as tools:
            return await tools.governing.versions.all()

    with told():
        found = asyncio.run(run())
    if as_json:
        say_json({"versions": [{"hash": each, "first_seen": since} for each, since in found]})
    else:
        say_table(("policy", "first in force"), found)


@app.command("test")
def try_on_cases(
    file: Annotated[Path, typer.Argument(help="Cases: YAML or JSONL with text, tier, action, rules (docs/policy.md).")],
    *,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Try the policy on your own cases; nothing is sent. Exit code 1: a case came out otherwise.

    Example: chaperone policy test cases.yaml -c draft.yaml
    """
    from proxy.services.policy.cases import read_cases, try_cases  # noqa: PLC0415 # as above

    async def run() -> list[Any]:
        from proxy.assembly.detection import examiner_alone  # noqa: PLC0415 # imports detection
        from proxy.services.quality.preview import Previewer  # noqa: PLC0415 # as above
        from proxy.wire import dialects  # noqa: PLC0415 # as above

        settings = _settings(config)
        async with examiner_alone(settings) as examiner:
            previewer = Previewer(examiner, dialects.CODECS[0].codec, tenant=settings.tenant.id)
            return await try_cases(previewer, cases)

    with told():
        cases = read_cases(_text(file), lines=file.suffix == ".jsonl")
        tried = asyncio.run(run())
    failed = [each for each in tried if each.faults]
    if as_json:
        rows = [{"name": each.name, "action": each.action, "faults": list(each.faults)} for each in tried]
        say_json({"cases": len(tried), "failed": len(failed), "results": rows})
    else:
        say_table(("case", "came out", "fault"), ((each.name, each.action, "; ".join(each.faults)) for each in tried))
        note(f"{len(tried) - len(failed)} of {len(tried)} cases came out as they must.")
    raise typer.Exit(FINDING if failed else OK)


@app.command("simulate")
def simulate(
    draft: Annotated[Path, typer.Argument(help="Configuration file with the policy to try.")],
    *,
    since: Annotated[str, typer.Option(help="From this day or time on.")] = "",
    until: Annotated[str, typer.Option(help="Before this day or time.")] = "",
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Replay recorded calls against another policy: what would change, before it is switched on.

    Records hold counts, tags and rows, and no text; what they cannot tell is said. The look is recorded.
    Example: chaperone policy simulate draft.yaml --since 2026-11-01
    """
    from proxy.cli.policy_replay import replayed  # noqa: PLC0415 # as above

    base, trial = _settings(config), _settings(draft)
    with told():
        result = asyncio.run(replayed(base, trial, {"since": since, "until": until}))
    if as_json:
        say_json(result)
        return
    say_table(("calls", ""), ((name, str(result[name])) for name in ("calls", "unchanged", "stricter", "looser")))
    if result["rows"]:
        rows = ((each["row"], each["then"], each["now"], str(each["calls"])) for each in result["rows"])
        say_table(("row", "then", "now", "calls"), rows)
    if result["treatments"]:
        found = ((each["entity"], each["then"], each["now"], str(each["findings"])) for each in result["treatments"])
        say_table(("entity", "then", "now", "findings"), found)
    for name in ("without_decision", "other_place", "other_policy"):
        note(f"{name.replace('_', ' ')}: {result[name]}")
    note("What records cannot tell:\n" + "\n".join(f"- {line}" for line in result["lacking"]))


@app.command("explain")
def explain(
    request_id: Annotated[str, typer.Argument(help="Id of the call, as the answer's x-request-id says it.")],
    *,
    spanish: Annotated[bool, typer.Option("--es", help="Show the card in Spanish.")] = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Show why a call was decided as it was, with the card that its caller saw. The look is recorded.

    Example: chaperone policy explain req_0193...
    """
    from proxy.cli.policy_replay import explained  # noqa: PLC0415 # as above

    with told():
        found = asyncio.run(explained(_settings(config), request_id))
    if as_json:
        say_json(found)
        return
    say_table((request_id, ""), ((name, _words(found[name])) for name in ("at", "decision", "outcome", "rule")))
    say_table(("card", ""), found["explanation"]["es" if spanish else "en"].items())


def _either(which: str, config: Path | None) -> Mapping[str, Any]:
    """The policy of a file, of a recorded hash, or (``-``) of the configuration in force."""
    if which == "-":
        return _policy(_settings(config))
    if not HASH.fullmatch(which) or Path(which).exists():
        return _policy(_settings(Path(which)))
    return asyncio.run(_recorded(which, config))


async def _recorded(which: str, config: Path | None) -> Mapping[str, Any]:
    async with opened(_settings(config)) as tools:
        policy_hash, body = await tools.governing.versions.find(which)
    return body | {"hash": policy_hash}


def _policy(settings: Settings) -> dict[str, Any]:
    from proxy.assembly.policy import policy_in_words  # noqa: PLC0415 # as above

    with told():
        return policy_in_words(settings)


def _settings(config: Path | None) -> Settings:
    from proxy.cli.configuration import load_or_exit  # noqa: PLC0415 # as above

    return load_or_exit(config).settings


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        fail(f"Cannot read {file}: {error.strerror}.", USAGE)
    except UnicodeDecodeError:
        fail(f"{file} is not UTF-8 text.", USAGE)


def _line(entry: tuple[str, dict[str, Any]]) -> tuple[str, ...]:
    name, row = entry
    can = "never" if row["permit"] is None else "/".join(row["permit"].values())
    return (name, row["signals"], *row["actions"].values(), can)


def _words(value: Any) -> str:  # noqa: ANN401 # plain JSON
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
