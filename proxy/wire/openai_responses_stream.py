"""The streamed response: what one event means. The lines and the ends are those of `event_stream`.

Each text stands in up to four copies: its deltas, its ``done``, the item it belongs to, the whole response at the end.
The deltas of one text run through one machine; every other copy is whole and is rewritten whole, and because machines
do not depend on how a text is cut, all copies agree. What a machine still holds is sent as one more delta before the
text's ``done``, and then the citations that came meanwhile, whose offsets count in the whole text. Sequence numbers are
given anew, without gaps.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.wire.codec import AnswerFacts
from proxy.wire.event_stream import EventStream, Fields, encoded, loaded, not_an_event
from proxy.wire.openai_chat_facts import model_name
from proxy.wire.openai_copies import mend_annotations, mend_item, mend_part, mend_response
from proxy.wire.openai_responses_facts import OpenText, end_reason, failure, made, made_by
from proxy.wire.openai_responses_shape import EVENT
from proxy.wire.rewrite import rewrite
from proxy.wire.sse import encode
from proxy.wire.usage import usage_tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from proxy.errors import GuardError
    from proxy.exchange import Json, MachineFactory
    from proxy.exchange.kept import Kind

_DELTA: Final = ".delta"
_PLACE: Final = ("item_id", "output_index", "content_index", "summary_index", "command_index")
"""Members that say which text a delta belongs to."""
_JSON: Final = frozenset(("response.function_call_arguments", "response.mcp_call_arguments"))
_SHELL: Final = "response.shell_call_output_content"
_SHELL_TEXTS: Final = frozenset(("stdout", "stderr"))
"""A delta of this kind is an object with two texts."""
_TEXT: Final = "response.output_text"
_CITATION: Final = "response.output_text.annotation.added"
_MOST_CITED_BYTES: Final = 1 << 22
_SOUND: Final = "response.audio.delta"
_ENDS: Final = frozenset(("response.completed", "response.incomplete", "response.failed", "response.cancelled"))
_DONE: Final = b"[DONE]"
_ONE_BY_ONE: Final = {"type", "delta", "sequence_number", "logprobs", "obfuscation", *_PLACE}


class ResponsesStream(EventStream):
    """Implements `codec.AnswerStream` for Responses.

    Args:
        machines: opens a machine for each text.
        last_seen: sequence number, as we gave it, of the last event that the client has from an earlier stream of the
            same response: what is up to it is read and not sent again.
    """

    dialect = "openai"

    def __init__(self, machines: MachineFactory, last_seen: int = -1) -> None:
        super().__init__(machines)
        self._last_seen = last_seen
        self._open: dict[tuple[Json, ...], OpenText] = {}
        self._number: int | None = None
        self._response: dict[str, Json] = {}
        """The response as it was announced, for a failure of our own."""
        self._cited_bytes = 0
        self._ended = False
        self._made: tuple[tuple[Kind, str], ...] = ()
        self._reason: str | None = None
        self._tokens: tuple[int | None, int | None] = (None, None)

    @property
    def facts(self) -> AnswerFacts:
        """What is known so far; final after `finish`."""
        return AnswerFacts(
            model=model_name(self._response.get("model")),
            finish_reasons=() if self._reason is None else (self._reason,),
            input_tokens=self._tokens[0],
            output_tokens=self._tokens[1],
            complete=self._complete,
            made=self._made,
        )

    @property
    def _complete(self) -> bool:
        return self._ended and not self._failed

    # ----------------------------------------------------------------- one event

    def _data(self, data: bytes, fields: Fields, out: list[bytes]) -> None:
        if data == _DONE:  # not of this API, but other vendors end every stream so
            self._flush(out)
            out.append(encode(_DONE, fields))
            return
        event = loaded(data)
        event.pop("obfuscation", None)
        kind = str(event.get("type", ""))
        if kind.endswith(_DELTA) and kind != _SOUND and isinstance(event.get("delta"), str):
            self._delta(kind, event, fields, out)
            return
        if kind == _SHELL + _DELTA and isinstance(event.get("delta"), dict):
            self._shell_delta(kind, event, fields, out)
            return
        if kind == _CITATION and self._cited(event, fields, len(data)):
            return
        self._before(kind, event, out)
        self._emit(self._whole(event), fields, out)

    def _before(self, kind: str, event: dict[str, Json], out: list[bytes]) -> None:
        """What must be sent, or noted, before this event goes."""
        if kind.endswith(".done"):
            base = kind.removesuffix(".done")
            self._flush_where(lambda key: key[0] == base or base.endswith(("item", "part")), event, out)
        response = event.get("response")
        if isinstance(response, dict):
            self._note(response)
        if kind in _ENDS:
            self._flush(out)
            self._ended = True
            self._failed |= kind == "response.failed"
        elif kind == "error":
            self._flush(out)
            self._failed = True

    def _whole(self, event: dict[str, Json]) -> dict[str, Json]:
        sound = event.get("delta") if event.get("type") == _SOUND else None
        rewritten: dict[str, Json] = rewrite({**event, "delta": ""} if sound else event, EVENT, self._machines)
        if "logprobs" in rewritten:
            rewritten["logprobs"] = []
        self._mend(event, rewritten)
        return {**rewritten, "delta": sound} if sound else rewritten

    @staticmethod
    def _mend(event: dict[str, Json], rewritten: dict[str, Json]) -> None:
        """Probabilities and citations of every copy of a text."""
        mend_part(event, rewritten, None)
        for name, mend in (("part", mend_part), ("item", mend_item), ("response", mend_response)):
            if isinstance(event.get(name), dict) and isinstance(rewritten.get(name), dict):
                mend(event[name], rewritten[name], None)

    def _delta(self, kind: str, event: dict[str, Json], fields: Fields, out: list[bytes]) -> None:
        piece = event["delta"]
        if not piece:
            self._emit(self._whole(event), fields, out)
            return
        ready = self._fed(kind, event, fields, piece)
        text = self._open[self._key(kind.removesuffix(_DELTA), event)]
        entries = text.track.feed(event.get("logprobs"), piece, ready)
        text.heard.hear(piece, ready)
        more = not event.keys() <= _ONE_BY_ONE
        if ready or more or entries:
            whole = {**self._whole({**event, "delta": ""}), "delta": ready}
            self._emit({**whole, "logprobs": entries} if "logprobs" in whole else whole, fields, out)

    def _shell_delta(self, kind: str, event: dict[str, Json], fields: Fields, out: list[bytes]) -> None:
        """Both texts of the delta run through machines of their own; whatever else stands there is rewritten whole."""
        pieces = {
            name: piece for name, piece in event["delta"].items() if name in _SHELL_TEXTS and isinstance(piece, str)
        }
        rest = {name: value for name, value in event["delta"].items() if name not in pieces}
        ready = {name: self._fed(kind, event, fields, piece, name) if piece else "" for name, piece in pieces.items()}
        if any(ready.values()) or rest or not any(pieces.values()):
            whole = self._whole({**event, "delta": rest})
            self._emit({**whole, "delta": {**whole["delta"], **ready}}, fields, out)

    def _fed(self, kind: str, event: dict[str, Json], fields: Fields, piece: str, member: str = "") -> str:
        key = self._key(kind.removesuffix(_DELTA), event, member)
        opened = self._open.get(key)
        if opened is None:
            frame: dict[str, Json] = {name: event[name] for name in ("type", *_PLACE) if name in event}
            machine = self._machines("json" if key[0] in _JSON else "text", "")
            opened = self._open[key] = OpenText(machine, self._whole(frame), fields)
        return opened.machine.feed(piece)

    @staticmethod
    def _key(base: str, event: dict[str, Json], member: str = "") -> tuple[Json, ...]:
        place = (event[name] if isinstance(event.get(name), str | int) else None for name in _PLACE)
        return (base, *place, member)

    def _emit(self, event: dict[str, Json], fields: Fields, out: list[bytes]) -> None:
        """Send an event under the next sequence number, if events of this stream have one."""
        number = event.get("sequence_number")
        if isinstance(number, int):
            self._number = number if self._number is None else self._number + 1
        if self._number is not None:
            event["sequence_number"] = self._number
        self._send(event, fields, out)

    def _send(self, event: dict[str, Json], fields: Fields, out: list[bytes]) -> None:
        if self._number is None or self._number > self._last_seen:
            out.append(encoded(event, fields))

    # ----------------------------------------------------------------- what is held

    def _flush(self, out: list[bytes]) -> None:
        for key in list(self._open):
            self._tail(key, out)

    def _flush_where(
        self, wanted: Callable[[tuple[Json, ...]], bool], event: dict[str, Json], out: list[bytes]
    ) -> None:
        """End the texts that an event ends: those of its base in its place, or all of its item or part."""
        place = self._key("", event)[1:-1]
        for key in [key for key in self._open if wanted(key)]:
            if all(mine is None or mine == theirs for mine, theirs in zip(place, key[1:-1], strict=True)):
                self._tail(key, out)

    def _tail(self, key: tuple[Json, ...], out: list[bytes]) -> None:
        text = self._open.pop(key)
        tail = text.machine.finish()
        entries = text.track.finish(tail)
        text.heard.hear("", tail)
        if tail or entries:
            self._last_delta(key, text, tail, entries, out)
        if not text.citations:
            return
        cited = [self._whole(event) for event, _ in text.citations]
        before = [event.get("annotation") for event, _ in text.citations]
        mend_annotations(before, [each.get("annotation") for each in cited], *text.heard.texts)
        for whole, (_, fields) in zip(cited, text.citations, strict=True):
            self._emit(whole, fields, out)

    def _cited(self, event: dict[str, Json], fields: Fields, size: int) -> bool:
        """Keep a citation until its text is whole; False when no text is under way."""
        text = self._open.get(self._key(_TEXT, event))
        if text is None:
            return False
        self._cited_bytes += size
        if self._cited_bytes > _MOST_CITED_BYTES:
            raise not_an_event()
        text.citations.append((event, fields))
        return True

    def _last_delta(
        self, key: tuple[Json, ...], text: OpenText, tail: str, entries: list[dict[str, Json]], out: list[bytes]
    ) -> None:
        extra: dict[str, Json] = {**text.frame, "delta": {key[-1]: tail} if key[-1] else tail}
        if key[0] == _TEXT:
            extra["logprobs"] = entries
        if self._number is not None:
            self._number += 1
            extra["sequence_number"] = self._number
        self._send(extra, tuple(pair for pair in text.fields if pair[0] == b"event"), out)

    # ----------------------------------------------------------------- ends and facts

    def failed(self, error: GuardError, request_id: str | None = None) -> bytes:
        """A failure of ours as the API says it: SDKs hand ``response.failed`` to the caller."""
        event = failure(self._response, error, request_id)
        out: list[bytes] = []
        self._last_seen = -1
        event |= {} if self._number is None else {"sequence_number": self._number}
        self._emit(event, ((b"event", b"response.failed"),), out)
        return out[0]

    def _note(self, response: dict[str, Json]) -> None:
        plain = {key: response.get(key) for key in ("id", "model") if made(response.get(key))}
        if isinstance(response.get("created_at"), int | float):
            plain["created_at"] = response["created_at"]
        self._response = {**self._response, **plain}
        self._made = made_by(response) or self._made
        self._reason = end_reason(response) or self._reason
        if response.get("usage") is not None:
            self._tokens = usage_tokens(response["usage"])
