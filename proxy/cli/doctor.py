"""`chaperone doctor`: whether this machine and this configuration are fit to serve."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 # typer reads annotations when the command line is built
from typing import Annotated

import typer

from proxy.cli.output import FINDING, OK, say_json, say_table


def doctor(
    config: Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Examine the machine and the configuration: versions, folders, database, secret, model, port, clock, approvals.

    Exit code 0: all is well; 1: something is not. Nothing is changed, and nothing but this machine is asked.
    """
    from rich.text import Text  # noqa: PLC0415 # slow; `--help` need not wait

    from proxy.cli.examination import examine  # noqa: PLC0415 # as above

    checks = examine(config)
    well = all(check.ok for check in checks)
    if as_json:
        say_json({"ok": well, "checks": [{"name": each.name, "ok": each.ok, "detail": each.detail} for each in checks]})
    else:
        signs = {True: Text("ok", "green"), False: Text("NOT OK", "bold red")}
        say_table(("check", "", "detail"), ((each.name, signs[each.ok], each.detail) for each in checks))
    raise typer.Exit(OK if well else FINDING)
