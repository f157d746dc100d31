"""The streamed message: what one event means. The lines and the ends are those of `event_stream`.

Each content block has an index; the pieces of its text run through one machine, those of its tool input through another
that knows JSON. What a machine still holds is sent as a delta of the same kind before the block's stop. A delta whose
text is still held back is dropped; the block's own stop always comes. Signed thinking passes as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.wire.anthropic_facts import model_name, stop_reason
from proxy.wire.anthropic_shape import EVENT
from proxy.wire.codec import AnswerFacts
from proxy.wire.event_stream import EventStream, Fields, encoded, loaded, not_an_event
from proxy.wire.rewrite import rewrite
from proxy.wire.usage import usage_tokens

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory, TextKind, TextMachine

_STREAMED: Final[dict[str, tuple[str, TextKind]]] = {
    "text_delta": ("text", "text"),
    "input_json_delta": ("partial_json", "json"),
}
"""Type of a delta -> the member that holds its text, and the kind of machine that reads it."""
_PLAIN_EVENT: Final = 3
"""Members of a delta event as the API defines it: type, index and delta; with more it is rewritten whole."""
_PLAIN_DELTA: Final = 2


class AnthropicStream(EventStream):
    """Implements `codec.AnswerStream` for Messages."""

    dialect = "anthropic"

    def __init__(self, machines: MachineFactory) -> None:
        super().__init__(machines)
        self._open: dict[tuple[int, str], TextMachine] = {}
        self._model: str | None = None
        self._reason: str | None = None
        self._tokens: list[int | None] = [None, None]
        self._stopped = False

    @property
    def facts(self) -> AnswerFacts:
        """What is known so far; final after `finish`."""
        return AnswerFacts(
            model=self._model,
            finish_reasons=() if self._reason is None else (self._reason,),
            input_tokens=self._tokens[0],
            output_tokens=self._tokens[1],
            complete=self._complete,
        )

    @property
    def _complete(self) -> bool:
        return self._stopped and not self._failed

    # ----------------------------------------------------------------- one event

    def _data(self, data: bytes, fields: Fields, out: list[bytes]) -> None:
        event = loaded(data)
        match event.get("type"):
            case "content_block_delta":
                self._delta(event, fields, out)
                return
            case "content_block_start":
                out.append(encoded(self._start(event), fields))
                return
            case "content_block_stop":
                self._end_block(_index(event), out)
            case "message_start":
                self._note_message(event.get("message"))
            case "message_delta":
                self._note_delta(event)
            case "message_stop":
                self._flush(out)
                self._stopped = True
            case "error":
                self._flush(out)
                self._failed = True
            case _:
                pass  # a ping, or an event of next year: rewritten whole
        out.append(encoded(self._whole(event), fields))

    def _whole(self, event: dict[str, Json]) -> dict[str, Json]:
        rewritten = rewrite(event, EVENT, self._machines)
        if not isinstance(rewritten, dict):
            raise not_an_event()
        return rewritten

    def _start(self, event: dict[str, Json]) -> dict[str, Json]:
        """A block may begin with text: it is the first piece of what its deltas bring."""
        block = event.get("content_block")
        if not isinstance(block, dict) or block.get("type") != "text" or not isinstance(block.get("text"), str):
            return self._whole(event)
        first = self._fed(_index(event), "text_delta", block["text"])
        started = self._whole({**event, "content_block": {**block, "text": ""}})
        return {**started, "content_block": {**started["content_block"], "text": first}}

    def _delta(self, event: dict[str, Json], fields: Fields, out: list[bytes]) -> None:
        delta, index = event.get("delta"), _index(event)
        if not isinstance(delta, dict):
            raise not_an_event()
        kind = str(delta.get("type"))
        member = _STREAMED[kind][0] if kind in _STREAMED else ""
        piece = delta.get(member)
        if not isinstance(piece, str):
            out.append(encoded(self._whole(event), fields))
            return
        ready = self._fed(index, kind, piece)
        more = len(event) > _PLAIN_EVENT or len(delta) > _PLAIN_DELTA
        if more:
            event = self._whole({**event, "delta": {**delta, member: ""}})
            delta = event["delta"]
        if ready or more or not piece:
            out.append(encoded({**event, "delta": {**delta, member: ready}}, fields))

    def _fed(self, index: int, kind: str, piece: str) -> str:
        if not piece:
            return piece
        machine = self._open.get((index, kind))
        if machine is None:
            machine = self._open[index, kind] = self._machines(_STREAMED[kind][1], "")
        return machine.feed(piece)

    # ----------------------------------------------------------------- ends

    def _end_block(self, index: int, out: list[bytes]) -> None:
        for key in [key for key in self._open if key[0] == index]:
            self._tail(key, out)

    def _flush(self, out: list[bytes]) -> None:
        for key in list(self._open):
            self._tail(key, out)

    def _tail(self, key: tuple[int, str], out: list[bytes]) -> None:
        index, kind = key
        tail = self._open.pop(key).finish()
        if tail:
            delta = {"type": kind, _STREAMED[kind][0]: tail}
            event = {"type": "content_block_delta", "index": index, "delta": delta}
            out.append(encoded(event, ((b"event", b"content_block_delta"),)))

    # ----------------------------------------------------------------- facts

    def _note_message(self, message: Json) -> None:
        if isinstance(message, dict):
            self._model = model_name(message.get("model"))
            self._note_usage(message.get("usage"))

    def _note_delta(self, event: dict[str, Json]) -> None:
        delta = event.get("delta")
        reason = delta.get("stop_reason") if isinstance(delta, dict) else None
        if reason is not None:
            self._reason = stop_reason(reason)
        self._note_usage(event.get("usage"))

    def _note_usage(self, usage: Json) -> None:
        for place, tokens in enumerate(usage_tokens(usage)):
            if tokens is not None:
                self._tokens[place] = tokens


def _index(event: dict[str, Json]) -> int:
    index = event.get("index")
    if not isinstance(index, int) or isinstance(index, bool):
        raise not_an_event()
    return index
