"""What an operator allows for files and batches."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """The operator's terms.

    Attributes:
        allowed: whether anything may lie at a provider at all.
        upload_bytes: largest upload, form included.
        records: most records of one upload.
        leave_out: records that may not leave are left out, and the others go; else the whole upload is refused.
        at_once: records of all uploads that are checked at the same time; few, so that people are served first.
        uploads: uploads that are checked at the same time; more are told to come back.
    """

    allowed: bool = True
    upload_bytes: int = 50_000_000
    records: int = 10_000
    leave_out: bool = False
    at_once: int = 2
    uploads: int = 2
