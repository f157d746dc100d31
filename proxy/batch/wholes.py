"""A file that is one content: text is read and replaced in place, anything else by the rules for attachments."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from proxy.attachments.told import fates
from proxy.batch import sending
from proxy.batch.cards import Values
from proxy.batch.checking import kept_values
from proxy.errors import Blocked
from proxy.exchange import Action, AsText, Attachment, Mark, ParsedCall, Unscanned
from proxy.kept_content import raised_to_replace
from proxy.outcome import refusal
from proxy.stored_files import fresh
from proxy.transform.replace import transform

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from proxy.batch.visit import Visit
    from proxy.examine import Examined
    from proxy.exchange import Path, Tool
    from proxy.wire.openai_files import Upload

PLACE: Final[Path] = ("file",)
_CARRIED: Final = "data:{};base64,{}"


@dataclass(frozen=True, slots=True)
class CheckedWhole:
    """A content that may leave."""

    content: bytes = field(repr=False)
    values: Values
    replaced: Mapping[str, int]
    files: Sequence[tuple[str, str, int]]
    """What it turned out to be, and how it leaves."""
    redacted: bytes = field(repr=False)
    """With everything replaced that was found."""
    excepted: bool
    """Whether an override let it pass, which may have ended when a call names it."""


async def checked_whole(visit: Visit, upload: Upload, tool: Tool) -> CheckedWhole:
    """Steps 3 to 6 for a file.

    Raises:
        Blocked: it cannot be read, or may not leave, or cannot hold placeholders; the sentence says what to do.
    """
    call, examined = await sending.weighed(visit, _as_call(visit, upload), tool)
    leading = examined.decision.leading
    if leading.action is not Action.FORWARD:
        raise refusal(call, examined, leading)
    done = examined.transformed
    kept = kept_values(call, examined)
    values = Values(done.tokens, tuple(sorted(kept)), found=tuple(sorted(_found(call, examined) - kept)))
    told = fates(call, done.replacements)
    content = _closed(call, done.replacements, upload.content)
    redacted, raised = content, raised_to_replace(examined.decision.treatments)
    if raised is not None and visit.rooms.contents is not None:
        stricter = transform(call.segments, examined.findings, raised, key=visit.key, recalled=call.recalled)
        redacted = _closed(call, stricter.replacements, upload.content)
    return CheckedWhole(content, values, done.replaced, told, redacted, bool(examined.decision.relaxed))


def _found(call: ParsedCall, examined: Examined) -> set[tuple[str, str]]:
    return {
        (finding.entity, segment.text[finding.start : finding.end])
        for segment, found in zip(call.segments, examined.findings, strict=True)
        for finding in found
    }


def _as_call(visit: Visit, upload: Upload) -> ParsedCall:
    carried = _CARRIED.format(upload.media, base64.b64encode(upload.content).decode())
    file = Attachment(PLACE, carried, "file", declared=upload.media, name=upload.filename)
    return ParsedCall(
        visit.errand.dialect,
        visit.errand.operation,
        "",
        False,  # noqa: FBT003 # streams nothing
        (),
        (Unscanned(PLACE, "file"),),
        {"file": carried},
        attachments=(file,),
        recalled=fresh(),
    )


def _closed(call: ParsedCall, replacements: Mapping[Path, str], content: bytes) -> bytes:
    inside = {path: new for path, new in replacements.items() if Mark.FILE in path}
    if not inside:
        return content
    new = call.files[PLACE].closed(inside)
    if new is None or isinstance(new, AsText):
        raise Blocked(
            "This file holds protected information that cannot be replaced inside it. Upload its text instead.",
            param="file",
        )
    return base64.b64decode(new.partition(",")[2], validate=True)
