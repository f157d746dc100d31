"""RFC 3161: a time-stamp service swears that a checkpoint existed at a time; no record before it is younger."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cryptography.x509 import load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from proxy.audit.anchor import AnchorFailed, append

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

    from proxy.audit.anchor import Post

QUERY: Final = "application/timestamp-query"
OK: Final = 200


@dataclass(slots=True)
class ToTimeStampService:
    """An anchor: has each note stamped, and keeps the stamps.

    Attributes:
        post: sends the request.
        url: of the service.
        roots: certificates that its answers must lead to.
        kept: file for the stamps, one JSON object a line.
        pause_s: least seconds between two requests; the newest note waits, and vouches for those before it.
    """

    post: Post
    url: str
    roots: Sequence[Certificate] = field(repr=False)
    kept: Path
    pause_s: float = 60.0

    def __call__(self, note: str) -> None:
        """Raises OSError: no stamp, or not a good one."""
        request = TimestampRequestBuilder().data(note.encode()).hash_algorithm(HashAlgorithm.SHA256).build()
        answer = self.post(self.url, request.as_bytes(), QUERY)
        if answer.status != OK:
            raise AnchorFailed(f"the time-stamp service answered {answer.status}")
        try:
            response = decode_timestamp_response(answer.body)
            verify(response, note, self.roots, nonce=request.nonce)
        except (ValueError, VerificationError) as error:
            raise AnchorFailed("the time-stamp service's answer is not a good stamp of this checkpoint") from error
        stamp = {
            "note": note,
            "at": response.tst_info.gen_time.isoformat(),
            "stamp": base64.b64encode(answer.body).decode(),
        }
        append(self.kept, json.dumps(stamp, ensure_ascii=False).encode() + b"\n")


def verify(
    response: TimeStampResponse, note: str, roots: Sequence[Certificate], *, nonce: int | None = None
) -> datetime:
    """When the note was stamped.

    Raises:
        VerificationError | ValueError: it is no stamp of this note under one of the roots.
    """
    builder = VerifierBuilder(nonce=nonce, roots=list(roots))
    builder.build().verify_message(response, note.encode())
    return response.tst_info.gen_time


def certificates(pem: bytes) -> list[Certificate]:
    """The certificates of a PEM file; at least one. Raises ValueError."""
    return load_pem_x509_certificates(pem)


@dataclass(frozen=True, slots=True)
class Stamped:
    """A kept stamp; `at` is None where it is not good."""

    note: str
    at: datetime | None


def stamps_in(path: Path, roots: Sequence[Certificate]) -> Iterator[Stamped]:
    """The stamps that were kept, checked again. Raises OSError; a line that is no stamp counts as a bad one."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            try:
                kept = json.loads(line)
                note = str(kept["note"])
                response = decode_timestamp_response(base64.b64decode(kept["stamp"], validate=True))
                yield Stamped(note, verify(response, note, roots))
            except (ValueError, KeyError, TypeError, VerificationError):
                yield Stamped("", None)
