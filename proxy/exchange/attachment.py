"""Files inside a call: what a codec hands out of a body, and what is known of one that could be opened.

A file travels as text (base64, a data URL) at one place of the body. The codec only says where; the room `attachments`
makes bytes of it, learns its type from them and, where that is possible, gives its texts to the call as segments.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from proxy.exchange import Path, Segment


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that lies inside a body. Nothing of it is decoded yet, and nothing of it is printed.

    Attributes:
        path: of the string that carries it.
        carried: that string.
        kind: what it counts as while nobody could read it (the kind of its `Unscanned`).
        declared: the media type or format that the caller says it has; a hint, never trusted.
        name: the file's name as the caller says it, or empty; scanned where it stands, as any text.
        named_at: where the name stands; None without one.
        before: number of the segments that stand before it in the body.
        role: as in `Segment`.
        scope: as in `Segment`.
    """

    path: Path
    carried: str = field(repr=False)
    kind: str
    declared: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    named_at: Path | None = field(default=None, repr=False)
    before: int = 0
    role: str = "user"
    scope: str = ""

    def __repr__(self) -> str:
        return f"Attachment({self.kind}, <{len(self.carried)} chars>)"


@dataclass(frozen=True, slots=True)
class AsText:
    """A text that stands in for a file which cannot be changed itself."""

    text: str = field(repr=False)


class OpenFile(Protocol):
    """A file that could be read, at least in part; the room `attachments` has one class for each sort."""

    @property
    def kind(self) -> str:
        """What it is, by its bytes: ``csv``, ``pdf``."""
        ...

    @property
    def fixed(self) -> bool:
        """Whether it must leave as it came or not at all: no value in it can be replaced here."""
        ...

    @property
    def complete(self) -> bool:
        """Whether all of it was read; what was not must not leave."""
        ...

    @property
    def becomes(self) -> str:
        """How it leaves when it does not leave as it came: ``replaced`` or ``as_text``."""
        ...

    @property
    def segments(self) -> Sequence[Segment]:
        """Its texts; each path goes on from the place of the file with `Mark.FILE`."""
        ...

    def closed(self, replacements: Mapping[Path, str]) -> str | AsText | None:
        """What stands in its place: the string that carries it anew, a text, or None where it stays as it came.

        Raises:
            Blocked: a replacement cannot be written into it.
        """
        ...
