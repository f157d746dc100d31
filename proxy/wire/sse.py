"""Incremental server-sent events: bytes in, however cut, events out; always the same ones.

Follows the WHATWG standard ("event stream interpretation"): lines end in LF, CR or CR LF, one leading BOM is dropped,
``data`` lines are joined by LF, a blank line ends an event. Two deliberate differences, because the answer passes on
to another reader: comments are handed out (as keep-alives, at once), and fields the standard tells readers to ignore
are dropped, so that no text passes unread.

No regex and no copy per byte: a chunk is cut by `bytes.splitlines`, whose line ends for bytes are exactly these three.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from proxy.errors import ProviderGarbled

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_EVENT_BYTES: Final = 8 * 1024 * 1024
"""The most bytes that one line, or the data of one event, may have."""
_BOM: Final = b"\xef\xbb\xbf"
_KEPT_FIELDS: Final = (b"event", b"id", b"retry")


@dataclass(slots=True)
class Event:
    """One event, or one comment.

    `data` is None when the event had no data line, `fields` holds its event, id and retry lines in order, `comment`
    is the text of a comment line (then the others are empty).
    """

    data: bytes | None = field(default=None, repr=False)
    fields: tuple[tuple[bytes, bytes], ...] = field(default=(), repr=False)
    comment: bytes | None = field(default=None, repr=False)


class Splitter:
    """Cuts one stream into events."""

    def __init__(self, max_bytes: int = MAX_EVENT_BYTES) -> None:
        self._max_bytes = max_bytes
        self._partial: list[bytes] = []
        self._partial_size = 0
        self._after_cr = False
        self._at_start = True
        self._data: list[bytes] = []
        self._data_size = 0
        self._fields: list[tuple[bytes, bytes]] = []

    @property
    def between(self) -> bool:
        """Whether the next byte begins a new event."""
        return not (self._partial or self._data or self._fields or self._after_cr or self._at_start)

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """The events that end within `chunk`; the iterator must be exhausted before the next call.

        Raises:
            ProviderGarbled: a line or the data of an event is over the cap.
        """
        if not chunk:
            return
        if self._after_cr:
            self._after_cr = False
            chunk = chunk.removeprefix(b"\n")
        for line in chunk.splitlines(keepends=True):
            ends = line[-1] in b"\r\n"
            if ends and line[:6] == b"data: " and len(line) < self._max_bytes and not (self._partial or self._at_start):
                self._take(line[6:].rstrip(b"\r\n"))  # nearly every line that says something: as `_line` would
            elif ends:
                whole = b"".join((*self._partial, line)) if self._partial else line
                self._partial, self._partial_size = [], 0
                event = self._line(whole.rstrip(b"\r\n"))
                if event is not None:
                    yield event
            else:
                self._hold(line)
        self._after_cr = chunk.endswith(b"\r")

    def finish(self) -> Iterator[Event]:
        """What the end of the stream left unfinished: a last line without its end, an event without its blank line."""
        if self._partial:
            event = self._line(b"".join(self._partial))
            self._partial, self._partial_size = [], 0
            if event is not None:
                yield event
        last = self._event()
        if last is not None:
            yield last

    def _hold(self, piece: bytes) -> None:
        self._partial.append(piece)
        self._partial_size += len(piece)
        if self._partial_size > self._max_bytes:
            raise _too_long()

    def _line(self, line: bytes) -> Event | None:
        """Take one line without its end; return the event or comment that it completes."""
        if self._at_start:
            self._at_start = False
            line = line.removeprefix(_BOM)
        if not line:
            return self._event()
        if len(line) > self._max_bytes:
            raise _too_long()
        name, _, value = line.partition(b":")
        if not name:
            return Event(comment=value)
        value = value.removeprefix(b" ")
        if name == b"data":
            self._take(value)
        elif name in _KEPT_FIELDS:
            self._fields.append((name, value))
        return None

    def _take(self, value: bytes) -> None:
        """The value of a data line."""
        self._data.append(value)
        self._data_size += len(value)
        if self._data_size > self._max_bytes:
            raise _too_long()

    def _event(self) -> Event | None:
        if not self._data and not self._fields:
            return None
        if len(self._data) == 1 and not self._fields:
            event = Event(self._data[0])
        else:
            event = Event(b"\n".join(self._data) if self._data else None, tuple(self._fields))
            self._fields = []
        self._data, self._data_size = [], 0
        return event


def _too_long() -> ProviderGarbled:
    return ProviderGarbled("The provider sent an event that is larger than any answer should be.")


def encode(data: bytes, fields: tuple[tuple[bytes, bytes], ...] = ()) -> bytes:
    """An event of one data line, without line breaks in `data`, after its other fields."""
    head = b"".join(b"%b: %b\n" % pair for pair in fields)
    return b"%bdata: %b\n\n" % (head, data)
