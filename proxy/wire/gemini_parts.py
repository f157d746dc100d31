"""What stands where in the contents of a Gemini request, and the words in which the other places are described.

The API takes each member in two spellings (``systemInstruction`` and ``system_instruction``), and so do the tables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.wire.shape import (
    Numbers,
    Reading,
    Shape,
    document,
    inline,
    link,
    name,
    one_of,
    reference,
    sealed,
    text,
)

if TYPE_CHECKING:
    from proxy.exchange import Json


def camel(snake: str) -> str:
    """``inline_data`` -> ``inlineData``."""
    head, *rest = snake.split("_")
    return head + "".join(word.capitalize() for word in rest)


def both(**fields: Shape) -> dict[str, Shape]:
    """Members under both of their spellings."""
    return {spelled: shape for snake, shape in fields.items() for spelled in (snake, camel(snake))}


def plain(reading: Reading = name, /, **fields: Shape) -> Shape:
    """A place whose key is no label, with members in both spellings."""
    return Shape(reading, fields=both(**fields), label=False)


PROSE: Final = plain(text)
NAME: Final = plain(name)
LABELLED: Final = Shape(name)
REFERENCE: Final = plain(reference)
SETTING: Final = Shape(number=Numbers.SETTING, label=False)
BOUND: Final = Shape(number=Numbers.BOUND)
FLAG: Final = Shape(label=False)
SEALED: Final = plain(sealed)


def enum(*values: str) -> Shape:
    """One of the words of the API; any other is scanned."""
    return plain(one_of(*values))


MIME_TYPE: Final = enum(
    *("application/json", "application/pdf", "application/xml", "application/yaml", "application/rtf", "text/x.enum"),
    *("text/plain", "text/html", "text/css", "text/csv", "text/markdown", "text/xml", "text/javascript"),
    *("image/png", "image/jpeg", "image/webp", "image/heic", "image/heif", "image/gif"),
    *("audio/wav", "audio/mp3", "audio/mpeg", "audio/aiff", "audio/aac", "audio/ogg", "audio/flac", "audio/pcm"),
    *("video/mp4", "video/mpeg", "video/quicktime", "video/mov", "video/avi", "video/webm", "video/wmv", "video/3gpp"),
)
MEDIA_RESOLUTION: Final = enum(
    *(f"MEDIA_RESOLUTION_{level}" for level in ("UNSPECIFIED", "LOW", "MEDIUM", "HIGH", "ULTRA_HIGH"))
)


# --------------------------------------------------------------------------- parts of a content


def _media(value: Json) -> Shape:
    """Inline data: opaque, and its media type says of what kind."""
    mime = (value.get("mimeType") or value.get("mime_type")) if isinstance(value, dict) else None
    kind = mime.partition("/")[0].lower() if isinstance(mime, str) else ""
    return _MEDIA.get(kind, _MEDIA["file"])


_MEDIA: Final = {
    kind: plain(mime_type=MIME_TYPE, data=plain(inline(kind)), display_name=PROSE)
    for kind in ("image", "audio", "video", "file")
}


def _argument(_: Json) -> Shape:
    return ARGUMENTS


def _given(_: Json) -> Shape:
    return _RESPONSE


ARGUMENTS: Final = Shape(text, others=Shape(choose=_argument), label=False)
"""Arguments of a function as an object: every value is text at any depth, every key a label."""
_RESPONSE: Final = Shape(document, others=Shape(choose=_given), label=False)
"""What a function gave: as arguments, and a string in it is often JSON."""
_BLOB: Final = Shape(choose=_media, label=False)
_FILE: Final = plain(mime_type=MIME_TYPE, file_uri=plain(link("file")), display_name=PROSE)
_RESULT: Final = Shape(
    name,
    fields=both(
        id=REFERENCE,
        scheduling=enum("SILENT", "WHEN_IDLE", "INTERRUPT", "SCHEDULING_UNSPECIFIED"),
        name=NAME,
        response=_RESPONSE,
        will_continue=FLAG,
        parts=plain(text, inline_data=_BLOB, file_data=_FILE),
        tool_type=REFERENCE,
    ),
    label=False,
    role="tool",
)
CODE: Final = plain(text, id=REFERENCE, language=enum("PYTHON", "LANGUAGE_UNSPECIFIED"), code=PROSE)
OUTCOME: Final = enum("OUTCOME_UNSPECIFIED", "OUTCOME_OK", "OUTCOME_FAILED", "OUTCOME_DEADLINE_EXCEEDED")
PART: Final = plain(
    text,
    text=PROSE,
    thought=FLAG,
    thought_signature=SEALED,
    inline_data=_BLOB,
    file_data=_FILE,
    function_call=plain(id=REFERENCE, name=NAME, args=ARGUMENTS, will_continue=FLAG),
    function_response=_RESULT,
    tool_call=plain(id=REFERENCE, tool_type=REFERENCE, args=ARGUMENTS),
    tool_response=_RESULT,
    executable_code=CODE,
    code_execution_result=plain(text, id=REFERENCE, outcome=OUTCOME, output=plain(document)),
    video_metadata=plain(start_offset=REFERENCE, end_offset=REFERENCE, fps=SETTING),
    media_resolution=plain(level=MEDIA_RESOLUTION, num_tokens=SETTING),
    part_metadata=Shape(name, others=LABELLED, label=False),
)


def _content(role: str) -> Shape:
    return Shape(
        role=role,
        label=False,
        fields={"role": enum("user", "model", "function", "tool", "system"), "parts": PART},
    )


_CONTENTS: Final = {role: _content(as_) for role, as_ in (("user", "user"), ("model", "assistant"))}
_TOOL_CONTENT: Final = _content("tool")
SYSTEM: Final = Shape(text, fields=_content("").fields, label=False, role="system")


def _content_shape(content: Json) -> Shape:
    role = content.get("role") if isinstance(content, dict) else None
    if role in {"function", "tool"}:
        return _TOOL_CONTENT
    return _CONTENTS.get(role, _CONTENTS["user"]) if isinstance(role, str) else _CONTENTS["user"]


ONE_CONTENT: Final = Shape(choose=_content_shape, label=False)
ALL_CONTENTS: Final = Shape(items=ONE_CONTENT, label=False)
