"""Documents and pictures: their text is read somewhere else, and they leave as they came, as text, or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from proxy.attachments.texts import HEAD, head_segments
from proxy.errors import Blocked
from proxy.exchange import AsText, Mark, Path, Segment, show_path
from proxy.extract.redacted import redacted_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from proxy.attachments.wrapping import Wrapping
    from proxy.exchange import Attachment
    from proxy.extract.passages import Extracted

_ODD: Final = re.compile(r"[^a-z0-9]+")
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class Document:
    """Implements `exchange.OpenFile`.

    Attributes:
        extracted: what was read.
        data: what leaves in its place (a picture without its metadata); None: the string that carries it, as it came.
        fixed: no text may stand in its place.
    """

    path: Path
    kind: str
    segments: Sequence[Segment] = field(repr=False)
    extracted: Extracted = field(repr=False)
    wrapping: Wrapping
    fixed: bool
    data: bytes | None = field(default=None, repr=False)
    becomes: str = "as_text"
    changed: bool = False
    """Somebody put other texts in place of what was read."""

    @property
    def complete(self) -> bool:
        """Whether all of it was read, and nothing of that was changed."""
        return self.extracted.complete and not self.changed

    def edited(self, texts: Mapping[Path, str]) -> Document:
        """The document with other texts in it, by the places of the passages."""
        read = tuple(
            replace(passage, text=texts.get(passage_path(self.path, number, passage.place), passage.text))
            for number, passage in enumerate(self.extracted.passages)
        )
        return replace(self, extracted=replace(self.extracted, passages=read), changed=True)

    def closed(self, replacements: Mapping[Path, str]) -> str | AsText | None:
        """The file's text where something in it was replaced or not all of it was read, else the file.

        Raises:
            Blocked: something would have to be replaced, and no text may stand in its place.
        """
        within = (*self.path, Mark.FILE)
        inside = {path: new for path, new in replacements.items() if path[: len(within)] == within}
        head = inside.pop((*within, HEAD), None)
        if inside or not self.complete:
            if self.fixed:
                raise Blocked(
                    "A file holds protected information that cannot be replaced inside it. Paste its text instead.",
                    param=show_path(self.path),
                )
            texts = [
                inside.get(passage_path(self.path, number, passage.place), passage.text)
                for number, passage in enumerate(self.extracted.passages)
            ]
            return AsText(redacted_text(self.extracted, texts))
        return None if self.data is None else self.wrapping.packed(self.data, head=head)


def passage_path(path: Path, number: int, place: str) -> Path:
    """Where a passage stands: ``...file_data~file.page-2[7]``. The name of the place is ours, never the caller's."""
    return (*path, Mark.FILE, _ODD.sub("-", place.lower()).strip("-")[:_LONGEST] or "text", number)


def passages(file: Attachment, extracted: Extracted) -> list[Segment]:
    """The segments of what was read."""
    return [
        Segment(passage_path(file.path, number, passage.place), passage.text, file.role, scope=file.scope)
        for number, passage in enumerate(extracted.passages)
        if passage.text.strip()
    ]


def document(file: Attachment, extracted: Extracted, wrapping: Wrapping, data: bytes, *, fixed: bool) -> Document:
    """The open file of a document or picture that was read; `data` are its bytes as they may leave."""
    segments = [*head_segments(file, wrapping), *passages(file, extracted)]
    return Document(file.path, extracted.kind.value, segments, extracted, wrapping, fixed, data)
