"""Files of plain text: read as segments of the call, and written again where something was replaced.

A JSON document gives one segment for each of its leaves and keys, and a file of JSON lines for those of every line, so
that keys label values, numbers stay numbers and what is replaced is quoted as it must be. Any other text is one
segment: the detectors see its table, its markup or its mail as they do in a message.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import orjson

from proxy.errors import BadRequest, Blocked, TooLarge
from proxy.exchange import Mark, Path, Segment, Spelling, show_path
from proxy.wire.json_text import embedded, splice
from proxy.wire.walk import span_segment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from proxy.attachments.charsets import Charset
    from proxy.attachments.wrapping import Wrapping
    from proxy.exchange import Attachment
    from proxy.wire.json_text import Span

MOST_LEAVES: Final = 50_000
"""Of a JSON file that is read leaf by leaf (0.6 s); a larger one is read like any text, and refused where what is
replaced in it would leave a document that nobody can read: a placeholder in place of a bare number is not quoted."""
_BROKEN: Final = (
    "This JSON file is too large or too deep to be replaced value by value, and with what must be replaced it would no "
    f"longer be JSON. Send it in parts of fewer than {MOST_LEAVES:,} values and keys."
)
HEAD: Final = "head"
"""Name of the place in a file that is the head of its data URL."""


@dataclass(frozen=True, slots=True)
class TextFile:
    """Implements `exchange.OpenFile`."""

    path: Path
    kind: str
    segments: Sequence[Segment] = field(repr=False)
    text: str = field(repr=False)
    charset: Charset
    wrapping: Wrapping
    lines: bool = False
    """One JSON document to a line."""
    fixed: bool = False
    complete: bool = True
    becomes: str = "replaced"

    def closed(self, replacements: Mapping[Path, str]) -> str | None:
        """The string that carries the file with these texts replaced; None when there are none.

        Raises:
            Blocked: a text that its encoding cannot spell, two keys that would be equal, or a JSON document that is
                too large to be read leaf by leaf and would be none afterwards.
        """
        at = len(self.path) + 1
        inside = {path[at:]: new for path, new in replacements.items() if path[: len(self.path)] == self.path}
        if not inside:
            return None
        head = inside.pop((HEAD,), None)
        return self.wrapping.packed(self.charset.encoded(self._rewritten(inside)), head=head)

    def _rewritten(self, inside: Mapping[Path, str]) -> str:
        whole = inside.get(())
        if whole is not None:
            if _is_json(self.text) and not _is_json(whole):
                raise Blocked(_BROKEN, param=show_path(self.path))
            return whole
        if not self.lines:
            return _spliced(self.text, {path[1:]: new for path, new in inside.items()}, self.path)
        by_line: dict[int, dict[Path, str]] = {}
        for path, new in inside.items():
            number, _, *rest = path
            by_line.setdefault(number, {})[tuple(rest)] = new  # type: ignore[arg-type] # our own paths: a line first
        lines = self.text.splitlines(keepends=True)
        for number, changed in by_line.items():
            lines[number] = _spliced(lines[number], changed, self.path)
        return "".join(lines)


def _spliced(text: str, changed: Mapping[Path, str], at: Path) -> str:
    return splice(text, changed, at=(*at, Mark.FILE, Mark.JSON)) if changed else text


def _is_json(text: str) -> bool:
    """Whether it is one JSON document, or one on each line."""
    if text.lstrip()[:1] not in ("{", "["):
        return False
    return _loads(text) or all(_loads(line) for line in text.splitlines() if line.strip())


def _loads(text: str) -> bool:
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


def text_file(file: Attachment, kind: str, text: str, charset: Charset, wrapping: Wrapping) -> TextFile:
    """The open file of a text."""
    at = (*file.path, Mark.FILE)
    lines = False
    small = sum(map(text.count, ",:[{")) < MOST_LEAVES
    document = _document(text) if small else None
    if document is not None:
        segments = _leaves(document, (*at, Mark.JSON), file)
    elif small and (each_line := _line_documents(text)) is not None:
        lines = True
        segments = [
            segment for number, spans in each_line for segment in _leaves(spans, (*at, number, Mark.JSON), file)
        ]
    else:
        segments = [Segment(at, text, file.role, scope=file.scope)] if text else []
    return TextFile(file.path, kind, [*head_segments(file, wrapping), *segments], text, charset, wrapping, lines)


def head_segments(file: Attachment, wrapping: Wrapping) -> list[Segment]:
    """The head of a data URL, where something could stand in it."""
    if not wrapping.telling:
        return []
    return [Segment((*file.path, Mark.FILE, HEAD), wrapping.head, file.role, Spelling.IDENTIFIER, scope=file.scope)]


def _leaves(spans: Sequence[Span], at: Path, file: Attachment) -> list[Segment]:
    found = (span_segment(span, at, role=file.role, scope=file.scope) for span in spans)
    return [segment for segment in found if segment is not None]


def _document(text: str) -> Sequence[Span] | None:
    """As `embedded`; a document that is nested too deep is a text here, and must still be one that can be read."""
    with suppress(BadRequest, TooLarge):
        return embedded(text)
    return None


def _line_documents(text: str) -> list[tuple[int, Sequence[Span]]] | None:
    """The documents of a file of JSON lines, each with the number of its line; None when a line is none."""
    found: list[tuple[int, Sequence[Span]]] = []
    for number, line in enumerate(text.splitlines()):
        if line.strip():
            spans = _document(line)
            if spans is None:
                return None
            found.append((number, spans))
    return found or None
