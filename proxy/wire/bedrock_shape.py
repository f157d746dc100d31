"""What stands where in Bedrock's Converse requests and answers; the language is that of `shape`.

A block is an object with one member that says what it is. Pictures, documents, sound and films come as base64, or as
the address of a bucket, which the guard cannot read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.wire.json_schema import SCHEMA
from proxy.wire.openai_common import FLAG, LABELLED, MADE_ID, PROSE, SETTING, enum, plain
from proxy.wire.shape import (
    SAID,
    Numbers,
    Shape,
    document,
    exempt,
    inline,
    name,
    opaque,
    reference,
    sealed,
    stored,
    text,
)

if TYPE_CHECKING:
    from proxy.exchange import Json

_REFERENCE: Final = plain(reference)
_NAME: Final = plain(name)
_VALUES: Final = Shape(text, label=False)
"""An object of the caller's own: its keys are scanned, and label what is below them."""
_CACHE: Final = plain(name, type=enum("default"), ttl=enum("5m", "1h"))
_QUALIFIERS: Final = enum("grounding_source", "query", "guard_content")
_CITED: Final = plain(name, enabled=FLAG)


def _source(kind: str) -> Shape:
    where = plain(name, uri=plain(stored(kind)), bucketOwner=_REFERENCE)
    return plain(name, bytes=plain(inline(kind)), s3Location=where, text=PROSE, content=plain(text, text=PROSE))


def _media(kind: str, *formats: str) -> Shape:
    return plain(
        name,
        format=enum(*formats),
        source=_source(kind),
        name=LABELLED,
        context=PROSE,
        citations=_CITED,
        error=plain(text, message=PROSE),
    )


_PICTURE: Final = _media("image", "png", "jpeg", "gif", "webp")
_MEDIA: Final = {
    "image": _PICTURE,
    "document": _media("file", "pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md"),
    "video": _media("file", "mkv", "mov", "mp4", "webm", "flv", "mpeg", "mpg", "wmv", "three_gp"),
    "audio": _media("audio", "mp3", "opus", "wav", "aac", "flac", "mp4", "ogg", "m4a", "mpeg", "pcm", "webm"),
}
_LOCATION: Final = plain(
    name,
    web=plain(name, url=LABELLED, domain=_NAME),
    **dict.fromkeys(
        ("documentChar", "documentPage", "documentChunk", "searchResultLocation"),
        plain(name, **dict.fromkeys(("documentIndex", "searchResultIndex", "start", "end"), SETTING)),
    ),
)
CITATION: Final = plain(text, title=PROSE, source=LABELLED, sourceContent=plain(text, text=PROSE), location=_LOCATION)
_SEARCH: Final = plain(text, source=LABELLED, title=PROSE, content=plain(text, text=PROSE), citations=_CITED)


def _reasoning(reading: Shape, seal: Shape) -> Shape:
    return plain(
        text,
        reasoningText=plain(text, text=reading, signature=seal),
        redactedContent=seal,
        text=reading,
        signature=seal,
    )


def _block(reasoning: Shape, ids: Shape, role: str = "", values: Shape = _VALUES) -> Shape:
    result = plain(
        text,
        toolUseId=ids,
        status=enum("success", "error"),
        type=ids,
        content=Shape(
            text,
            fields={"text": plain(document), "json": values, "searchResult": _SEARCH, **_MEDIA},
            label=False,
            role="tool",
        ),
    )
    return Shape(
        text,
        role=role,
        label=False,
        fields={
            "text": PROSE,
            **_MEDIA,
            "toolUse": plain(name, toolUseId=ids, name=_NAME, type=ids, input=values),
            "toolResult": result,
            "guardContent": plain(name, text=plain(text, text=PROSE, qualifiers=_QUALIFIERS), image=_PICTURE),
            "cachePoint": _CACHE,
            "reasoningContent": reasoning,
            "citationsContent": plain(text, content=plain(text, text=PROSE), citations=CITATION),
            "searchResult": _SEARCH,
        },
    )


_SENT_REASONING: Final = _reasoning(PROSE, plain(sealed))
_BLOCKS: Final = {role: _block(_SENT_REASONING, _REFERENCE, role) for role in ("user", "assistant", "system")}
_MESSAGES: Final = {
    role: Shape(label=False, role=role, fields={"role": enum(*_BLOCKS), "content": block})
    for role, block in _BLOCKS.items()
}


def _message(message: Json) -> Shape:
    role = message.get("role") if isinstance(message, dict) else None
    return _MESSAGES.get(role, _MESSAGES["user"]) if isinstance(role, str) else _MESSAGES["user"]


_SPEC: Final = plain(name, name=_NAME, description=PROSE, strict=FLAG, inputSchema=plain(document, json=SCHEMA))
_TOOL: Final = Shape(
    name,
    label=False,
    role="definition",
    fields={"toolSpec": _SPEC, "systemTool": plain(name, name=_NAME), "cachePoint": _CACHE},
)
_STRUCTURE: Final = plain(name, jsonSchema=plain(name, schema=plain(document), name=_NAME, description=PROSE))
REQUEST: Final = Shape(
    label=False,
    fields={
        "messages": Shape(items=Shape(choose=_message), label=False),
        "system": _BLOCKS["system"],
        "inferenceConfig": plain(
            name, **dict.fromkeys(("maxTokens", "temperature", "topP"), SETTING), stopSequences=_NAME
        ),
        "toolConfig": plain(
            name, tools=_TOOL, toolChoice=plain(name, auto=FLAG, any=FLAG, tool=plain(name, name=_NAME))
        ),
        "guardrailConfig": plain(
            name,
            guardrailIdentifier=_REFERENCE,
            guardrailVersion=enum("DRAFT", *map(str, range(1, 100))),
            trace=enum("enabled", "disabled", "enabled_full"),
            streamProcessingMode=enum("sync", "async"),
        ),
        "additionalModelRequestFields": Shape(text, others=Shape(number=Numbers.BOUND), label=False),
        "promptVariables": Shape(text, others=plain(text, text=PROSE), label=False, role="user"),
        "additionalModelResponseFieldPaths": _NAME,
        "requestMetadata": Shape(name, others=LABELLED, label=False),
        "performanceConfig": plain(name, latency=enum("standard", "optimized")),
        "serviceTier": plain(name, type=enum("priority", "default", "flex", "reserved")),
        "outputConfig": plain(
            name,
            textFormat=plain(name, type=enum("json_schema"), structure=_STRUCTURE),
            effort=enum("low", "medium", "high", "max"),
        ),
    },
    others=Shape(number=Numbers.BOUND),
)

# --------------------------------------------------------------------------- answers

STOP_REASON: Final = enum(
    *("end_turn", "tool_use", "max_tokens", "stop_sequence", "guardrail_intervened", "content_filtered"),
    *("malformed_model_output", "malformed_tool_use", "model_context_window_exceeded"),
)
_UNTOUCHED: Final = plain(exempt)
"""Signed with what is signed: altered, it would be refused in the next turn."""
_COUNTS: Final = dict.fromkeys(
    ("inputTokens", "outputTokens", "totalTokens", "cacheReadInputTokens", "cacheWriteInputTokens"), FLAG
)
_AS_MADE: Final = plain(opaque("sealed"))
_ANSWERED: Final = _reasoning(_UNTOUCHED, _AS_MADE)
_ANSWER_BLOCK: Final = _block(_ANSWERED, MADE_ID, values=SAID)
_ENDS: Final = {
    "stopReason": STOP_REASON,
    "usage": plain(text, **_COUNTS),
    "metrics": plain(text, latencyMs=FLAG),
    "message": plain(text, role=enum("assistant"), content=_ANSWER_BLOCK),
}
ANSWER: Final = plain(
    text, **{**_ENDS, "message": PROSE, "Message": PROSE}, output=plain(text, message=_ENDS["message"]), __type=MADE_ID
)
"""A whole answer, or an error, whose message is a text."""
EVENT: Final = plain(
    text,
    **{**_ENDS, "message": PROSE},
    role=enum("assistant"),
    contentBlockIndex=FLAG,
    start=plain(text, toolUse=plain(text, toolUseId=MADE_ID, name=_NAME, type=MADE_ID)),
    delta=plain(
        text,
        text=PROSE,
        toolUse=plain(text, input=PROSE),
        reasoningContent=_ANSWERED,
        citation=CITATION,
        toolResult=plain(text, text=PROSE, json=SAID),
        image=plain(text, source=_source("image"), error=plain(text, message=PROSE)),
    ),
    originalStatusCode=FLAG,
    originalMessage=PROSE,
)
"""The payload of one event of a streamed answer."""
