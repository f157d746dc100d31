"""`chaperone roster`: bring in the people whom detection shall know; see and forget them. Only digests are kept."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxy.cli.output import FINDING, OK, UNREACHABLE, USAGE, fail, note, say_json, say_table

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from detectors.roster.table import Facts
    from proxy.services.people.rosters import Imported, Progress, Rosters, Wanted

app = typer.Typer(help="Rosters of students and families.", no_args_is_help=True, rich_markup_mode=None)

Config = Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")]
Json = Annotated[bool, typer.Option("--json", help="Write one JSON object.")]
Name = Annotated[str, typer.Option("--source", help="Name of the source; importing it again replaces its people.")]


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="OneRoster 1.1 or 1.2 (zip or folder), or one CSV file.")],
    *,
    map: Annotated[  # noqa: A002 # the option's name
        list[str] | None, typer.Option(help="FIELD=COLUMN[,FIELD=COLUMN...] for a plain CSV file; see docs/rosters.md.")
    ] = None,
    map_file: Annotated[Path | None, typer.Option(help="YAML file with field: column, or field: [columns].")] = None,
    source: Name = "main",
    delta: Annotated[
        bool | None,
        typer.Option("--delta/--replace", help="Change what is there, or replace it; else as manifest says."),
    ] = None,
    staff: Annotated[bool, typer.Option("--staff", help="Take staff in, too.")] = False,
    opt_out: Annotated[str, typer.Option(help="Column that says who is not in directory information.")] = "",
    allow_shrink: Annotated[bool, typer.Option(help="Let it take out more than half of the people.")] = False,
    config: Config = None,
    as_json: Json = False,
) -> None:
    """Import a roster: names, numbers, addresses and user names become keyed digests; nothing else is kept.

    A running guard uses it from its next text on. Exit code 2: the export has faults, each named by file, line, column.
    """
    from proxy.services.people.rosters import Wanted  # noqa: PLC0415 # slow; `--help` need not wait

    mapping = _mapping(map or [], map_file)
    _check_source(source)
    wanted = Wanted(source, mapping, delta, staff, opt_out, allow_shrink)

    async def run(rosters: Rosters) -> None:
        with _progress() as progress:
            done = await rosters.bring_in(path, wanted, progress)
        _say_imported(done, wanted, as_json=as_json)

    _run(run, config)


@app.command("status")
def status(*, config: Config = None, as_json: Json = False) -> None:
    """Show what was imported, by whom and when, after checking every file from end to end.

    Exit code 1: there is no roster, or a file cannot be used.
    """
    from proxy.cli.configuration import load_or_exit  # noqa: PLC0415 # as above
    from proxy.services.people.rosters import RosterError  # noqa: PLC0415 # as above

    settings = load_or_exit(config).settings
    store = _store(settings)
    try:
        facts = store.facts()
        sources = store.sources()
    except RosterError as error:
        fail(str(error), FINDING)
    if as_json:
        said = {"roster": None if facts is None else _facts(facts)}
        say_json(said | {"sources": [{"name": each.name, "people": each.people, **each.facts} for each in sources]})
    elif facts is not None:
        rows = [(each.name, str(each.people), *(each.facts.get(name, "") for name in _SHOWN)) for each in sources]
        say_table(("source", "people", "format", "imported", "by"), rows)
        say_table(("whole roster", ""), ((name, str(value)) for name, value in _facts(facts).items()))
    if facts is None:
        note("There is no roster. Run `chaperone roster import PATH`.")
    raise typer.Exit(OK if facts is not None else FINDING)


@app.command("purge")
def purge(
    *,
    source: Annotated[str | None, typer.Option("--source", help="Name of one source; without it, all.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: Config = None,
) -> None:
    """Forget a source, or all of them: their digests are deleted and a running guard stops using them."""
    if source is not None:
        _check_source(source)
    if not yes:
        typer.confirm(f"Forget {'every roster' if source is None else f'the roster {source}'}?", abort=True)

    async def run(rosters: Rosters) -> None:
        note(f"{await rosters.purge(source)} people forgotten.")

    _run(run, config)


_SHOWN = ("format", "imported_at", "imported_by")


def _run(use: Callable[[Rosters], Awaitable[None]], config: Path | None) -> None:
    """Open the store and the audit, and do it, turning errors into messages and exit codes."""
    from proxy.cli.audit import operator  # noqa: PLC0415 # as above
    from proxy.cli.configuration import audit_path, load_or_exit  # noqa: PLC0415 # as above
    from proxy.errors import AuditUnavailable  # noqa: PLC0415 # as above
    from proxy.services.audit.operator import operator_writer  # noqa: PLC0415 # as above
    from proxy.services.people import rosters as service  # noqa: PLC0415 # as above

    settings = load_or_exit(config).settings
    store = _store(settings)

    async def opened() -> None:
        async with operator_writer(audit_path(settings), deadline_s=settings.audit.deadline_s) as writer:
            await use(
                service.Rosters(store, writer, instance=writer.instance.id, tenant=settings.tenant.id, actor=operator())
            )

    try:
        asyncio.run(opened())
    except service.RosterInputError as error:
        fail(f"{error}\nNothing was changed.", USAGE)
    except service.Shrinks as error:
        fail(f"Of {error.before} people only {error.after} would be left. If that is right: --allow-shrink.", USAGE)
    except service.RosterBusyError:
        fail("Another import is under way.", UNREACHABLE)
    except service.RosterError as error:
        fail(f"{error} (`chaperone roster purge` clears what cannot be used.)", UNREACHABLE)
    except AuditUnavailable as error:
        fail(error.message, UNREACHABLE)
    except OSError as error:
        fail(f"The roster cannot be written ({error.strerror or 'error'}). Nothing was changed.", UNREACHABLE)


def _store(settings: Any) -> Any:  # noqa: ANN401 # types of modules that are imported late
    from proxy.assembly.parts import AssemblyError, build_roster_store  # noqa: PLC0415 # slow; `--help` need not wait

    try:
        return build_roster_store(settings)
    except AssemblyError as error:
        fail(str(error), USAGE)


def _check_source(source: str) -> None:
    from proxy.services.people.rosters import is_source_name  # noqa: PLC0415 # as above

    if not is_source_name(source):
        fail("--source must be lower-case letters, digits, - or _, at most 40.", USAGE)


def _mapping(pairs: list[str], file: Path | None) -> dict[str, list[str]]:
    """Field -> columns, from the options and the file."""
    mapping: dict[str, list[str]] = {} if file is None else _from_yaml(file)
    for pair in ",".join(pairs).split(",") if pairs else ():
        field, equals, column = pair.partition("=")
        if not (equals and field.strip() and column.strip()):
            fail(
                "--map is written FIELD=COLUMN, several parted by commas; use --map-file for columns with commas.",
                USAGE,
            )
        mapping.setdefault(field.strip(), []).append(column.strip())
    return mapping


def _from_yaml(file: Path) -> dict[str, list[str]]:
    import yaml  # noqa: PLC0415 # as above

    try:
        tree = yaml.safe_load(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        fail(f"{file} cannot be read ({error.strerror}).", USAGE)
    except (yaml.YAMLError, UnicodeDecodeError):
        fail(f"{file} is not YAML.", USAGE)
    pairs: list[tuple[Any, Any]] = list(tree.items()) if isinstance(tree, dict) else [("", None)]
    lists = {field: [value] if isinstance(value, str) else value for field, value in pairs}
    if not all(
        isinstance(columns, list) and all(isinstance(each, str) for each in columns) for columns in lists.values()
    ):
        fail(f"{file} must hold `field: column` or `field: [column, column]`.", USAGE)
    return {str(field): columns for field, columns in lists.items()}


@contextlib.contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal, nothing elsewhere."""
    from rich.console import Console  # noqa: PLC0415 # as above
    from rich.progress import Progress as Bar  # noqa: PLC0415 # as above

    console = Console(stderr=True)
    with Bar(console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def tell(name: str, done: int, total: int) -> None:
            if name not in tasks:
                tasks[name] = bar.add_task(f"Reading {name}", total=total)
            bar.update(tasks[name], completed=done)

        yield tell


def _facts(facts: Facts) -> dict[str, Any]:
    return {"edition": facts.edition[:16], "made": facts.made, "people": facts.people, **dict(facts.counts)}


def _say_imported(done: Imported, wanted: Wanted, *, as_json: bool) -> None:
    if as_json:
        said = {"source": wanted.source, "format": done.format, "mode": "delta" if done.delta else "replace"}
        said |= {name: getattr(done, name) for name in ("before", "people", "removed", "left_out", "without_name")}
        say_json(said | {"roster": _facts(done.facts)})
        return
    note(f"{done.format}: {done.before} people before, {done.people} now, {done.removed} removed.")
    if done.left_out:
        note(f"{done.left_out} rows of staff left out (--staff takes them in).")
    if done.without_name:
        note(f"{done.without_name} people without a given or a family name are known by their identifiers only.")
    counts = dict(done.facts.counts)
    note(f"The roster has {done.facts.people} people, {counts['under13']} under 13, {counts['opted_out']} opted out.")
