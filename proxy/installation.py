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


def derived(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose."""
    return hmac.digest(secret, purpose.encode(), hashlib.sha256)


def roster_folder(settings: Settings) -> Path:
    """Where the tenant's rosters are."""
    return Path(settings.data_dir) / "rosters" / settings.tenant.id


def roster_key(settings: Settings, secret: bytes) -> bytes:
    """The key of the tenant's rosters: another tenant's digests say nothing under it."""
    return derived(secret, f"rosters|{settings.tenant.id}")
