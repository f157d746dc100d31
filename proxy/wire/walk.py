"""The generic walker: a body and its description in, every scalar leaf and every key accounted for.

Each leaf and each key ends in exactly one of three lists, except that what cannot be read as text may be scanned as
well (the URL of a remote image). Booleans and null say nothing and are structural. The order is that of the body.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from proxy.errors import BadRequest
from proxy.exchange import Attachment, Json, Mark, Path, Segment, Spelling, Unscanned, show_path
from proxy.wire.bounds import check_values
from proxy.wire.file_parts import declared_at
from proxy.wire.json_text import embedded
from proxy.wire.shape import SETTING_CHARS, Numbers, Shape

if TYPE_CHECKING:
    from proxy.wire.json_text import Span

MAX_DEPTH: Final = 128
"""Deeper bodies are refused before the interpreter's stack is; the strict parser allows half of it."""


@dataclass(frozen=True, slots=True)
class Walked:
    """Where everything in a body went."""

    segments: tuple[Segment, ...]
    unscanned: tuple[Unscanned, ...]
    """Covers everything below its path."""
    structural: tuple[Path, ...] = field(repr=False)
    """Known values and, marked `Mark.KEY`, known keys."""
    attachments: tuple[Attachment, ...] = ()
    """Files inside the body; each is `unscanned` as well."""


def walk(body: Json, shape: Shape, *, role: str = "field") -> Walked:
    """Account for everything in `body`, as `shape` describes it; `role` is that of parts which have none.

    Raises:
        BadRequest: nested too deep, or a JSON document inside a string is.
        TooLarge: more values and keys than one call may hold, those of JSON inside strings included.
    """
    walker = _Walker(body)
    walker.visit(body, shape, (), _Place(role, "", ""))
    return Walked(tuple(walker.segments), tuple(walker.unscanned), tuple(walker.structural), tuple(walker.attachments))


@dataclass(frozen=True, slots=True)
class _Place:
    """What is inherited on the way down."""

    role: str
    label: str
    scope: str


@dataclass(slots=True)
class _Walker:
    body: Json = field(repr=False)
    segments: list[Segment] = field(default_factory=list)
    unscanned: list[Unscanned] = field(default_factory=list)
    structural: list[Path] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    count: int = 0

    def visit(self, value: Json, shape: Shape, path: Path, place: _Place) -> None:
        if len(path) > MAX_DEPTH:
            raise BadRequest(f"The body is nested deeper than {MAX_DEPTH} levels.")
        self._counted(1)
        shape = shape.of(value)
        if shape.role and shape.role != place.role:
            place = _Place(shape.role, place.label, place.scope)
        if isinstance(value, str):
            self._string(value, shape, path, place)
        elif isinstance(value, bool) or value is None:
            self.structural.append(path)
        elif isinstance(value, int | float):
            self._number(value, shape, path, place)
        elif value and shape.kind:
            self.unscanned.append(Unscanned(path, shape.kind))
        elif isinstance(value, dict):
            self._object(value, shape, path, place)
        else:
            self._array(value, shape, path, place)

    def _counted(self, more: int) -> None:
        self.count += more
        check_values(self.count)

    def _object(self, value: dict[str, Json], shape: Shape, path: Path, place: _Place) -> None:
        self._counted(len(value))
        for key, child in value.items():
            below, known = shape.member(key)
            at = (*path, key)
            if known:
                self.structural.append((*at, Mark.KEY))
            else:
                self._segment(key, (*at, Mark.KEY), Spelling.IDENTIFIER, place, scope=place.scope or show_path(at))
            label = key if below.label or not known else place.label
            self.visit(child, below, at, _Place(place.role, label, place.scope or show_path(at)))

    def _array(self, value: list[Json], shape: Shape, path: Path, place: _Place) -> None:
        below = shape.item()
        for index, child in enumerate(value):
            at = (*path, index)
            # The entries of a top-level array are groups of their own: messages[2], tools[0].
            inside = place if len(path) > 1 else _Place(place.role, place.label, show_path(at))
            self.visit(child, below, at, inside)

    def _number(self, value: float, shape: Shape, path: Path, place: _Place) -> None:
        spelled = str(value)
        is_setting = shape.number is Numbers.SETTING and len(spelled) <= SETTING_CHARS
        if is_setting or shape.number is Numbers.SEED:
            self.structural.append(path)
        else:
            self._segment(spelled, path, Spelling.NUMBER, place)

    def _string(self, value: str, shape: Shape, path: Path, place: _Place) -> None:
        verdict = shape.string(value)
        found = embedded(value) if verdict.embedded else None
        if found is not None:
            self._counted(len(found) + value.count("[") + value.count("{"))
            for span in found:
                self._span(span, (*path, Mark.JSON), place)
            return
        if verdict.carries and value:
            self._file(value, verdict.kind, path, place)
        if verdict.kind:
            self.unscanned.append(Unscanned(path, verdict.kind))
        if verdict.spelling is not None:
            self._segment(value, path, verdict.spelling, place)
        elif not verdict.kind:
            self.structural.append(path)

    def _file(self, value: str, kind: str, path: Path, place: _Place) -> None:
        declared, name, named_at = declared_at(self.body, path)
        self.attachments.append(
            Attachment(path, value, kind, declared, name, named_at, len(self.segments), place.role, place.scope)
        )

    def _span(self, span: Span, at: Path, place: _Place) -> None:
        segment = span_segment(span, at, role=place.role, label=place.label, scope=place.scope)
        if segment is None:
            self.structural.append(at + span.path)
        else:
            self.segments.append(segment)

    def _segment(self, text: str, path: Path, spelling: Spelling, place: _Place, *, scope: str = "") -> None:
        self.segments.append(Segment(path, text, place.role, spelling, place.label, scope or place.scope))


SPELLINGS: Final = {"string": Spelling.TEXT, "number": Spelling.NUMBER, "key": Spelling.IDENTIFIER}
"""How a placeholder inside an embedded document is spelled; literals are structural."""


def span_segment(span: Span, at: Path, *, role: str, label: str = "", scope: str = "") -> Segment | None:
    """The segment of a leaf or key of a JSON document at `at`, under the key it stands under; None for a literal."""
    if span.kind == "literal":
        return None
    own = _last_key(span.path[:-2] if span.kind == "key" else span.path) or label
    return Segment(at + span.path, span.text, role, SPELLINGS[span.kind], own, scope)


def _last_key(path: Path) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "")


def shape_at(body: Json, shape: Shape, path: Path) -> Shape:
    """The shape that describes the place `path` names, following `body` as the walk did.

    Raises:
        KeyError | IndexError | TypeError: the body has no such place.
    """
    shape = shape.of(body)
    for step in path:
        if isinstance(step, Mark):
            break
        body = body[step]
        shape = (shape.member(step)[0] if isinstance(step, str) else shape.item()).of(body)
    return shape
