"""What stands where in a Responses request and answer; the language is that of `shape`.

Items of input and output are read by one description: their kinds share their members, and a kind that the API adds
next year is scanned like any unknown object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.wire.json_schema import SCHEMA
from proxy.wire.rewrite import VOID
from proxy.wire.shape import (
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
_VOID: Final = Shape(kind=VOID)
_TYPE: Final = _plain(
    versioned(
        *("message", "input_text", "input_image", "input_file", "input_audio", "output_text", "refusal", "text"),
        *("summary_text", "reasoning_text", "reasoning", "item_reference", "compaction", "compaction_trigger"),
        *("function_call", "function_call_output", "custom_tool_call", "custom_tool_call_output", "program"),
        *("file_search_call", "web_search_call", "computer_call", "computer_call_output", "computer_screenshot"),
        *("code_interpreter_call", "image_generation_call", "local_shell_call", "local_shell_call_output"),
        *("shell_call", "shell_call_output", "apply_patch_call", "apply_patch_call_output", "program_output"),
        *("mcp_call", "mcp_list_tools", "mcp_approval_request", "mcp_approval_response", "tool_search_call"),
        *("tool_search_output", "additional_tools", "configuration_update", "url", "logs", "image", "exit", "timeout"),
        *("file_citation", "url_citation", "container_file_citation", "file_path", "exec", "direct"),
        *("click", "double_click", "drag", "keypress", "move", "screenshot", "scroll", "type", "wait"),
        *("search", "open_page", "find_in_page", "create_file", "delete_file", "update_file"),
        *("function", "custom", "namespace", "file_search", "web_search", "web_search_preview", "computer"),
        *("computer_use_preview", "computer_use", "code_interpreter", "image_generation", "local_shell", "shell"),
        *("apply_patch", "mcp", "tool_search", "programmatic_tool_calling", "allowed_tools", "auto", "local"),
        *("container_auto", "container_reference", "skill_reference", "inline", "allowlist", "disabled"),
    )
)
"""Discriminators, with or without a version. Any other word is scanned: it may be a name."""
_WORD: Final = _enum(
    *("completed", "incomplete", "failed", "cancelled", "in_progress", "queued", "calling", "generating"),
    *("interpreting", "searching", "commentary", "final_answer", "client", "server", "auto", "default", "disabled"),
    *("none", "minimal", "low", "medium", "high", "xhigh", "max", "concise", "detailed", "required", "standard"),
    *("flex", "scale", "priority", "fast", "ultrafast", "in_memory", "in-memory", "24h", "12h", "30m", "explicit"),
    *("implicit", "transparent", "opaque", "png", "jpeg", "webp", "1024x1024", "1024x1536", "1536x1024", "browser"),
    *("linux", "mac", "ubuntu", "windows", "pro"),
)
"""The words of settings and states."""
INCLUDED: Final = (
    *("code_interpreter_call.outputs", "computer_call_output.output.image_url", "file_search_call.results"),
    *("message.input_image.image_url", "message.output_text.logprobs", "reasoning.encrypted_content"),
    *("web_search_call.action.sources", "web_search_call.results"),
)
"""What a caller may ask to have included, in a body or in a query."""
_INCLUDE: Final = _enum(*INCLUDED)

# --------------------------------------------------------------------------- items, both ways

_ANNOTATION: Final = _plain(
    name,
    type=_TYPE,
    **dict.fromkeys(("start_index", "end_index", "index"), _SETTING),
    **dict.fromkeys(("file_id", "container_id"), _REFERENCE),
    filename=_LABELLED,
    title=_PROSE,
    url=_LABELLED,
)


def _part_fields(ids: Shape) -> dict[str, Shape]:
    """Members of a content part, a summary part, a result."""
    return {
        "type": _TYPE,
        **dict.fromkeys(("text", "refusal", "transcript"), _PROSE),
        "image_url": _plain(link("image")),
        "file_url": _plain(link("file")),
        "file_data": _plain(inline("file")),
        "file_id": ids,
        "filename": _LABELLED,
        "detail": _enum("auto", "low", "high", "original"),
        "input_audio": _plain(name, data=_plain(inline("audio")), format=_enum("wav", "mp3")),
        "annotations": _ANNOTATION,
        "prompt_cache_breakpoint": _plain(name, mode=_WORD, ttl=_WORD),
    }


def _item_fields(*, ids: Shape, files: Shape, logprobs: Shape, results: Shape) -> dict[str, Shape]:
    """Members of all kinds of items. `ids` reads references, `files` ids of stored files."""
    part = Shape(text, fields={**_part_fields(files), "logprobs": logprobs}, label=False)
    call = Shape(text, others=Shape(text), fields={"type": _TYPE}, label=False)
    return {
        **part.fields,
        "role": _enum("user", "assistant", "system", "developer", "tool"),
        "content": Shape(text, items=part, fields=part.fields, label=False),
        "summary": part,
        **dict.fromkeys(("id", "call_id", "container_id", "approval_request_id", "fingerprint"), ids),
        **dict.fromkeys(("status", "phase", "execution", "quality", "size", "background", "output_format"), _WORD),
        **dict.fromkeys(("name", "namespace", "server_label"), _NAME),
        "arguments": _plain(document),
        **dict.fromkeys(("input", "code", "result", "revised_prompt", "reason", "diff", "path", "created_by"), _PROSE),
        "output": Shape(document, items=part, fields={**part.fields, "logs": _PROSE, **_SHELL}, label=False),
        "outputs": Shape(text, fields={"type": _TYPE, "logs": _PROSE, "url": _LABELLED}, label=False),
        **dict.fromkeys(("action", "actions", "operation", "environment", "caller"), call),
        "queries": _PROSE,
        "results": results,
        "tools": Shape(choose=_tool, label=False),
        "encrypted_content": _SEALED,
        "approve": _FLAG,
        "async": _FLAG,
    }


_SHELL: Final = {
    **dict.fromkeys(("stdout", "stderr"), _plain(document)),
    "outcome": _plain(name, type=_TYPE, exit_code=_SETTING),
}

# --------------------------------------------------------------------------- tools and settings

_FORMAT: Final = _plain(
    name,
    type=_enum("text", "json_object", "json_schema", "grammar"),
    name=_NAME,
    description=_PROSE,
    schema=SCHEMA,
    strict=_FLAG,
    definition=_PROSE,
    syntax=_enum("lark", "regex"),
)
_LOCATION: Final = Shape(
    name,
    label=False,
    fields={"type": _enum("approximate"), **dict.fromkeys(("city", "country", "region", "timezone"), _LABELLED)},
)
_FILES: Final = _plain(stored(STORED_FILE))
_SKILL: Final = _plain(name, type=_TYPE, source=_plain(name, type=_TYPE, data=_plain(inline("file"))))
"""One that is sent along is a packed folder in base64."""
_CONTAINER: Final = {"type": _TYPE, "file_ids": _FILES, "skills": _SKILL}
_TOOL: Final = Shape(
    name,
    label=False,
    role="definition",
    fields={
        "type": _TYPE,
        **dict.fromkeys(("name", "server_label", "namespace"), _NAME),
        **dict.fromkeys(("description", "server_description", "instructions"), _PROSE),
        "parameters": SCHEMA,
        "strict": _FLAG,
        "format": _FORMAT,
        "server_url": _plain(server),
        "authorization": _LABELLED,
        "headers": Shape(name, others=_LABELLED, label=False),
        "allowed_tools": Shape(name, fields={"tool_names": _NAME}, label=False),
        "vector_store_ids": _plain(stored("file")),
        "container": _plain(reference, **_CONTAINER),
        "environment": _plain(_WORD.string, **_CONTAINER),
        "input_image_mask": _plain(name, file_id=_FILES, image_url=_plain(link("image"))),
        "user_location": _LOCATION,
        "search_context_size": _enum("low", "medium", "high"),
        **dict.fromkeys(("max_num_results", "display_width", "display_height", "partial_images"), _SETTING),
        **dict.fromkeys(("background", "moderation", "output_format", "quality", "size"), _WORD),
    },
)


def _tool(_: Json) -> Shape:
    """Tools hold items' members in one kind of item, so the two descriptions need each other."""
    return _TOOL


_REQUEST_ITEM_FIELDS: Final = _item_fields(
    ids=_REFERENCE,
    files=_FILES,
    logprobs=_VOID,
    results=Shape(text, others=Shape(text), label=False),
)
_IMAGE_CALL: Final = Shape(
    text, fields={**_REQUEST_ITEM_FIELDS, "result": _plain(inline("image"))}, label=False, role="assistant"
)
_ITEM_REFERENCE: Final = _plain(name, type=_TYPE, id=_plain(stored("conversation")))
_ITEMS: Final = {
    role: Shape(text, fields=_REQUEST_ITEM_FIELDS, label=False, role=role)
    for role in ("user", "assistant", "system", "tool")
}
_ROLES: Final = {"developer": "system"}


def _item(item: Json) -> Shape:
    """An item by its role; a result of a tool has none, a call is the assistant's."""
    if not isinstance(item, dict):
        return _ITEMS["user"]
    kind = str(item.get("type") or "")
    if kind == "item_reference" or (not kind and item.keys() <= {"id", "type"}):  # the type may be left out
        return _ITEM_REFERENCE
    if kind == "image_generation_call":
        return _IMAGE_CALL
    if kind.endswith(("_output", "_call_output")):
        return _ITEMS["tool"]
    role = str(item.get("role", "assistant" if "call" in kind or kind == "reasoning" else "user"))
    return _ITEMS.get(_ROLES.get(role, role), _ITEMS["user"])


_VARIABLE: Final = Shape(text, fields=_part_fields(_FILES))
"""Of a stored prompt: a text, or a part with a picture or a file."""

REQUEST: Final = Shape(
    label=False,
    fields={
        "model": _plain(exempt),
        "input": Shape(text, items=Shape(choose=_item), label=False, role="user"),
        "instructions": Shape(text, label=False, role="system"),
        "prompt": _plain(name, id=_REFERENCE, version=_REFERENCE, variables=Shape(text, others=_VARIABLE, label=False)),
        "tools": Shape(items=_TOOL, label=False),
        "tool_choice": _plain(one_of("none", "auto", "required"), type=_TYPE, name=_NAME, mode=_WORD, tools=_TOOL),
        "text": _plain(name, format=_FORMAT, verbosity=_enum("low", "medium", "high")),
        "reasoning": _plain(name, effort=_WORD, summary=_WORD, generate_summary=_WORD),
        "metadata": Shape(name, others=_LABELLED, label=False),
        **dict.fromkeys(("user", "safety_identifier", "prompt_cache_key"), _LABELLED),
        "include": _INCLUDE,
        **dict.fromkeys(("service_tier", "truncation", "prompt_cache_retention"), _WORD),
        "stream_options": _plain(name, include_obfuscation=_FLAG),
        **dict.fromkeys(("stream", "store", "background", "parallel_tool_calls"), _FLAG),
        **dict.fromkeys(("max_output_tokens", "max_tool_calls", "temperature", "top_p", "top_logprobs"), _SETTING),
        # Ids in which nobody looks: what is not known as the caller's own (`continuity`) never leaves.
        "previous_response_id": _plain(exempt),
        "conversation": _plain(exempt, id=_plain(exempt)),
    },
    others=Shape(number=Numbers.BOUND),
)

# --------------------------------------------------------------------------- the answer

_MADE_ID: Final = _plain(made_id)
_ANSWER_ITEM_FIELDS: Final = _item_fields(
    ids=_MADE_ID,
    files=_MADE_ID,
    logprobs=_VOID,
    results=Shape(
        text,
        label=False,
        fields={"file_id": _MADE_ID, "filename": _LABELLED, "text": _PROSE, "score": _FLAG, "attributes": Shape(text)},
    ),
)
_ANSWER_OUTPUT: Final = _ANSWER_ITEM_FIELDS["output"]
_ANSWER_ITEM_FIELDS.update(
    # What a tool printed is seldom JSON, and what is restored in JSON is quoted: as text, it is right in both.
    output=Shape(
        text,
        items=_ANSWER_OUTPUT.items,
        fields={**_ANSWER_OUTPUT.fields, **dict.fromkeys(("stdout", "stderr"), _PROSE)},
        label=False,
    ),
    result=_PROSE,
    encrypted_content=_plain(opaque("sealed")),
)


def _answer_item(item: Json) -> Shape:
    if isinstance(item, list):
        return _ANSWER_ITEMS
    return _IMAGE if isinstance(item, dict) and item.get("type") == "image_generation_call" else _ANSWER_ITEM


_ANSWER_ITEM: Final = Shape(text, fields=_ANSWER_ITEM_FIELDS, label=False)
_IMAGE: Final = Shape(text, fields={**_ANSWER_ITEM_FIELDS, "result": _plain(opaque("image"))}, label=False)
_ANSWER_ITEMS: Final = Shape(text, items=Shape(choose=_answer_item, label=False), label=False)
OUTPUT: Final = Shape(choose=_answer_item, label=False)
"""One item, or a list of them."""
STATUS: Final = _enum("completed", "incomplete", "failed", "cancelled", "in_progress", "queued")
ERROR: Final = _plain(text, message=_PROSE, type=_MADE_ID, code=_MADE_ID, param=Shape(text, label=False))
_COUNTS: Final = ("input_tokens", "output_tokens", "total_tokens")
_DETAILS: Final = _plain(text, **dict.fromkeys(("cached_tokens", "reasoning_tokens", "cache_write_tokens"), _FLAG))
ANSWER: Final = _plain(
    text,
    id=_MADE_ID,
    object=_MADE_ID,
    created_at=_FLAG,
    completed_at=_FLAG,
    model=_MADE_ID,
    status=STATUS,
    error=ERROR,
    incomplete_details=_plain(text, reason=_MADE_ID),
    output=OUTPUT,
    usage=_plain(
        text,
        **dict.fromkeys(_COUNTS, _FLAG),
        **dict.fromkeys(("input_tokens_details", "output_tokens_details"), _DETAILS),
    ),
    input_tokens=_FLAG,
    **{
        key: REQUEST.fields[key]
        for key in (
            *(
                "instructions",
                "metadata",
                "tools",
                "tool_choice",
                "text",
                "reasoning",
                "prompt",
                "user",
                "safety_identifier",
            ),
            *("prompt_cache_key", "service_tier", "truncation", "prompt_cache_retention", "background", "store"),
            *("parallel_tool_calls", "temperature", "top_p", "top_logprobs", "max_output_tokens", "max_tool_calls"),
        )
    },
    previous_response_id=_MADE_ID,
)
"""A whole response, the answer of `input_tokens`, or an error."""
EVENT: Final = _plain(
    text,
    type=_MADE_ID,
    item_id=_MADE_ID,
    sequence_number=_FLAG,
    **dict.fromkeys(("output_index", "content_index", "summary_index", "annotation_index", "command_index"), _FLAG),
    response=ANSWER,
    item=OUTPUT,
    part=_ANSWER_ITEM,
    annotation=_ANNOTATION,
    arguments=_plain(document),
    **dict.fromkeys(("text", "refusal", "code", "input", "message", "command"), _PROSE),
    delta=Shape(text, others=Shape(text), label=False),
    output=_ANSWER_ITEM_FIELDS["output"],
    param=Shape(text, label=False),
    status=_MADE_ID,
    partial_image_b64=_plain(opaque("image")),
    partial_image_index=_FLAG,
    logprobs=_VOID,
    **dict.fromkeys(("background", "output_format", "quality", "size"), _MADE_ID),
    error=ERROR,
)
"""One event of a streamed response."""
