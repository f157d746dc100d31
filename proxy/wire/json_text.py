"""JSON documents inside strings (tool-call arguments, tool results): where each leaf and key stands, and splicing.

Replacing a value is a splice, so that everything else in the string survives byte for byte: the spelling of numbers,
white space, escapes, even duplicate keys. A duplicate key is scanned like any other; the path of its second
occurrence carries a counter before the key: ``("a",)`` and ``(1, "a")`` for ``{"a":1,"a":2}``. Directly inside an
object an index cannot stand, so a path never means two places.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

import orjson

from proxy.errors import BadRequest, Blocked
from proxy.exchange import Mark, Path, show_path
from proxy.wire.bounds import MOST_VALUES, check_values, skeleton_of, written_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Kind: TypeAlias = Literal["string", "number", "literal", "key"]

MAX_DEPTH: Final = 64
"""Documents nested deeper are refused: paths would grow quadratically."""

_TOKEN: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[{}\[\],:]|[^\s{}\[\],:"]++')
"""Tokens of a document that is already known to be valid; white space is skipped."""


@dataclass(frozen=True, slots=True)
class Span:
    """One leaf or key of the document: ``document[start:end]`` is its source, quotes included.

    `text` is what it says, unescaped (a string, a key) or as spelled (a number, a literal). `parent` numbers the
    container it stands in, so that the keys of one object can be told from those of another.
    """

    path: Path
    start: int
    end: int
    kind: Kind
    text: str = field(repr=False)
    parent: int = field(repr=False, default=0)


def embedded(text: str) -> tuple[Span, ...] | None:
    """The spans of `text` if it is one strict JSON object or array; otherwise None.

    A document that cannot be read leaf by leaf is refused, not taken for a text: what is replaced in a text is not
    quoted, so that a number in it would leave a document which nobody can read.

    Raises:
        TooLarge: it holds more values and keys than one call may (`bounds`): finding their places takes 20 times as
            long as reading them.
        BadRequest: it is nested deeper than `MAX_DEPTH`.
    """
    if text.lstrip(" \t\r\n")[:1] not in ("{", "["):
        return None
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    if sum(map(text.count, ",:[{")) > MOST_VALUES:  # an upper bound, and cheap: marks inside strings count as well
        check_values(written_values(skeleton_of(text.encode())))
    found = spans(text)
    if found is None:
        raise BadRequest(
            f"A text of this request is a JSON document that is nested deeper than {MAX_DEPTH} levels. Send it "
            "with fewer levels."
        )
    return found


def spans(text: str) -> tuple[Span, ...] | None:
    """The spans of a document that is known to be valid JSON, in order; None when it is over-deep."""
    scan = _Scan()
    for match in _TOKEN.finditer(text):
        if not scan.take(match.group(), match.start(), match.end()):
            return None
    return tuple(scan.found)


@dataclass(slots=True)
class _Container:
    number: int
    path: Path
    step: Path = ()
    """Where the next value stands inside: an index, or a key with its counter."""
    keys: dict[str, int] | None = None
    """Occurrences of each key so far; None for an array."""
    awaits_key: bool = False


@dataclass(slots=True)
class _Scan:
    """The containers that are open, and what was found. One token at a time."""

    found: list[Span] = field(default_factory=list)
    open: list[_Container] = field(default_factory=list)
    count: int = 0

    def take(self, token: str, start: int, end: int) -> bool:
        """Take the next token; False when the document is too deep."""
        first = token[0]
        if first in "{[":
            return self._opened(is_object=first == "{")
        if first in "}]":
            self.open.pop()
        elif first == ",":
            self._next_member()
        elif first != ":":
            self._scalar(token, start, end)
        return True

    def _opened(self, *, is_object: bool) -> bool:
        path = self._here()
        self.count += 1
        if is_object:
            self.open.append(_Container(self.count, path, keys={}, awaits_key=True))
        else:
            self.open.append(_Container(self.count, path, step=(0,)))
        return len(self.open) <= MAX_DEPTH

    def _next_member(self) -> None:
        top = self.open[-1]
        if top.keys is None:
            index = top.step[0]
            top.step = (index + 1,) if isinstance(index, int) else ()
        else:
            top.awaits_key = True

    def _scalar(self, token: str, start: int, end: int) -> None:
        top = self.open[-1] if self.open else None
        parent = top.number if top else 0
        if top is not None and top.keys is not None and top.awaits_key:
            key = _unquoted(token)
            seen = top.keys.get(key, 0)
            top.keys[key] = seen + 1
            top.step = (seen, key) if seen else (key,)
            top.awaits_key = False
            self.found.append(Span((*self._here(), Mark.KEY), start, end, "key", key, parent))
            return
        if token[0] == '"':
            self.found.append(Span(self._here(), start, end, "string", _unquoted(token), parent))
        else:
            kind: Kind = "literal" if token[0] in "tfn" else "number"
            self.found.append(Span(self._here(), start, end, kind, token, parent))

    def _here(self) -> Path:
        if not self.open:
            return ()
        top = self.open[-1]
        return top.path + top.step


def _unquoted(token: str) -> str:
    if "\\" not in token:
        return token[1:-1]
    text: str = orjson.loads(token)
    return text


def quoted(text: str) -> str:
    """`text` as a JSON string."""
    return orjson.dumps(text).decode()


def splice(text: str, replacements: Mapping[Path, str], *, at: Path = ()) -> str:
    """The document with the values and keys at the given paths replaced by JSON strings; all else unchanged.

    Args:
        text: a document for which `embedded` gave spans.
        replacements: new text by path, as in the spans.
        at: where the document stands in the body, for error messages.

    Raises:
        Blocked: two different keys of one object would become equal.
        KeyError: a path that the document does not have.
    """
    found = spans(text) or ()
    by_path = {span.path: span for span in found}
    chosen = sorted(((by_path[path], new) for path, new in replacements.items()), key=lambda pair: pair[0].start)
    if any(span.kind == "key" for span, _ in chosen):
        _refuse_equal_keys(found, replacements, at)
    out: list[str] = []
    done = 0
    for span, new in chosen:
        out += (text[done : span.start], quoted(new))
        done = span.end
    out.append(text[done:])
    return "".join(out)


def _refuse_equal_keys(found: Iterable[Span], replacements: Mapping[Path, str], at: Path) -> None:
    before: dict[tuple[int, str], str] = {}
    for span in found:
        if span.kind == "key":
            new = replacements.get(span.path, span.text)
            if before.setdefault((span.parent, new), span.text) != span.text:
                raise equal_keys((*at, *span.path))


def equal_keys(path: Path) -> Blocked:
    """The refusal for a key that, replaced, would read as another key of its object."""
    return Blocked(
        "After replacing protected information two keys of one JSON object would be equal; rename one of them.",
        param=show_path(path),
    )
