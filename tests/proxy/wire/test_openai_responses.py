"""The Responses codec accounts for everything in a request and rewrites everything in an answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from proxy.errors import BadRequest, ProviderGarbled
from proxy.exchange.kept import Keeping
from proxy.wire.openai_responses import OpenAIInputTokens, OpenAIResponses

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory, ParsedCall, Path

CODEC = OpenAIResponses()


def body(given: Json = "Hello", **members: Json) -> dict[str, Json]:
    return {"model": "gpt-x", "input": given, **members}


def texts(call: ParsedCall) -> dict[str, str]:
    return {place(segment.path): segment.text for segment in call.segments}


def place(path: Path) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def item(kind: str, **members: Json) -> dict[str, Json]:
    return body([{"type": kind, **members}])


POSITIONS: list[tuple[Json, str]] = [
    (body("canary"), "input"),
    (body(instructions="canary"), "instructions"),
    (body([{"role": "user", "content": "canary"}]), "input[0].content"),
    (item("message", role="user", content=[{"type": "input_text", "text": "canary"}]), "input[0].content[0].text"),
    (
        item("message", role="assistant", content=[{"type": "refusal", "refusal": "canary"}]),
        "input[0].content[0].refusal",
    ),
    (
        item("message", role="user", content=[{"type": "input_file", "filename": "canary"}]),
        "input[0].content[0].filename",
    ),
    (item("function_call", call_id="c", name="canary", arguments="{}"), "input[0].name"),
    (item("function_call_output", call_id="c", output="canary"), "input[0].output"),
    (item("function_call_output", output=[{"type": "input_text", "text": "canary"}]), "input[0].output[0].text"),
    (item("custom_tool_call", name="f", input="canary"), "input[0].input"),
    (item("custom_tool_call_output", output="canary"), "input[0].output"),
    (item("reasoning", summary=[{"type": "summary_text", "text": "canary"}]), "input[0].summary[0].text"),
    (item("reasoning", content=[{"type": "reasoning_text", "text": "canary"}]), "input[0].content[0].text"),
    (item("file_search_call", queries=["canary"]), "input[0].queries[0]"),
    (item("file_search_call", results=[{"text": "canary"}]), "input[0].results[0].text"),
    (item("web_search_call", action={"type": "search", "query": "canary"}), "input[0].action.query"),
    (item("computer_call", action={"type": "type", "text": "canary"}), "input[0].action.text"),
    (item("code_interpreter_call", code="canary"), "input[0].code"),
    (item("code_interpreter_call", outputs=[{"type": "logs", "logs": "canary"}]), "input[0].outputs[0].logs"),
    (item("local_shell_call", action={"command": ["canary"]}), "input[0].action.command[0]"),
    (item("local_shell_call", action={"env": {"A": "canary"}}), "input[0].action.env.A"),
    (item("shell_call_output", output=[{"stdout": "canary", "stderr": ""}]), "input[0].output[0].stdout"),
    (item("apply_patch_call", operation={"type": "update_file", "diff": "canary"}), "input[0].operation.diff"),
    (item("mcp_call", output="canary"), "input[0].output"),
    (item("mcp_approval_response", reason="canary"), "input[0].reason"),
    (item("next_year", field={"deep": "canary"}), "input[0].field.deep"),
    (body(tools=[{"type": "function", "name": "f", "description": "canary"}]), "tools[0].description"),
    (
        body(tools=[{"type": "function", "name": "f", "parameters": {"properties": {"p": {"default": "canary"}}}}]),
        "tools[0].parameters.properties.p.default",
    ),
    (body(tools=[{"type": "mcp", "headers": {"X-A": "canary"}}]), "tools[0].headers.X-A"),
    (body(tools=[{"type": "web_search", "user_location": {"city": "canary"}}]), "tools[0].user_location.city"),
    (
        body(text={"format": {"type": "json_schema", "name": "n", "schema": {"description": "canary"}}}),
        "text.format.schema.description",
    ),
    (body(prompt={"id": "p", "variables": {"who": "canary"}}), "prompt.variables.who"),
    (body(metadata={"k": "canary"}), "metadata.k"),
    (body(user="canary"), "user"),
    (body(future=["canary"]), "future[0]"),
]


@pytest.mark.parametrize(("request_body", "where"), POSITIONS)
def test_every_position_is_a_segment(request_body: Json, where: str) -> None:
    assert texts(CODEC.parse(request_body))[where] == "canary"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"type": "input_image", "image_url": "data:image/png;base64,iVBO"}, "image"),
        ({"type": "input_image", "image_url": "https://example.org/a.png"}, "remote_url"),
        ({"type": "input_image", "file_id": "file-1"}, "stored_file"),
        ({"type": "input_file", "file_data": "aGk="}, "file"),
        ({"type": "input_audio", "input_audio": {"data": "aGk=", "format": "wav"}}, "audio"),
    ],
)
def test_what_cannot_be_read_is_said(content: Json, kind: str) -> None:
    call = CODEC.parse(item("message", role="user", content=[content]))
    assert kind in {each.kind for each in call.unscanned}


def test_an_item_that_lies_at_the_provider_is_unscanned() -> None:
    assert {each.kind for each in CODEC.parse(item("item_reference", id="msg_1")).unscanned} == {"conversation"}


def test_sealed_reasoning_goes_back_to_whoever_sealed_it() -> None:
    given = item("reasoning", id="rs_1", summary=[], encrypted_content="gAAAA")
    call = CODEC.parse(given)
    assert call.unscanned == ()
    assert CODEC.put_back(call, {}, model="m") == {**given, "model": "m", "store": False}


def test_roles_follow_the_items() -> None:
    call = CODEC.parse(
        body(
            [
                {"role": "developer", "content": "a"},
                {"type": "function_call", "name": "f", "arguments": "b"},
                {"type": "function_call_output", "output": "c"},
                {"role": "user", "content": "d"},
            ],
            instructions="e",
        )
    )
    roles = {segment.text: segment.role for segment in call.segments if len(segment.text) == 1}
    assert roles == {"a": "system", "b": "assistant", "f": "assistant", "c": "tool", "d": "user", "e": "system"}


def test_replacements_are_put_back_also_inside_json_in_a_string() -> None:
    call = CODEC.parse(item("function_call", call_id="c", name="f", arguments='{"who": "Jane", "n": 1}'))
    (path,) = [segment.path for segment in call.segments if segment.text == "Jane"]
    out = CODEC.put_back(call, {path: "[PERSON_1A_HHFFT]"}, model="m")
    assert out["input"][0]["arguments"] == '{"who": "[PERSON_1A_HHFFT]", "n": 1}'


@pytest.mark.parametrize(
    "given",
    [
        [],
        {"input": "x"},
        body(stream=1),
        body(previous_response_id=7),
        body(conversation={"id": ""}),
        body(conversation={"id": "conv_1", "name": "x"}),
    ],
)
def test_what_the_guard_relies_on_is_checked(given: Json) -> None:
    with pytest.raises(BadRequest):
        CODEC.parse(given)


@pytest.mark.parametrize(
    "given",
    [body(background=True), body(previous_response_id="resp_1"), body(conversation={"id": "conv_1"})],
)
@pytest.mark.parametrize("codec", [CODEC, OpenAIInputTokens()])
def test_what_needs_the_provider_to_keep_something_is_written_only_when_that_is_granted(
    given: Json, codec: OpenAIResponses
) -> None:
    call = codec.parse(given)
    assert call.keeping is not None
    if call.keeping.continues or call.keeping.needs:
        with pytest.raises(BadRequest):
            codec.put_back(call, {}, model="m")
    granted = replace(call, keeping=replace(call.keeping, granted=True))
    out = codec.put_back(granted, {}, model="m")
    assert {key: out[key] for key in given} == {**given, "model": "m"}
    assert out.get("store", True) is True


@pytest.mark.parametrize(("store", "asked"), [(None, True), (True, True), (False, False)])
def test_the_api_stores_unless_told_not_to_and_the_guard_lets_it_only_when_granted(store: Any, asked: Any) -> None:
    call = CODEC.parse(body(store=store))
    assert call.keeping == Keeping(asked=asked)
    assert CODEC.put_back(call, {}, model="m")["store"] is False
    granted = replace(call, keeping=replace(call.keeping, granted=True))
    assert CODEC.put_back(granted, {}, model="m")["store"] is asked


ANSWER: dict[str, Any] = {
    "id": "resp_1",
    "object": "response",
    "status": "incomplete",
    "incomplete_details": {"reason": "max_output_tokens"},
    "model": "gpt-x",
    "output": [
        {
            "type": "reasoning",
            "id": "rs_1",
            "summary": [{"type": "summary_text", "text": "thinking"}],
            "encrypted_content": "gA==",
        },
        {
            "type": "message",
            "id": "msg_1",
            "role": "assistant",
            "content": [
                {
                    "type": "output_text",
                    "text": "dear jane",
                    "annotations": [{"type": "url_citation", "title": "a page", "start_index": 1, "end_index": 2}],
                    "logprobs": [{"token": "dear", "logprob": -0.1}],
                }
            ],
        },
        {"type": "function_call", "id": "fc_1", "call_id": "c", "name": "send", "arguments": '{"to": "jane"}'},
        {"type": "image_generation_call", "id": "ig_1", "result": "aGVsbG8="},
    ],
    "usage": {"input_tokens": 3, "output_tokens": 4},
}


def test_an_answer_is_rewritten_everywhere(shouting: MachineFactory) -> None:
    out, facts = CODEC.answer(ANSWER, shouting)
    reasoning, message, call, image = out["output"]
    (part,) = message["content"]
    assert (reasoning["summary"][0]["text"], reasoning["encrypted_content"]) == ("THINKING", "gA==")
    assert (part["text"], part["annotations"][0]["title"]) == ("DEAR JANE", "A PAGE")
    assert part["logprobs"] == [{"token": "DEAR JANE", "logprob": -0.1}]
    assert call["arguments"] == '{"TO": "JANE"}'
    assert image["result"] == "aGVsbG8="
    assert (facts.finish_reasons, facts.input_tokens, facts.output_tokens) == (("max_output_tokens",), 3, 4)


def test_nonsense_is_garbled_and_errors_pass(shouting: MachineFactory) -> None:
    for nonsense in ([], {}, {"output": "x"}):
        with pytest.raises(ProviderGarbled):
            CODEC.answer(nonsense, shouting)
    out, facts = CODEC.answer({"error": {"message": "slow down", "type": "x"}}, shouting)
    assert (out["error"]["message"], facts.complete) == ("SLOW DOWN", False)


def test_counting_tokens_reads_the_same_request(shouting: MachineFactory) -> None:
    codec = OpenAIInputTokens()
    call = codec.parse(body("canary"))
    assert texts(call)["input"] == "canary"
    assert "store" not in codec.put_back(call, {}, model="m")
    assert codec.answer({"object": "response.input_tokens", "input_tokens": 9}, shouting)[1].input_tokens == 9
    with pytest.raises(ProviderGarbled):
        codec.answer({}, shouting)
    with pytest.raises(BadRequest):
        codec.parse(body("canary", stream=True))


def test_a_picture_in_the_history_is_said_to_be_unread() -> None:
    given = item("image_generation_call", id="ig_1", status="completed", result="aGVsbG8=")
    assert {each.kind for each in CODEC.parse(given).unscanned} == {"image"}


def test_a_picture_in_the_form_of_chat_completions_is_unread_too() -> None:
    part = {"type": "input_image", "image_url": {"url": "data:image/png;base64,AAAA"}}
    call = CODEC.parse(body([{"role": "user", "content": [part]}]))
    assert {each.kind for each in call.unscanned} == {"file"}


def test_a_reference_without_its_type_is_one_too() -> None:
    assert {each.kind for each in CODEC.parse(body([{"id": "msg_1"}])).unscanned} == {"conversation"}


@pytest.mark.parametrize("member", ["status", "type", "phase", "detail", "id", "call_id"])
def test_a_name_in_the_place_of_a_word_is_scanned(member: str) -> None:
    call = CODEC.parse(body([{"type": "message", "role": "user", "content": "x", member: "Marisol"}]))
    assert "Marisol" in texts(call).values()
