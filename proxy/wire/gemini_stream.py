"""The streamed Gemini answer: what one chunk means. The lines and the ends are those of `event_stream`.

A chunk is an answer with the next parts of each candidate. The text of a candidate runs through one machine as long as
its parts are of one kind (text, or thought), so that a value split over chunks is seen whole; function calls and other
parts come whole, and each is rewritten by itself. What a machine holds leaves before a part of another kind, before a
signature, and with the chunk that ends the candidate. A part whose text is all held back leaves empty, not absent:
the SDK gives None for a chunk without parts, and its users print that.

The API has no last event, and models of its first years said in every chunk why they had ended. So a chunk that ends
a candidate while text is held waits for the next one, or the end of the stream, which shows whether it was the last.
The answer is complete when every candidate that spoke has said why it ended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.wire.alignment import Heard
from proxy.wire.codec import AnswerFacts
from proxy.wire.event_stream import EventStream, Fields, encoded, loaded, not_an_event
from proxy.wire.gemini_answer_shape import ANSWER, ANSWER_PART
from proxy.wire.gemini_facts import block_reason, finish_reason, model_name, token_counts
from proxy.wire.gemini_offsets import mend_offsets, texts_of
from proxy.wire.rewrite import rewrite

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory, TextMachine

MAX_CANDIDATES: Final = 64
"""More than any model gives; a machine is kept for each."""


class GeminiStream(EventStream):
    """Implements `codec.AnswerStream` for ``streamGenerateContent`` as server-sent events."""

    dialect = "gemini"

    def __init__(self, machines: MachineFactory) -> None:
        super().__init__(machines)
        self._open: dict[int, tuple[bool, TextMachine]] = {}
        self._heard: dict[int, Heard] = {}
        """The texts of each candidate so far: what grounds them points into them."""
        self._reasons: dict[int, str | None] = {}
        self._model: str | None = None
        self._tokens: tuple[int | None, int | None] = (None, None)
        self._blocked: str | None = None
        self._waiting: tuple[dict[str, Json], Fields, dict[int, dict[str, Json]]] | None = None
        """A chunk that ended candidates whose text is not whole: the chunk, its lines, those candidates."""

    @property
    def facts(self) -> AnswerFacts:
        """What is known so far; final after `finish`."""
        reasons = [reason for reason in (*self._reasons.values(), self._blocked) if reason is not None]
        return AnswerFacts(
            model=self._model,
            finish_reasons=tuple(reasons),
            input_tokens=self._tokens[0],
            output_tokens=self._tokens[1],
            complete=self._complete,
        )

    @property
    def _complete(self) -> bool:
        ended = bool(self._reasons) and None not in self._reasons.values()
        return (ended or self._blocked is not None) and not self._failed

    # ----------------------------------------------------------------- one chunk

    def _data(self, data: bytes, fields: Fields, out: list[bytes]) -> None:
        chunk = loaded(data)
        if chunk.get("error") is not None:
            self._flush(out)
            self._failed = True
        self._note(chunk)
        candidates = chunk.get("candidates")
        if not isinstance(candidates, list):
            self._settle(out, frozenset())
            out.append(encoded(_object(rewrite(chunk, ANSWER, self._machines)), fields))
            return
        self._settle(out, frozenset(self._index(each) for each in candidates if _parts(each)))
        rest = _object(rewrite({**chunk, "candidates": []}, ANSWER, self._machines))
        built = [(self._index(each), self._candidate(each)) for each in candidates]
        ready = {**rest, "candidates": [candidate for _, candidate in built]}
        ended = {index: candidate for index, candidate in built if "finishReason" in candidate and index in self._open}
        if ended:
            self._waiting = (ready, fields, ended)
        else:
            out.append(encoded(ready, fields))

    def _settle(self, out: list[bytes], going_on: frozenset[int]) -> None:
        """Send the chunk that waits, with the held text of those of its candidates that do not go on after all."""
        if self._waiting is None:
            return
        chunk, fields, ended = self._waiting
        self._waiting = None
        for index in ended.keys() - going_on:
            parts = list(_parts(ended[index]))
            self._end_text(index, parts)
            if parts:
                ended[index]["content"] = {"role": "model", **(ended[index].get("content") or {}), "parts": parts}
        out.append(encoded(chunk, fields))

    def _note(self, chunk: dict[str, Json]) -> None:
        self._model = model_name(chunk) or self._model
        self._blocked = block_reason(chunk) or self._blocked
        given, said = token_counts(chunk)
        self._tokens = (
            self._tokens[0] if given is None else given,
            self._tokens[1] if said is None else said,
        )

    def _candidate(self, candidate: dict[str, Json]) -> dict[str, Json]:
        index = self._index(candidate)
        self._reasons[index] = finish_reason(candidate) or self._reasons.get(index)
        given = _parts(candidate)
        parts: list[dict[str, Json]] = []
        for part in given:
            self._part(index, part, parts)
        shell = {**candidate, "content": {**candidate["content"], "parts": []}} if given else candidate
        out = _object(rewrite({"candidates": [shell]}, ANSWER, self._machines)["candidates"][0])
        if parts:
            out["content"]["parts"] = parts
        heard = self._heard.setdefault(index, Heard())
        heard.hear("".join(texts_of(candidate)), "".join(texts_of(out)))
        if "groundingMetadata" in out or "citationMetadata" in out:
            said, now = heard.texts
            mend_offsets(out, [said], [now], whole=False)
        return out

    def _index(self, candidate: Json) -> int:
        index = _object(candidate).get("index", 0)
        known = isinstance(index, int) and not isinstance(index, bool)
        if not known or (index not in self._reasons and len(self._reasons) >= MAX_CANDIDATES):
            raise not_an_event()
        return int(index)

    # ----------------------------------------------------------------- one part

    def _part(self, index: int, part: Json, parts: list[dict[str, Json]]) -> None:
        """Rewrite one part into `parts`, behind what was held and must stand before it."""
        text = part.get("text") if isinstance(part, dict) else None
        if not isinstance(text, str):
            self._end_text(index, parts)
            parts.append(_object(rewrite(part, ANSWER_PART, self._machines)))
            return
        thought = part.get("thought") is True
        if index in self._open and self._open[index][0] is not thought:
            self._end_text(index, parts)
        if text and index not in self._open:
            self._open[index] = (thought, self._machines("text", ""))
        ready = self._open[index][1].feed(text) if text else ""
        parts.append({**_object(rewrite({**part, "text": ""}, ANSWER_PART, self._machines)), "text": ready})
        if part.keys() - {"text", "thought"}:
            self._end_text(index, parts)  # what a signature stands beside is whole

    def _end_text(self, index: int, parts: list[dict[str, Json]]) -> None:
        """Let go what the candidate's machine holds: with its last part, or as a part of its own."""
        if index not in self._open:
            return
        thought, machine = self._open.pop(index)
        tail = machine.finish()
        if not tail:
            return
        if parts and isinstance(parts[-1].get("text"), str) and (parts[-1].get("thought") is True) is thought:
            parts[-1]["text"] += tail
        else:
            parts.append({"text": tail, "thought": True} if thought else {"text": tail})

    # ----------------------------------------------------------------- the end

    def _flush(self, out: list[bytes]) -> None:
        self._settle(out, frozenset())
        for index in list(self._open):
            parts: list[dict[str, Json]] = []
            self._end_text(index, parts)
            if parts:
                content = {"role": "model", "parts": parts}
                out.append(encoded({"candidates": [{"content": content, "index": index}]}))


def _parts(candidate: Json) -> list[Json]:
    """The parts of a candidate, none when it has none. Raises ProviderGarbled for a content that is not an object."""
    content = _object(candidate).get("content")
    parts = None if content is None else _object(content).get("parts")
    return parts if isinstance(parts, list) else []


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise not_an_event()
    return value
