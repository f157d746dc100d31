"""`chaperone notices`: what the public and the users of an app are told about AI."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 # typer reads annotations when the command line is built
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proxy.cli.output import USAGE, fail, say_json
from proxy.cli.tools_opened import run

if TYPE_CHECKING:
    from proxy.cli.tools_opened import Opened


def notices(
    *,
    app: Annotated[str, typer.Option(help="With what the users of this app are told.")] = "",
    lang: Annotated[str, typer.Option(help="en or es.")] = "en",
    config: Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object, in both languages.")] = False,
) -> None:
    """Write the notice about AI use, as `GET /notices/ai` gives it. Example: chaperone notices --lang es."""
    from proxy.assembly.tools import build_notice, build_seeds, registry_of  # noqa: PLC0415 # slow
    from proxy.cli.configuration import load_or_exit, today  # noqa: PLC0415 # as above
    from proxy.services.tools.notices import LANGUAGES, tools_in_use  # noqa: PLC0415 # as above

    if lang not in LANGUAGES:
        fail(f"--lang must be one of: {', '.join(LANGUAGES)}.", USAGE)
    settings = load_or_exit(config).settings

    async def use(desk: Opened) -> Any:  # noqa: ANN401 # a type of a module that is imported late
        return await desk.tools.snapshot()

    tools = tools_in_use(registry_of(build_seeds(settings), run(config, use)), today())
    notice = build_notice(settings)
    if as_json:
        say_json(notice.shown(app=app, tools=tools))
    else:
        typer.echo(notice.text(lang, app=app, tools=tools), nl=False)
