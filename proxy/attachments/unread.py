"""What a file that could not be read counts as: the kinds of `Unscanned` that the table speaks of (row 25)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.extract.reasons import Reason
from proxy.extract.sniff import Kind
from proxy.extract.unread import Unread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BY_KIND: Final[Mapping[Kind, str]] = {
    Kind.IMAGE: "image",
    Kind.AUDIO: "audio",
    Kind.VIDEO: "video",
    Kind.ARCHIVE: "archive",
    Kind.ENCRYPTED: "encrypted_file",
    Kind.LEGACY_OFFICE: "legacy_office",
    Kind.DAMAGED: "file_damaged",
    Kind.UNKNOWN: "unknown_file",
}
"""Files that are not read because of what they are, by their bytes."""
BY_REASON: Final[Mapping[Reason, str]] = {
    Reason.ENCRYPTED: "encrypted_file",
    Reason.TOO_LARGE: "file_too_large",
    Reason.TOO_SLOW: "file_too_slow",
    Reason.TOO_MANY_PARTS: "file_too_large",
    Reason.TOO_DEEP: "file_too_deep",
    Reason.DAMAGED: "file_damaged",
    Reason.UNSUPPORTED: "unknown_file",
    Reason.MACROS: "file_with_macros",
    Reason.NO_OCR: "image",
    Reason.CRASHED: "file_damaged",
}
"""Files that were tried."""
PARTLY: Final = "file_partly_read"
"""Something in the file could not be read, such as a picture inside a document."""
BY_PART: Final[Mapping[str, str]] = {
    Unread.MACROS: "file_with_macros",
    Unread.ARCHIVE: "archive",
    Unread.ENCRYPTED: "encrypted_file",
    Unread.DAMAGED: "file_damaged",
}
"""Documents of which only one thing could not be read; of any other, `PARTLY`."""
DAMAGED: Final = BY_REASON[Reason.DAMAGED]
TOO_SLOW: Final = BY_REASON[Reason.TOO_SLOW]
VALUES_IN: Final = "values_in_"
"""Before what the file is: it can be read, but what was found cannot be replaced inside it (``values_in_pdf``)."""


def partly(unread: Sequence[str]) -> str:
    """The kind of a document of which these could not be read."""
    return BY_PART.get(unread[0], PARTLY) if len(unread) == 1 else PARTLY


EVERY: Final = frozenset({*BY_KIND.values(), *BY_REASON.values(), PARTLY})
