"""`chaperone version`."""

from __future__ import annotations

import platform
from typing import Annotated

import typer

from proxy import __version__
from proxy.cli.output import say_json


def version(
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object.")] = False,
) -> None:
    """Print the version of this program and of Python."""
    if as_json:
        say_json({"chaperone": __version__, "python": platform.python_version()})
    else:
        typer.echo(f"chaperone {__version__}, Python {platform.python_version()}")
