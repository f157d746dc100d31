"""What `chaperone doctor` looks at: one function per check, each of which only looks.

A check answers with a sentence for the person who has to act on it; none shows a secret or a record.
"""

from __future__ import annotations

import http.client
import importlib.metadata
import os
import platform
import socket
import stat
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from config.loading import load
from config.problems import ConfigError
from detectors.tagger.session import FOLDER, REQUESTS, ModelFileError, verify
from proxy.cli.configuration import audit_path, endings_in_force, name_of
from proxy.errors import AuditUnavailable
from proxy.installation import AssemblyError, standing_secret
from proxy.services.audit.reading import count_records
from proxy.workers import check_roster, roster_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from config.loading import Loaded
    from config.models import Listen, Settings
    from proxy.assembly.parts import Place

OLDEST_PYTHON: Final = (3, 11)
PACKAGES: Final = (
    "chaperone-proxy",
    "fastapi",
    "uvicorn",
    "httpx",
    "pydantic",
    "presidio-analyzer",
    "spacy",
    "sqlalchemy",
)
BUILT: Final = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock that is right shows an earlier time than this program was written."""
PROBE_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str


def examine(path: Path | None) -> list[Check]:
    """All checks, in order; those that need a configuration are left out when there is none to be had."""
    checks = [_python(), *_packages(), *_models(), _clock()]
    try:
        loaded = load(path)
    except ConfigError as error:
        return [*checks, Check("configuration", ok=False, detail=str(error))]
    return [*checks, _configuration(loaded), *_places(loaded.settings), *_ends(loaded.settings)]


def _python() -> Check:
    return Check("python", sys.version_info >= OLDEST_PYTHON, f"{platform.python_version()} on {platform.system()}")


def _packages() -> Iterator[Check]:
    versions = {name: _version(name) for name in PACKAGES}
    missing = [name for name, version in versions.items() if version is None]
    detail = ", ".join(f"{name} {version}" for name, version in versions.items() if version is not None)
    yield Check("packages", not missing, f"missing: {', '.join(missing)}" if missing else detail)


def _models() -> Iterator[Check]:
    """Whether their files are those that were shipped; loading them is serving's business."""
    for name, folder in (("name model", FOLDER), ("judge of requests", REQUESTS)):
        try:
            manifest = verify(folder)
        except ModelFileError as error:
            yield Check(name, ok=False, detail=str(error))
        else:
            yield Check(name, ok=True, detail=f"{manifest.name}, version {manifest.version}")


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def _clock() -> Check:
    now = datetime.now(UTC)
    sane = now > BUILT
    return Check("clock", sane, f"{now:%Y-%m-%d %H:%M:%S} UTC" + ("" if sane else ": approvals cannot be judged by it"))


def _configuration(loaded: Loaded) -> Check:
    warnings = "".join(f"\n{warning}" for warning in loaded.warnings)
    return Check("configuration", ok=True, detail=f"{name_of(loaded)}, digest {loaded.source_digest[:16]}{warnings}")


def _places(settings: Settings) -> Iterator[Check]:
    folder = Path(settings.data_dir)
    yield _folder(folder)
    yield _audit(audit_path(settings))
    if settings.secret is None or settings.secret_file is not None:
        yield _secret(Path(settings.secret_file or folder / "secret"))
    yield _roster(settings)
    yield _port(settings.listen)


def _folder(folder: Path) -> Check:
    """Whether it can be written to, or made in the nearest folder above that exists."""
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    usable = existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)
    state = "will be made" if existing != folder and usable else "writable" if usable else "cannot be written to"
    return Check("data folder", usable, f"{folder} ({state})")


def _audit(place: Place) -> Check:
    if place.missing:
        return Check("audit database", ok=True, detail=f"{place} (will be made)")
    try:
        count = count_records(place)
    except AuditUnavailable as error:
        return Check("audit database", ok=False, detail=f"{place}: {error.message}")
    path = place.path
    writable = path is None or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
    detail = f"{place}, {count} records" + ("" if writable else ", but it cannot be written to: every call is refused")
    return Check("audit database", writable, detail)


def _secret(path: Path) -> Check:
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return Check("secret", ok=True, detail=f"{path} (will be made)")
    private = not mode & (stat.S_IRWXG | stat.S_IRWXO)
    return Check("secret", private, f"{path}, mode {mode:04o}" + ("" if private else ": others can read it, chmod 600"))


def _roster(settings: Settings) -> Check:
    """Whether the roster can be used, after reading it from end to end."""
    try:
        secret = standing_secret(settings)
        source = None if secret is None else roster_source(settings, secret)
        check_roster(settings, source)
    except AssemblyError as error:
        return Check("roster", ok=False, detail=str(error))
    there = source is not None and Path(source.path).exists()
    return Check("roster", ok=True, detail=source.path if source is not None and there else "none imported, or off")


def _port(listen: Listen) -> Check:
    host = listen.host.strip("[]")
    place = f"{listen.host}:{listen.port}"
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, listen.port))
        except OSError as error:
            running = _guard_answers(host, listen.port)
            return Check(
                "port", running, f"{place}: " + ("a guard is running there" if running else str(error.strerror))
            )
    return Check("port", ok=True, detail=f"{place} is free")


def _guard_answers(host: str, port: int) -> bool:
    """Whether what holds the port is a guard (in plain HTTP; behind TLS this cannot be told)."""
    connection = http.client.HTTPConnection(host, port, timeout=PROBE_S)
    try:
        connection.request("GET", "/healthz/live")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _ends(settings: Settings) -> Iterator[Check]:
    found = endings_in_force(settings)
    yield Check(
        "approvals and keys",
        not any(each.ended for each in found),
        "\n".join(each.sentence for each in found) or "none ends within 60 days",
    )
