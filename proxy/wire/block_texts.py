"""Streamed deltas that are objects: every string of a block's delta runs through one machine for the whole block.

A text is named by its place in the delta (``text``; ``toolUse``, ``input``; ``toolResult``, 0, ``text``), also one
that nobody described, so that no value passes in pieces. What comes whole (citations, objects, ids) is rewritten whole.
When the block ends, what a machine still holds is wrapped into a delta of the same form.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from proxy.errors import ProviderGarbled
from proxy.wire.rewrite import MAX_DEPTH, equal_keys, rewrite, rewrite_text

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory, TextKind, TextMachine
    from proxy.wire.shape import Shape

_Path: TypeAlias = "tuple[str | int, ...]"


@dataclass(frozen=True, slots=True)
class Deltas:
    """What an API's deltas are like.

    Attributes:
        whole: members that are no piece of a longer text.
        arguments: the place of a tool's arguments, which are JSON.
    """

    whole: frozenset[str]
    arguments: tuple[str, ...]


class BlockTexts:
    """The texts of one content block that are still open."""

    def __init__(self, machines: MachineFactory, deltas: Deltas) -> None:
        self._machines = machines
        self._deltas = deltas
        self._open: dict[_Path, TextMachine] = {}
        self._substance = False

    def rewrite(self, delta: dict[str, Json], shape: Shape) -> tuple[dict[str, Json], bool]:
        """A rewritten delta, and whether it says anything: one whose texts are all held back does not.

        Raises:
            ProviderGarbled: nested too deep, or two keys of one object would be equal.
        """
        self._substance = not delta
        return self._object(delta, shape, ()), self._substance

    def tails(self) -> list[dict[str, Json]]:
        """End every text: a delta for each that held something."""
        ended = [(path, machine.finish()) for path, machine in self._open.items()]
        self._open.clear()
        return [_wrapped(path, tail) for path, tail in ended if tail]

    def _value(self, value: Json, shape: Shape, path: _Path) -> Json:
        if len(path) > MAX_DEPTH:
            raise ProviderGarbled("The provider's answer is nested too deep.")
        if isinstance(value, str):
            return self._string(value, shape, path)
        if isinstance(value, dict) and path[-1] not in self._deltas.whole:
            return self._object(value, shape, path)
        if isinstance(value, list) and path[-1] not in self._deltas.whole:
            below = shape.item()
            return [self._value(child, below, (*path, at)) for at, child in enumerate(value)]
        self._substance = self._substance or value is not None
        return rewrite(value, shape, self._machines, _label(shape, path))

    def _object(self, value: dict[str, Json], shape: Shape, path: _Path) -> dict[str, Json]:
        out: dict[str, Json] = {}
        for key, child in value.items():
            below, known = shape.member(key)
            new = key if known else rewrite_text(key, self._machines)
            if new in out:
                raise equal_keys()
            out[new] = self._value(child, below, (*path, new))
        return out

    def _string(self, value: str, shape: Shape, path: _Path) -> str:
        if shape.string(value).spelling is None or path[-1] in self._deltas.whole or not value:
            self._substance = True
            whole = rewrite(value, shape, self._machines, _label(shape, path))
            return str(whole)
        machine = self._open.get(path)
        if machine is None:
            kind: TextKind = "json" if path == self._deltas.arguments else "text"
            machine = self._open[path] = self._machines(kind, _label(shape, path))
        ready = machine.feed(value)
        self._substance = self._substance or bool(ready)
        return ready


def _label(shape: Shape, path: _Path) -> str:
    """The key a text stands under, where that key says what the text is."""
    return next((step for step in reversed(path) if isinstance(step, str)), "") if shape.label else ""


def _wrapped(path: _Path, tail: str) -> dict[str, Json]:
    value: Json = tail
    for step in reversed(path):
        value = [value] if isinstance(step, int) else {step: value}
    out: dict[str, Json] = value
    return out
