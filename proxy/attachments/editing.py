"""A call read again with other texts in it, as a reviewer wrote them, also inside its files."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from proxy.attachments.closing import put_back
from proxy.attachments.documents import Document
from proxy.exchange import Mark

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from proxy.exchange import ParsedCall, Path
    from proxy.wire.codec import Codec


async def reread(
    codec: Codec,
    call: ParsedCall,
    changed: Mapping[Path, str],
    opened: Callable[[ParsedCall], Awaitable[ParsedCall]],
) -> ParsedCall:
    """The call as it would have been with these texts.

    A document cannot be written again, so its texts are changed behind it: it leaves as text, and is decided as that.

    Args:
        codec: who read it.
        call: as it was, with its files open.
        changed: new text by the place of the old one.
        opened: opens the files of a call that was parsed.

    Raises:
        Blocked: a text cannot stand where the old one stood.
    """
    documents = {path: file for path, file in call.files.items() if isinstance(file, Document)}
    inside = {path: new for path, new in changed.items() if _file_of(path) in documents}
    edited = {_file_of(path) for path in inside}
    rest = {path: new for path, new in changed.items() if path not in inside}
    again = codec.parse(put_back(codec, call, rest, model=call.model)) if rest else call
    unread = tuple(item for item in again.unscanned if item.path not in call.lodged)
    again = replace(again, keeping=call.keeping, recalled=call.recalled, lodged=call.lodged, unscanned=unread)
    again = await opened(again) if rest else again
    if not inside:
        return again
    files = {
        path: file.edited(inside) if isinstance(file, Document) and path in edited else file
        for path, file in again.files.items()
    }
    segments = tuple(
        replace(segment, text=inside[segment.path]) if segment.path in inside else segment for segment in again.segments
    )
    return replace(again, files=files, segments=segments)


def _file_of(path: Path) -> Path | None:
    return path[: path.index(Mark.FILE)] if Mark.FILE in path else None
