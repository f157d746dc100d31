"""What vLLM adds to OpenAI's bodies is read and forwarded like any member that nobody described."""

from __future__ import annotations

import json

import pytest

from proxy.wire.openai_chat import OpenAIChat
from proxy.wire.openai_completions import OPENAI_COMPLETIONS

MESSAGES = [{"role": "user", "content": "hi"}]
SCHEMA = {"type": "object", "properties": {"canary": {"type": "string"}}}


@pytest.mark.parametrize(
    "extra",
    [
        {"guided_json": SCHEMA},
        {"guided_json": json.dumps(SCHEMA)},
        {"guided_regex": "canary|x y"},
        {"guided_choice": ["canary", "other"]},
        {"guided_grammar": 'root ::= "canary" x'},
        {"structured_outputs": {"json": SCHEMA}},
        {"chat_template_kwargs": {"enable_thinking": False, "name": "canary"}},
        {"chat_template": "{{ canary }} x"},
        {"documents": [{"title": "canary", "text": "x"}]},
        {"mm_processor_kwargs": {"canary": 1}},
        {"kv_transfer_params": {"id": "canary"}},
        {"bad_words": ["canary"]},
    ],
)
def test_its_members_are_scanned_replaced_and_forwarded(extra) -> None:
    codec = OpenAIChat()
    body = {"model": "m", "messages": MESSAGES, **extra}
    call = codec.parse(body)
    found = {s.path: s.text.replace("canary", "TOKEN") for s in call.segments if "canary" in s.text}
    assert len(found) == 1
    out = codec.put_back(call, found, model="m")
    assert "canary" not in json.dumps(out)
    assert codec.put_back(call, {}, model="m") == body


def test_settings_pass_and_an_ssn_among_them_is_seen() -> None:
    settings = {"top_k": 20, "min_p": 0.05, "repetition_penalty": 1.1, "best_of": 2, "stop_token_ids": [128009]}
    call = OpenAIChat().parse({"model": "m", "messages": MESSAGES, **settings, "priority": 536904399})
    assert "536904399" in {segment.text for segment in call.segments}
    assert OpenAIChat().put_back(call, {}, model="m") == {
        "model": "m",
        "messages": MESSAGES,
        **settings,
        "priority": 536904399,
    }


@pytest.mark.parametrize("member", ["prompt_token_ids", "allowed_token_ids", "token_ids"])
def test_text_as_tokens_cannot_be_read(member) -> None:
    call = OpenAIChat().parse({"model": "m", "messages": MESSAGES, member: [1, 2, 3]})
    assert [each.kind for each in call.unscanned] == ["token_ids"]


@pytest.mark.parametrize(
    ("member", "value"),
    [("prompt_token_ids", [5]), ("allowed_token_ids", [5]), ("prompt_embeds", "QUJD"), ("prompt_embeds", ["QUJD"])],
)
def test_tokens_of_a_legacy_completion_are_unreadable(member, value) -> None:
    call = OPENAI_COMPLETIONS.parse({"model": "m", "prompt": "hi", member: value})
    assert {each.kind for each in call.unscanned} == {"token_ids"}


TENSOR = "UEsDBAAACAgAAAAA" * 6


def parts(*content) -> dict:
    return {"model": "m", "messages": [{"role": "user", "content": [*content, {"type": "text", "text": "hi"}]}]}


@pytest.mark.parametrize(
    ("part", "kinds"),
    [
        ({"type": "prompt_embeds", "data": TENSOR}, ["token_ids"]),
        ({"type": "image_embeds", "image_embeds": TENSOR}, ["image"]),
        ({"type": "image_embeds", "image_embeds": {"image_embeds": TENSOR, "image_grid_thw": TENSOR}}, ["image"] * 2),
        ({"type": "audio_embeds", "audio_embeds": TENSOR}, ["audio"]),
        ({"type": "video_embeds", "video_embeds": TENSOR}, ["file"]),
    ],
)
def test_tensors_in_place_of_text_cannot_be_read(part, kinds) -> None:
    call = OpenAIChat().parse(parts(part))
    assert [each.kind for each in call.unscanned] == kinds
    assert TENSOR not in {segment.text for segment in call.segments}
    assert OpenAIChat().put_back(call, {}, model="m") == parts(part)


@pytest.mark.parametrize(
    ("part", "unscanned"),
    [
        ({"type": "prompt_embeds", "data": "about Marisol"}, True),
        ({"type": "prompt_embeds", "data": "536904399"}, True),
        ({"type": "text", "data": TENSOR}, False),
    ],
)
def test_what_only_calls_itself_a_tensor_is_read_too(part, unscanned) -> None:
    call = OpenAIChat().parse(parts(part))
    assert part["data"] in {segment.text for segment in call.segments}
    assert bool(call.unscanned) == unscanned
