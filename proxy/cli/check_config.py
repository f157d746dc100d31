"""`chaperone check-config`: everything that is wrong with a configuration, or that soon will be."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 # typer reads annotations when the command line is built
from typing import Annotated

import typer

from proxy.cli.output import say_json


def check_config(
    file: Annotated[
        Path | None, typer.Argument(help="Configuration file; without it CHAPERONE_CONFIG or the demonstration.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="Write the JSON Schema for editors, and stop.")] = False,
) -> None:
    """Check a configuration: every problem with file, line, path and what was probably meant.

    Exit code 0: it can be used; 1: it can be used, but an approval or key in it has ended or not begun; 2: it cannot.
    """
    if schema:
        from config.schema import json_schema  # noqa: PLC0415 # 150 ms that `--help` need not wait for

        say_json(json_schema())
        return
    from proxy.cli.configuration import check  # noqa: PLC0415 # as above

    raise typer.Exit(check(file, as_json=as_json))
