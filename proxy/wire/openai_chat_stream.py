"""The streamed chat answer: events in, rewritten events out.

What leaves depends on the provider's bytes alone. An event whose only text is still held back by its machine is
dropped; what is held is sent before the choice's ``finish_reason``, or before ``[DONE]``, an error or the end. Log
probabilities repeat the text token by token and can be neither restored nor scanned: they are emptied. The
``obfuscation`` padding is dropped, because the lengths it hides no longer match. Comments and event, id and retry
lines survive, and pass a machine like any other text unless they are plain words.

A stream that ends before the provider said so would look like success to every official SDK: an error event is added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import orjson

from proxy.errors import ProviderGarbled
from proxy.wire.codec import AnswerFacts
from proxy.wire.envelopes import stream_error
from proxy.wire.openai_chat_delta import Choice
from proxy.wire.openai_chat_facts import model_name, reason_name, usage_tokens
from proxy.wire.openai_chat_shape import ANSWER, CHOICE
from proxy.wire.rewrite import equal_keys, rewrite, rewrite_text
from proxy.wire.shape import STRUCTURAL, made_id
from proxy.wire.sse import Event, Splitter, encode

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory

_ENVELOPE: Final = ("id", "object", "created", "model", "system_fingerprint", "service_tier")
_DONE: Final = b"[DONE]"
_MAX_KNOWN: Final = 64
_Fields = tuple[tuple[bytes, bytes], ...]


class OpenAIChatStream:
    """Implements `codec.AnswerStream` for Chat Completions."""

    def __init__(self, machines: MachineFactory) -> None:
        self._machines = machines
        self._splitter = Splitter()
        self._choices: dict[int, Choice] = {}
        self._known: set[tuple[str, str]] = set()
        """Structural strings seen before: each chunk repeats the same id and model."""
        self._last: dict[str, Json] = {}
        """The last chunk; extra chunks take their envelope from it."""
        self._done = False
        self._failed = False
        self._broken: ProviderGarbled | None = None
        self._model: str | None = None
        self._finish_reasons: list[str] = []
        self._tokens: tuple[int | None, int | None] = (None, None)

    @property
    def facts(self) -> AnswerFacts:
        """What is known so far; final after `finish`."""
        return AnswerFacts(
            model=self._model,
            finish_reasons=tuple(self._finish_reasons),
            input_tokens=self._tokens[0],
            output_tokens=self._tokens[1],
            complete=self._complete,
        )

    @property
    def _complete(self) -> bool:
        if self._failed:
            return False
        return self._done or (bool(self._choices) and all(choice.finished for choice in self._choices.values()))

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
            for event in self._splitter.feed(data):
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
            out.append(stream_error(ProviderGarbled("The provider's answer ended early; it is incomplete."), "openai"))
        self._done = True
        return b"".join(out)

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
        fields = tuple((name, self._line(value)) for name, value in event.fields)
        data = (event.data or b"").strip()
        if data == _DONE:
            self._flush(out)
            self._done = True
            out.append(encode(_DONE, fields))
        elif data:
            self._json(_loaded(data), fields, out)
        elif fields:
            out.append(b"".join(b"%b: %b\n" % pair for pair in fields) + b"\n")
        return not self._done

    def _line(self, raw: bytes) -> bytes:
        """A comment, or the value of a field, as it may leave: on one line."""
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            raise _not_json() from None
        if made_id(text.strip()) is STRUCTURAL:
            return raw
        return " ".join(rewrite_text(text, self._machines).splitlines()).encode()

    def _json(self, chunk: dict[str, Json], fields: _Fields, out: list[bytes]) -> None:
        is_error = chunk.get("error") is not None or (b"event", b"error") in fields
        if is_error:
            self._flush(out)
            self._failed = True
        if is_error or not isinstance(chunk.get("choices"), list):
            chunk.pop("obfuscation", None)
            out.append(_encoded(rewrite(chunk, ANSWER, self._machines), fields))
        else:
            self._chunk(chunk, fields, out)

    # ----------------------------------------------------------------- one chunk

    def _chunk(self, chunk: dict[str, Json], fields: _Fields, out: list[bytes]) -> None:
        needed = self._head(chunk) or bool(fields)
        self._last = chunk
        fed = split = False
        late: list[tuple[int, dict[str, Json]]] = []
        for position, raw in enumerate(chunk["choices"]):
            choice = self._open(raw, position)
            out += [self._extra(choice.index, delta) for delta in self._delta(choice, raw)]
            needed = self._rest(choice, raw) or choice.substance or needed
            fed = fed or choice.fed
            tails = choice.tails() if raw.get("finish_reason") is not None else None
            if tails:
                late.append((choice.index, tails))
                split = split or choice.fed
        if split:
            out.append(self._front(chunk))
        out += [self._extra(index, delta) for index, delta in late]
        if needed or not fed:
            out.append(_encoded(chunk, fields))

    def _head(self, chunk: dict[str, Json]) -> bool:
        """Rewrite the members beside `choices` in place; True when a client would miss any of them."""
        chunk.pop("obfuscation", None)
        needed = foreign = False
        for key, value in chunk.items():
            if key == "choices" or value is None:
                continue
            if type(value) is str:
                chunk[key] = self._string(key, value)
            elif type(value) is not int:
                below, _ = ANSWER.member(key)
                chunk[key] = rewrite(value, below, self._machines, key if below.label else "")
            needed = needed or key not in _ENVELOPE
            foreign = foreign or key not in ANSWER.fields
        if foreign:
            self._rename(chunk)
        if chunk.get("usage") is not None:
            self._tokens = usage_tokens(chunk["usage"])
        if self._model is None:
            self._model = model_name(chunk.get("model"))
        return needed

    def _string(self, key: str, value: str) -> str:
        if (key, value) in self._known:
            return value
        shape = ANSWER.member(key)[0]
        if shape.string(value) is not STRUCTURAL:
            return rewrite_text(value, self._machines, "text", key if shape.label else "")
        if len(self._known) < _MAX_KNOWN:
            self._known.add((key, value))
        return value

    def _rename(self, chunk: dict[str, Json]) -> None:
        members = list(chunk.items())
        chunk.clear()
        for key, value in members:
            new = key if key in ANSWER.fields else rewrite_text(key, self._machines)
            if new in chunk:
                raise equal_keys()
            chunk[new] = value

    # ----------------------------------------------------------------- one choice

    def _open(self, raw: Json, position: int) -> Choice:
        if not isinstance(raw, dict):
            raise _not_json()
        index = raw.get("index")
        if not isinstance(index, int):
            index = position
        choice = self._choices.get(index)
        if choice is None:
            choice = self._choices[index] = Choice(self._machines, index)
        return choice

    def _delta(self, choice: Choice, raw: dict[str, Json]) -> list[dict[str, Json]]:
        delta = raw.get("delta")
        if delta is None:
            delta = {}
        elif not isinstance(delta, dict):
            raise _not_json()
        return choice.rewrite(delta)

    def _rest(self, choice: Choice, raw: dict[str, Json]) -> bool:
        """Rewrite the members beside `delta` in place; True when a client would miss any of them."""
        needed = False
        for key, value in raw.items():
            if value is None or key == "delta" or (key == "index" and isinstance(value, int)):
                continue
            if key == "finish_reason":
                choice.finished = True
                self._finish_reasons.append(reason_name(value))
            below, _ = CHOICE.member(key)
            raw[key] = rewrite(value, below, self._machines, key if below.label else "")
            needed = needed or raw[key] is not None
        return needed

    # ----------------------------------------------------------------- extra chunks

    def _flush(self, out: list[bytes]) -> None:
        """Send what all machines hold."""
        for choice in self._choices.values():
            tails = choice.tails()
            if tails:
                out.append(self._extra(choice.index, tails))

    def _extra(self, index: int, delta: dict[str, Json]) -> bytes:
        return _encoded({**self._envelope(), "choices": [{"index": index, "delta": delta, "finish_reason": None}]})

    def _front(self, chunk: dict[str, Json]) -> bytes:
        """The deltas of a finishing chunk on their own, so that the tails come after them and before the finish."""
        choices = []
        for raw in chunk["choices"]:
            choices.append({"index": raw.get("index"), "delta": raw.get("delta"), "finish_reason": None})
            raw["delta"] = {}
        return _encoded({**self._envelope(), "choices": choices})

    def _envelope(self) -> dict[str, Json]:
        return {key: self._last[key] for key in _ENVELOPE if key in self._last}


def _loaded(data: bytes) -> dict[str, Json]:
    try:
        chunk = orjson.loads(data)
    except orjson.JSONDecodeError:
        # The exception carries the data, so it must not be chained.
        chunk = None
    if not isinstance(chunk, dict):
        raise _not_json()
    return chunk


def _encoded(chunk: dict[str, Json], fields: _Fields = ()) -> bytes:
    try:
        return encode(orjson.dumps(chunk), fields)
    except TypeError:
        raise _not_json() from None


def _not_json() -> ProviderGarbled:
    return ProviderGarbled("The provider sent something in its stream that is not an event of this API.")
