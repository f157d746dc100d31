"""The names in a zip file's directory, without unpacking anything."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

MOST_NAMES = 20_000
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class ZipNames:
    """What the directory of a zip file says."""

    names: tuple[str, ...]
    encrypted: bool


def zip_names(data: bytes) -> ZipNames | None:
    """The directory, without names when it is too long; None when there is none that can be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError):
        return None
    if len(infos) > MOST_NAMES:
        return ZipNames((), encrypted=False)
    return ZipNames(tuple(info.filename for info in infos), any(info.flag_bits & _ENCRYPTED for info in infos))
