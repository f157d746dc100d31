"""A stream whose events are whole in themselves, such as pictures on their way: each is rewritten by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.wire.codec import AnswerFacts
from proxy.wire.event_stream import EventStream, Fields, encoded, loaded
from proxy.wire.rewrite import rewrite
from proxy.wire.sse import encode
from proxy.wire.usage import usage_tokens

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory, TextMachine
    from proxy.wire.shape import Shape

_DONE: Final = b"[DONE]"


class WholeEvents(EventStream):
    """Implements `codec.AnswerStream`.

    Args:
        machines: open a machine per text.
        shape: what stands where in an event.
        last: types of the event with which an answer is complete.
        base: the type of the event that ends the text of the deltas.
    """

    dialect = "openai"

    def __init__(self, machines: MachineFactory, shape: Shape, last: frozenset[str], *, base: str = "") -> None:
        super().__init__(machines)
        self._shape = shape
        self._last = last
        self._base = base
        self._texts: dict[str, TextMachine] = {}
        """By the type of the event that continues it."""
        self._ended = False
        self._tokens: tuple[int | None, int | None] = (None, None)

    @property
    def facts(self) -> AnswerFacts:
        """What is known so far; final after `finish`."""
        return AnswerFacts(input_tokens=self._tokens[0], output_tokens=self._tokens[1], complete=self._complete)

    @property
    def _complete(self) -> bool:
        return self._ended and not self._failed

    def _data(self, data: bytes, fields: Fields, out: list[bytes]) -> None:
        if data == _DONE:
            self._flush(out)
            out.append(encode(_DONE, fields))
            return
        event = loaded(data)
        kind = event.get("type")
        kind = kind if isinstance(kind, str) else ""
        if isinstance(event.get("delta"), str) and event.get("error") is None:
            self._delta(kind, event, fields, out)
            return
        if kind in {self._base, "error"} or event.get("error") is not None:
            self._flush(out)
        if kind == "error" or event.get("error") is not None:
            self._failed = True
        self._ended |= kind in self._last
        if event.get("usage") is not None:
            self._tokens = usage_tokens(event["usage"])
        out.append(encoded(self._whole(event), fields))

    def _whole(self, event: dict[str, Json]) -> dict[str, Json]:
        rewritten: dict[str, Json] = rewrite(event, self._shape, self._machines)
        return rewritten

    def _delta(self, kind: str, event: dict[str, Json], fields: Fields, out: list[bytes]) -> None:
        """A piece of a text; also of an event of next year, so that no value passes in pieces."""
        text = self._texts.get(kind)
        if text is None:
            text = self._texts[kind] = self._machines("text", "")
        piece = event["delta"]
        ready = text.feed(piece) if piece else piece
        if ready or not piece:
            out.append(encoded({**self._whole({**event, "delta": ""}), "delta": ready}, fields))

    def _flush(self, out: list[bytes]) -> None:
        for kind, text in self._texts.items():
            tail = text.finish()
            if tail:
                out.append(encoded({**self._whole({"type": kind, "delta": ""}), "delta": tail}))
        self._texts.clear()
