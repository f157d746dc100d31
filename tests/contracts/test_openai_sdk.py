"""The official OpenAI SDK, unmodified: names come back, nothing leaks, errors are the right ones and come once."""

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
SAVE_NOTE = {"type": "function", "function": {"name": "save_note", "parameters": {"type": "object", "properties": {}}}}


@pytest.fixture
def client(guard: Guard) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=guard.base_url, api_key=guard.staff) as made:
        yield made


def messages(text: str = PROMPT) -> list[dict]:
    return [{"role": "user", "content": text}]


def assert_nothing_leaked(provider: RecordingProvider) -> None:
    sent = provider.received[-1].everything
    assert [value for value in VALUES if value in sent] == []


def test_plain(client, provider) -> None:
    answer = client.chat.completions.create(model="echo", messages=messages())
    assert answer.choices[0].message.content == PROMPT
    assert answer.usage.total_tokens == 16
    assert_nothing_leaked(provider)


def test_stream(client, provider) -> None:
    with client.chat.completions.create(model="echo", messages=messages(), stream=True) as stream:
        text = "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)
    assert text == PROMPT
    assert_nothing_leaked(provider)


def test_tools_plain_and_streamed(client, provider) -> None:
    answer = client.chat.completions.create(model="tool", messages=messages(), tools=[SAVE_NOTE])
    assert json.loads(answer.choices[0].message.tool_calls[0].function.arguments) == {"note": PROMPT}
    with client.chat.completions.stream(model="tool", messages=messages(), tools=[SAVE_NOTE]) as stream:
        final = stream.get_final_completion()
    assert json.loads(final.choices[0].message.tool_calls[0].function.arguments) == {"note": PROMPT}
    assert_nothing_leaked(provider)


async def test_async_plain_and_streamed(guard, provider) -> None:
    async with openai.AsyncOpenAI(base_url=guard.base_url, api_key=guard.staff) as client:
        answer = await client.chat.completions.create(model="echo", messages=messages())
        assert answer.choices[0].message.content == PROMPT
        stream = await client.chat.completions.create(model="echo", messages=messages(), stream=True)
        parts = [chunk.choices[0].delta.content or "" async for chunk in stream if chunk.choices]
    assert "".join(parts) == PROMPT
    assert_nothing_leaked(provider)


def test_models(client) -> None:
    assert "echo" in [model.id for model in client.models.list()]


@pytest.mark.parametrize("stream", [False, True])
def test_a_block_is_a_bad_request_once_with_our_sentence(client, guard, provider, stream) -> None:
    before, refused = len(provider.received), len(guard.records(kinds="request.refused"))
    secret = "The key is sk-proj-abcDEF1234567890abcDEF1234567890abcDEF12"
    with pytest.raises(openai.BadRequestError) as caught:
        client.chat.completions.create(model="echo", messages=messages(secret), stream=stream)
    error = caught.value
    assert (error.code, error.type, error.param) == (
        "content_policy_violation",
        "invalid_request_error",
        "messages[0].content",
    )
    assert "password or key" in error.message
    assert error.request_id.startswith("req_")
    assert error.body["chaperone"]["rule"] == "R18-credential"
    assert len(provider.received) == before
    assert len(guard.records(kinds="request.refused")) == refused + 1


@pytest.mark.parametrize(
    ("model", "error"),
    [("gpt-9", openai.PermissionDeniedError), ("garbage", openai.InternalServerError)],
)
def test_refusals_and_failures_raise_the_right_error_after_one_attempt(client, provider, model, error) -> None:
    before = len(provider.received)
    with pytest.raises(error):
        client.chat.completions.create(model=model, messages=messages())
    assert len(provider.received) - before == (model == "garbage")


def test_a_wrong_key(guard) -> None:
    with (
        openai.OpenAI(base_url=guard.base_url, api_key="sk-wrong") as client,
        pytest.raises(openai.AuthenticationError, match="No valid key"),
    ):
        client.chat.completions.create(model="echo", messages=messages())


def test_a_path_we_do_not_serve(client) -> None:
    with pytest.raises(openai.NotFoundError, match="does not know this address"):
        client.get("/batch_uploads", cast_to=object)


def test_a_stream_cut_by_the_provider_raises(client) -> None:
    stream = client.chat.completions.create(model="cut", messages=messages(PROMPT * 5), stream=True)
    with pytest.raises(openai.APIError), stream:
        list(stream)
