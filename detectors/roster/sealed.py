"""Arrays in a file under a keyed seal: a file that is cut short, changed in one bit, or another key's is refused whole.

Layout: 8 bytes magic, 4 bytes length of the header, the header (JSON, padded with spaces to a multiple of 8), the
arrays that it names, each padded to a multiple of 8, and 32 bytes of a keyed BLAKE2b over everything before. A file is
never changed in place, only replaced by another: a mapping of the one before stays good.
"""

from __future__ import annotations

import json
import mmap
import os
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from detectors.roster.digests import Digests

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy.typing as npt

    Array = npt.NDArray[Any]

MAGIC_BYTES: Final = 8
_PREFIX: Final = MAGIC_BYTES + 4
_SEAL_BYTES: Final = 32
_MOST_HEADER: Final = 65_536
_CHUNK: Final = 1 << 20
_KINDS: Final[Mapping[str, np.dtype[Any]]] = {"uint16": np.dtype(np.uint16), "uint64": np.dtype(np.uint64)}


class RosterError(ValueError):
    """A roster file that cannot be used. The message says which file and what to do, never what it holds."""


class _OtherKeyError(Exception):
    """Made under another key."""


def write(path: Path, magic: bytes, key: bytes, header: Mapping[str, Any], arrays: Mapping[str, Array]) -> None:
    """Write the file, for its owner only, and sync it; `path` must not exist.

    Raises:
        OSError: it cannot be written.
    """
    seal = _seal(key)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        for raw in (_head(magic, key, header, arrays), *(each.tobytes() for each in arrays.values())):
            for part in (raw, bytes(-len(raw) % 8)):
                file.write(part)
                seal.update(part)
        file.write(seal.digest())
        file.flush()
        os.fsync(file.fileno())


def read(path: Path, magic: bytes, key: bytes) -> tuple[dict[str, Any], dict[str, Array]]:
    """Header and arrays of a file that was checked from end to end (25 ms for 20 MB); the arrays are mapped.

    Raises:
        FileNotFoundError: there is none.
        RosterError: it is damaged, cut short, or made with another secret.
    """
    try:
        return _opened(_mapped(path), magic, key)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise RosterError(f"The roster file {path} cannot be read ({error.strerror or 'error'}).") from None
    except _OtherKeyError:
        raise RosterError(
            f"The roster file {path} was made with another secret. Import the roster again with the secret in force."
        ) from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RosterError(f"The roster file {path} is damaged. Import the roster again.") from None


def _mapped(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        long_enough = os.fstat(file.fileno()).st_size > _PREFIX + _SEAL_BYTES
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if long_enough else b""


def _head(magic: bytes, key: bytes, header: Mapping[str, Any], arrays: Mapping[str, Array]) -> bytes:
    shapes = [[name, str(array.dtype), len(array)] for name, array in arrays.items()]
    text = json.dumps({**header, "check": Digests(key).check.hex(), "arrays": shapes}).encode()
    text += b" " * (-(_PREFIX + len(text)) % 8)
    return magic + len(text).to_bytes(4, "little") + text


def _seal(key: bytes) -> blake2b:
    return blake2b(key=key, digest_size=_SEAL_BYTES, person=b"roster file")


def _opened(raw: mmap.mmap | bytes, magic: bytes, key: bytes) -> tuple[dict[str, Any], dict[str, Array]]:
    length = int.from_bytes(raw[MAGIC_BYTES:_PREFIX], "little")
    if raw[:MAGIC_BYTES] != magic or length > _MOST_HEADER:
        raise ValueError("no roster file")
    header: dict[str, Any] = json.loads(raw[_PREFIX : _PREFIX + length])
    if header.pop("check") != Digests(key).check.hex():
        raise _OtherKeyError
    _verify(raw, key)
    arrays: dict[str, Array] = {}
    position = _PREFIX + length
    for name, kind, count in header.pop("arrays"):
        arrays[name] = np.frombuffer(raw, _KINDS[kind], count, position)
        position += count * _KINDS[kind].itemsize
        position += -position % 8
    if position + _SEAL_BYTES != len(raw):
        raise ValueError("length")
    return header, arrays


def _verify(raw: mmap.mmap | bytes, key: bytes) -> None:
    seal = _seal(key)
    end = len(raw) - _SEAL_BYTES
    with memoryview(raw) as view:
        for start in range(0, end, _CHUNK):
            seal.update(view[start : min(start + _CHUNK, end)])
        if bytes(view[end:]) != seal.digest():
            raise ValueError("seal")
