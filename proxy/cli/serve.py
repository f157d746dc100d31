"""`chaperone serve`: the proxy in the foreground; without a configuration, the embedded demonstration."""

from __future__ import annotations

import os
from pathlib import Path  # noqa: TC003 # typer reads annotations at run time
from typing import Annotated

import typer


def serve(
    config: Annotated[
        Path | None,
        typer.Option("--config", "-c", help="Configuration file; without it and CHAPERONE_CONFIG: the demonstration."),
    ] = None,
    host: Annotated[str | None, typer.Option(help="Address to bind, instead of listen.host.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to bind, instead of listen.port; 0 takes a free one.")] = None,
) -> None:
    """Start the proxy in the foreground."""
    from config.loading import load  # noqa: PLC0415 # `chaperone --help` must not pay for it
    from config.problems import ConfigError  # noqa: PLC0415

    overrides = {"CHAPERONE_LISTEN__HOST": host, "CHAPERONE_LISTEN__PORT": None if port is None else str(port)}
    environment = {**os.environ, **{name: value for name, value in overrides.items() if value is not None}}
    try:
        loaded = load(config, environment)
    except ConfigError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    for warning in loaded.warnings:
        typer.echo(f"warning: {warning}", err=True)

    from proxy.installation import AssemblyError, master_secret  # noqa: PLC0415 # light
    from proxy.workers import build_pool  # noqa: PLC0415 # light: the model loads while the rest is imported

    try:
        pool = build_pool(loaded.settings, master_secret(loaded.settings))
    except AssemblyError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    pool.launch()
    from proxy.serving import Unservable, run  # noqa: PLC0415 # two seconds; a bad configuration was told before

    try:
        code = run(loaded, lambda: load(config, environment), pool, announce=typer.echo)
    except Unservable as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    raise typer.Exit(code)
