"""Settings of files and batches, which lie at a provider."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from config.fields import Section


class Batches(Section):
    """Files and batches: what callers may leave at a provider, and how an upload is checked."""

    allowed: bool = Field(default=True, description="whether files and batches may lie at a provider at all")
    upload_bytes: int = Field(
        default=50_000_000, ge=1_000, le=500_000_000, description="largest upload; a few are in memory at a time"
    )
    records: int = Field(default=10_000, ge=1, le=100_000, description="most records of one upload")
    on_refused: Literal["refuse_all", "leave_out"] = Field(
        default="refuse_all",
        description="when a record may not leave: `refuse_all` refuses the upload with a report, `leave_out` sends the "
        "others and says which were left out",
    )
    at_once: int = Field(
        default=2, ge=1, le=64, description="records that are checked at the same time, of all uploads together"
    )
    uploads: int = Field(
        default=2, ge=1, le=64, description="uploads that are checked at the same time; others get 503"
    )
