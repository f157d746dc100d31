"""Every place of a request where a string, a number or a key may stand, from the request types of an official SDK."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic import BaseModel
from typing_extensions import TypeAliasType, get_type_hints, is_typeddict

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

NUMBER = 536_904_399
MAX_DEPTH = 14


@dataclass(frozen=True, slots=True)
class Position:
    """A request with one value in one place. `where` is the place, `kind` string, word, number or key."""

    where: str
    kind: str
    body: Any


@dataclass(slots=True)
class Positions:
    """Walks the type of a request; each object type is entered once below each member of the request."""

    value: str
    _entered: set[tuple[str, type]] = field(default_factory=set)

    def of(self, request: type, needed: Mapping[str, Any] | None = None) -> Iterator[Position]:
        """Every place; `needed` is what each request must have beside it."""
        hints = _hints(request)
        whole = {name: least(kind) for name, kind in hints.items() if name in _required(request)}
        whole |= needed or {}
        for name, kind in hints.items():
            for each in self._in(kind, name, name, 0):
                yield Position(each.where, each.kind, {**whole, name: each.body})
        yield Position("(unknown)", "key", {**whole, self.value: "x"})
        yield Position("unknown", "string", {**whole, "unknown": self.value})
        yield Position("unknown", "number", {**whole, "unknown": NUMBER})

    def _in(self, kind: Any, top: str, where: str, depth: int) -> Iterator[Position]:  # noqa: C901 # one branch per kind of type
        kind = _plain(kind)
        if depth > MAX_DEPTH:
            return
        if _is_object(kind):
            yield from self._members(kind, top, where, depth)
        elif get_origin(kind) is Literal:
            yield Position(where, "word", self.value)
        elif kind is str:
            yield Position(where, "string", self.value)
        elif kind in (int, float):
            yield Position(where, "number", NUMBER)
        elif kind in (object, Any) or _is_mapping(kind):
            yield Position(f"{where}.*", "key", {self.value: "x"})
            yield Position(f"{where}.x", "string", {"x": self.value})
            yield Position(f"{where}.x", "number", {"x": [NUMBER]})
            inner = get_args(kind)[1:]
            for each in inner:
                for found in self._in(each, top, f"{where}.x", depth + 1):
                    yield Position(found.where, found.kind, {"x": found.body})
        elif _is_list(kind):
            for found in self._in(get_args(kind)[0], top, f"{where}[0]", depth + 1):
                yield Position(found.where, found.kind, [found.body])
        else:
            for each in get_args(kind):
                yield from self._in(each, top, where, depth + 1)

    def _members(self, kind: type, top: str, where: str, depth: int) -> Iterator[Position]:
        if (top, kind) in self._entered:
            return
        self._entered.add((top, kind))
        hints = _hints(kind)
        whole = {name: least(each) for name, each in hints.items() if name in _required(kind)}
        if _word(hints.get("type")):  # an object of this type, also where the SDK lets the type be left out
            whole["type"] = least(hints["type"])
        for name, each in hints.items():
            for found in self._in(each, top, f"{where}.{name}", depth + 1):
                yield Position(found.where, found.kind, {**whole, name: found.body})
        yield Position(f"{where}.*", "key", {**whole, self.value: "x"})
        yield Position(f"{where}.unknown", "string", {**whole, "unknown": self.value})


def words(request: type, name: str) -> set[str]:
    """All words that the SDK allows for members of this name."""
    found: set[str] = set()
    seen: set[type] = set()

    def look(kind: Any, under: str) -> None:
        if _is_object(kind):
            if kind not in seen:
                seen.add(kind)
                for member, each in _hints(kind).items():
                    look(each, member)
        elif get_origin(kind) is Literal:
            found.update(str(each) for each in get_args(kind) if under == name)
        else:
            for each in get_args(kind):
                look(each, under)

    look(request, "")
    return found


def least(kind: Any, depth: int = 0) -> Any:  # noqa: PLR0911 # one branch per kind of type
    """The smallest value of a type."""
    kind = _plain(kind)
    if _is_object(kind):
        required = _required(kind) if depth < MAX_DEPTH else ()
        return {name: least(each, depth + 1) for name, each in _hints(kind).items() if name in required}
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if kind in (str, int, float, bool):
        return kind() if kind is not str else "x"
    if kind is type(None):
        return None
    if kind in (object, Any) or _is_mapping(kind):
        return {}
    if _is_list(kind):
        return [least(get_args(kind)[0], depth + 1)]
    return least(get_args(kind)[0], depth + 1)


def _plain(kind: Any) -> Any:
    """A type by its own name: aliases undone, and what an SDK derives from `str` for words it does not know."""
    if isinstance(kind, TypeAliasType):
        return kind.__value__
    return str if isinstance(kind, type) and issubclass(kind, str) else kind


def _word(kind: Any) -> bool:
    return kind is not None and any(get_origin(each) is Literal for each in (kind, *get_args(kind)))


def _is_object(kind: Any) -> bool:
    return is_typeddict(kind) or (isinstance(kind, type) and issubclass(kind, BaseModel))


def _required(kind: Any) -> Collection[str]:
    if is_typeddict(kind):
        return kind.__required_keys__
    return [field.alias or name for name, field in kind.model_fields.items() if field.is_required()]


def _hints(kind: Any) -> Mapping[str, Any]:
    if kind not in _HINTS:
        _HINTS[kind] = (
            get_type_hints(kind)
            if is_typeddict(kind)
            else {field.alias or name: field.annotation for name, field in kind.model_fields.items()}
        )
    return _HINTS[kind]


_HINTS: dict[type, Mapping[str, Any]] = {}


def _is_mapping(kind: Any) -> bool:
    return getattr(get_origin(kind), "__name__", "") in ("dict", "Mapping")


def _is_list(kind: Any) -> bool:
    return getattr(get_origin(kind), "__name__", "") in ("list", "Iterable", "Sequence", "SequenceNotStr")
