"""What stands where in an Anthropic Messages request and answer; the language is that of `shape`.

As for every API, only what the API defines is named; everything else is scanned with its keys. Signed thinking is
read like text on the way out (it must hold nothing, see `anthropic_messages`) and left alone on the way back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.wire.json_schema import SCHEMA
from proxy.wire.shape import (
    SAID,
    STORED_FILE,
    Numbers,
    Reading,
    Shape,
    document,
    exempt,
    inline,
    link,
    made_id,
    name,
    one_of,
    opaque,
    reference,
    sealed,
    server,
    stored,
    text,
    versioned,
)

if TYPE_CHECKING:
    from proxy.exchange import Json


def _plain(reading: Reading, **fields: Shape) -> Shape:
    """A place whose key is no label."""
    return Shape(reading, fields=fields, label=False)


def _enum(*values: str) -> Shape:
    return _plain(one_of(*values))


_PROSE: Final = _plain(text)
_NAME: Final = _plain(name)
_LABELLED: Final = Shape(name)
_REFERENCE: Final = _plain(reference)
_SETTING: Final = Shape(number=Numbers.SETTING, label=False)
_FLAG: Final = Shape(label=False)
_SEALED: Final = _plain(sealed)
_TYPE: Final = _plain(
    versioned(
        *("text", "image", "document", "thinking", "redacted_thinking", "tool_use", "tool_result", "search_result"),
        *("server_tool_use", "web_search_tool_result", "web_search_result", "web_search_tool_result_error"),
        *("web_fetch_tool_result", "web_fetch_result", "web_fetch_tool_result_error", "container_upload"),
        *("code_execution_tool_result", "code_execution_result", "code_execution_output", "compaction", "content"),
        *("code_execution_tool_result_error", "encrypted_code_execution_result", "bash_code_execution_tool_result"),
        *("bash_code_execution_result", "bash_code_execution_output", "bash_code_execution_tool_result_error"),
        *("text_editor_code_execution_tool_result", "text_editor_code_execution_tool_result_error"),
        *("text_editor_code_execution_view_result", "text_editor_code_execution_create_result"),
        *("text_editor_code_execution_str_replace_result", "mcp_tool_use", "mcp_tool_result", "tool_reference"),
        *("tool_search_tool_result", "tool_search_tool_search_result", "tool_search_tool_result_error"),
        *("char_location", "page_location", "content_block_location", "search_result_location"),
        *("web_search_result_location", "direct", "custom", "computer", "bash", "text_editor", "code_execution"),
        *("web_search", "web_fetch", "memory", "tool_search_tool_bm25", "tool_search_tool_regex", "mcp_toolset"),
        *("computer_toolset", "browser_toolset", "anthropic", "object"),
    )
)
"""Discriminators, with or without a version. Any other word is scanned: it may be a name."""
_ERROR_CODE: Final = _enum(
    *("unavailable", "too_many_requests", "max_uses_exceeded", "query_too_long", "request_too_large", "url_too_long"),
    *("invalid_tool_input", "execution_time_exceeded", "output_file_too_large", "file_not_found", "url_not_allowed"),
    *("url_not_accessible", "url_not_in_prior_context", "unsupported_content_type", "content_too_large"),
)
_MEDIA: Final = _enum("application/pdf", "image/gif", "image/jpeg", "image/png", "image/webp", "text/plain")

# --------------------------------------------------------------------------- content blocks of a request

_CACHE: Final = _plain(name, type=_enum("ephemeral"), ttl=_enum("5m", "1h"))
THINKING: Final = frozenset(("thinking", "redacted_thinking"))
"""Types of blocks that the provider signed: never altered."""


def _source(value: Json) -> Shape:
    """Where a picture or document lies: inline, at a URL, in the provider's store, or as text."""
    kind = value.get("type") if isinstance(value, dict) else None
    data = _PROSE if kind == "text" else _plain(inline("file"))
    return _plain(
        name,
        type=_enum("base64", "url", "file", "text", "content"),
        media_type=_MEDIA,
        data=data,
        url=_plain(link("file")),
        file_id=_plain(stored(STORED_FILE)),
        content=CONTENT,
    )


_CITATION: Final = _plain(
    name,
    type=_TYPE,
    cited_text=_PROSE,
    document_title=_PROSE,
    title=_PROSE,
    source=_PROSE,
    url=_LABELLED,
    encrypted_index=_SEALED,
    file_id=_REFERENCE,
    **dict.fromkeys(
        ("document_index", "start_char_index", "end_char_index", "start_page_number", "end_page_number"), _SETTING
    ),
    **dict.fromkeys(("start_block_index", "end_block_index", "search_result_index"), _SETTING),
)
_INPUT: Final = Shape(text, others=Shape(text), label=False)
"""Arguments of a tool as an object: every value is text, every key a label."""

_block_fields: Final[dict[str, Shape]] = {}
_upload_fields: Final[dict[str, Shape]] = {}
_PLAIN_BLOCK: Final = Shape(text, fields=_block_fields, label=False)
_UPLOAD: Final = Shape(text, fields=_upload_fields, label=False)


def _block(value: Json) -> Shape:
    """A file that lies at the provider and is put before the model cannot be read here; one the model made is an id."""
    return _UPLOAD if isinstance(value, dict) and value.get("type") == "container_upload" else _PLAIN_BLOCK


_BLOCK: Final = Shape(choose=_block, label=False)
CONTENT: Final = Shape(text, items=_BLOCK, fields=_block_fields, label=False)
"""A string, or a list of blocks."""
_RESULT: Final = Shape(document, items=_BLOCK, fields=_block_fields, label=False)
"""The result of a tool: blocks, or a string that is often JSON."""

_block_fields.update(
    {
        "type": _TYPE,
        "text": _PROSE,
        "citations": _CITATION,
        "cache_control": _CACHE,
        "source": Shape(choose=_source, label=False),
        "title": _PROSE,
        "context": _PROSE,
        "thinking": _PROSE,
        "signature": _SEALED,
        "data": _SEALED,
        **dict.fromkeys(("id", "tool_use_id", "file_id", "server_name"), _REFERENCE),
        "name": _NAME,
        "input": _INPUT,
        "content": _RESULT,
        "is_error": _FLAG,
        "url": _LABELLED,
        **dict.fromkeys(("encrypted_content", "encrypted_stdout"), _SEALED),
        "page_age": _PROSE,
        "error_code": _ERROR_CODE,
        **dict.fromkeys(("stdout", "stderr"), _plain(document)),
        "return_code": _SETTING,
        "caller": _plain(name, type=_TYPE, tool_id=_REFERENCE),
    }
)
_upload_fields.update(_block_fields, file_id=_plain(stored(STORED_FILE)))


def _message(role: str) -> Shape:
    return Shape(role=role, label=False, fields={"role": _enum("user", "assistant", "system"), "content": CONTENT})


_MESSAGES: Final = {role: _message(role) for role in ("user", "assistant", "system")}


def _message_shape(message: Json) -> Shape:
    role = message.get("role") if isinstance(message, dict) else None
    return _MESSAGES.get(role, _MESSAGES["user"]) if isinstance(role, str) else _MESSAGES["user"]


# --------------------------------------------------------------------------- the request

_TOOL: Final = Shape(
    name,
    label=False,
    role="definition",
    fields={
        "type": _TYPE,
        "name": _NAME,
        "description": _PROSE,
        "input_schema": SCHEMA,
        "input_examples": Shape(name, others=_LABELLED, label=False),
        "cache_control": _CACHE,
        "strict": _FLAG,
        "defer_loading": _FLAG,
        **dict.fromkeys(("max_uses", "max_characters", "display_width_px", "display_height_px"), _SETTING),
        "display_number": _SETTING,
        **dict.fromkeys(("allowed_domains", "blocked_domains"), _NAME),
        "user_location": Shape(
            name,
            label=False,
            fields={
                "type": _enum("approximate"),
                **dict.fromkeys(("city", "country", "region", "timezone"), _LABELLED),
            },
        ),
        "citations": _plain(name, enabled=_FLAG),
    },
)
_SERVER: Final = _plain(
    name,
    type=_enum("url"),
    name=_NAME,
    url=_plain(server),
    authorization_token=_LABELLED,
    tool_configuration=_plain(name, enabled=_FLAG, allowed_tools=_NAME),
)
_FORMAT: Final = _plain(name, type=_enum("json_schema"), schema=SCHEMA, name=_NAME)

_SHOWN: Final = _enum("omitted", "summarized", "updates")
_SKILL: Final = _plain(name, type=_TYPE, skill_id=_REFERENCE, version=_REFERENCE)

REQUEST: Final = Shape(
    label=False,
    fields={
        "model": _plain(exempt),
        "messages": Shape(items=Shape(choose=_message_shape), label=False),
        "system": Shape(text, items=_BLOCK, fields=_block_fields, label=False, role="system"),
        "tools": _TOOL,
        "tool_choice": _plain(
            name, type=_enum("auto", "any", "tool", "none"), name=_NAME, disable_parallel_tool_use=_FLAG
        ),
        "metadata": Shape(name, fields={"user_id": _LABELLED}, others=_LABELLED, label=False),
        "stop_sequences": _NAME,
        "thinking": _plain(name, type=_enum("enabled", "disabled", "adaptive"), budget_tokens=_SETTING, display=_SHOWN),
        "output_config": _plain(name, effort=_enum("low", "medium", "high", "xhigh", "max"), format=_FORMAT),
        "output_format": _FORMAT,
        "container": _plain(reference, id=_REFERENCE, skills=_SKILL),
        "mcp_servers": _SERVER,
        "service_tier": _enum("auto", "standard_only"),
        "stream": _FLAG,
        **dict.fromkeys(("max_tokens", "temperature", "top_p", "top_k"), _SETTING),
    },
    others=Shape(number=Numbers.BOUND),
)

# --------------------------------------------------------------------------- the answer

_MADE_ID: Final = _plain(made_id)
_AS_MADE: Final = _plain(opaque("sealed"))
_UNTOUCHED: Final = _plain(exempt)
"""Signed with what is signed: altered, it would be refused in the next turn."""

_answer_fields: Final[dict[str, Shape]] = {}
_ANSWER_BLOCK: Final = Shape(text, fields=_answer_fields, label=False)
_answer_fields.update(
    {
        **dict.fromkeys(("type", "id", "tool_use_id", "file_id", "server_name", "error_code"), _MADE_ID),
        "text": _PROSE,
        "name": _NAME,
        "input": SAID,
        "thinking": _UNTOUCHED,
        **dict.fromkeys(("signature", "data", "encrypted_content"), _AS_MADE),
        "citations": _CITATION,
        "content": _ANSWER_BLOCK,
        **dict.fromkeys(("title", "page_age", "stdout", "stderr"), _PROSE),
        "url": _LABELLED,
        **dict.fromkeys(("is_error", "return_code"), _FLAG),
        "source": Shape(choose=_source, label=False),
        "caller": _plain(name, type=_MADE_ID, tool_id=_MADE_ID),
    }
)
STOP_REASON: Final = _enum(
    *("end_turn", "max_tokens", "stop_sequence", "tool_use", "pause_turn", "refusal"),
    "model_context_window_exceeded",
)
_USAGE: Final = _plain(
    text,
    service_tier=_MADE_ID,
    inference_geo=_MADE_ID,
    server_tool_use=_plain(text, web_search_requests=_FLAG, web_fetch_requests=_FLAG),
    cache_creation=_plain(text, ephemeral_5m_input_tokens=_FLAG, ephemeral_1h_input_tokens=_FLAG),
    **dict.fromkeys(("input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"), _FLAG),
)
ERROR: Final = _plain(text, type=_MADE_ID, message=_PROSE)
ANSWER: Final = _plain(
    text,
    id=_MADE_ID,
    type=_MADE_ID,
    role=_enum("assistant"),
    model=_MADE_ID,
    content=_ANSWER_BLOCK,
    stop_reason=STOP_REASON,
    stop_sequence=_PROSE,
    usage=_USAGE,
    container=_plain(text, id=_MADE_ID, expires_at=_MADE_ID),
    error=ERROR,
    request_id=_MADE_ID,
    input_tokens=_FLAG,
)
"""A whole message, the answer of `count_tokens`, or an error."""
DELTA: Final = _plain(
    text,
    type=_MADE_ID,
    thinking=_UNTOUCHED,
    signature=_AS_MADE,
    citation=_CITATION,
    stop_reason=STOP_REASON,
    stop_sequence=_PROSE,
    container=ANSWER.fields["container"],
)
EVENT: Final = _plain(
    text,
    type=_MADE_ID,
    index=_FLAG,
    message=ANSWER,
    content_block=_ANSWER_BLOCK,
    delta=DELTA,
    usage=_USAGE,
    error=ERROR,
    request_id=_MADE_ID,
)
"""One event of a streamed message."""
