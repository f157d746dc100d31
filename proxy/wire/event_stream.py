"""What the streamed answers of all APIs have in common: server-sent events in, rewritten events out.

What leaves depends on the provider's bytes alone, never on how they were cut. Comments and event, id and retry lines
survive, and pass a machine like any other text unless they are plain words. A stream that ends before the provider
said so would look like success to every official SDK: an error event is added. A subclass says what one JSON event
means, what is still held, and when the answer is complete.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Protocol, TypeAlias

import orjson

from proxy.errors import ProviderGarbled
from proxy.wire.envelopes import stream_error
from proxy.wire.rewrite import rewrite_text
from proxy.wire.shape import STRUCTURAL, made_id
from proxy.wire.sse import Event, Splitter, encode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proxy.errors import GuardError
    from proxy.exchange import Json, MachineFactory
    from proxy.wire.codec import AnswerFacts

Fields: TypeAlias = "tuple[tuple[bytes, bytes], ...]"
"""The event, id and retry lines of an event."""


class Cuts(Protocol):
    """Cuts the provider's bytes into events, always the same ones."""

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """The events that end within `chunk`."""
        ...

    def finish(self) -> Iterator[Event]:
        """What the end of the stream left unfinished."""
        ...


class EventStream(ABC):
    """The ends and the lines of a streamed answer; implements `codec.AnswerStream`."""

    dialect: str
    content_type = "text/event-stream; charset=utf-8"
    expects = "text/event-stream"
    """The media type that the provider must say."""

    def __init__(self, machines: MachineFactory, splitter: Cuts | None = None) -> None:
        self._machines = machines
        self._splitter: Cuts = Splitter() if splitter is None else splitter
        self._done = False
        self._failed = False
        self._broken: ProviderGarbled | None = None

    # ----------------------------------------------------------------- what an API adds

    @property
    @abstractmethod
    def facts(self) -> AnswerFacts:
        """What is known so far; final after `finish`."""

    @abstractmethod
    def _data(self, data: bytes, fields: Fields, out: list[bytes]) -> None:
        """Take the data of one event."""

    @abstractmethod
    def _flush(self, out: list[bytes]) -> None:
        """Send what all machines hold."""

    @property
    @abstractmethod
    def _complete(self) -> bool:
        """Whether the provider said that it had finished."""

    def _next(self, data: bytes, out: list[bytes]) -> tuple[bytes, bytes]:  # noqa: ARG002  for those that read ahead
        """What of `data` is to be read event by event, and what is behind it; a subclass may take some at once."""
        return data, b""

    # ----------------------------------------------------------------- the two ends

    def feed(self, data: bytes) -> bytes:
        """Take the next bytes of the provider; return what may leave now.

        Raises:
            ProviderGarbled: not server-sent events of JSON objects. What preceded the fault has been returned: when
                it lies in the middle of `data`, the next call raises the error.
        """
        self._raise_broken()
        out: list[bytes] = []
        if self._done:
            return b""
        try:
            while data and not self._done:
                part, data = self._next(data, out)
                for event in self._splitter.feed(part):
                    if not self._event(event, out):
                        break
        except ProviderGarbled as error:
            self._failed = self._done = True
            if not out:
                raise
            self._broken = error
        return b"".join(out)

    def finish(self) -> bytes:
        """The provider's bytes ended: what was held, and an error event if the end came too early.

        Raises:
            ProviderGarbled: as for `feed`, if it was not raised there yet.
        """
        self._raise_broken()
        if self._done:
            return b""
        out: list[bytes] = []
        whole = self._last_events(out)
        self._flush(out)
        if not self._failed and not (whole and self._complete):
            self._failed = True
            out.append(self.failed(ProviderGarbled("The provider's answer ended early; it is incomplete.")))
        self._done = True
        return b"".join(out)

    def failed(self, error: GuardError, request_id: str | None = None) -> bytes:
        """The event that says `error` in a stream that has begun."""
        return stream_error(error, self.dialect, request_id)

    def _raise_broken(self) -> None:
        if self._broken is not None:
            error, self._broken = self._broken, None
            raise error

    def _last_events(self, out: list[bytes]) -> bool:
        """Take what stands before the end without its blank line; False when that is half an event, which is lost."""
        try:
            for event in self._splitter.finish():
                self._event(event, out)
        except ProviderGarbled:
            return False
        return True

    # ----------------------------------------------------------------- one event

    def _event(self, event: Event, out: list[bytes]) -> bool:
        """Take one event; False when it was the last."""
        if event.comment is not None:
            out.append(b":%b\n\n" % self._line(event.comment))
            return True
        fields = tuple((name, self._line(value)) for name, value in event.fields) if event.fields else ()
        data = (event.data or b"").strip()
        if data:
            self._data(data, fields, out)
        elif fields:
            out.append(b"".join(b"%b: %b\n" % pair for pair in fields) + b"\n")
        return not self._done

    def _line(self, raw: bytes) -> bytes:
        """A comment, or the value of a field, as it may leave: on one line."""
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            raise not_an_event() from None
        if made_id(text.strip()) is STRUCTURAL:
            return raw
        return " ".join(rewrite_text(text, self._machines).splitlines()).encode()


def loaded(data: bytes) -> dict[str, Json]:
    """The JSON object in an event. Raises ProviderGarbled."""
    try:
        chunk = orjson.loads(data)
    except orjson.JSONDecodeError:
        # The exception carries the data, so it must not be chained.
        chunk = None
    if not isinstance(chunk, dict):
        raise not_an_event()
    return chunk


def encoded(chunk: dict[str, Json], fields: Fields = ()) -> bytes:
    """An event that holds this object. Raises ProviderGarbled for text that is not Unicode."""
    try:
        return encode(orjson.dumps(chunk), fields)
    except TypeError:
        raise not_an_event() from None


def not_an_event() -> ProviderGarbled:
    """The error for what is no event of the API."""
    return ProviderGarbled("The provider sent something in its stream that is not an event of this API.")
