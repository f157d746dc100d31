"""The Messages codec accounts for everything in a request and rewrites everything in an answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from proxy.errors import BadRequest, ProviderGarbled
from proxy.exchange import Spelling
from proxy.wire.anthropic_messages import AnthropicCountTokens, AnthropicMessages

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory, ParsedCall, Path

CODEC = AnthropicMessages()
TOKEN = "[PERSON_1A_HHFFT]"


def body(**members: Json) -> dict[str, Json]:
    return {"model": "claude-x", "max_tokens": 1024, "messages": [{"role": "user", "content": "Hello"}], **members}


def blocks(*given: Json, role: str = "user") -> dict[str, Json]:
    return body(messages=[{"role": role, "content": list(given)}])


def texts(call: ParsedCall) -> dict[str, str]:
    """Text by place; keys and parts of embedded documents (whose steps are marks) stand apart."""
    return {place(segment.path): segment.text for segment in call.segments}


def place(path: Path) -> str:
    steps = [f"[{step}]" if isinstance(step, int) else f".{step}" for step in path]
    return "".join(steps).lstrip(".")


POSITIONS: list[tuple[Json, str]] = [
    (body(system="canary"), "system"),
    (body(system=[{"type": "text", "text": "canary"}]), "system[0].text"),
    (body(messages=[{"role": "assistant", "content": "canary"}]), "messages[0].content"),
    (blocks({"type": "text", "text": "canary"}), "messages[0].content[0].text"),
    (
        blocks({"type": "text", "text": "x", "citations": [{"type": "char_location", "cited_text": "canary"}]}),
        "messages[0].content[0].citations[0].cited_text",
    ),
    (blocks({"type": "tool_use", "id": "t1", "name": "canary", "input": {}}), "messages[0].content[0].name"),
    (
        blocks({"type": "tool_use", "id": "t1", "name": "f", "input": {"a": {"b": ["canary"]}}}),
        "messages[0].content[0].input.a.b[0]",
    ),
    (blocks({"type": "tool_result", "tool_use_id": "t1", "content": "canary"}), "messages[0].content[0].content"),
    (
        blocks({"type": "tool_result", "tool_use_id": "t1", "content": [{"type": "text", "text": "canary"}]}),
        "messages[0].content[0].content[0].text",
    ),
    (
        blocks({"type": "document", "source": {"type": "text", "media_type": "text/plain", "data": "canary"}}),
        "messages[0].content[0].source.data",
    ),
    (
        blocks({"type": "document", "title": "canary", "source": {"type": "content", "content": "x"}}),
        "messages[0].content[0].title",
    ),
    (
        blocks({"type": "document", "source": {"type": "content", "content": [{"type": "text", "text": "canary"}]}}),
        "messages[0].content[0].source.content[0].text",
    ),
    (
        blocks({"type": "search_result", "source": "canary", "title": "t", "content": []}),
        "messages[0].content[0].source",
    ),
    (blocks({"type": "thinking", "thinking": "canary", "signature": "s"}), "messages[0].content[0].thinking"),
    (blocks({"type": "next_year", "field": "canary"}), "messages[0].content[0].field"),
    (body(tools=[{"name": "f", "description": "canary", "input_schema": {}}]), "tools[0].description"),
    (
        body(tools=[{"name": "f", "input_schema": {"properties": {"p": {"enum": ["canary"]}}}}]),
        "tools[0].input_schema.properties.p.enum[0]",
    ),
    (body(tools=[{"name": "f", "input_examples": [{"x": "canary"}]}]), "tools[0].input_examples[0].x"),
    (body(metadata={"user_id": "canary"}), "metadata.user_id"),
    (body(stop_sequences=["canary"]), "stop_sequences[0]"),
    (body(mcp_servers=[{"type": "url", "url": "https://x", "name": "canary"}]), "mcp_servers[0].name"),
    (body(mcp_servers=[{"authorization_token": "canary"}]), "mcp_servers[0].authorization_token"),
    (body(tool_choice={"type": "tool", "name": "canary"}), "tool_choice.name"),
    (body(future={"deep": "canary"}), "future.deep"),
]


@pytest.mark.parametrize(("request_body", "where"), POSITIONS)
def test_every_position_is_a_segment(request_body: Json, where: str) -> None:
    assert texts(CODEC.parse(request_body))[where] == "canary"


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        ({"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "iVBO"}}, "file"),
        ({"type": "image", "source": {"type": "url", "url": "https://example.org/a.png"}}, "remote_url"),
        ({"type": "document", "source": {"type": "file", "file_id": "file_1"}}, "stored_file"),
    ],
)
def test_what_cannot_be_read_is_said(block: Json, kind: str) -> None:
    assert kind in {each.kind for each in CODEC.parse(blocks(block)).unscanned}


def test_settings_and_ids_are_structure_and_an_identifier_in_their_place_is_not() -> None:
    call = CODEC.parse(body(temperature=0.7, top_k=40, thinking={"type": "enabled", "budget_tokens": 2048}))
    assert texts(call) == {"messages[0].content": "Hello"}
    call = CODEC.parse(body(max_tokens=536904399, container="jane@example.org"))
    assert {"max_tokens", "container"} <= texts(call).keys()


def test_replacements_are_put_back_where_they_were() -> None:
    call = CODEC.parse(blocks({"type": "tool_use", "id": "t", "name": "f", "input": {"n": "Jane", "i": 5}}))
    (path,) = [segment.path for segment in call.segments if segment.text == "Jane"]
    out = CODEC.put_back(call, {path: TOKEN}, model="real")
    assert out["model"] == "real"
    assert out["messages"][0]["content"][0]["input"] == {"n": TOKEN, "i": 5}
    assert call.body["messages"][0]["content"][0]["input"]["n"] == "Jane"


def test_tool_names_are_spelled_as_identifiers() -> None:
    call = CODEC.parse(blocks({"type": "tool_use", "id": "t", "name": "find_jane", "input": {}}))
    assert {segment.spelling for segment in call.segments if segment.text == "find_jane"} == {Spelling.IDENTIFIER}


@pytest.mark.parametrize(
    ("new", "kept"),
    [(f"about {TOKEN} here", True), ("about [PERSON_9C_ZZZZZ] here", True), (f"{TOKEN} {TOKEN}", False)],
)
def test_signed_thinking_goes_out_as_it_came_or_not_at_all(new: str, kept: bool) -> None:  # noqa: FBT001
    thinking = {"type": "thinking", "thinking": f"about {TOKEN} here", "signature": "c2ln"}
    call = CODEC.parse(blocks(thinking, {"type": "text", "text": "x"}, role="assistant"))
    (path,) = [segment.path for segment in call.segments if "about" in segment.text]
    out = CODEC.put_back(call, {path: new}, model="m")
    assert (out["messages"][0]["content"][0] == thinking) is kept
    assert len(out["messages"][0]["content"]) == 1 + kept


SIGNED = {"type": "thinking", "thinking": "Jane", "signature": "c2ln"}


@pytest.mark.parametrize(
    "given",
    [
        {**body(system="Jane"), "type": "thinking"},
        body(system=[SIGNED]),
        body(messages=[{"role": "assistant", "type": "thinking", "content": "Jane"}]),
        body(messages=[{"role": "user", "content": SIGNED}]),
        body(tools=[{**SIGNED, "name": "f", "description": "Jane"}]),
        body(metadata={"type": "thinking", "user_id": "Jane"}),
        blocks({"type": "tool_use", "id": "t1", "name": "f", "input": SIGNED}, role="assistant"),
        blocks(SIGNED),
    ],
)
def test_only_the_assistants_own_thinking_is_signed(given: Json) -> None:
    """Whatever else calls itself thinking is replaced like any text; it neither leaves as it came nor vanishes."""
    call = CODEC.parse(given)
    found = {segment.path: TOKEN for segment in call.segments if segment.text == "Jane"}
    assert CODEC.put_back(call, found, model="claude-x") == json.loads(json.dumps(given).replace("Jane", TOKEN))


def test_a_message_of_which_nothing_is_left_goes_too() -> None:
    call = CODEC.parse(body(messages=[{"role": "user", "content": "x"}, {"role": "assistant", "content": [SIGNED]}]))
    found = {segment.path: TOKEN for segment in call.segments if segment.text == "Jane"}
    assert CODEC.put_back(call, found, model="m")["messages"] == [{"role": "user", "content": "x"}]


@pytest.mark.parametrize("value", ["[MARIA_DELGADO]", "[STUDENT_1234567]"])
def test_what_only_looks_like_a_placeholder_is_no_excuse(value: str) -> None:
    call = CODEC.parse(blocks({**SIGNED, "thinking": value}, {"type": "text", "text": "x"}, role="assistant"))
    found = {segment.path: TOKEN for segment in call.segments if segment.text == value}
    assert value not in json.dumps(CODEC.put_back(call, found, model="m"))


def test_a_key_inside_a_signed_block_can_be_found_too() -> None:
    given = blocks({**SIGNED, "Jane": "x", "content": '{"a": "Jane"}'}, {"type": "text", "text": "x"}, role="assistant")
    call = CODEC.parse(given)
    found = {segment.path: TOKEN for segment in call.segments if segment.text == "Jane"}
    assert len(found) == 3
    assert "Jane" not in json.dumps(CODEC.put_back(call, found, model="m"))


@pytest.mark.parametrize("member", ["signature", "data", "encrypted_content", "type", "id", "tool_use_id"])
def test_text_in_the_place_of_what_is_opaque_is_scanned(member: str) -> None:
    call = CODEC.parse(blocks({"type": "text", "text": "x", member: "Marisol"}))
    assert "Marisol" in texts(call).values()


def test_a_file_that_lies_at_the_provider_is_unread() -> None:
    call = CODEC.parse(blocks({"type": "container_upload", "file_id": "file_01"}))
    assert {each.kind for each in call.unscanned} == {"stored_file"}


@pytest.mark.parametrize(
    "given", [[], {"messages": []}, {"model": "m"}, body(model=""), body(messages=["x"]), body(stream="yes")]
)
def test_what_the_guard_relies_on_is_checked(given: Json) -> None:
    with pytest.raises(BadRequest):
        CODEC.parse(given)


# --------------------------------------------------------------------------- answers

MESSAGE: dict[str, Any] = {
    "id": "msg_01",
    "type": "message",
    "role": "assistant",
    "model": "claude-x",
    "content": [
        {"type": "thinking", "thinking": "signed", "signature": "c2ln"},
        {"type": "text", "text": "dear jane", "citations": [{"type": "char_location", "cited_text": "quoted"}]},
        {"type": "tool_use", "id": "toolu_1", "name": "send", "input": {"to": "jane", "count": 3}},
        {"type": "next_year", "words": "new"},
    ],
    "stop_reason": "tool_use",
    "stop_sequence": None,
    "usage": {"input_tokens": 12, "output_tokens": 34},
}


def test_an_answer_is_rewritten_everywhere_but_in_what_is_signed(shouting: MachineFactory) -> None:
    out, facts = CODEC.answer(MESSAGE, shouting)
    thinking, text, tool, new = out["content"]
    assert thinking == MESSAGE["content"][0]
    assert (text["text"], text["citations"][0]["cited_text"]) == ("DEAR JANE", "QUOTED")
    assert (tool["id"], tool["input"]) == ("toolu_1", {"TO": "JANE", "COUNT": 3})
    assert new == {"type": "next_year", "WORDS": "NEW"}
    assert (out["id"], out["stop_reason"]) == ("msg_01", "tool_use")
    assert (facts.model, facts.finish_reasons, facts.input_tokens, facts.output_tokens, facts.complete) == (
        "claude-x",
        ("tool_use",),
        12,
        34,
        True,
    )


def test_an_error_is_passed_and_nonsense_is_not(shouting: MachineFactory) -> None:
    given = {"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}
    out, facts = CODEC.answer(given, shouting)
    assert (out["error"]["type"], out["error"]["message"], facts.complete) == ("overloaded_error", "BUSY", False)
    for nonsense in ([], {}, {"content": "x"}):
        with pytest.raises(ProviderGarbled):
            CODEC.answer(nonsense, shouting)


def test_counting_tokens_reads_the_same_request(shouting: MachineFactory) -> None:
    codec = AnthropicCountTokens()
    assert texts(codec.parse(body(system="canary")))["system"] == "canary"
    out, facts = codec.answer({"input_tokens": 77}, shouting)
    assert (out, facts.input_tokens, facts.complete) == ({"input_tokens": 77}, 77, True)
    with pytest.raises(BadRequest):
        codec.parse(body(stream=True))
    with pytest.raises(ProviderGarbled):
        codec.answer({"count": "many"}, shouting)
