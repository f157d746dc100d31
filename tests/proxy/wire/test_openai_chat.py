"""The Chat Completions codec accounts for everything in a request and rewrites everything in an answer."""

from __future__ import annotations

import copy
import itertools
import json
from typing import TYPE_CHECKING

import pytest

from proxy.errors import BadRequest, Blocked, ProviderGarbled
from proxy.exchange import Mark, Segment, Spelling, show_path
from proxy.wire.openai_chat import OpenAIChat
from proxy.wire.openai_chat_shape import REQUEST
from proxy.wire.walk import walk

if TYPE_CHECKING:
    from proxy.exchange import Json, ParsedCall, Path

KEY, JSON = Mark.KEY, Mark.JSON
CODEC = OpenAIChat()
_numbers = itertools.count(100)


def canary() -> str:
    """A distinct value that no enum, id or setting may swallow."""
    return f"canary {next(_numbers)}-45-6789"


def chat(*messages: Json, **members: Json) -> dict[str, Json]:
    return {"model": "m", "messages": list(messages), **members}


def by_path(call: ParsedCall) -> dict[str, Segment]:
    return {show_path(segment.path): segment for segment in call.segments}


def segment_at(call: ParsedCall, *path: object) -> Segment:
    (found,) = [segment for segment in call.segments if segment.path == path]
    return found


def maximal_request() -> dict[str, Json]:
    """Every position the API defines, and some it does not, each holding a canary."""
    schema = {
        "title": canary(),
        "description": canary(),
        "type": canary(),
        "properties": {
            canary(): {
                **{key: canary() for key in ("type", "description", "pattern", "format", "$ref", "default", "const")},
                "enum": [canary(), 123456789],
                "examples": [{canary(): canary()}],
                "minimum": 123456789,
                "items": {"anyOf": [{"const": canary()}, True]},
            }
        },
        "required": [canary()],
        "$defs": {canary(): {"title": canary()}},
        "dependentRequired": {canary(): [canary()]},
        canary(): canary(),
    }
    definition = {"name": canary(), "description": canary(), "parameters": schema, "strict": True, canary(): canary()}
    text_part = {"type": canary(), "text": canary(), "prompt_cache_breakpoint": {"mode": canary(), canary(): canary()}}
    grammar = {"definition": canary(), "syntax": canary()}
    location = {key: canary() for key in ("city", "country", "region", "timezone")}
    call = {"name": canary(), "arguments": json.dumps({canary(): [canary(), 123456789, {canary(): None}]})}
    return {
        "model": "gpt-4o",
        "messages": [
            {"role": "system", "content": canary(), "name": canary()},
            {"role": "developer", "content": [text_part, canary()], "name": canary()},
            {
                "role": "user",
                "name": canary(),
                "content": [
                    text_part,
                    {"type": "image_url", "image_url": {"url": canary(), "detail": canary()}},
                    {"type": "image_url", "image_url": "data:image/png;base64,AAAA"},
                    {"type": "input_audio", "input_audio": {"data": canary(), "format": canary()}},
                    {"type": "file", "file": {"file_data": canary(), "file_id": canary(), "filename": canary()}},
                    {"type": canary(), canary(): {canary(): [canary(), 123456789]}},
                ],
            },
            {
                "role": "assistant",
                "content": [{"type": "refusal", "refusal": canary()}],
                "refusal": canary(),
                "reasoning_content": canary(),
                "reasoning": canary(),
                "audio": {"id": canary()},
                "function_call": call,
                "tool_calls": [
                    {"id": canary(), "type": canary(), "function": call},
                    {"id": canary(), "type": "custom", "custom": {"name": canary(), "input": canary()}},
                    {"function": {"name": canary(), "arguments": canary()}},
                ],
                "annotations": [{"type": canary(), "url_citation": {"title": canary(), "url": canary()}}],
            },
            {"role": "tool", "tool_call_id": canary(), "content": json.dumps([{canary(): canary()}])},
            {"role": "function", "name": canary(), "content": canary()},
            {"role": canary(), "content": canary(), canary(): canary()},
        ],
        "tools": [
            {"type": canary(), "function": definition},
            {"type": "custom", "custom": {"name": canary(), "format": {"type": canary(), "grammar": grammar}}},
        ],
        "functions": [definition],
        "tool_choice": {
            "type": canary(),
            "function": {"name": canary()},
            "allowed_tools": {"mode": canary(), "tools": [definition]},
        },
        "function_call": {"name": canary()},
        "response_format": {
            "type": canary(),
            "json_schema": {"name": canary(), "description": canary(), "schema": schema},
        },
        "prediction": {"type": canary(), "content": [text_part]},
        "stop": [canary(), canary()],
        **{key: canary() for key in ("user", "safety_identifier", "prompt_cache_key", "reasoning_effort", "verbosity")},
        **{key: canary() for key in ("service_tier", "prompt_cache_retention", "temperature", "seed", "n")},
        "metadata": {canary(): canary()},
        "web_search_options": {
            "search_context_size": canary(),
            "user_location": {"type": canary(), "approximate": location},
        },
        "modalities": [canary()],
        "audio": {"voice": canary(), "format": canary()},
        "moderation": {"model": canary(), "policy": {"input": {"mode": canary()}}},
        "prompt_cache_options": {"mode": canary(), "ttl": canary()},
        "logit_bias": {canary(): 5},
        "max_tokens": 123456789,
        "stream": False,
        "stream_options": {"include_usage": canary()},
        canary(): {canary(): [canary(), {canary(): 123456789}]},
    }  # fmt: skip


def strings(value: Json, path: Path = ()) -> list[tuple[Path, str]]:
    """Independent of the code under test: every key and every string or number, inside embedded documents too."""
    if isinstance(value, dict):
        return [p for key, child in value.items() for p in [((*path, key, KEY), key), *strings(child, (*path, key))]]
    if isinstance(value, list):
        return [p for index, child in enumerate(value) for p in strings(child, (*path, index))]
    if isinstance(value, str) and value[:1] in ("{", "["):
        return strings(json.loads(value), (*path, JSON))
    return [] if value is None or isinstance(value, bool) else [(path, str(value))]


def test_a_canary_in_every_position_is_seen() -> None:
    body = maximal_request()
    call = CODEC.parse(body)
    seen = {(segment.path, segment.text) for segment in call.segments}
    unread = [item.path for item in call.unscanned]
    canaries = [(path, text) for path, text in strings(body) if "canary" in text or "123456789" in text]
    assert len(canaries) > 150
    for path, text in canaries:
        assert (path, text) in seen or any(path[: len(at)] == at for at in unread), show_path(path)


def test_what_is_structural_in_the_maximal_request_is_expected() -> None:
    body = maximal_request()
    walked = walk(body, REQUEST)
    structural = set(walked.structural)
    values = {text for path, text in strings(body) if path in structural and path[-1] is not KEY}
    assert values == {
        *("gpt-4o", "system", "developer", "user", "assistant", "tool", "function"),
        *("image_url", "input_audio", "file", "refusal", "custom"),
    }
    keys = {path[-2] for path in walked.structural if path and path[-1] is KEY}
    assert not [key for key in keys if isinstance(key, str) and "canary" in key]


def test_what_cannot_be_read_is_listed() -> None:
    call = CODEC.parse(maximal_request())
    assert sorted((show_path(item.path), item.kind) for item in call.unscanned) == [
        ("logit_bias", "token_ids"),
        ("messages[2].content[1].image_url.url", "remote_url"),
        ("messages[2].content[2].image_url", "image"),
        ("messages[2].content[3].input_audio.data", "audio"),
        ("messages[2].content[4].file.file_data", "file"),
        ("messages[2].content[4].file.file_id", "stored_file"),
        ("messages[3].audio.*", "audio"),
    ]
    remote = segment_at(call, "messages", 2, "content", 1, "image_url", "url")
    assert remote.spelling is Spelling.IDENTIFIER
    assert segment_at(call, "messages", 2, "content", 4, "file", "filename").context == "filename"


def test_every_canary_can_be_replaced_or_refuses_the_call() -> None:
    body = maximal_request()
    before = copy.deepcopy(body)
    call = CODEC.parse(body)
    refused = [segment for segment in call.segments if is_refused(call, segment)]
    assert body == before
    assert [show_path(segment.path).rpartition(".")[2] for segment in refused] == ["*", "*", "*", "max_tokens"]
    assert {segment.spelling for segment in refused} == {Spelling.NUMBER}
    # The minimum of three schemas, and max_tokens.
    assert [segment.path[-1] for segment in refused] == ["minimum", "minimum", "minimum", "max_tokens"]


def is_refused(call: ParsedCall, segment: Segment) -> bool:
    """Whether the call is refused when this segment needs a token; if not, the token is there."""
    try:
        patched = CODEC.put_back(call, {segment.path: "TOKEN_1"}, model="other")
    except Blocked:
        return True
    return "TOKEN_1" not in json.dumps(patched) or patched["model"] != "other"


def test_no_replacements_give_the_same_body_but_for_the_model() -> None:
    body = maximal_request()
    assert CODEC.put_back(CODEC.parse(body), {}, model="up") == {**body, "model": "up"}


def test_roles_scopes_labels_and_spellings() -> None:
    call = CODEC.parse(
        chat(
            {"role": "system", "content": "s"},
            {
                "role": "user",
                "content": [{"type": "text", "text": "u one"}, {"type": "text", "text": "u"}],
                "name": "n",
            },
            {"role": "assistant", "content": None, "refusal": "r"},
            {"role": "pirate", "content": "p"},
            user="teacher",
            metadata={"student": "x"},
            tools=[{"type": "function", "function": {"name": "f", "description": "d"}}],
        )
    )
    assert [(s.text, s.role, s.context, s.scope, s.spelling.value) for s in call.segments] == [
        ("s", "system", "", "messages[0]", "text"),
        ("u one", "user", "", "messages[1]", "text"),
        ("u", "user", "", "messages[1]", "text"),
        ("n", "user", "name", "messages[1]", "identifier"),
        ("r", "assistant", "", "messages[2]", "text"),
        ("pirate", "user", "", "messages[3]", "identifier"),
        ("p", "user", "", "messages[3]", "text"),
        ("teacher", "field", "user", "user", "identifier"),
        ("student", "field", "", "metadata", "identifier"),
        ("x", "field", "student", "metadata", "identifier"),
        ("f", "definition", "", "tools[0]", "identifier"),
        ("d", "definition", "", "tools[0]", "text"),
    ]


def test_schema_values_are_labelled_by_their_property() -> None:
    schema = {"type": "object", "properties": {"ssn": {"type": "string", "enum": ["1"], "description": "two words"}}}
    call = CODEC.parse(chat({"role": "user", "content": ""}, functions=[{"name": "f", "parameters": schema}]))
    found = [(s.text, s.context, s.spelling.value) for s in call.segments if s.role == "definition"]
    assert found == [
        ("f", "", "identifier"),
        ("ssn", "", "identifier"),
        ("1", "ssn", "identifier"),
        ("two words", "ssn", "text"),
    ]


@pytest.mark.parametrize("role", ["tool", "function"])
def test_a_tools_json_is_taken_apart_wherever_it_stands(role: str) -> None:
    content = '{"student": {"id": 1234567893}}'
    for given in (content, [{"type": "text", "text": content}]):
        call = CODEC.parse(chat({"role": role, "tool_call_id": "call_1", "content": given}))
        assert [(s.text, s.role, s.context) for s in call.segments] == [
            ("student", "tool", ""),
            ("id", "tool", "student"),
            ("1234567893", "tool", "id"),
        ]


def test_a_users_json_stays_text() -> None:
    call = CODEC.parse(chat({"role": "user", "content": '{"a": "b"}'}))
    assert [s.path for s in call.segments] == [("messages", 0, "content")]


def test_a_tool_call_id_is_structural_unless_it_could_carry_a_value() -> None:
    def ids(value: str) -> list[str]:
        return [s.text for s in CODEC.parse(chat({"role": "tool", "tool_call_id": value, "content": None})).segments]

    assert ids("call_abc1") == []
    assert ids("Marisol") == ["Marisol"]
    assert ids("123-45-6789") == ["123-45-6789"]
    assert ids("maria@example.org") == ["maria@example.org"]


def test_the_stream_flag() -> None:
    message = {"role": "user", "content": "x"}
    assert CODEC.parse(chat(message, stream=True)).stream is True
    assert CODEC.parse(chat(message, stream=False)).stream is False
    assert CODEC.parse(chat(message, stream=None)).stream is False
    assert CODEC.parse(chat(message)).stream is False


MALFORMED = [
    ({"messages": [{}]}, "model"),
    ({"model": "", "messages": [{}]}, "model"),
    ({"model": 5, "messages": [{}]}, "model"),
    ({"model": ["m"], "messages": [{}]}, "model"),
    ({"model": "m"}, "messages"),
    ({"model": "m", "messages": []}, "messages"),
    ({"model": "m", "messages": {"role": "user"}}, "messages"),
    ({"model": "m", "messages": "hi"}, "messages"),
    ({"model": "m", "messages": [{}, "hi"]}, "messages[1]"),
    ({"model": "m", "messages": [{}], "stream": "true"}, "stream"),
    ({"model": "m", "messages": [{}], "stream": 1}, "stream"),
    ([], None),
]


@pytest.mark.parametrize(("body", "param"), MALFORMED)
def test_what_the_guard_relies_on_must_be_there(body: Json, param: str | None) -> None:
    with pytest.raises(BadRequest) as caught:
        CODEC.parse(body)
    assert caught.value.param == param


# --------------------------------------------------------------------------- answers

ANSWER = {
    "id": "chatcmpl-1234567890",
    "object": "chat.completion",
    "created": 1700000000,
    "model": "gpt-4o-2024-08-06",
    "system_fingerprint": "fp_1",
    "service_tier": "default",
    "choices": [
        {
            "index": 0,
            "finish_reason": "tool_calls",
            "logprobs": {"content": [{"token": "secret", "bytes": [1]}]},
            "message": {
                "role": "assistant",
                "content": "hello maria",
                "refusal": None,
                "reasoning_content": "think maria",
                "annotations": [{"type": "url_citation", "url_citation": {"title": "t", "url": "u", "start_index": 1}}],
                "audio": {"id": "audio_1", "data": "aaaa", "transcript": "spoken words", "expires_at": 5},
                "tool_calls": [
                    {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": '{"a": "b"}'}},
                    {"id": "call_2", "type": "custom", "custom": {"name": "g", "input": "free input"}},
                ],
                "function_call": {"name": "h", "arguments": "{}"},
                "vendor": {"some key": ["vendor text", 5, None, True]},
            },
        },
        {"index": 1, "finish_reason": "stop", "message": {"role": "assistant", "content": "second"}},
    ],
    "usage": {
        "prompt_tokens": 10,
        "completion_tokens": 20,
        "total_tokens": 30,
        "prompt_tokens_details": {"cached_tokens": 1},
    },
    "prompt_logprobs": [{"5": {"decoded_token": "secret"}}],
}


def test_a_whole_answer_is_rewritten(shouting) -> None:
    before = copy.deepcopy(ANSWER)
    body, facts = CODEC.answer(ANSWER, shouting)
    assert before == ANSWER
    expected = copy.deepcopy(ANSWER)
    choice = expected["choices"][0]
    choice["logprobs"] = None
    expected["prompt_logprobs"] = None
    message = choice["message"]
    message.update(content="HELLO MARIA", reasoning_content="THINK MARIA", vendor_=None)
    del message["vendor_"]
    message["annotations"][0]["url_citation"].update(title="T", url="U", start_index=0)  # inside one change
    message["audio"]["transcript"] = "SPOKEN WORDS"
    message["tool_calls"][0]["function"].update(name="F", arguments='{"A": "B"}')
    message["tool_calls"][1]["custom"].update(name="G", input="FREE INPUT")
    message["function_call"] = {"name": "H", "arguments": "{}"}
    del message["vendor"]
    message["VENDOR"] = {"SOME KEY": ["VENDOR TEXT", 5, None, True]}
    expected["choices"][1]["message"]["content"] = "SECOND"
    assert body == expected
    assert ("json", "") in shouting.opened
    assert ("text", "url") in shouting.opened
    assert (facts.model, facts.finish_reasons) == ("gpt-4o-2024-08-06", ("tool_calls", "stop"))
    assert (facts.input_tokens, facts.output_tokens, facts.complete) == (10, 20, True)


def test_an_error_answer_is_rewritten_and_not_complete(shouting) -> None:
    error = {"message": "no such maria", "type": "invalid_request_error", "code": None, "param": "messages"}
    body, facts = CODEC.answer({"error": error}, shouting)
    assert body["error"]["message"] == "NO SUCH MARIA"
    assert body["error"]["type"] == "invalid_request_error"
    assert not facts.complete


def test_facts_never_hold_free_text(shouting) -> None:
    answer = {
        "model": "maria delgado",
        "choices": [{"finish_reason": "because of maria"}],
        "usage": {"prompt_tokens": True},
    }
    body, facts = CODEC.answer(answer, shouting)
    assert facts.model is None
    assert facts.finish_reasons == ("other",)
    assert facts.input_tokens is None
    assert body["choices"][0]["finish_reason"] == "BECAUSE OF MARIA"


def test_an_answer_without_a_finish_is_not_complete(shouting) -> None:
    assert not CODEC.answer({"choices": [{"finish_reason": "stop"}, {}]}, shouting)[1].complete
    assert not CODEC.answer({"choices": []}, shouting)[1].complete


@pytest.mark.parametrize("body", [None, [], "x", {}, {"choices": None}, {"choices": "x"}, {"choices": [1]}])
def test_what_is_no_completion_is_garbled(body: Json, shouting) -> None:
    with pytest.raises(ProviderGarbled):
        CODEC.answer(body, shouting)


def test_a_very_deep_answer_is_garbled_and_does_not_exhaust_the_stack(shouting) -> None:
    deep: Json = "x"
    for _ in range(900):
        deep = [deep]
    with pytest.raises(ProviderGarbled):
        CODEC.answer({"choices": [{"message": {"x": deep}}]}, shouting)


def test_keys_that_become_equal_are_garbled(shouting) -> None:
    with pytest.raises(ProviderGarbled):
        CODEC.answer({"choices": [], "a": 1, "A": 2}, shouting)


def test_a_canary_in_every_position_of_an_answer_is_seen(shouting) -> None:
    def planted(value: Json) -> Json:
        if isinstance(value, dict):
            kept = {key: child for key, child in value.items() if key != "data"}
            return {**{key: planted(child) for key, child in kept.items()}, "canary key": "canary"}
        if isinstance(value, list):
            return [*map(planted, value), "canary"]
        return "a canary" if isinstance(value, str) else value

    answer = {**ANSWER, "choices": ANSWER["choices"], "error": {"message": "m", "type": "t", "param": "p", "code": "c"}}
    body, _ = CODEC.answer(planted(answer), shouting)
    assert "CANARY" in json.dumps(body)
    assert "canary" not in json.dumps(body)
