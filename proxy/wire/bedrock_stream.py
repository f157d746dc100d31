"""The streamed answer of Converse: binary frames, decoded, rewritten, framed again.

Each content block has an index; each of its texts runs through one machine (`block_texts`), its tool input
through one that knows JSON. What a machine still holds leaves as a delta of its own before the block's stop. Reasoning
passes as it is: it is signed. The padding (``p``) is dropped, because the lengths it hides no longer match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import orjson

from proxy.wire.aws_frames import CONTENT, EXCEPTION, KIND, MEDIA_TYPE, MESSAGE, FrameSplitter, frame
from proxy.wire.bedrock_shape import EVENT, STOP_REASON
from proxy.wire.block_texts import BlockTexts, Deltas
from proxy.wire.codec import AnswerFacts
from proxy.wire.envelopes import error_body
from proxy.wire.event_stream import EventStream, Fields, loaded, not_an_event
from proxy.wire.openai_chat_facts import OTHER
from proxy.wire.rewrite import rewrite
from proxy.wire.shape import STRUCTURAL

if TYPE_CHECKING:
    from proxy.errors import GuardError
    from proxy.exchange import Json, MachineFactory
    from proxy.wire.sse import Event

_JSON_TYPE: Final = b"application/json"
_SERVER_ERRORS: Final = 500
_PADDING: Final = "p"
_PLAIN_EVENT: Final = {"contentBlockIndex", "delta"}
_DELTAS: Final = Deltas(
    frozenset(("citation", "json", "name", "type", "status", "toolUseId")), arguments=("toolUse", "input")
)


class BedrockStream(EventStream):
    """Implements `codec.AnswerStream`."""

    dialect = "bedrock"
    content_type = MEDIA_TYPE
    expects = MEDIA_TYPE

    def __init__(self, machines: MachineFactory) -> None:
        super().__init__(machines, FrameSplitter())
        self._open: dict[int, BlockTexts] = {}
        self._reason: str | None = None
        self._tokens: tuple[int | None, int | None] = (None, None)

    @property
    def facts(self) -> AnswerFacts:
        """What is known so far; final after `finish`."""
        return AnswerFacts(
            finish_reasons=() if self._reason is None else (self._reason,),
            input_tokens=self._tokens[0],
            output_tokens=self._tokens[1],
            complete=self._complete,
        )

    @property
    def _complete(self) -> bool:
        return self._reason is not None and not self._failed

    def failed(self, error: GuardError, request_id: str | None = None) -> bytes:
        """The exception that says `error` in a stream that has begun."""
        kind = b"internalServerException"
        if error.side == "provider":
            kind = b"modelStreamErrorException"
        elif error.status < _SERVER_ERRORS:
            kind = b"validationException"
        body = error_body(error, self.dialect, request_id)
        return frame(body, {EXCEPTION: kind, CONTENT: _JSON_TYPE, MESSAGE: b"exception"})

    # ----------------------------------------------------------------- one event

    def _event(self, event: Event, out: list[bytes]) -> bool:
        fields = tuple((name, self._line(value)) for name, value in event.fields)
        self._data(event.data or b"{}", fields, out)
        return not self._done

    def _data(self, data: bytes, fields: Fields, out: list[bytes]) -> None:
        payload = loaded(data)
        payload.pop(_PADDING, None)
        headers = dict(fields)
        kind = headers.get(KIND, b"")
        if headers.get(MESSAGE) != b"event":
            self._flush(out)
            self._failed = True
        match kind:
            case b"contentBlockDelta":
                self._delta(payload, headers, out)
                return
            case b"contentBlockStop":
                self._end_block(_index(payload), out)
            case b"messageStop":
                self._flush(out)
                self._reason = _reason(payload.get("stopReason"))
            case b"metadata":
                self._tokens = token_counts(payload.get("usage"))
            case _:
                pass  # a start, an exception, or an event of next year: rewritten whole
        out.append(_framed(self._whole(payload), headers))

    def _whole(self, payload: dict[str, Json]) -> dict[str, Json]:
        rewritten: dict[str, Json] = rewrite(payload, EVENT, self._machines)
        return rewritten

    def _delta(self, payload: dict[str, Json], headers: dict[bytes, bytes], out: list[bytes]) -> None:
        index, delta = _index(payload), payload.get("delta")
        if not isinstance(delta, dict):
            raise not_an_event()
        texts = self._open.get(index)
        if texts is None:
            texts = self._open[index] = BlockTexts(self._machines, _DELTAS)
        ready, substance = texts.rewrite(delta, EVENT.fields["delta"])
        more = payload.keys() != _PLAIN_EVENT
        if more:
            payload = self._whole({**payload, "delta": {}})
        if substance or more:
            out.append(_framed({**payload, "delta": ready}, headers))

    # ----------------------------------------------------------------- ends

    def _end_block(self, index: int, out: list[bytes]) -> None:
        texts = self._open.pop(index, None)
        headers = {KIND: b"contentBlockDelta", CONTENT: _JSON_TYPE, MESSAGE: b"event"}
        tails = [] if texts is None else texts.tails()
        out += [_framed({"contentBlockIndex": index, "delta": delta}, headers) for delta in tails]

    def _flush(self, out: list[bytes]) -> None:
        for index in list(self._open):
            self._end_block(index, out)


def _framed(payload: dict[str, Json], headers: dict[bytes, bytes]) -> bytes:
    try:
        return frame(orjson.dumps(payload), headers)
    except TypeError:
        raise not_an_event() from None


def _index(payload: dict[str, Json]) -> int:
    index = payload.get("contentBlockIndex", 0)
    if not isinstance(index, int) or isinstance(index, bool):
        raise not_an_event()
    return index


def _reason(value: Json) -> str:
    return value if isinstance(value, str) and STOP_REASON.string(value) is STRUCTURAL else OTHER


def token_counts(usage: Json) -> tuple[int | None, int | None]:
    """Input and output tokens, as far as the provider says."""
    if not isinstance(usage, dict):
        return None, None
    pair = [usage.get("inputTokens"), usage.get("outputTokens")]
    known = [value if isinstance(value, int) and not isinstance(value, bool) else None for value in pair]
    return known[0], known[1]
