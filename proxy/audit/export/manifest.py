"""The manifest of an export: every file with its digest, who asked why and who agreed; signed with the log's key.

The signature is a signed note (C2SP) of three lines: the log's name, ``manifest sha256``, and the digest of the file
``manifest.json``. A checkpoint has a number in its second line, so neither can be taken for the other.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Json

VERSION: Final = 1
NAME: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
STATEMENT: Final = "manifest sha256"


class NoteSigner(Protocol):
    """What signs: `proxy.audit.keyring.KeyRing`."""

    @property
    def origin(self) -> str:
        """Name of the log."""
        ...

    def note(self, text: str) -> str:
        """The text with signatures below it."""
        ...


@dataclass(frozen=True, slots=True)
class Told:
    """What people said about an export.

    Attributes:
        what: ``log``, ``public_records``, ``disclosures``, ``breach_scope``, ``pack``.
        by: who asked.
        approved_by: the second person; None where none is needed.
        purpose: why, redacted.
        case: number of the case, or None.
        request: id of the request, or None.
        filters: the search, parsed.
    """

    what: str
    by: str
    purpose: str
    approved_by: str | None = None
    case: str | None = None
    request: str | None = None
    filters: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileFact:
    """One file of an export."""

    name: str
    bytes: int
    sha256: str


def manifest(log: str, made: str, told: Told, facts: Mapping[str, Json], files: list[FileFact]) -> bytes:
    """The manifest as it is stored and signed.

    Args:
        log: name of the log.
        made: when, as records write times.
        told: what people said.
        facts: records, first, last, later, checkpoint and the like.
        files: every other file of the export.
    """
    whole = {
        "manifest": VERSION,
        "log": log,
        "made": made,
        **asdict(told),
        **facts,
        "files": [asdict(each) for each in files],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def signed(body: bytes, signer: NoteSigner) -> str:
    """The signature of a manifest."""
    return signer.note(f"{signer.origin}\n{STATEMENT}\n{hashlib.sha256(body).hexdigest()}\n")
