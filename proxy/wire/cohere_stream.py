"""The streamed message of Cohere: server-sent events, each with the part of the message that it adds.

A block of the content, a tool call and the plan each have machines of their own (`block_texts`); what one still holds
leaves as a delta of its own before the event that ends the block. A citation points into what was said before it: its
offsets move with the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.wire.alignment import Heard
from proxy.wire.block_texts import BlockTexts, Deltas
from proxy.wire.codec import AnswerFacts
from proxy.wire.cohere_facts import BROKEN, reason_of, token_counts
from proxy.wire.cohere_offsets import PLAN, Place, block_text, mend_citations
from proxy.wire.cohere_shape import EVENT, MESSAGE
from proxy.wire.envelope_rows import cohere_error
from proxy.wire.event_stream import EventStream, Fields, encoded, loaded, not_an_event
from proxy.wire.rewrite import rewrite

if TYPE_CHECKING:
    from proxy.errors import GuardError
    from proxy.exchange import Json, MachineFactory

_FAMILIES: Final = {
    "content-start": "content-delta",
    "content-delta": "content-delta",
    "tool-plan-delta": "tool-plan-delta",
    "tool-call-start": "tool-call-delta",
    "tool-call-delta": "tool-call-delta",
}
"""Events that bring pieces of a text -> the event that may bring more of it."""
_ENDS: Final = {"content-end": "content-delta", "tool-call-end": "tool-call-delta"}
_DELTAS: Final = Deltas(
    frozenset(("citations", "name", "type", "id", "role")), arguments=("tool_calls", "function", "arguments")
)
_PLAIN_EVENT: Final = {"type", "index", "delta"}
_ENDED: Final = "message-end"


class CohereStream(EventStream):
    """Implements `codec.AnswerStream`."""

    dialect = "cohere"

    def __init__(self, machines: MachineFactory) -> None:
        super().__init__(machines)
        self._open: dict[tuple[str, int], BlockTexts] = {}
        """By the event that brings more, and the block's index."""
        self._heard: dict[Place, Heard] = {}
        self._reason: str | None = None
        self._tokens: tuple[int | None, int | None] = (None, None)
        self._ended = False

    @property
    def facts(self) -> AnswerFacts:
        """What is known so far; final after `finish`."""
        return AnswerFacts(
            finish_reasons=() if self._reason is None else (self._reason,),
            input_tokens=self._tokens[0],
            output_tokens=self._tokens[1],
            complete=self._complete and self._reason not in BROKEN,
        )

    @property
    def _complete(self) -> bool:
        return self._ended and not self._failed

    def failed(self, error: GuardError, request_id: str | None = None) -> bytes:
        """The end of a message that failed: its SDK knows no other error in a stream."""
        said: dict[str, Json] = cohere_error(error, request_id)
        event = {"type": _ENDED, "delta": {"finish_reason": "ERROR", "error": said["message"]}}
        return encoded({**event, "chaperone": said["chaperone"]}, _named(_ENDED))

    # ----------------------------------------------------------------- one event

    def _data(self, data: bytes, fields: Fields, out: list[bytes]) -> None:
        if data == b"[DONE]":
            return
        event = loaded(data)
        kind = event.get("type")
        if isinstance(kind, str) and kind in _FAMILIES:
            self._pieces(_FAMILIES[kind], event, fields, out)
            return
        if kind in _ENDS:
            self._end_block((_ENDS[str(kind)], _index(event)), out)
        elif kind == _ENDED:
            self._flush(out)
            self._note_end(event.get("delta"))
        whole = self._whole(event)
        if kind == "citation-start":
            self._mend(whole)
        out.append(encoded(whole, fields))

    def _whole(self, event: dict[str, Json]) -> dict[str, Json]:
        rewritten: dict[str, Json] = rewrite(event, EVENT, self._machines)
        return rewritten

    def _pieces(self, more: str, event: dict[str, Json], fields: Fields, out: list[bytes]) -> None:
        index, delta = _index(event), event.get("delta")
        message = delta.get("message") if isinstance(delta, dict) else None
        if not isinstance(delta, dict) or not isinstance(message, dict):
            raise not_an_event()
        if more != "tool-plan-delta":
            self._end_block(("tool-plan-delta", 0), out)
        texts = self._open.get((more, index))
        if texts is None:
            texts = self._open[more, index] = BlockTexts(self._machines, _DELTAS)
        ready, substance = texts.rewrite(message, MESSAGE)
        self._hear(index, message, ready)
        odd = event.keys() - _PLAIN_EVENT or delta.keys() != {"message"} or not event["type"].endswith("-delta")
        if odd:
            event = self._whole({**event, "delta": {**delta, "message": {}}})
        if substance or odd:
            out.append(encoded({**event, "delta": {**event["delta"], "message": ready}}, fields))

    # ----------------------------------------------------------------- offsets

    def _hear(self, index: int, message: dict[str, Json], ready: dict[str, Json]) -> None:
        if "content" in message:
            heard = self._heard.setdefault(index, Heard())
            heard.hear(block_text(message["content"]), block_text(ready.get("content")))
        if isinstance(message.get(PLAN), str):
            self._heard.setdefault(PLAN, Heard()).hear(message[PLAN], str(ready.get(PLAN, "")))

    def _mend(self, event: dict[str, Json]) -> None:
        delta = event.get("delta")
        message = delta.get("message") if isinstance(delta, dict) else None
        if isinstance(message, dict):
            texts = {place: heard.texts for place, heard in self._heard.items()}
            said, now = ({place: pair[at] for place, pair in texts.items()} for at in (0, 1))
            mend_citations(message.get("citations"), said, now, whole=False)

    # ----------------------------------------------------------------- ends

    def _note_end(self, delta: Json) -> None:
        if isinstance(delta, dict):
            self._reason = reason_of(delta.get("finish_reason"))
            self._tokens = token_counts(delta.get("usage"))
        self._ended = True

    def _end_block(self, key: tuple[str, int], out: list[bytes]) -> None:
        texts = self._open.pop(key, None)
        for tail in [] if texts is None else texts.tails():
            self._hear_tail(key, tail)
            event: dict[str, Json] = {"type": key[0], "index": key[1], "delta": {"message": tail}}
            out.append(encoded(event, _named(key[0])))

    def _hear_tail(self, key: tuple[str, int], tail: dict[str, Json]) -> None:
        place: Place = PLAN if PLAN in tail else key[1]
        if place in self._heard:
            self._heard[place].hear("", str(tail[PLAN]) if place == PLAN else block_text(tail.get("content")))

    def _flush(self, out: list[bytes]) -> None:
        for key in list(self._open):
            self._end_block(key, out)


def _named(kind: str) -> Fields:
    return ((b"event", kind.encode()),)


def _index(event: dict[str, Json]) -> int:
    index = event.get("index", 0)
    if not isinstance(index, int) or isinstance(index, bool):
        raise not_an_event()
    return index
