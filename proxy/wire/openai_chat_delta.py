"""The deltas of a streamed chat answer: each text of each choice runs through one machine for the whole stream.

A text is named by its path inside the delta (``content``; ``tool_calls``, 0, ``function``, ``arguments``), so that
parallel tool calls and several choices never mix. When its choice ends, what a machine still holds is wrapped into a
delta of the same form. Entries of a list continue each other only where the API says so (tool calls by ``index``,
content parts, reasoning details); in any other list, such as annotations, each entry stands for itself and its
strings are rewritten whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from proxy.errors import ProviderGarbled
from proxy.wire.alignment import Heard
from proxy.wire.openai_chat_shape import ANSWER_MESSAGE
from proxy.wire.openai_copies import mend_annotations
from proxy.wire.rewrite import MAX_DEPTH, equal_keys, rewrite, rewrite_text
from proxy.wire.shape import STRUCTURAL, made_id

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory, TextKind, TextMachine
    from proxy.wire.shape import Shape

_Path: TypeAlias = "tuple[str | int, ...]"
_Frame: TypeAlias = "tuple[tuple[str | int, dict[str, Json]], ...]"
"""How to wrap a text again: each step with the members (index, type) that its object needs."""

CONTINUED_LISTS: Final = frozenset(("content", "reasoning_details", "tool_calls"))
"""Members of a delta whose list entries continue those of earlier deltas."""
WHOLE_STRINGS: Final = frozenset(("name", "role", "type", "id", "format"))
"""Sent whole by every provider we know, never a piece of a longer text: rewritten per delta, so that a tool's name is
never late."""


@dataclass(slots=True)
class _Text:
    machine: TextMachine
    frame: _Frame


@dataclass(slots=True)
class Choice:
    """The texts of one choice that are still open."""

    machines: MachineFactory
    index: int
    finished: bool = False
    substance: bool = False
    """Whether the last delta holds anything a client could miss, even if every text in it came out empty."""
    fed: bool = False
    """Whether the last delta put anything into a machine."""
    _texts: dict[_Path, _Text] = field(default_factory=dict)
    _call_ids: dict[_Path, str] = field(default_factory=dict)
    _heard: Heard = field(default_factory=Heard)
    """The content so far: citations point into it."""

    def answered(self, said: Json, citations: Json, delta: Json) -> None:
        """Note the content that came as `said` and leaves in `delta`, and move the citations that came with it."""
        now = delta.get("content") if isinstance(delta, dict) else None
        self._heard.hear(said if isinstance(said, str) else "", now if isinstance(now, str) else "")
        if citations and isinstance(delta, dict):
            mend_annotations(citations, delta.get("annotations"), *self._heard.texts, whole=False)

    def words(self, content: str) -> str:
        """What leaves of a delta that brings nothing but this content, which is not empty."""
        now = self._text(("content",), (), content, "text", "")
        self._heard.hear(content, now)
        return now

    def words_of_each(self, contents: list[str]) -> list[str]:
        """The same for one delta after the other."""
        text = self._texts.get(("content",))
        if text is None or len(contents) == 1:
            return [self.words(content) for content in contents]
        nows = text.machine.feed_each(contents)
        self._heard.hear("".join(contents), "".join(nows))
        return nows

    def rewrite(self, delta: dict[str, Json]) -> list[dict[str, Json]]:
        """Rewrite `delta` in place; return deltas to send before it (tails of tool calls that it replaces)."""
        self.substance = self.fed = False
        self._rename(delta)
        before = self._replaced_calls(delta.get("tool_calls"))
        for key, value in delta.items():
            if type(value) is str and key in _STREAMED:
                delta[key] = self._text((key,), (), value, "text", "")
            elif value is not None:
                below, _ = ANSWER_MESSAGE.member(key)
                delta[key] = self._value(value, below, (key,), ((key, {}),), continued=key in CONTINUED_LISTS)
        return before

    def tails(self) -> dict[str, Json]:
        """End every text; one delta with what was held, empty when nothing was."""
        merged: dict[str, Json] = {}
        for path, text in self._texts.items():
            tail = text.machine.finish()
            if tail:
                _merge(merged, _wrapped(text.frame or ((path[0], {}),), tail))
        self._texts.clear()
        self._call_ids.clear()
        return merged

    def _rename(self, delta: dict[str, Json]) -> None:
        foreign = [key for key in delta if key not in ANSWER_MESSAGE.fields]
        if not foreign:
            return
        members = list(delta.items())
        delta.clear()
        for key, value in members:
            new = rewrite_text(key, self.machines) if key in foreign else key
            if new in delta:
                raise equal_keys()
            delta[new] = value

    def _replaced_calls(self, calls: Json) -> list[dict[str, Json]]:
        """A new id in the same place is a new call (some providers send no index): end the old one's texts first."""
        tails: list[dict[str, Json]] = []
        for position, call in enumerate(calls if isinstance(calls, list) else ()):
            made = call.get("id") if isinstance(call, dict) else None
            if not isinstance(made, str) or not made:
                continue
            at: _Path = ("tool_calls", _slot(call, position))
            if self._call_ids.setdefault(at, made) != made:
                self._call_ids[at] = made
                tails += self._ended(at)
        return tails

    def _ended(self, at: _Path) -> list[dict[str, Json]]:
        merged: dict[str, Json] = {}
        for path in [path for path in self._texts if path[: len(at)] == at]:
            text = self._texts.pop(path)
            tail = text.machine.finish()
            if tail:
                _merge(merged, _wrapped(text.frame, tail))
        return [merged] if merged else []

    def _text(self, path: _Path, frame: _Frame, text: str, kind: TextKind, context: str) -> str:
        if not text:
            # The provider's own empty string: it goes on as it is.
            self.substance = True
            return text
        self.fed = True
        opened = self._texts.get(path)
        if opened is None:
            opened = self._texts[path] = _Text(self.machines(kind, context), frame)
        out = opened.machine.feed(text)
        if out:
            self.substance = True
        return out

    def _value(self, value: Json, shape: Shape, path: _Path, frame: _Frame, *, continued: bool) -> Json:
        if len(path) > MAX_DEPTH:
            raise ProviderGarbled("The provider's answer is nested too deep.")
        if isinstance(value, str):
            return self._string(value, shape, path, frame)
        if isinstance(value, dict):
            return self._object(value, shape, path, frame, continued=continued)
        if isinstance(value, list) and continued:
            return self._list(value, shape, path, frame)
        if value is not None:
            self.substance = True
        return rewrite(value, shape, self.machines, _label(shape, path))

    def _list(self, value: list[Json], shape: Shape, path: _Path, frame: _Frame) -> list[Json]:
        below = shape.item()
        out: list[Json] = []
        for position, entry in enumerate(value):
            step = _slot(entry, position)
            out.append(self._value(entry, below, (*path, step), (*frame, (step, {})), continued=True))
        return out

    def _object(
        self, value: dict[str, Json], shape: Shape, path: _Path, frame: _Frame, *, continued: bool
    ) -> dict[str, Json]:
        constants = _constants(value, in_call=path[0] == "tool_calls")
        out: dict[str, Json] = {}
        for key, child in value.items():
            below, known = shape.member(key)
            new_key = key if known else rewrite_text(key, self.machines)
            if new_key in out:
                raise equal_keys()
            if key == "index" and isinstance(child, int):
                out[key] = child
            else:
                inside = (*frame, (new_key, constants))
                out[new_key] = self._value(child, below, (*path, new_key), inside, continued=continued)
        return out

    def _string(self, value: str, shape: Shape, path: _Path, frame: _Frame) -> str:
        verdict = shape.string(value)
        if verdict.spelling is None:
            self.substance = True
            return value
        label = _label(shape, path)
        if path[-1] in WHOLE_STRINGS:
            self.substance = True
            return rewrite_text(value, self.machines, "text", label)
        return self._text(path, frame, value, "json" if verdict.embedded else "text", label)


_STREAMED: Final = frozenset(("content", "refusal", "reasoning_content", "reasoning"))


def _slot(entry: Json, position: int) -> int:
    index = entry.get("index") if isinstance(entry, dict) else None
    return index if isinstance(index, int) else position


def _constants(value: dict[str, Json], *, in_call: bool) -> dict[str, Json]:
    """The members that a client needs to put a late piece of text where it belongs."""
    out: dict[str, Json] = {}
    if isinstance(value.get("index"), int):
        out["index"] = value["index"]
    kind = value.get("type")
    # Clients that join every string of a tool call would double its type; the API does not repeat it there.
    if not in_call and isinstance(kind, str) and made_id(kind) is STRUCTURAL:
        out["type"] = kind
    return out


def _label(shape: Shape, path: _Path) -> str:
    """The key a text stands under, where that key says what the text is."""
    return next((step for step in reversed(path) if isinstance(step, str)), "") if shape.label else ""


def _wrapped(frame: _Frame, tail: str) -> dict[str, Json]:
    """A delta that holds `tail` at the place `frame` describes."""
    value: Json = tail
    for step, constants in reversed(frame):
        value = [value] if isinstance(step, int) else {**constants, step: value}
    out: dict[str, Json] = value
    return out


def _merge(into: dict[str, Json], delta: dict[str, Json]) -> None:
    """Put two deltas of different texts together."""
    for key, value in delta.items():
        present = into.get(key)
        if isinstance(present, list) and isinstance(value, list):
            present += value
        elif isinstance(present, dict) and isinstance(value, dict):
            _merge(present, value)
        else:
            into[key] = value
