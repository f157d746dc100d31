"""What stands where in a Chat Completions request and answer; the language is that of `shape`.

Only what the API itself defines is named here. Everything else, a field of another vendor or of next year, falls to
`shape.ANYTHING` and is scanned with its keys. A key counts as a label for the text below it only when it says what
the text is ("city", "filename", a metadata key), not where it stands ("content").
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
    stored,
    tensor,
    text,
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
"""Names of tools and schemas: chosen by programmers, so "name" is no label for them."""
_LABELLED: Final = Shape(name)
_REFERENCE: Final = _plain(reference)
_SETTING: Final = Shape(number=Numbers.SETTING)
_FLAG: Final = Shape(label=False)

# --------------------------------------------------------------------------- messages

_CACHE_BREAKPOINT: Final = _plain(name, mode=_enum("explicit", "implicit"), ttl=_enum("30m", "12h", "24h"))
_PART_TYPES: Final = (
    *("text", "refusal", "image_url", "input_audio", "file", "audio_url", "video_url"),
    *("input_text", "output_text", "input_image", "thinking", "reasoning"),
    *("prompt_embeds", "image_embeds", "audio_embeds", "video_embeds"),
)


def _link(kind: str, **fields: Shape) -> Shape:
    """A URL as a string, or under ``url`` of an object."""
    return Shape(link(kind), fields={"url": Shape(link(kind)), **fields}, label=False)


def _tensors(kind: str) -> Shape:
    """Of vLLM: tensors in place of what they were made from; one, or several by name."""
    return Shape(tensor(kind), others=Shape(tensor(kind), label=False), label=False)


def _parts(reading: Reading) -> Shape:
    """Message content: a string, or a list of parts (or of strings, as some clients send)."""
    prose = _plain(reading)
    part = _plain(
        reading,
        type=_enum(*_PART_TYPES),
        text=prose,
        refusal=_PROSE,
        thinking=_plain(text, type=_enum("text"), text=_PROSE),
        image_url=_link("image", detail=_enum("auto", "low", "high", "original")),
        video_url=_link("file"),
        audio_url=_link("audio"),
        input_audio=_plain(name, data=_plain(inline("audio")), format=_enum("wav", "mp3")),
        file=_plain(
            name,
            file_data=_plain(inline("file")),
            file_id=_plain(stored(STORED_FILE)),
            filename=_LABELLED,
            format=_plain(reference),
        ),
        prompt_cache_breakpoint=_CACHE_BREAKPOINT,
        image_embeds=_tensors("image"),
        audio_embeds=_tensors("audio"),
        video_embeds=_tensors("file"),
    )
    embeds = _plain(reading, **{**part.fields, "data": _tensors("token_ids")})

    def shape(value: Json) -> Shape:
        return embeds if isinstance(value, dict) and value.get("type") == "prompt_embeds" else part

    return Shape(reading, items=Shape(choose=shape, label=False), fields=part.fields, label=False)


_CALL: Final = _plain(name, name=_NAME, arguments=_plain(document))
_TOOL_CALL: Final = _plain(
    name,
    id=_REFERENCE,
    type=_enum("function", "custom"),
    index=_SETTING,
    function=_CALL,
    custom=_plain(name, name=_NAME, input=_plain(document)),
)
_ROLES: Final = ("system", "developer", "user", "assistant", "tool", "function")


def _message(role: str, content: Reading) -> Shape:
    return Shape(
        role=role,
        label=False,
        fields={
            "role": _enum(*_ROLES),
            "content": _parts(content),
            "name": _LABELLED,
            "refusal": _PROSE,
            **dict.fromkeys(("reasoning_content", "reasoning"), _PROSE),
            "tool_calls": _TOOL_CALL,
            "function_call": _CALL,
            "tool_call_id": _REFERENCE,
            "audio": _plain(name, id=_plain(stored("audio"))),
            "annotations": _ANNOTATION,
        },
    )


_ANNOTATION: Final = _plain(
    name,
    type=_enum("url_citation"),
    url_citation=Shape(
        name,
        label=False,
        fields={
            "start_index": _SETTING,
            "end_index": _SETTING,
            "title": _PROSE,
            "url": Shape(name),
        },
    ),
)
_MESSAGES: Final = {
    "system": _message("system", text),
    "developer": _message("system", text),
    "user": _message("user", text),
    "assistant": _message("assistant", text),
    "tool": _message("tool", document),
    "function": _message("tool", document),
}


def _message_shape(message: Json) -> Shape:
    role = message.get("role") if isinstance(message, dict) else None
    # A role that the API does not know was written by the caller, and so was its text.
    return _MESSAGES.get(role, _MESSAGES["user"]) if isinstance(role, str) else _MESSAGES["user"]


# --------------------------------------------------------------------------- definitions

_DEFINITION: Final = _plain(
    name, name=_NAME, description=_PROSE, parameters=SCHEMA, schema=SCHEMA, strict=_FLAG, input_schema=SCHEMA
)
_GRAMMAR: Final = _plain(name, definition=_PROSE, syntax=_enum("lark", "regex"))
_CUSTOM: Final = _plain(
    name,
    name=_NAME,
    description=_PROSE,
    format=_plain(name, type=_enum("text", "grammar"), grammar=_GRAMMAR),
)
_TOOL: Final = _plain(name, type=_enum("function", "custom"), function=_DEFINITION, custom=_CUSTOM)
_TOOL_CHOICE: Final = _plain(
    one_of("none", "auto", "required", "any"),
    type=_enum("function", "custom", "allowed_tools"),
    function=_plain(name, name=_NAME),
    custom=_plain(name, name=_NAME),
    allowed_tools=_plain(name, mode=_enum("auto", "required"), tools=_TOOL),
    name=_NAME,
)
_RESPONSE_FORMAT: Final = _plain(name, type=_enum("text", "json_object", "json_schema"), json_schema=_DEFINITION)


def _defined(shape: Shape) -> Shape:
    """The same place, with the role "definition" from here on."""
    return Shape(shape.string, fields=shape.fields, label=False, role="definition")


# --------------------------------------------------------------------------- the request

_LOCATION: Final = Shape(name, fields=dict.fromkeys(("city", "country", "region", "timezone"), _LABELLED), label=False)
_VOICES: Final = (
    *("alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx", "sage", "shimmer"),
    "verse",
)
_MODE: Final = _plain(name, mode=_enum("score", "block"))
_TIERS: Final = ("auto", "default", "flex", "scale", "priority", "fast", "standard")

REQUEST: Final = Shape(
    fields={
        "model": _plain(exempt),
        "messages": Shape(items=Shape(choose=_message_shape), label=False),
        "tools": _defined(_TOOL),
        "functions": _defined(_DEFINITION),
        "response_format": _defined(_RESPONSE_FORMAT),
        "tool_choice": _TOOL_CHOICE,
        "function_call": _TOOL_CHOICE,
        "prediction": Shape(role="user", label=False, fields={"type": _enum("content"), "content": _parts(text)}),
        "stop": _NAME,
        **dict.fromkeys(("user", "safety_identifier", "prompt_cache_key"), _LABELLED),
        "metadata": Shape(name, others=_LABELLED, label=False),
        "web_search_options": _plain(
            name,
            search_context_size=_enum("low", "medium", "high"),
            user_location=_plain(name, type=_enum("approximate"), approximate=_LOCATION),
        ),
        "modalities": _enum("text", "audio"),
        "audio": _plain(
            name,
            format=_enum("wav", "aac", "mp3", "flac", "opus", "pcm16"),
            voice=_plain(one_of(*_VOICES), id=_REFERENCE),
        ),
        "moderation": _plain(name, model=_REFERENCE, policy=_plain(name, input=_MODE, output=_MODE)),
        "reasoning_effort": _enum("none", "minimal", "low", "medium", "high", "xhigh", "max"),
        "verbosity": _enum("low", "medium", "high"),
        "service_tier": _enum(*_TIERS),
        "prompt_cache_options": _CACHE_BREAKPOINT,
        "prompt_cache_retention": _enum("in_memory", "in-memory", "24h"),
        "logit_bias": Shape(kind="token_ids", label=False),
        # Of vLLM: text as tokens cannot be read.
        **dict.fromkeys(("prompt_token_ids", "token_ids", "allowed_token_ids"), Shape(kind="token_ids", label=False)),
        "seed": Shape(number=Numbers.SEED, label=False),
        **dict.fromkeys(("temperature", "top_p", "max_tokens", "max_completion_tokens", "n", "top_logprobs"), _SETTING),
        **dict.fromkeys(("presence_penalty", "frequency_penalty"), _SETTING),
        **dict.fromkeys(("stream", "store", "logprobs", "parallel_tool_calls"), _FLAG),
        "stream_options": Shape(fields=dict.fromkeys(("include_usage", "include_obfuscation"), _FLAG), label=False),
    },
    # A number under a key of the API's top level that we do not know is most likely a setting: no string there.
    others=Shape(number=Numbers.BOUND),
    label=False,
)

# --------------------------------------------------------------------------- the answer

_MADE_ID: Final = _plain(made_id)
_VOID: Final = Shape(kind=VOID)
_FINISH: Final = _enum("stop", "length", "tool_calls", "content_filter", "function_call", "error")
_ANSWER_CALL: Final = _plain(text, name=_NAME, arguments=_plain(document))
_ANSWER_TOOL_CALL: Final = _plain(
    text,
    id=_MADE_ID,
    type=_enum("function", "custom"),
    index=_SETTING,
    function=_ANSWER_CALL,
    custom=_plain(text, name=_NAME, input=_PROSE),
)
_SEALED: Final = _plain(opaque("sealed"))
_ANSWER_PART: Final = _plain(
    text,
    type=_plain(made_id),
    id=_MADE_ID,
    format=_MADE_ID,
    index=_FLAG,
    thinking=_plain(text, type=_enum(*_PART_TYPES), text=_PROSE),
    **dict.fromkeys(("text", "refusal", "summary"), _PROSE),
    # Signed or encrypted by the provider: worthless when altered, and not text.
    **dict.fromkeys(("signature", "data"), _SEALED),
)
"""Content as text, or as a list of parts; reasoning details of other vendors are such lists too."""
ANSWER_MESSAGE: Final = Shape(
    text,
    label=False,
    fields={
        "role": _enum(*_ROLES),
        **dict.fromkeys(("content", "refusal", "reasoning_content", "reasoning", "reasoning_details"), _ANSWER_PART),
        "tool_calls": _ANSWER_TOOL_CALL,
        "function_call": _ANSWER_CALL,
        "annotations": _ANNOTATION,
        "audio": _plain(text, id=_MADE_ID, data=_plain(opaque("audio")), transcript=_PROSE, expires_at=_FLAG),
    },
)
"""A message, or a delta, of an answer."""

CHOICE: Final = _plain(
    text,
    index=_FLAG,
    finish_reason=_FINISH,
    message=ANSWER_MESSAGE,
    delta=ANSWER_MESSAGE,
    **dict.fromkeys(("logprobs", "prompt_logprobs", "token_ids", "prompt_token_ids"), _VOID),
)
ERROR: Final = _plain(text, message=_PROSE, type=_MADE_ID, code=_MADE_ID, param=Shape(text, label=False))

_USAGE_COUNTS: Final = ("prompt_tokens", "completion_tokens", "total_tokens")
_USAGE_DETAILS: Final = (
    *("cached_tokens", "audio_tokens", "reasoning_tokens", "accepted_prediction_tokens", "text_tokens"),
    *("rejected_prediction_tokens", "cache_write_tokens", "image_tokens"),
)
_DETAILS: Final = _plain(text, **dict.fromkeys(_USAGE_DETAILS, _FLAG))

ANSWER: Final = Shape(
    text,
    label=False,
    fields={
        "id": _MADE_ID,
        "object": _enum("chat.completion", "chat.completion.chunk"),
        "created": _FLAG,
        "model": _MADE_ID,
        "system_fingerprint": _MADE_ID,
        "service_tier": _enum(*_TIERS),
        "choices": CHOICE,
        "usage": _plain(
            text,
            **dict.fromkeys(_USAGE_COUNTS, _FLAG),
            **dict.fromkeys(("prompt_tokens_details", "completion_tokens_details"), _DETAILS),
        ),
        "error": ERROR,
        **dict.fromkeys(("prompt_logprobs", "prompt_token_ids", "token_ids"), _VOID),
    },
)
"""A whole answer, a chunk of a streamed one, or an error."""
