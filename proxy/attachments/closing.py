"""Files of a call, closed: what was replaced in them is written back, each in the form in which it came."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from proxy.errors import InternalError
from proxy.exchange import AsText, Mark
from proxy.wire.file_parts import text_instead, text_place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import Attachment, Json, ParsedCall, Path
    from proxy.wire.codec import Codec

NAMED: Final = "Attached file: {}\n\n"


def put_back(codec: Codec, call: ParsedCall, replacements: Mapping[Path, str], *, model: str) -> Json:
    """The body that leaves: as `Codec.put_back`, with the files written anew that something was replaced in.

    Raises:
        Blocked: a replacement cannot stand where it belongs.
        InternalError: a replacement that belongs to no segment.
    """
    if not call.files:
        return codec.put_back(call, replacements, model=model)
    bare, changed = closed(call, replacements)
    return codec.put_back(bare, changed, model=model)


def closed(call: ParsedCall, replacements: Mapping[Path, str]) -> tuple[ParsedCall, dict[Path, str]]:
    """The call and its replacements without any place inside a file: whole files are replaced instead.

    Raises:
        Blocked: as `put_back`.
        InternalError: a replacement inside a file that is not open.
    """
    outside = {path: new for path, new in replacements.items() if Mark.FILE not in path}
    inside = {path: new for path, new in replacements.items() if Mark.FILE in path}
    if any(path[: path.index(Mark.FILE)] not in call.files for path in inside):
        raise InternalError("A replacement has no place in the request.")
    body = call.body
    for file in call.attachments:
        opened = call.files.get(file.path)
        new = None if opened is None else opened.closed(inside)
        if isinstance(new, str):
            outside[file.path] = new
        elif isinstance(new, AsText):
            place = text_place(call.dialect, body, file.path)
            if place is None:
                raise InternalError("A file's text has no place in the request.")
            body = text_instead(call.dialect, body, place, _named(file, outside) + new.text)
            outside = {path: text for path, text in outside.items() if _stays(path, place, body)}
    return replace(call, body=body), outside


def _named(file: Attachment, replacements: Mapping[Path, str]) -> str:
    """The line that says which file the text was, with its name as it may leave."""
    name = "" if file.named_at is None else replacements.get(file.named_at, file.name)
    return NAMED.format(name) if name else ""


def _stays(path: Path, place: Path, body: Json) -> bool:
    """Whether what stands at `path` is still there, now that the part at `place` is another one."""
    if path[: len(place)] != place:
        return True
    for step in path[: -1 if path[-1] is Mark.KEY else None]:
        if isinstance(step, Mark):
            return True
        if isinstance(body, dict) and step not in body:
            return False
        if not isinstance(body, dict | list):
            return False
        body = body[step]  # type: ignore[index] # the walk made the path of this body, as far as it goes
    return True
