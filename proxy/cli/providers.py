"""`chaperone providers`: what is configured, and the lines that configure another one."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path  # noqa: TC003 # typer reads annotations when the command line is built
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from proxy.cli.output import UNREACHABLE, USAGE, fail, note, say_json, say_table

if TYPE_CHECKING:
    from config.models import Approval, Provider
    from proxy.assembly.tools import StandingProvider

app = typer.Typer(help="Approved AI providers.", no_args_is_help=True, rich_markup_mode=None)


class Preset(NamedTuple):
    """What is known beforehand of a provider."""

    base_url: str
    key: str | None
    model: str
    tier: str
    dialect: str = "openai"


PRESETS = {
    "openai": Preset("https://api.openai.com/v1", "OPENAI_API_KEY", "gpt-4o-mini", "T1"),
    "anthropic": Preset(
        "https://api.anthropic.com/v1", "ANTHROPIC_API_KEY", "claude-sonnet-4-5", "T1", dialect="anthropic"
    ),
    "gemini": Preset(
        "https://generativelanguage.googleapis.com/v1beta", "GEMINI_API_KEY", "gemini-2.5-flash", "T1", dialect="gemini"
    ),
    "ollama": Preset("http://127.0.0.1:11434/v1", None, "llama3.2", "TL"),
    "vllm": Preset("http://127.0.0.1:8000/v1", None, "served-model-name", "TL"),
}
OTHER = Preset("https://api.example.org/v1", "PROVIDER_API_KEY", "model-name", "T1")

LINES = """\
  - id: {id}
    dialect: {dialect}
    base_url: {base_url}{key}
    models: [{model}]
    approval:
      by: TO FILL IN, the office that decided
      on: {on}
      expires: {expires}
      reference: TO FILL IN, minutes or agreement number
      tier: {tier}
"""


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help=f"Id of the new provider; known: {', '.join(PRESETS)}.")],
) -> None:
    """Print the lines of a provider, to go under `providers:` in the configuration.

    Every service that speaks OpenAI's, Anthropic's or Gemini's API can be used; for one that is not known, put in its
    own address, the variable that holds its key, and the names of its models.
    """
    from config.fields import ID  # noqa: PLC0415 # 150 ms that `--help` need not wait for

    if not re.match(ID, name):
        fail("NAME must be letters, digits, dots, dashes or underscores, beginning with a letter or digit.", USAGE)
    preset = PRESETS.get(name.lower().partition("-")[0], OTHER)
    begins = datetime.now(UTC).date()
    key = f"\n    api_key: ${{{preset.key}}}" if preset.key else ""
    note("# Put these lines under `providers:` in the configuration file, fill in who approved the provider and")
    note("# where that is written down, set its contract tier (docs/configuration.md, Approval), then run")
    note("# `chaperone check-config FILE`. The key stays in the environment or a file, never in the configuration.")
    ends = begins + timedelta(days=364)
    values = {**preset._asdict(), "id": name, "key": key, "on": begins, "expires": ends}
    typer.echo(LINES.format(**values), nl=False)


@app.command("ls")
def ls(
    config: Annotated[Path | None, typer.Option("--config", "-c", help="Configuration file.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object per line.")] = False,
) -> None:
    """List the providers of the configuration with their models, tier and approval, as the registry has decided.

    Example: chaperone providers ls --json.
    """
    from proxy.cli.configuration import (  # noqa: PLC0415 # 150 ms that `--help` need not wait for
        decided_providers,
        load_or_exit,
        today,
    )
    from proxy.errors import GuardError  # noqa: PLC0415 # as above

    settings = load_or_exit(config).settings
    try:
        decided = {each.id: each for each in decided_providers(settings)}
    except GuardError as error:
        fail(error.message, UNREACHABLE)
    rows = [_row(provider, decided.get(provider.id), today()) for provider in settings.providers]
    if as_json:
        for row in rows:
            say_json(row)
        return
    columns = ("id", "base_url", "models", "tier", "standing", "expires", "reference")
    shown = [[", ".join(row[name]) if name == "models" else str(row[name]) for name in columns] for row in rows]
    say_table([name.replace("_", " ") for name in columns], shown)


def _row(provider: Provider, decided: StandingProvider | None, today: date) -> dict[str, Any]:
    approval = provider.approval
    row = {
        "id": provider.id,
        "dialect": provider.dialect,
        "base_url": provider.base_url,
        "models": list(provider.models),
        "default": provider.default,
        "key": provider.api_key is not None,
        "tier": approval.tier if approval else "T0",
        "standing": _standing(approval, today),
        "expires": approval.expires.isoformat() if approval else None,
        "by": approval.by if approval else None,
        "reference": approval.reference if approval else None,
        "decided": "configuration",
    }
    return row if decided is None else row | _decided(decided, today)


def _decided(record: StandingProvider, today: date) -> dict[str, Any]:
    """What the registry says instead; who decided and why is in `chaperone tools show`."""
    ended = record.expires is not None and record.expires < today
    standing = "not approved" if record.expires is None else "ended" if ended else "approved"
    return {
        "models": list(record.models),
        "tier": record.tier,
        "standing": "disabled" if record.stopped else standing,
        "expires": record.expires.isoformat() if record.expires else None,
        "by": None,
        "reference": None,
        "decided": "registry",
    }


def _standing(approval: Approval | None, today: date) -> str:
    if approval is None:
        return "not approved"
    if today < approval.on:
        return "not begun"
    return "approved" if today <= approval.expires else "ended"
