"""The streamed chat answer: what one chunk means. The lines and the ends are those of `event_stream`.

An event whose only text is still held back by its machine is dropped; what is held is sent before the choice's
``finish_reason``, or before ``[DONE]``, an error or the end. Log probabilities repeat the text token by token: they
leave with the text that they belong to, those of a restored span as one (`logprobs`). The ``obfuscation`` padding is
dropped, because the lengths it hides no longer match.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.wire.codec import AnswerFacts
from proxy.wire.event_stream import EventStream, Fields, encoded, loaded, not_an_event
from proxy.wire.openai_chat_delta import Choice
from proxy.wire.openai_chat_facts import made_by, model_name, reason_name, usage_tokens
from proxy.wire.openai_chat_shape import ANSWER, ANSWER_MESSAGE, CHOICE
from proxy.wire.openai_counted import Counted, Counts, texts_of
from proxy.wire.plain_chunks import PlainChunk, learned
from proxy.wire.rewrite import equal_keys, rewrite, rewrite_text
from proxy.wire.shape import STRUCTURAL
from proxy.wire.sse import Splitter, encode

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory
    from proxy.exchange.kept import Kind
    from proxy.wire.shape import Shape

_ENVELOPE: Final = ("id", "object", "created", "model", "system_fingerprint", "service_tier")
_DONE: Final = b"[DONE]"
_BLANK_LINE: Final = b"\n\n"
_MAX_KNOWN: Final = 64
_WORDED: Final = frozenset(("index", "delta"))


class OpenAIChatStream(EventStream):
    """Implements `codec.AnswerStream` for Chat Completions."""

    dialect = "openai"
    answer_shape = ANSWER
    choice_shape = CHOICE
    counted: type[Counted] = Counted
    lessons = 4
    """How many kinds of chunks that only bring words are remembered."""

    def __init__(self, machines: MachineFactory) -> None:
        super().__init__(machines)
        self._choices: dict[int, Choice] = {}
        self._counts = Counts(self.counted)
        self._known: set[tuple[str, str]] = set()
        """Structural strings seen before: each chunk repeats the same id and model."""
        self._last: dict[str, Json] = {}
        """The last chunk; extra chunks take their envelope from it."""
        self._model: str | None = None
        self._made: tuple[tuple[Kind, str], ...] = ()
        self._finish_reasons: list[str] = []
        self._tokens: tuple[int | None, int | None] = (None, None)
        self._plain: list[PlainChunk] = []
        self._lessons = self.lessons

    @property
    def facts(self) -> AnswerFacts:
        """What is known so far; final after `finish`."""
        return AnswerFacts(
            model=self._model,
            finish_reasons=tuple(self._finish_reasons),
            input_tokens=self._tokens[0],
            output_tokens=self._tokens[1],
            complete=self._complete,
            made=self._made,
        )

    @property
    def _complete(self) -> bool:
        if self._failed:
            return False
        return self._done or (bool(self._choices) and all(choice.finished for choice in self._choices.values()))

    # ----------------------------------------------------------------- one event

    def _data(self, data: bytes, fields: Fields, out: list[bytes]) -> None:
        if not fields:
            for plain in self._plain:
                words = plain.words(data)
                if words is not None:
                    self._words(plain, [words], out)
                    return
        if data == _DONE:
            self._flush(out)
            self._done = True
            out.append(encode(_DONE, fields))
        else:
            before = self._last
            self._json(loaded(data), fields, out)
            if self._lessons and not fields and self._last is not before:
                self._learn(data)

    # ----------------------------------------------------------------- chunks that only bring words

    def _next(self, data: bytes, out: list[bytes]) -> tuple[bytes, bytes]:
        """Take the events at the beginning of `data` that only bring words; then comes one that does not."""
        if not self._plain:
            return data, b""
        if isinstance(self._splitter, Splitter) and self._splitter.between:
            for plain in self._plain:
                words, data = plain.run(data)
                if words:
                    self._words(plain, words, out)
        end = data.find(_BLANK_LINE) + len(_BLANK_LINE)
        return (data, b"") if end < len(_BLANK_LINE) else (data[:end], data[end:])

    def _words(self, plain: PlainChunk, words: list[str], out: list[bytes]) -> None:
        """As `_chunk`, for chunks that differ from an earlier one in their words alone."""
        self._last = plain.envelope
        try:
            # One by one: what precedes an event that cannot be written still leaves.
            out.extend(plain.event(now) for now in self._choices[plain.index].words_of_each(words) if now)
        except TypeError:
            raise not_an_event() from None

    def _learn(self, data: bytes) -> None:
        """See whether `_last`, the chunk just taken, only brings words, so that the next one is read faster."""
        chunk, choices = self._last, self._last.get("choices")
        if not (isinstance(choices, list) and len(choices) == 1 and self._only_words(choices[0])):
            return
        if any(not self._constant(key, value) for key, value in chunk.items() if key != "choices"):
            return
        self._lessons -= 1
        plain = learned(data, choices[0]["index"])
        if plain is not None:
            self._plain.append(plain)

    def _only_words(self, raw: dict[str, Json]) -> bool:
        delta, index = raw.get("delta"), raw.get("index")
        if type(index) is not int or type(delta) is not dict or type(delta.get("content")) is not str:
            return False
        return (
            all(key in self.choice_shape.fields and (value is None or key in _WORDED) for key, value in raw.items())
            and all(
                key in ANSWER_MESSAGE.fields and (value is None or key == "content") for key, value in delta.items()
            )
            and not self._counts.wanted(index, raw)
        )

    def _constant(self, key: str, value: Json) -> bool:
        """Whether a member beside the choices passes as it is, each time, and nobody would miss it."""
        known = type(value) is int or (type(value) is str and (key, value) in self._known)
        return value is None or (key in _ENVELOPE and known)

    def _json(self, chunk: dict[str, Json], fields: Fields, out: list[bytes]) -> None:
        is_error = chunk.get("error") is not None or (b"event", b"error") in fields
        if is_error:
            self._flush(out)
            self._failed = True
        if is_error or not isinstance(chunk.get("choices"), list):
            chunk.pop("obfuscation", None)
            out.append(encoded(rewrite(chunk, self.answer_shape, self._machines), fields))
        else:
            self._chunk(chunk, fields, out)

    # ----------------------------------------------------------------- one chunk

    def _chunk(self, chunk: dict[str, Json], fields: Fields, out: list[bytes]) -> None:
        needed = self._head(chunk) or bool(fields)
        self._last = chunk
        fed = split = False
        late: list[tuple[int, dict[str, Json], Json]] = []
        for position, raw in enumerate(chunk["choices"]):
            choice = self._open(raw, position)
            said = self._said(raw) if self._counts.wanted(choice.index, raw) else None
            given = raw.get("delta") or {}
            content, citations = (
                (given.get("content"), given.get("annotations")) if type(given) is dict else (None, None)
            )
            out += [self._extra(choice.index, delta) for delta in self._delta(choice, raw)]
            if content or citations:
                choice.answered(content, citations, raw.get("delta"))
            counted = None if said is None else self._counts.feed(choice.index, raw, said, self._said(raw))
            needed = self._rest(choice, raw) or choice.substance or bool(counted) or needed
            if counted:
                raw["logprobs"] = counted
            fed = fed or choice.fed
            if raw.get("finish_reason") is None:
                continue
            tails = choice.tails()
            last = self._counts.finish(choice.index, texts_of(tails))
            if tails or last:
                late.append((choice.index, tails, last))
                split = split or choice.fed
        if split:
            out.append(self._front(chunk))
        out += [self._extra(index, delta, last) for index, delta, last in late]
        if needed or not fed:
            out.append(encoded(chunk, fields))

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
                below, _ = self.answer_shape.member(key)
                chunk[key] = rewrite(value, below, self._machines, key if below.label else "")
            needed = needed or key not in _ENVELOPE
            foreign = foreign or key not in self.answer_shape.fields
        if foreign:
            self._rename(chunk, self.answer_shape)
        if chunk.get("usage") is not None:
            self._tokens = usage_tokens(chunk["usage"])
        if self._model is None:
            self._model = model_name(chunk.get("model"))
            self._made = made_by(chunk)
        return needed

    def _string(self, key: str, value: str) -> str:
        if (key, value) in self._known:
            return value
        shape = self.answer_shape.member(key)[0]
        if shape.string(value) is not STRUCTURAL:
            return rewrite_text(value, self._machines, "text", key if shape.label else "")
        if len(self._known) < _MAX_KNOWN:
            self._known.add((key, value))
        return value

    def _rename(self, holder: dict[str, Json], shape: Shape) -> None:
        """Rewrite the keys that the API does not define."""
        members = list(holder.items())
        holder.clear()
        for key, value in members:
            new = key if key in shape.fields else rewrite_text(key, self._machines)
            if new in holder:
                raise equal_keys()
            holder[new] = value

    # ----------------------------------------------------------------- one choice

    def _open(self, raw: Json, position: int) -> Choice:
        if not isinstance(raw, dict):
            raise not_an_event()
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
            raise not_an_event()
        return choice.rewrite(delta)

    def _is_delta(self, key: str) -> bool:
        """Whether the member of a choice was rewritten as its delta."""
        return key == "delta"

    def _rest(self, choice: Choice, raw: dict[str, Json]) -> bool:
        """Rewrite the members beside `delta` in place; True when a client would miss any of them."""
        needed = foreign = False
        for key, value in raw.items():
            foreign = foreign or key not in self.choice_shape.fields
            if value is None or self._is_delta(key) or (key == "index" and isinstance(value, int)):
                continue
            if key == "finish_reason":
                choice.finished = True
                self._finish_reasons.append(reason_name(value))
            below, _ = self.choice_shape.member(key)
            raw[key] = rewrite(value, below, self._machines, key if below.label else "")
            needed = needed or raw[key] is not None
        if foreign:
            self._rename(raw, self.choice_shape)
        return needed

    # ----------------------------------------------------------------- log probabilities

    def _said(self, choice: dict[str, Json]) -> dict[str, str]:
        """The texts of a choice that have log probabilities, as they stand in it now."""
        return texts_of(choice.get("delta"))

    # ----------------------------------------------------------------- extra chunks

    def _flush(self, out: list[bytes]) -> None:
        """Send what all machines hold."""
        for choice in self._choices.values():
            tails = choice.tails()
            last = self._counts.finish(choice.index, texts_of(tails))
            if tails or last:
                out.append(self._extra(choice.index, tails, last))

    def _extra(self, index: int, delta: dict[str, Json], counted: Json = None) -> bytes:
        choice = {"index": index, "delta": delta, "finish_reason": None}
        if counted:
            choice["logprobs"] = counted
        return encoded({**self._envelope(), "choices": [choice]})

    def _front(self, chunk: dict[str, Json]) -> bytes:
        """The deltas of a finishing chunk on their own, so that the tails come after them and before the finish."""
        choices = []
        for raw in chunk["choices"]:
            front = {"index": raw.get("index"), "delta": raw.get("delta"), "finish_reason": None}
            if raw.get("logprobs"):
                front["logprobs"], raw["logprobs"] = raw["logprobs"], None
            choices.append(front)
            raw["delta"] = {}
        return encoded({**self._envelope(), "choices": choices})

    def _envelope(self) -> dict[str, Json]:
        return {key: self._last[key] for key in _ENVELOPE if key in self._last}
