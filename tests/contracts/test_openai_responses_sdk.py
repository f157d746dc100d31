"""The official OpenAI SDK on the Responses API: every copy of a text comes back restored, and nothing leaks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import openai
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard import Guard
    from recording_provider import RecordingProvider

PROMPT = "Write to the mother of my student Marisol Ochoa, SSID 4812093377, phone (253) 555-7788."
VALUES = ("Marisol", "Ochoa", "4812093377", "555-7788")
SECRET = "The key is sk-proj-abcDEF1234567890abcDEF1234567890abcDEF12"
SAVE_NOTE = {
    "type": "function",
    "name": "save_note",
    "parameters": {"type": "object", "properties": {}},
    "strict": False,
}


@pytest.fixture
def client(guard: Guard) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=guard.base_url, api_key=guard.staff) as made:
        yield made


def assert_nothing_leaked(provider: RecordingProvider) -> None:
    sent = provider.received[-1]
    assert [value for value in VALUES if value in sent.everything] == []
    assert sent.json["store"] is False


@pytest.mark.parametrize("given", [PROMPT, [{"role": "user", "content": [{"type": "input_text", "text": PROMPT}]}]])
def test_plain(client, provider, guard, given) -> None:
    answer = client.responses.create(model="echo", input=given, instructions="You write for " + VALUES[0])
    assert answer.output_text == PROMPT
    assert answer.usage.total_tokens == 16
    assert_nothing_leaked(provider)
    intent, final = guard.call_records(answer._request_id)
    assert (intent["detail"]["operation"], final["detail"]["finish_reasons"]) == ("responses", ["completed"])


def test_all_copies_in_a_stream_agree(client, provider) -> None:
    deltas, copies, numbers = "", [], []
    with client.responses.create(model="echo", input=PROMPT, stream=True) as stream:
        for event in stream:
            numbers.append(event.sequence_number)
            match event.type:
                case "response.output_text.delta":
                    deltas += event.delta
                case "response.output_text.done":
                    copies.append(event.text)
                case "response.content_part.done":
                    copies.append(event.part.text)
                case "response.output_item.done":
                    copies.append(event.item.content[0].text)
                case "response.completed":
                    copies.append(event.response.output_text)
    assert deltas == PROMPT
    assert copies == [PROMPT] * 4
    assert numbers == list(range(len(numbers)))
    assert_nothing_leaked(provider)


def test_tools_plain_and_streamed(client, provider) -> None:
    answer = client.responses.create(model="tool", input=PROMPT, tools=[SAVE_NOTE])
    assert json.loads(answer.output[0].arguments) == {"note": PROMPT}
    with client.responses.stream(model="tool", input=PROMPT, tools=[SAVE_NOTE]) as stream:
        final = stream.get_final_response()
    assert json.loads(final.output[0].arguments) == {"note": PROMPT}
    assert_nothing_leaked(provider)


def test_a_tools_result_in_the_history_is_guarded(client, provider) -> None:
    history = [
        {"role": "user", "content": "Look up my student Marisol Ochoa."},
        {"type": "function_call", "call_id": "c1", "name": "find", "arguments": '{"name": "Marisol Ochoa"}'},
        {"type": "function_call_output", "call_id": "c1", "output": '{"ssid": "4812093377"}'},
        {"role": "user", "content": PROMPT},
    ]
    assert client.responses.create(model="echo", input=history).output_text == PROMPT
    assert_nothing_leaked(provider)


async def test_async(guard, provider) -> None:
    async with openai.AsyncOpenAI(base_url=guard.base_url, api_key=guard.staff) as client:
        answer = await client.responses.create(model="echo", input=PROMPT)
        assert answer.output_text == PROMPT
        stream = await client.responses.create(model="echo", input=PROMPT, stream=True)
        said = "".join([event.delta async for event in stream if event.type == "response.output_text.delta"])
    assert said == PROMPT
    assert_nothing_leaked(provider)


def test_counting_tokens(client, provider) -> None:
    assert client.responses.input_tokens.count(model="echo", input=PROMPT).input_tokens == 42
    assert [value for value in VALUES if value in provider.received[-1].everything] == []


@pytest.mark.parametrize("stream", [False, True])
def test_a_block_is_a_bad_request_once(client, provider, stream) -> None:
    before = len(provider.received)
    with pytest.raises(openai.BadRequestError, match="password or key") as caught:
        client.responses.create(model="echo", input=SECRET, stream=stream)
    assert (caught.value.code, caught.value.param) == ("content_policy_violation", "input")
    assert len(provider.received) == before


@pytest.mark.parametrize(
    ("members", "param"),
    [
        ({"previous_response_id": "resp_1"}, "previous_response_id"),
        ({"conversation": "conv_1"}, "conversation"),
        ({"background": True}, "background"),
    ],
)
def test_what_needs_the_provider_to_keep_something_is_refused_by_default(client, provider, members, param) -> None:
    before = len(provider.received)
    with pytest.raises(openai.BadRequestError) as caught:
        client.responses.create(model="echo", input=PROMPT, **members)
    assert caught.value.param == param
    assert len(provider.received) == before


def test_nothing_is_stored_although_the_sdk_asks_for_it(client, provider) -> None:
    assert client.responses.create(model="echo", input=PROMPT, store=True).output_text == PROMPT
    assert provider.received[-1].json["store"] is False


def test_a_stream_cut_by_the_provider_ends_as_failed(client) -> None:
    with client.responses.create(model="cut", input=PROMPT * 5, stream=True) as stream:
        last = list(stream)[-1]
    assert (last.type, last.response.status) == ("response.failed", "failed")
    assert "ended early" in last.response.error.message
