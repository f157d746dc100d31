"""What stands where in requests and answers of Cohere's API, version 2; the language is that of `shape`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.wire.json_schema import SCHEMA
from proxy.wire.ollama_shape import ANSWER_CALL
from proxy.wire.openai_common import FLAG, LABELLED, MADE_ID, PROSE, SETTING, enum, plain, request
from proxy.wire.rewrite import VOID
from proxy.wire.shape import SAID, Numbers, Shape, document, link, name, reference, text

if TYPE_CHECKING:
    from proxy.exchange import Json

_REFERENCE: Final = plain(reference)
_PICTURE: Final = plain(link("image"), url=Shape(link("image")), detail=enum("auto", "low", "high"))
_DOCUMENT: Final = Shape(
    document, fields={"id": LABELLED, "data": Shape(document, label=False)}, label=False, role="tool"
)
"""A text, or an object of the caller's own whose keys are scanned and label what is below them."""
_SOURCE: Final = plain(text, type=enum("tool", "document"), id=LABELLED)
_CITATION: Final = plain(
    text,
    text=PROSE,
    type=enum("TEXT_CONTENT", "THINKING_CONTENT", "PLAN"),
    sources=_SOURCE,
    **dict.fromkeys(("start", "end", "content_index"), SETTING),
)
_CALL: Final = plain(
    name,
    id=_REFERENCE,
    type=enum("function"),
    function=plain(name, name=plain(name), arguments=plain(document)),
)
_ROLES: Final = ("user", "assistant", "system", "tool")


def _message(role: str) -> Shape:
    reading = document if role == "tool" else text
    part = Shape(
        reading,
        label=False,
        fields={
            "type": enum("text", "thinking", "image_url", "document"),
            "text": plain(reading),
            "thinking": PROSE,
            "image_url": _PICTURE,
            "document": _DOCUMENT,
        },
    )
    fields = {
        "role": enum(*_ROLES),
        "content": part,
        "tool_plan": PROSE,
        "tool_calls": _CALL,
        "tool_call_id": _REFERENCE,
        "citations": _CITATION,
    }
    return Shape(role=role, label=False, fields=fields)


_MESSAGES: Final = {role: _message(role) for role in _ROLES}


def _message_shape(message: Json) -> Shape:
    role = message.get("role") if isinstance(message, dict) else None
    return _MESSAGES.get(role, _MESSAGES["user"]) if isinstance(role, str) else _MESSAGES["user"]


_FUNCTION: Final = plain(name, name=plain(name), description=PROSE, parameters=SCHEMA)
CHAT: Final = request(
    messages=Shape(items=Shape(choose=_message_shape), label=False),
    tools=Shape(name, fields={"type": enum("function"), "function": _FUNCTION}, label=False, role="definition"),
    documents=_DOCUMENT,
    citation_options=plain(name, mode=enum("ENABLED", "DISABLED", "FAST", "ACCURATE", "OFF", "enabled", "disabled")),
    response_format=plain(name, type=enum("text", "json_object"), json_schema=SCHEMA),
    safety_mode=enum("CONTEXTUAL", "STRICT", "OFF"),
    tool_choice=enum("REQUIRED", "NONE"),
    thinking=plain(name, type=enum("enabled", "disabled"), token_budget=SETTING),
    stop_sequences=plain(name),
    seed=Shape(number=Numbers.SEED, label=False),
    **dict.fromkeys(("stream", "strict_tools", "logprobs"), FLAG),
    **dict.fromkeys(
        ("max_tokens", "temperature", "frequency_penalty", "presence_penalty", "k", "p", "priority"), SETTING
    ),
)
_PART: Final = plain(text, type=enum("text", "image_url"), text=PROSE, image_url=_PICTURE)
EMBED: Final = request(
    texts=PROSE,
    images=plain(link("image")),
    inputs=plain(text, content=_PART),
    input_type=enum("search_document", "search_query", "classification", "clustering", "image"),
    embedding_types=enum("float", "int8", "uint8", "binary", "ubinary", "base64"),
    truncate=enum("NONE", "START", "END"),
    **dict.fromkeys(("max_tokens", "output_dimension", "priority"), SETTING),
)
RERANK: Final = request(
    query=Shape(text, label=False, role="user"),
    documents=plain(document),
    relevant_spans=plain(name, **dict.fromkeys(("max_spans", "max_tokens"), SETTING)),
    **dict.fromkeys(("top_n", "max_tokens_per_doc", "priority"), SETTING),
)

# --------------------------------------------------------------------------- answers

FINISH: Final = enum("COMPLETE", "STOP_SEQUENCE", "MAX_TOKENS", "TOOL_CALL", "ERROR", "TIMEOUT")
_COUNTED: Final = plain(
    text, **dict.fromkeys(("input_tokens", "output_tokens", "search_units", "classifications", "images"), FLAG)
)
_USAGE: Final = plain(text, billed_units=_COUNTED, tokens=_COUNTED, cached_tokens=FLAG)
_META: Final = plain(text, **{**_USAGE.fields, "api_version": plain(text, version=MADE_ID, is_experimental=FLAG)})
_ANSWERED_SOURCE: Final = plain(text, type=enum("tool", "document"), id=LABELLED, tool_output=SAID, document=SAID)
_ANSWERED_CITATION: Final = plain(
    text,
    text=PROSE,
    type=enum("TEXT_CONTENT", "THINKING_CONTENT", "PLAN"),
    sources=_ANSWERED_SOURCE,
    **dict.fromkeys(("start", "end", "content_index"), FLAG),
)
MESSAGE: Final = plain(
    text,
    role=enum("assistant"),
    content=plain(text, type=enum("text", "thinking"), text=PROSE, thinking=PROSE),
    tool_plan=PROSE,
    tool_calls=ANSWER_CALL,
    citations=_ANSWERED_CITATION,
)
_TOKENS: Final = Shape(kind=VOID)
"""The text again, token by token, as numbers too: it can be neither restored nor scanned."""
ANSWER: Final = plain(
    text, id=MADE_ID, finish_reason=FINISH, message=MESSAGE, usage=_USAGE, logprobs=_TOKENS, error=PROSE
)
ERROR: Final = plain(text, id=MADE_ID, message=PROSE)
EVENT: Final = plain(
    text,
    id=MADE_ID,
    type=enum(
        *("message-start", "content-start", "content-delta", "content-end", "tool-plan-delta", "tool-call-start"),
        *("tool-call-delta", "tool-call-end", "citation-start", "citation-end", "message-end", "debug"),
    ),
    index=FLAG,
    delta=plain(text, message=MESSAGE, finish_reason=FINISH, usage=_USAGE, error=PROSE),
    logprobs=_TOKENS,
)
"""One event of a streamed answer."""
EMBEDDED: Final = plain(
    text,
    id=MADE_ID,
    response_type=enum("embeddings_floats", "embeddings_by_type"),
    embeddings=plain(text, base64=MADE_ID, **dict.fromkeys(("float", "int8", "uint8", "binary", "ubinary"), FLAG)),
    texts=PROSE,
    meta=_META,
)
RANKED: Final = plain(
    text,
    id=MADE_ID,
    results=plain(text, index=FLAG, relevance_score=FLAG, relevant_spans=plain(text, text=PROSE), document=SAID),
    meta=_META,
)
