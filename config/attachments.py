"""What an operator may set about files inside calls: what happens to documents and pictures, what reading may cost."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from config.fields import HostName, Section


class Attachments(Section):
    """Files that lie inside a call. Above a limit a call is refused, never sent with a file unread."""

    documents: Literal["text", "refuse"] = Field(
        default="text",
        description="PDF, office files, mail and RTF in which something must be replaced, or not all can be read: send "
        "their redacted `text` in their place, where the API takes one, or `refuse`",
    )
    pictures: Literal["refuse", "ocr"] = Field(
        default="refuse",
        description="pictures: `refuse`, or read their text (`ocr`, which needs the extra `ocr`) and treat them as "
        "documents; their metadata never leaves",
    )
    fetch_hosts: tuple[HostName, ...] = Field(
        default=(), description="hosts from which a provider may fetch a file that a call names by its https address"
    )
    count: int = Field(default=50, ge=1, le=1_000, description="most files in one call")
    bytes: int = Field(default=20_000_000, ge=1_000, le=1_000_000_000, description="size of all files of one call")
    seconds: float = Field(default=30, gt=0, le=600, description="seconds that reading all files of one call may take")
    readers: int = Field(default=1, ge=1, le=16, description="documents that are read at once, each in its own process")
    memory_mb: int = Field(default=512, ge=128, le=16_384, description="memory that reading one document may take")
