"""Files of a call, opened: their bytes decoded, their types learnt from the bytes, their texts made segments.

Nothing large happens on the event loop: decoding runs in a thread, documents are read in worker processes. Whatever
cannot be opened stays `unscanned` and keeps its place; only its kind says more.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, TypeVar

from proxy.attachments.charsets import agrees, decoded
from proxy.attachments.documents import document
from proxy.attachments.remote import may_fetch
from proxy.attachments.texts import text_file
from proxy.attachments.told import touched_files
from proxy.attachments.unread import BY_KIND, BY_REASON, DAMAGED, TOO_SLOW, VALUES_IN, partly
from proxy.attachments.wrapping import NotWrapped, unpacked
from proxy.errors import TooLarge
from proxy.exchange import Unscanned
from proxy.extract.images import clean
from proxy.extract.passages import Unreadable
from proxy.extract.sniff import DOCUMENT_KINDS, TEXT_KINDS, Kind, sniff
from proxy.wire.bounds import check_values
from proxy.wire.file_parts import text_place
from proxy.wire.shape import REMOTE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from proxy.attachments.wrapping import Wrapping
    from proxy.exchange import Attachment, Json, OpenFile, ParsedCall, Path, Segment
    from proxy.extract.passages import Extracted

T = TypeVar("T")
SMALL: Final = 65_536
"""Characters that are decoded on the event loop (0.4 ms); more goes to a thread."""


class DocumentReader(Protocol):
    """The part of `extract.reader.Reader` that opening needs."""

    async def read(self, data: bytes, kind: Kind) -> Extracted:
        """Raises Unreadable, Overloaded."""
        ...


Opened: TypeAlias = "OpenFile | str"
"""An open file, or the kind of `Unscanned` that says why there is none."""


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens the files of calls, within what an operator allows.

    Attributes:
        reader: reads documents and, with the extra for it, pictures; without one they stay unread.
        as_text: whether a document in which something must be replaced, or cannot be read, may leave as text.
        pictures: whether text in pictures is read; without that they stay unread.
        hosts: from which a provider may fetch content that a call names, in lower case.
        most_files: files in one call.
        most_bytes: of all files of one call, decoded.
        seconds: that opening all files of one call may take.
    """

    reader: DocumentReader | None = None
    as_text: bool = True
    pictures: bool = False
    hosts: frozenset[str] = frozenset()
    most_files: int = 50
    most_bytes: int = 20_000_000
    seconds: float = 30.0

    async def open(self, call: ParsedCall) -> ParsedCall:
        """The call with the texts of its files among its segments, each where the file stands.

        Raises:
            TooLarge: more files, larger ones, or more texts in them, than one call may hold.
            Overloaded: too many documents wait to be read.
        """
        unscanned = [item for item in call.unscanned if not self._fetchable(call, item)]
        if not call.attachments:
            return replace(call, unscanned=tuple(unscanned)) if len(unscanned) < len(call.unscanned) else call
        self._check_sizes(call.attachments)
        opened = await self._all(call)
        return replace(
            call,
            unscanned=tuple(_accounted(unscanned, opened)),
            segments=_merged(call, opened),
            files={path: file for path, file in opened.items() if not isinstance(file, str)},
        )

    def _fetchable(self, call: ParsedCall, item: Unscanned) -> bool:
        return item.kind == REMOTE and bool(self.hosts) and may_fetch(_value(call.body, item.path), self.hosts)

    def _check_sizes(self, files: Sequence[Attachment]) -> None:
        if len(files) > self.most_files:
            raise TooLarge(
                f"This request holds {len(files):,} files; at most {self.most_files:,} can be checked at once. "
                "Send fewer at a time."
            )
        size = sum(len(file.carried) for file in files) // 4 * 3
        if size > self.most_bytes:
            raise TooLarge(
                f"The files of this request are larger than can be checked at once ({self.most_bytes:,} bytes). "
                "Send fewer or smaller ones."
            )

    async def _all(self, call: ParsedCall) -> dict[Path, Opened]:
        """Each file, one after another: a call takes no more than one worker at a time."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + self.seconds
        opened: dict[Path, Opened] = {}
        texts = len(call.segments)
        for file in call.attachments:
            try:
                async with asyncio.timeout_at(ends):
                    opened[file.path] = each = await self._one(file, call)
            except TimeoutError:
                opened[file.path] = TOO_SLOW
                continue
            texts += 0 if isinstance(each, str) else len(each.segments)
            check_values(texts)
        return opened

    async def _one(self, file: Attachment, call: ParsedCall) -> Opened:
        found = await beside(len(file.carried), lambda: _looked_at(file))
        if not isinstance(found, _Raw):
            return found
        fixed = not self.as_text or text_place(call.dialect, call.body, file.path) is None
        if found.kind in DOCUMENT_KINDS and self.reader is not None:
            return await self._read(file, found, found.data, fixed=fixed)
        if found.kind is Kind.IMAGE and self.reader is not None and self.pictures:
            try:
                cleaned = await beside(len(found.data), lambda: clean(found.data))
            except Unreadable as error:
                return BY_REASON[error.reason]
            return await self._read(file, found, cleaned, fixed=fixed)
        return BY_KIND.get(found.kind, file.kind)

    async def _read(self, file: Attachment, found: _Raw, data: bytes, *, fixed: bool) -> Opened:
        """What a worker makes of a document or a picture."""
        if self.reader is None:
            return file.kind
        try:
            extracted = await self.reader.read(data, found.kind)
        except Unreadable as error:
            return BY_REASON[error.reason]
        if not extracted.complete and fixed:
            return partly(extracted.unread)
        return document(file, extracted, found.wrapping, data, fixed=fixed)


@dataclass(frozen=True, slots=True)
class _Raw:
    """A file that is no plain text."""

    kind: Kind
    data: bytes
    wrapping: Wrapping

    def __repr__(self) -> str:
        return f"_Raw({self.kind.value}, <{len(self.data)} bytes>)"


def _looked_at(file: Attachment) -> Opened | _Raw:
    """Blocking: the file decoded and, if it is plain text, open."""
    try:
        wrapping, data = unpacked(file.carried)
    except NotWrapped:
        return DAMAGED
    kind = sniff(data, *_said(file))
    if kind not in TEXT_KINDS:
        return _Raw(kind, data, wrapping)
    read = decoded(data)
    if read is None:
        return BY_KIND[Kind.UNKNOWN]
    text, charset = read
    if not all(agrees(charset, said) for said in (wrapping.head, file.declared)):
        return BY_KIND[Kind.UNKNOWN]
    return text_file(file, kind.value, text, charset, wrapping)


def _said(file: Attachment) -> tuple[str, str]:
    """Type and name as the caller has them; a bare format (``csv``) is the ending of a name."""
    if not file.declared or "/" in file.declared:
        return file.declared, file.name
    return "", file.name if "." in file.name else f"file.{file.declared}"


async def beside(size: int, work: Callable[[], T]) -> T:
    """Do the work at once, or in a thread when it is large."""
    return await asyncio.to_thread(work) if size > SMALL else work()


def _accounted(unscanned: Iterable[Unscanned], opened: Mapping[Path, Opened]) -> Iterable[Unscanned]:
    """What stays unread; a file that is not open counts as what it turned out to be."""
    for item in unscanned:
        file = opened.get(item.path)
        if file is None:
            yield item
        elif isinstance(file, str):
            yield Unscanned(item.path, file)


def _merged(call: ParsedCall, opened: Mapping[Path, Opened]) -> tuple[Segment, ...]:
    """All segments in the order of the body; a string that was opened is no text of its own any more."""
    files = {path: file for path, file in opened.items() if not isinstance(file, str)}
    out: list[Segment] = []
    done = 0
    for file in call.attachments:
        if file.path in files:
            out += call.segments[done : file.before]
            out += files[file.path].segments
            done = file.before
    out += call.segments[done:]
    return tuple(segment for segment in out if segment.path not in files)


def stuck(call: ParsedCall, replacements: Collection[Path]) -> tuple[Unscanned, ...]:
    """Files in which something would have to be replaced that cannot be: they count as unread, whatever they are."""
    touched = touched_files(replacements)
    return tuple(
        Unscanned(path, f"{VALUES_IN}{file.kind}")
        for path, file in call.files.items()
        if file.fixed and path in touched
    )


def _value(body: Json, path: Path) -> str:
    for step in path:
        body = body[step]
    return body if isinstance(body, str) else ""
