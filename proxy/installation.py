"""What belongs to this installation and not to its configuration: its secret, the keys derived from it, its folders.

Light to import: `serve` needs it before the rest is loaded.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from config.models import Settings

SECRET_BYTES: Final = 32
RETIRED: Final = "secret.retired"


class AssemblyError(ValueError):
    """The settings are well formed, and yet nothing can be built from them; the message says what to change."""


def master_secret(settings: Settings) -> bytes:
    """The installation's secret: configured, or made once in the data folder, readable by its owner only.

    Raises:
        AssemblyError: the file is there and too short.
    """
    if settings.secret is None:
        path = _secret_path(settings)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w") as file:
                file.write(secrets.token_hex(SECRET_BYTES) + "\n")
    found = standing_secret(settings)
    if found is None:
        raise AssemblyError(f"{_secret_path(settings)} has gone.")
    return found


def standing_secret(settings: Settings) -> bytes | None:
    """The installation's secret, if it has one already; nothing is made.

    Raises:
        AssemblyError: the file is there and too short.
    """
    if settings.secret is not None:
        return settings.secret.get_secret_value().encode()
    path = _secret_path(settings)
    try:
        text = path.read_text().strip()
    except (FileNotFoundError, NotADirectoryError):
        return None
    if len(text) < SECRET_BYTES:
        raise AssemblyError(f"{path} must hold at least {SECRET_BYTES} random characters. Remove it to have one made.")
    return text.encode()


def _secret_path(settings: Settings) -> Path:
    return Path(settings.data_dir) / "secret"


def retired_secrets(settings: Settings) -> tuple[bytes, ...]:
    """Secrets that were in use before, the newest first: digests made under them are still to be found.

    They come from `retired_secret_files` and from ``secret.retired`` in the data folder, one a line.

    Raises:
        AssemblyError: a file that is named is not there, or holds something shorter than a secret.
    """
    own = _secret_path(settings).with_name(RETIRED)
    found: list[bytes] = []
    for path in (*map(Path, settings.retired_secret_files), own):
        if path == own and not path.exists():
            continue
        try:
            lines = path.read_text().split()
        except (OSError, UnicodeDecodeError) as error:
            raise AssemblyError(f"{path} (retired_secret_files) cannot be read.") from error
        if any(len(line) < SECRET_BYTES for line in lines):
            raise AssemblyError(f"{path} must hold secrets of at least {SECRET_BYTES} characters, one a line.")
        found += [line.encode() for line in reversed(lines)]
    return tuple(dict.fromkeys(found))


def secret_id(secret: bytes) -> str:
    """Eight hexadecimal digits that tell secrets apart, and nothing about them."""
    return derived(secret, "secret id")[:4].hex()


def replace_secret(settings: Settings) -> None:
    """Make a new secret in the data folder and keep the old one as retired; in force from the next start.

    The old one is on the disk under its new name before the new one takes its place: no moment loses it.

    Raises:
        AssemblyError: the secret is configured, so that whoever set it must replace it; or there is none yet.
        OSError: the data folder cannot be written to.
    """
    path = _secret_path(settings)
    if settings.secret is not None:
        raise AssemblyError(
            "The secret is set by the configuration (`secret` or `secret_file`): keep the old one in a file named "
            "under `retired_secret_files`, and give the new one (openssl rand -hex 32)."
        )
    old = standing_secret(settings)
    if old is None:
        raise AssemblyError("There is no secret yet; the guard makes it when it starts for the first time.")
    retired = path.with_name(RETIRED)
    kept = retired.read_text() if retired.exists() else ""
    _write(retired, f"{kept}{old.decode()}\n")
    _write(path, secrets.token_hex(SECRET_BYTES) + "\n")


def _write(path: Path, text: str) -> None:
    """The whole file anew and synced, or the old one as it was; readable by its owner only."""
    draft = path.with_name(f".{path.name}.new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def derived(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose."""
    return hmac.digest(secret, purpose.encode(), hashlib.sha256)


def roster_folder(settings: Settings) -> Path:
    """Where the tenant's rosters are."""
    return Path(settings.data_dir) / "rosters" / settings.tenant.id


def roster_key(settings: Settings, secret: bytes) -> bytes:
    """The key of the tenant's rosters: another tenant's digests say nothing under it."""
    return derived(secret, f"rosters|{settings.tenant.id}")
