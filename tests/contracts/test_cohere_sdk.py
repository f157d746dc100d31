"""The official Cohere client: names come back whole, in streams, in tools and citations; errors are its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import cohere
import httpx
import pytest
from cohere.errors import BadRequestError, ForbiddenError, UnauthorizedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard import Guard
    from recording_provider import RecordingProvider

PROMPT = "Write to the mother of my student Marisol Ochoa, SSID 4812093377, phone (253) 555-7788."
VALUES = ("Marisol", "Ochoa", "4812093377", "555-7788")
MESSAGES = [{"role": "user", "content": PROMPT}]
SAVE_NOTE = {"type": "function", "function": {"name": "save_note", "parameters": {"type": "object", "properties": {}}}}
SECRET = [{"role": "user", "content": "The key is sk-proj-abcDEF1234567890abcDEF1234567890abcDEF12"}]


@pytest.fixture(scope="module")
def client(guard: Guard) -> Iterator[cohere.ClientV2]:
    with httpx.Client() as transport:
        yield cohere.ClientV2(guard.staff, base_url=guard.origin, httpx_client=transport)


def assert_nothing_leaked(provider: RecordingProvider) -> None:
    sent = provider.received[-1].everything
    assert [value for value in VALUES if value in sent] == []


def test_chat(client, provider) -> None:
    answer = client.chat(model="echo", messages=MESSAGES)
    assert answer.message.content[0].text == PROMPT
    assert (answer.finish_reason, answer.usage.tokens.output_tokens) == ("COMPLETE", 9)
    (cited,) = answer.message.citations
    assert (cited.start, cited.end, cited.text) == (0, len(PROMPT), PROMPT)
    assert_nothing_leaked(provider)


def test_chat_in_events(client, provider) -> None:
    events = list(client.chat_stream(model="echo", messages=MESSAGES))
    said = [event.delta.message.content.text for event in events if event.type == "content-delta"]
    assert "".join(said) == PROMPT
    assert events[-1].delta.finish_reason == "COMPLETE"
    assert_nothing_leaked(provider)


@pytest.mark.parametrize("stream", [False, True])
def test_tools(client, provider, stream) -> None:
    if stream:
        events = list(client.chat_stream(model="echo", messages=MESSAGES, tools=[SAVE_NOTE]))
        parts = [event.delta.message.tool_calls for event in events if event.type == "tool-call-delta"]
        arguments = "".join(part.function.arguments for part in parts)
        plan = "".join(event.delta.message.tool_plan for event in events if event.type == "tool-plan-delta")
    else:
        message = client.chat(model="echo", messages=MESSAGES, tools=[SAVE_NOTE]).message
        arguments, plan = message.tool_calls[0].function.arguments, message.tool_plan
    assert (json.loads(arguments), plan) == ({"note": PROMPT}, PROMPT)
    assert_nothing_leaked(provider)


async def test_async(guard, provider) -> None:
    async with httpx.AsyncClient() as transport:
        client = cohere.AsyncClientV2(guard.staff, base_url=guard.origin, httpx_client=transport)
        said = [
            event.delta.message.content.text
            async for event in client.chat_stream(model="echo", messages=MESSAGES)
            if event.type == "content-delta"
        ]
    assert "".join(said) == PROMPT
    assert_nothing_leaked(provider)


def test_embed_and_rerank(client, provider) -> None:
    made = client.embed(model="echo", texts=[PROMPT], input_type="classification", embedding_types=["float"])
    assert (made.embeddings.float_, made.texts) == ([[0.5, -0.5]], [PROMPT])
    assert_nothing_leaked(provider)
    assert client.rerank(model="echo", query="Who?", documents=[PROMPT]).results[0].index == 0
    assert_nothing_leaked(provider)


def test_a_block_is_one_attempt_and_our_sentence(client, provider) -> None:
    before = len(provider.received)
    with pytest.raises(BadRequestError) as caught:
        client.chat(model="echo", messages=SECRET)
    assert "password or key" in caught.value.body["message"]
    with pytest.raises(BadRequestError):
        list(client.chat_stream(model="echo", messages=SECRET))
    with pytest.raises(ForbiddenError):
        client.chat(model="gpt-9", messages=MESSAGES)
    assert len(provider.received) == before


def test_a_wrong_key(guard) -> None:
    with httpx.Client() as transport, pytest.raises(UnauthorizedError):
        cohere.ClientV2("wrong", base_url=guard.origin, httpx_client=transport).chat(model="echo", messages=MESSAGES)


def test_a_stream_that_the_provider_cuts_says_so(client) -> None:
    *_, last = client.chat_stream(model="cut", messages=MESSAGES)
    assert (last.type, last.delta.finish_reason) == ("message-end", "ERROR")
    assert "ended early" in last.delta.error
