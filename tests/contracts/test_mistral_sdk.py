"""The official Mistral client, whose API is OpenAI's but for a few fields: names come back, errors are its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from mistralai.client import Mistral
from mistralai.client.errors import SDKError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard import Guard
    from recording_provider import RecordingProvider

PROMPT = "Write to the mother of my student Marisol Ochoa, SSID 4812093377, phone (253) 555-7788."
VALUES = ("Marisol", "Ochoa", "4812093377", "555-7788")
MESSAGES = [{"role": "user", "content": PROMPT}]
SECRET = [{"role": "user", "content": "The key is sk-proj-abcDEF1234567890abcDEF1234567890abcDEF12"}]
SAVE_NOTE = {"type": "function", "function": {"name": "save_note", "parameters": {"type": "object", "properties": {}}}}


@pytest.fixture
def client(guard: Guard) -> Iterator[Mistral]:
    with Mistral(guard.staff, server_url=guard.origin) as made:
        yield made


def assert_nothing_leaked(provider: RecordingProvider) -> None:
    sent = provider.received[-1].everything
    assert [value for value in VALUES if value in sent] == []


def test_chat_and_what_only_mistral_has(client, provider) -> None:
    answer = client.chat.complete(
        model="echo",
        messages=[*MESSAGES, {"role": "assistant", "content": "Dear Marisol Ochoa", "prefix": True}, *MESSAGES],
        prediction={"type": "content", "content": PROMPT},
        safe_prompt=True,
        random_seed=7,
        metadata={"asked_for": "Marisol Ochoa"},
    )
    assert answer.choices[0].message.content == PROMPT
    assert answer.usage.completion_tokens == 9
    assert_nothing_leaked(provider)
    assert {key: provider.received[-1].json[key] for key in ("safe_prompt", "random_seed")} == {
        "safe_prompt": True,
        "random_seed": 7,
    }


def test_a_stream(client, provider) -> None:
    with client.chat.stream(model="echo", messages=MESSAGES) as events:
        said = [event.data.choices[0].delta.content for event in events]
    assert "".join(filter(None, said)) == PROMPT
    assert_nothing_leaked(provider)


def test_tools(client, provider) -> None:
    answer = client.chat.complete(model="tool", messages=MESSAGES, tools=[SAVE_NOTE], tool_choice="any")
    (call,) = answer.choices[0].message.tool_calls
    assert (call.function.name, json.loads(call.function.arguments)) == ("save_note", {"note": PROMPT})
    assert_nothing_leaked(provider)


async def test_async(guard, provider) -> None:
    async with Mistral(guard.staff, server_url=guard.origin) as client:
        events = await client.chat.stream_async(model="echo", messages=MESSAGES)
        said = [event.data.choices[0].delta.content async for event in events]
    assert "".join(filter(None, said)) == PROMPT
    assert_nothing_leaked(provider)


@pytest.mark.parametrize("stream", [False, True])
def test_a_block_is_one_attempt_and_our_sentence(client, provider, stream) -> None:
    before = len(provider.received)
    with pytest.raises(SDKError, match="password or key") as caught:
        (client.chat.stream if stream else client.chat.complete)(model="echo", messages=SECRET)
    assert caught.value.status_code == 400
    assert len(provider.received) == before


def test_other_refusals(client, guard) -> None:
    with pytest.raises(SDKError, match="not on the approved list") as caught:
        client.chat.complete(model="gpt-9", messages=MESSAGES)
    assert caught.value.status_code == 403
    with Mistral("wrong", server_url=guard.origin) as stranger, pytest.raises(SDKError) as caught:
        stranger.chat.complete(model="echo", messages=MESSAGES)
    assert caught.value.status_code == 401
    with pytest.raises(SDKError, match="does not know this address"):
        client.fim.complete(model="echo", prompt="hi")
