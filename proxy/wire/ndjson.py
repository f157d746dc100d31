"""Streams of JSON lines: one object a line, however the bytes were cut. The rest is as in `event_stream`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import orjson

from proxy.errors import ProviderGarbled
from proxy.wire.envelopes import error_body
from proxy.wire.event_stream import EventStream, not_an_event
from proxy.wire.sse import MAX_EVENT_BYTES, Event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proxy.errors import GuardError
    from proxy.exchange import Json, MachineFactory

MEDIA_TYPE: Final = "application/x-ndjson"


class LineSplitter:
    """Cuts one stream into lines, each handed out as the data of an event."""

    def __init__(self, max_bytes: int = MAX_EVENT_BYTES) -> None:
        self._max_bytes = max_bytes
        self._partial: list[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """The lines that end within `chunk`; the iterator must be exhausted before the next call.

        Raises:
            ProviderGarbled: a line is over the cap.
        """
        *ended, rest = chunk.split(b"\n")
        for line in ended:
            whole = b"".join((*self._partial, line))
            self._partial, self._size = [], 0
            if len(whole) > self._max_bytes:
                raise _too_long()
            if whole.strip():
                yield Event(whole)
        self._partial.append(rest)
        self._size += len(rest)
        if self._size > self._max_bytes:
            raise _too_long()

    def finish(self) -> Iterator[Event]:
        """A last line without its end."""
        yield from self.feed(b"\n")


class LineStream(EventStream):
    """The ends of a streamed answer in JSON lines; a subclass says what a line means."""

    content_type = MEDIA_TYPE
    expects = MEDIA_TYPE

    def __init__(self, machines: MachineFactory) -> None:
        super().__init__(machines, LineSplitter())

    def failed(self, error: GuardError, request_id: str | None = None) -> bytes:
        """The line that says `error` in a stream that has begun."""
        return error_body(error, self.dialect, request_id) + b"\n"


def as_line(value: dict[str, Json]) -> bytes:
    """An object as a line. Raises ProviderGarbled for text that is not Unicode."""
    try:
        return orjson.dumps(value) + b"\n"
    except TypeError:
        raise not_an_event() from None


def _too_long() -> ProviderGarbled:
    return ProviderGarbled("The provider sent a line that is larger than any answer should be.")
