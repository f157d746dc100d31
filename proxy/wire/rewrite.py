"""Whole-string rewriting of a provider's answer: every string and foreign key passes a machine of its own.

Structural values, encoded content (audio) and numbers stay, but for numbers in the arguments of a tool; what stands
under a key of `Answer.void` becomes null.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.errors import ProviderGarbled
from proxy.wire.shape import Numbers

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory, TextKind
    from proxy.wire.shape import Shape

MAX_DEPTH: Final = 128


def rewrite_text(text: str, machines: MachineFactory, kind: TextKind = "text", context: str = "") -> str:
    """One whole string through a machine of its own."""
    if not text:
        return text
    machine = machines(kind, context)
    return machine.feed(text) + machine.finish()


def rewrite(value: Json, shape: Shape, machines: MachineFactory, context: str = "", depth: int = 0) -> Json:
    """A rewritten copy of `value`, read as `shape` describes it.

    Args:
        value: a part of an answer.
        shape: what stands there; a shape with kind ``void`` is replaced by null.
        machines: opens a machine per string.
        context: the JSON key it stands under.
        depth: containers around it.

    Raises:
        ProviderGarbled: nested too deep, or two keys of one object would be equal.
    """
    if depth > MAX_DEPTH:
        raise ProviderGarbled("The provider's answer is nested too deep.")
    shape = shape.of(value)
    if shape.kind == VOID:
        return None
    if isinstance(value, str):
        verdict = shape.string(value)
        if verdict.spelling is None:
            return value
        return rewrite_text(value, machines, "json" if verdict.embedded else "text", context)
    if isinstance(value, list):
        below = shape.item()
        return [rewrite(child, below, machines, context, depth + 1) for child in value]
    if isinstance(value, dict):
        return _rewrite_object(value, shape, machines, context, depth)
    return _rewrite_number(value, machines, context) if shape.number is Numbers.SAID else value


def _rewrite_number(value: Json, machines: MachineFactory, context: str) -> Json:
    """The number itself, or what a machine makes of its digits; anything else as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    spelled = str(value)
    now = rewrite_text(spelled, machines, "text", context)
    return value if now == spelled else now


VOID: Final = "void"
"""Kind of a shape whose place is emptied: a second copy of the text that can be neither restored nor scanned."""


def equal_keys() -> ProviderGarbled:
    """The error for an object whose keys would no longer differ."""
    return ProviderGarbled("Two keys in the provider's answer would be equal after rewriting.")


def _rewrite_object(
    value: dict[str, Json], shape: Shape, machines: MachineFactory, context: str, depth: int
) -> dict[str, Json]:
    out: dict[str, Json] = {}
    for key, child in value.items():
        below, known = shape.member(key)
        new_key = key if known else rewrite_text(key, machines, "text", context)
        if new_key in out:
            raise equal_keys()
        label = key if below.label or not known else context
        out[new_key] = rewrite(child, below, machines, label, depth + 1)
    return out
