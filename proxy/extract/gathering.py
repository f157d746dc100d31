"""What a document has given so far, and what it has cost: every parser adds here and is stopped here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from proxy.extract.reasons import Reason, Unreadable

if TYPE_CHECKING:
    from proxy.extract.limits import Limits
    from proxy.extract.unread import Unread


@dataclass(slots=True)
class _Totals:
    """Sums over a document and all that is embedded in it."""

    passages: list[tuple[str, str]] = field(default_factory=list)
    unread: dict[Unread, None] = field(default_factory=dict)
    chars: int = 0
    parts: int = 0
    unpacked: int = 0


class Gathering:
    """Passages of one document, with its bounds. Documents embedded in it gather into an `inner` one.

    Args:
        limits: what the document may cost.
        ocr: whether pictures are read.
    """

    def __init__(self, limits: Limits, *, ocr: bool = False) -> None:
        self.limits = limits
        self.ocr = ocr
        self._totals = _Totals()
        self._prefix = ""
        self._depth = 0
        self._inner = 0

    @property
    def passages(self) -> list[tuple[str, str]]:
        """(text, place) of everything so far."""
        return self._totals.passages

    @property
    def unread(self) -> tuple[Unread, ...]:
        """What could not be read so far, without repetition."""
        return tuple(self._totals.unread)

    @property
    def unpacked_left(self) -> int:
        """How many bytes may still be unpacked."""
        return self.limits.unpacked_bytes - self._totals.unpacked

    def add(self, text: str, place: str) -> None:
        """Take a text; blank ones are passed over.

        Raises:
            Unreadable: too_large.
        """
        if not text.strip():
            return
        self._totals.chars += len(text)
        if self._totals.chars > self.limits.output_chars:
            raise Unreadable(Reason.TOO_LARGE)
        self._totals.passages.append((text, self._prefix + place))

    def count(self, parts: int = 1, *, unpacked: int = 0) -> None:
        """Count parts and the bytes that were unpacked for them.

        Raises:
            Unreadable: too_many_parts, too_large.
        """
        self._totals.parts += parts
        self._totals.unpacked += unpacked
        if self._totals.parts > self.limits.parts:
            raise Unreadable(Reason.TOO_MANY_PARTS)
        if self._totals.unpacked > self.limits.unpacked_bytes:
            raise Unreadable(Reason.TOO_LARGE)

    def miss(self, what: Unread) -> None:
        """Something could not be read: the document is not complete."""
        self._totals.unread[what] = None

    def inner(self) -> Gathering:
        """Where the next embedded document gathers: the same sums, a place of its own.

        Raises:
            Unreadable: too_deep, too_many_parts.
        """
        self.count()
        if self._depth >= self.limits.depth:
            raise Unreadable(Reason.TOO_DEEP)
        self._inner += 1
        child = Gathering(self.limits, ocr=self.ocr)
        child._totals = self._totals
        child._prefix = f"{self._prefix}embedded file {self._inner} > "
        child._depth = self._depth + 1
        return child
