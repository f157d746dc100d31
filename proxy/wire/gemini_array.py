"""The other form of a Gemini stream, for callers who do not ask for ``alt=sse``: one JSON array, sent as it grows.

The guard always asks the provider for server-sent events; here each rewritten event becomes an element. The array is
closed whatever happens, and an error is its last element.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.wire.gemini_stream import GeminiStream
from proxy.wire.sse import Splitter

if TYPE_CHECKING:
    from proxy.errors import GuardError
    from proxy.exchange import MachineFactory
    from proxy.wire.codec import AnswerFacts


class GeminiArray:
    """Implements `codec.AnswerStream`."""

    content_type: Final = "application/json; charset=utf-8"

    def __init__(self, machines: MachineFactory) -> None:
        self._events = GeminiStream(machines)
        self._splitter = Splitter()
        self._begun = False
        self._closed = False

    @property
    def facts(self) -> AnswerFacts:
        """What is known so far; final after `finish`."""
        return self._events.facts

    def feed(self, data: bytes) -> bytes:
        """Take the next bytes of the provider; return what may leave now.

        Raises:
            ProviderGarbled: as `GeminiStream.feed`.
        """
        return self._elements(self._events.feed(data))

    def finish(self) -> bytes:
        """The provider's bytes ended: what was held, an error if the end came too early, and the closing bracket.

        Raises:
            ProviderGarbled: as `GeminiStream.finish`.
        """
        return self._elements(self._events.finish()) + self._close()

    def failed(self, error: GuardError, request_id: str | None = None) -> bytes:
        """The last element, which says `error`."""
        if self._closed:
            return b""
        return self._elements(self._events.failed(error, request_id)) + self._close()

    def _elements(self, events: bytes) -> bytes:
        out: list[bytes] = []
        for event in self._splitter.feed(events):
            if event.data:
                out.append((b",\r\n" if self._begun else b"[") + event.data)
                self._begun = True
        return b"".join(out)

    def _close(self) -> bytes:
        if self._closed:
            return b""
        self._closed = True
        return b"]\n" if self._begun else b"[]\n"
