"""The few settings that a process may be given by its environment, because a container platform wants it so.

Everything else is in the file; the file may refer to any variable by ``${NAME}``. The double underscore keeps these
names apart from those that Kubernetes invents for a service called "chaperone" (``CHAPERONE_PORT=tcp://...``).
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict, SettingsError

from config.problems import ConfigError, Problem
from config.source import Mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from config.problems import Place
    from config.source import Document

PREFIX = "CHAPERONE_"


class ListenOverride(BaseModel):
    """Where to listen."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    host: str | None = Field(default=None, description="replaces `listen.host`")
    port: str | None = Field(default=None, description="replaces `listen.port`")


class LogOverride(BaseModel):
    """How to log."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    level: str | None = Field(default=None, description="replaces `log.level`")
    format: str | None = Field(default=None, description="replaces `log.format`")


class ProcessSettings(BaseSettings):
    """What the environment may say. Values are taken as text; the settings they replace check them."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_nested_delimiter="__", extra="ignore", frozen=True)

    config: str | None = Field(default=None, description="the configuration file, where no argument names one")
    data_dir: str | None = Field(default=None, description="replaces `data_dir`")
    listen: ListenOverride = ListenOverride()
    log: LogOverride = LogOverride()


class _Given(EnvSettingsSource):
    """Reads a mapping that was handed in, in place of the environment of this process."""

    def __init__(self, env: Mapping[str, str]) -> None:
        super().__init__(ProcessSettings)
        self.env_vars = {name.lower(): value for name, value in env.items()}


def read_environment(env: Mapping[str, str]) -> ProcessSettings:
    """The overrides in a mapping of environment variables; no other source is asked.

    Raises:
        ConfigError: a whole section was given as one variable that is not JSON (``CHAPERONE_LOG=debug``).
    """
    try:
        return ProcessSettings.model_validate(_Given(env)())
    except (SettingsError, ValidationError):
        message = "CHAPERONE_LISTEN and CHAPERONE_LOG are sections; set one of " + ", ".join(KNOWN) + "."
        raise ConfigError([Problem("environment", 0, 0, "", message)]) from None


def overrides(process: ProcessSettings) -> dict[Place, str]:
    """Place of a setting -> text that replaces it."""
    named: dict[Place, str | None] = {
        ("data_dir",): process.data_dir,
        ("listen", "host"): process.listen.host,
        ("listen", "port"): process.listen.port,
        ("log", "level"): process.log.level,
        ("log", "format"): process.log.format,
    }
    return {place: text for place, text in named.items() if text is not None}


def apply(document: Document, replaced: Mapping[Place, str]) -> None:
    """Put overrides into a document's tree; later problems with them name the variable instead of a line."""
    if not isinstance(document.tree, dict):
        return
    for place, text in replaced.items():
        section: Any = document.tree
        for step in place[:-1]:
            section = section.setdefault(step, {}) if isinstance(section, dict) else None
        if isinstance(section, dict):
            section[place[-1]] = text
            document.values[place] = Mark(0, 0, f"environment variable {variable(place)}")


def variable(place: Place) -> str:
    """The variable that replaces a setting: ``CHAPERONE_LISTEN__PORT``."""
    return PREFIX + "__".join(str(step) for step in place).upper()


KNOWN = tuple(
    [PREFIX + "CONFIG", PREFIX + "DATA_DIR"]
    + [
        variable((section, key))
        for section, key in (("listen", "host"), ("listen", "port"), ("log", "level"), ("log", "format"))
    ]
)


def misspelled(env: Mapping[str, str], referred: frozenset[str]) -> list[Problem]:
    """Warnings for variables that look like overrides and are none: a typo would silently change nothing."""
    strangers = (name for name in env if name.startswith(PREFIX) and "__" in name and name not in referred)
    return [
        Problem(
            "environment",
            0,
            0,
            "",
            f"{name} is not a setting and has no effect.",
            next(iter(difflib.get_close_matches(name, KNOWN)), None),
        )
        for name in sorted(strangers)
        if name not in KNOWN
    ]
