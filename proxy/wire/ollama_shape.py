"""What stands where in requests and answers of Ollama's own API; the language is that of `shape`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from proxy.wire.json_schema import SCHEMA
from proxy.wire.openai_common import FLAG, LABELLED, MADE_ID, PROSE, SETTING, enum, plain, request
from proxy.wire.rewrite import VOID
from proxy.wire.shape import SAID, Numbers, Shape, document, inline, name, one_of, opaque, reference, text

if TYPE_CHECKING:
    from proxy.exchange import Json

_SEED: Final = Shape(number=Numbers.SEED, label=False)
_PICTURES: Final = plain(inline("image"))
_MADE_PICTURES: Final = plain(opaque("image"))
_DURATIONS: Final = ("5m", "10m", "15m", "30m", "1h", "2h", "24h", "0", "-1", "-1m")
_OPTION_NUMBERS: Final = (
    *("num_ctx", "num_batch", "num_gpu", "main_gpu", "num_thread", "num_keep", "num_predict", "top_k", "top_p"),
    *("min_p", "tfs_z", "typical_p", "repeat_last_n", "temperature", "repeat_penalty", "presence_penalty"),
    *("frequency_penalty", "mirostat", "mirostat_tau", "mirostat_eta"),
)
_OPTIONS: Final = Shape(
    name,
    label=False,
    fields={**dict.fromkeys(_OPTION_NUMBERS, SETTING), "seed": _SEED, "stop": plain(name)},
    others=Shape(name, number=Numbers.BOUND),
)
_COMMON: Final = {
    "options": _OPTIONS,
    "format": Shape(one_of("", "json"), fields=SCHEMA.fields, label=False, role="definition"),
    "keep_alive": Shape(one_of(*_DURATIONS), number=Numbers.SETTING, label=False),
    "think": enum("low", "medium", "high", "max"),
    **dict.fromkeys(("stream", "raw", "logprobs", "truncate"), FLAG),
    **dict.fromkeys(("top_logprobs", "width", "height", "steps", "dimensions"), SETTING),
}
_CALL: Final = plain(name, name=plain(name), description=PROSE, index=SETTING, arguments=plain(document))
"""Arguments are an object here, whose keys label what is below them; some clients send them as a string."""
_ROLES: Final = ("system", "user", "assistant", "tool")


def _message(role: str) -> Shape:
    return Shape(
        role=role,
        label=False,
        fields={
            "role": enum(*_ROLES),
            "content": plain(document if role == "tool" else text),
            "thinking": PROSE,
            "images": _PICTURES,
            **dict.fromkeys(("tool_name", "name"), LABELLED),
            "tool_call_id": plain(reference),
            "tool_calls": plain(name, id=plain(reference), type=enum("function"), function=_CALL),
        },
    )


_MESSAGES: Final = {role: _message(role) for role in _ROLES}


def _message_shape(message: Json) -> Shape:
    role = message.get("role") if isinstance(message, dict) else None
    return _MESSAGES.get(role, _MESSAGES["user"]) if isinstance(role, str) else _MESSAGES["user"]


_FUNCTION: Final = plain(name, name=plain(name), description=PROSE, parameters=SCHEMA)
CHAT: Final = request(
    messages=Shape(items=Shape(choose=_message_shape), label=False),
    tools=Shape(name, fields={"type": enum("function"), "function": _FUNCTION}, label=False, role="definition"),
    **_COMMON,
)
GENERATE: Final = request(
    prompt=Shape(text, label=False, role="user"),
    suffix=Shape(text, label=False, role="user"),
    system=Shape(text, label=False, role="system"),
    template=Shape(text, label=False, role="system"),
    images=_PICTURES,
    context=Shape(kind="token_ids", label=False),
    **_COMMON,
)
EMBED: Final = request(input=PROSE, prompt=PROSE, **_COMMON)

# --------------------------------------------------------------------------- answers

_COUNTS: Final = (
    *("total_duration", "load_duration", "prompt_eval_count", "prompt_eval_duration", "eval_count"),
    *("eval_duration", "completed", "total", "done"),
)
ANSWER_CALL: Final = plain(
    text,
    id=MADE_ID,
    type=enum("function"),
    function=plain(
        text,
        name=plain(name),
        index=FLAG,
        arguments=Shape(document, number=Numbers.SAID, others=SAID.others, label=False),
    ),
)
ANSWER: Final = plain(
    text,
    **dict.fromkeys(("model", "created_at", "done_reason", "remote_model", "remote_host"), MADE_ID),
    **dict.fromkeys(_COUNTS, FLAG),
    message=plain(
        text,
        role=enum(*_ROLES),
        content=PROSE,
        thinking=PROSE,
        images=_MADE_PICTURES,
        tool_name=LABELLED,
        tool_calls=ANSWER_CALL,
    ),
    response=PROSE,
    thinking=PROSE,
    image=_MADE_PICTURES,
    # Tokens are a second copy of the text that can be neither restored nor scanned.
    context=Shape(kind=VOID),
    logprobs=Shape(kind=VOID),
    error=PROSE,
    **dict.fromkeys(("embeddings", "embedding"), FLAG),
)
"""A whole answer, a line of a streamed one, or an error."""
