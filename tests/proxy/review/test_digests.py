"""How a held call is known again, in every API: the last user turn, the model, the tools, and the held texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from proxy.exchange import Approval, Caller, Role, Segment, Tier, Tool
from proxy.review.digests import HEX, Digester, last_turn
from proxy.wire.dialects import CODECS

CALLER = Caller("teacher", "default", Role.STAFF)
TOOL = Tool("main", "openai", "small", Tier.T2, Approval("IT", date(2026, 1, 1), date(2030, 1, 1), "x"))
DIGESTER = Digester.of(b"k" * 32, CALLER, TOOL)
FIRST, ANSWER, LAST, RESULT = "First question.", "An answer.", "The last words.", "what the tool gave"
TALK = [
    ("user", FIRST),
    ("assistant", ANSWER),
    ("user", LAST),
]
BODIES: dict[str, dict[str, Any]] = {
    "/v1/chat/completions": {
        "model": "m",
        "messages": [{"role": "system", "content": "Be kind."}, *({"role": r, "content": t} for r, t in TALK)],
        "tools": [{"type": "function", "function": {"name": "look", "description": "Looks.", "parameters": {}}}],
    },
    "/v1/messages": {
        "model": "m",
        "max_tokens": 9,
        "system": "Be kind.",
        "messages": [{"role": r, "content": [{"type": "text", "text": t}]} for r, t in TALK],
    },
    "/v1/responses": {
        "model": "m",
        "instructions": "Be kind.",
        "input": [{"role": r, "content": t} for r, t in TALK],
    },
    "/v1beta/models/{model}:generateContent": {
        "systemInstruction": {"parts": [{"text": "Be kind."}]},
        "contents": [{"role": {"assistant": "model"}.get(r, r), "parts": [{"text": t}]} for r, t in TALK],
    },
}


def parsed(path: str, body: dict[str, Any]) -> tuple[Segment, ...]:
    codec = next(route.codec for route in CODECS if route.path == path)
    return codec.parse(body).segments


@pytest.mark.parametrize("path", BODIES)
def test_the_last_turn_is_what_the_caller_says_now(path: str) -> None:
    assert [segment.text for segment in last_turn(parsed(path, BODIES[path]))] == [LAST]


def test_results_of_tools_belong_to_the_last_turn_and_an_operation_without_turns_is_all_one() -> None:
    path, body = "/v1/chat/completions", BODIES["/v1/chat/completions"]
    call = {"id": "c1", "type": "function", "function": {"name": "look", "arguments": "{}"}}
    asked = {"role": "assistant", "content": None, "tool_calls": [call]}
    result = {"role": "tool", "tool_call_id": "c1", "content": RESULT}
    assert [
        each.text for each in last_turn(parsed(path, {**body, "messages": [*body["messages"], asked, result]}))
    ] == [RESULT]
    embedded = parsed("/v1/embeddings", {"model": "m", "input": ["one", "two"]})
    assert {"one", "two"} <= {segment.text for segment in last_turn(embedded)}


def test_the_content_is_the_same_whatever_went_before_and_another_one_for_other_words_or_tools() -> None:
    body = BODIES["/v1/chat/completions"]
    segments = parsed("/v1/chat/completions", body)
    known = DIGESTER.content(segments, ["aa"])

    def changed(**more: Any) -> str:
        return DIGESTER.content(parsed("/v1/chat/completions", {**body, **more}), ["aa"])

    assert changed(messages=[{"role": "system", "content": "It is Tuesday."}, *body["messages"][1:]]) == known
    assert changed(temperature=0.2, stream=True) == known
    assert changed(messages=[*body["messages"][:-1], {"role": "user", "content": "Other words."}]) != known
    assert changed(tools=[]) != known
    assert DIGESTER.content(segments, ["aa", "bb"]) != known
    assert DIGESTER.content(segments, ["aa"]) == known


@pytest.mark.parametrize("field", ["tenant", "caller", "provider", "model", "key"])
def test_a_release_counts_for_one_caller_and_tool_of_one_installation(field: str) -> None:
    other = replace(DIGESTER, **{field: b"other" if field == "key" else "other"})
    assert other.text("x") != DIGESTER.text("x")
    assert other.content((), []) != DIGESTER.content((), [])


def test_digests_show_nothing_and_take_any_text() -> None:
    assert len(DIGESTER.text("x")) == HEX
    assert DIGESTER.text("\ud800") != DIGESTER.text("\ud801")
    assert "kkkk" not in repr(DIGESTER)
