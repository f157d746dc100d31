"""What came out of a document: passages of text, each with the kind of place where it stood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from proxy.extract.reasons import Reason, Unreadable

if TYPE_CHECKING:
    from proxy.extract.sniff import Kind

__all__ = ["Extracted", "Passage", "Reason", "Unreadable"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text out of a document.

    Attributes:
        text: what stands there; never in a repr.
        place: where, in words that say nothing of the content: ``sheet 2``, ``embedded file 1 > page 2``;
            never a value, a file name, a sheet name or a property's name that somebody chose.
    """

    text: str
    place: str

    def __repr__(self) -> str:
        return f"Passage({len(self.text)} characters, {self.place!r})"


@dataclass(frozen=True, slots=True)
class Extracted:
    """All text of a document.

    Attributes:
        kind: what the document is.
        passages: its texts, in reading order; what is hidden (comments, properties ...) after the body.
        complete: whether everything in the document that could hold text was read. A document that is not complete
            must not be forwarded as if it were clean.
        unread: what could not be read, in the words of `unread.py` (``image``, ``ole object`` ...), without
            repetition; empty exactly when `complete`.
    """

    kind: Kind
    passages: tuple[Passage, ...] = field(repr=False)
    complete: bool
    unread: tuple[str, ...] = ()

    @property
    def chars(self) -> int:
        """How many characters of text it holds."""
        return sum(len(passage.text) for passage in self.passages)
