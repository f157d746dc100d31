"""The streamed answer of Ollama's own API: what one line means.

Thoughts and words run through a machine each; what a machine still holds leaves as a line of its own before words
follow thoughts, before a tool call, and before the line that says ``done``. Tool calls come whole.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from proxy.wire.codec import AnswerFacts
from proxy.wire.event_stream import Fields, loaded, not_an_event
from proxy.wire.logprobs import Track
from proxy.wire.ndjson import LineStream, as_line
from proxy.wire.ollama_shape import ANSWER
from proxy.wire.openai_chat_facts import OTHER, model_name
from proxy.wire.rewrite import rewrite
from proxy.wire.shape import STRUCTURAL, made_id

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory, TextMachine

_THOUGHT: Final = "thinking"
_HEAD: Final = ("model", "created_at")
_TEXTS: Final = ("content", "response", _THOUGHT)
_WORDS: Final = _TEXTS[:2]
"""Those that log probabilities belong to."""
_PLAIN_KEY: Final = re.compile(r"[a-z_]{1,40}")


class OllamaStream(LineStream):
    """Implements `codec.AnswerStream`."""

    dialect = "ollama"

    def __init__(self, machines: MachineFactory) -> None:
        super().__init__(machines)
        self._open: dict[tuple[bool, str], TextMachine] = {}
        """By whether the text stands in a message, and its member."""
        self._track = Track()
        self._head: dict[str, Json] = {}
        self._model: str | None = None
        self._reason: str | None = None
        self._tokens: tuple[int | None, int | None] = (None, None)
        self._ended = False

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
        return self._ended and not self._failed

    def _data(self, data: bytes, fields: Fields, out: list[bytes]) -> None:
        del fields
        line = loaded(data)
        if line.get("error") is not None:
            self._flush(out)
            self._failed = True
            out.append(as_line(self._whole(line)))
            return
        self._note(line)
        message, in_message = _message_of(line)
        texts = _texts(line, inside=False) | (_texts(message, inside=True) if in_message else {})
        self._settle(texts, bool(message.get("tool_calls")), out)
        ready = {key: self._fed(key, piece) for key, piece in texts.items()}
        entries = self._counted(line, texts, ready)
        done = line.get("done") is True
        if done:
            entries += self._end(texts, ready, out)
        whole = self._whole(_with(line, dict.fromkeys(texts, "")))
        if entries:
            whole["logprobs"] = entries
        if done or entries or any(ready.values()) or not any(texts.values()) or _more(line, texts):
            out.append(as_line(_with(whole, ready)))
        self._ended |= done

    def _whole(self, line: dict[str, Json]) -> dict[str, Json]:
        rewritten: dict[str, Json] = rewrite(line, ANSWER, self._machines)
        return rewritten

    def _fed(self, key: tuple[bool, str], piece: str) -> str:
        if not piece:
            return piece
        machine = self._open.get(key)
        if machine is None:
            machine = self._open[key] = self._machines("text", "")
        return machine.feed(piece)

    def _settle(self, texts: dict[tuple[bool, str], str], calls: bool, out: list[bytes]) -> None:  # noqa: FBT001 # a fact of the line
        """Let go what is held where this line begins something else."""
        for key in list(self._open):
            others = any(piece for other, piece in texts.items() if other != key)
            if calls or (key[1] == _THOUGHT and others):
                self._tail(key, out)

    def _end(
        self, texts: dict[tuple[bool, str], str], ready: dict[tuple[bool, str], str], out: list[bytes]
    ) -> list[dict[str, Json]]:
        """Send what is held before the line that ends the answer; what its own words hold goes with it."""
        entries: list[dict[str, Json]] = []
        for key in list(self._open):
            if not texts.get(key):
                self._tail(key, out)
                continue
            tail = self._open.pop(key).finish()
            ready[key] += tail
            entries += self._track.finish(tail) if key[1] in _WORDS else []
        return entries

    def _flush(self, out: list[bytes]) -> None:
        for key in list(self._open):
            self._tail(key, out)

    def _tail(self, key: tuple[bool, str], out: list[bytes]) -> None:
        tail = self._open.pop(key).finish()
        in_message, name = key
        entries = self._track.finish(tail) if name in _WORDS else []
        if not tail and not entries:
            return
        line: dict[str, Json] = {**self._head}
        if in_message:
            line["message"] = {"role": "assistant", "content": "", name: tail}
        else:
            line |= {"response": "", name: tail}
        line["done"] = False
        if entries:
            line["logprobs"] = entries
        out.append(as_line(line))

    def _counted(
        self, line: dict[str, Json], texts: dict[tuple[bool, str], str], ready: dict[tuple[bool, str], str]
    ) -> list[dict[str, Json]]:
        said = "".join(piece for (_, name), piece in texts.items() if name in _WORDS)
        now = "".join(piece for (_, name), piece in ready.items() if name in _WORDS)
        return self._track.feed(line.get("logprobs"), said, now)

    def _note(self, line: dict[str, Json]) -> None:
        self._model = model_name(line.get("model")) or self._model
        self._head = {name: line[name] for name in _HEAD if _made(line.get(name))}
        self._reason = reason_of(line) or self._reason
        given, told = counts(line)
        self._tokens = (self._tokens[0] if given is None else given, self._tokens[1] if told is None else told)


def _texts(holder: dict[str, Json], *, inside: bool) -> dict[tuple[bool, str], str]:
    """The strings that continue those of earlier lines: the API's own, and in a message any that nobody described."""
    known = ANSWER.fields["message"].fields
    return {
        (inside, name): value
        for name, value in holder.items()
        if isinstance(value, str)
        and (name in _TEXTS or (inside and name not in known and _PLAIN_KEY.fullmatch(name) is not None))
    }


def _message_of(line: dict[str, Json]) -> tuple[dict[str, Json], bool]:
    """The message of a line of a chat, and whether it has one."""
    message = line.get("message")
    return (message, True) if isinstance(message, dict) else ({}, False)


def _more(line: dict[str, Json], texts: dict[tuple[bool, str], str]) -> bool:
    """Whether the line says anything beside its texts."""
    holder, _ = _message_of(line)
    own = {inside: {name for at, name in texts if at is inside} for inside in (False, True)}
    known = {*_HEAD, "done", "message", "logprobs"}
    return bool(line.keys() - known - own[False]) or bool(holder.keys() - {"role"} - own[True])


def _with(line: dict[str, Json], texts: dict[tuple[bool, str], str]) -> dict[str, Json]:
    """The line with these texts in their places."""
    in_message = {name: text for (inside, name), text in texts.items() if inside}
    out = {**line, **{name: text for (inside, name), text in texts.items() if not inside}}
    if in_message:
        if not isinstance(line["message"], dict):
            raise not_an_event()
        out["message"] = {**line["message"], **in_message}
    return out


def _made(value: Json) -> bool:
    return isinstance(value, str) and made_id(value) is STRUCTURAL


def reason_of(line: dict[str, Json]) -> str | None:
    """Why the answer ended, as the record may hold it; None while it goes on."""
    reason = line.get("done_reason")
    if not isinstance(reason, str) or not reason:
        return None
    return reason if reason in {"stop", "length", "load", "unload"} else OTHER


def counts(line: dict[str, Json]) -> tuple[int | None, int | None]:
    """Input and output tokens, as far as the provider says."""
    pair = (line.get("prompt_eval_count"), line.get("eval_count"))
    known = [value if isinstance(value, int) and not isinstance(value, bool) else None for value in pair]
    return known[0], known[1]
