"""Secrets that stand in files of their own (`api_key_file`, `secret_file`), as container platforms mount them.

The text of the file, without its final line feed, takes the place of the setting without ``_file``.
"""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from config.problems import Place, Problem
    from config.source import Document

MAX_BYTES = 65_536
SUFFIX = "_file"


def read_secrets(document: Document, folder: Path) -> list[Problem]:
    """Read every secret file that the document names into its tree; returns warnings, notes problems in it.

    Args:
        document: its tree is changed in place.
        folder: where relative names begin.
    """
    warnings: list[Problem] = []
    for section, place in _named(document):
        inline = place[-1].removesuffix(SUFFIX) if isinstance(place[-1], str) else ""
        if section.get(inline) is not None:
            document.complain(place, f"stands beside `{inline}`: give one of the two", at_key=True)
            continue
        text = _read(document, place, folder / section[place[-1]], warnings)
        if text is not None:
            section[inline] = text
            document.values[(*place[:-1], inline)] = document.values[place]
    return warnings


def _sections(document: Document) -> Iterator[tuple[dict[Any, Any], Place]]:
    if not isinstance(document.tree, dict):
        return
    yield document.tree, ()
    providers = document.tree.get("providers")
    for index, provider in enumerate(providers if isinstance(providers, list) else []):
        if isinstance(provider, dict):
            yield provider, ("providers", index)


def _named(document: Document) -> Iterator[tuple[dict[Any, Any], Place]]:
    for section, place in _sections(document):
        key = "api_key_file" if place else "secret_file"
        if isinstance(section.get(key), str) and section[key]:
            yield section, (*place, key)


def _read(document: Document, place: Place, path: Path, warnings: list[Problem]) -> str | None:
    """The text of a secret file. Its name is not shown: a key may have been put there by mistake."""
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
        mode = path.stat().st_mode
        text = raw.decode()
    except OSError as error:
        document.complain(place, f"cannot be read ({error.strerror or 'error'})")
        return None
    except ValueError:  # a null character in the name, or bytes that are no UTF-8
        document.complain(place, "does not name a UTF-8 text file")
        return None
    if len(raw) > MAX_BYTES:
        document.complain(place, f"is longer than {MAX_BYTES:,} bytes")
        return None
    if mode & stat.S_IROTH:
        warnings.append(document.problem(place, "can be read by every user of this machine: chmod 600"))
    return text.removesuffix("\n").removesuffix("\r")
