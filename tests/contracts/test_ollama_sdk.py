"""The official Ollama client: names come back in lines and whole, tools work, errors are its own."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import ollama
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard import Guard
    from recording_provider import RecordingProvider

PROMPT = "Write to the mother of my student Marisol Ochoa, SSID 4812093377, phone (253) 555-7788."
VALUES = ("Marisol", "Ochoa", "4812093377", "555-7788")
MESSAGES = [{"role": "user", "content": PROMPT}]
SAVE_NOTE = {"type": "function", "function": {"name": "save_note", "parameters": {"type": "object", "properties": {}}}}


@pytest.fixture
def client(guard: Guard) -> Iterator[ollama.Client]:
    made = ollama.Client(host=guard.origin, headers={"Authorization": f"Bearer {guard.staff}"})
    yield made
    made._client.close()


def assert_nothing_leaked(provider: RecordingProvider) -> None:
    sent = provider.received[-1].everything
    assert [value for value in VALUES if value in sent] == []


def test_chat(client, provider, guard) -> None:
    answer = client.chat(model="echo", messages=MESSAGES)
    assert answer.message.content == PROMPT
    assert (answer.done_reason, answer.eval_count) == ("stop", 9)
    assert_nothing_leaked(provider)


def test_chat_in_lines(client, provider) -> None:
    parts = list(client.chat(model="echo", messages=MESSAGES, stream=True))
    assert "".join(part.message.content for part in parts) == PROMPT
    assert [part.done for part in parts] == [False] * (len(parts) - 1) + [True]
    assert_nothing_leaked(provider)


def test_tools(client, provider) -> None:
    parts = list(client.chat(model="echo", messages=MESSAGES, tools=[SAVE_NOTE], stream=True))
    (call,) = [call for part in parts for call in part.message.tool_calls or ()]
    assert (call.function.name, call.function.arguments) == ("save_note", {"note": PROMPT})
    assert_nothing_leaked(provider)


async def test_generate_and_async(client, guard, provider) -> None:
    assert client.generate(model="echo", prompt=PROMPT).response == PROMPT
    made = ollama.AsyncClient(host=guard.origin, headers={"Authorization": f"Bearer {guard.staff}"})
    parts = [part.response async for part in await made.generate(model="echo", prompt=PROMPT, stream=True)]
    await made._client.aclose()
    assert "".join(parts) == PROMPT
    assert_nothing_leaked(provider)


def test_embed_and_the_list_of_models(client, provider) -> None:
    assert client.embed(model="echo", input=PROMPT).embeddings == [[0.5, -0.5]]
    assert_nothing_leaked(provider)
    assert "echo" in [model.model for model in client.list().models]


@pytest.mark.parametrize("stream", [False, True])
def test_a_block_is_an_error_with_our_sentence(client, provider, stream) -> None:
    before = len(provider.received)
    secret = [{"role": "user", "content": "The key is sk-proj-abcDEF1234567890abcDEF1234567890abcDEF12"}]
    with pytest.raises(ollama.ResponseError, match="password or key") as caught:
        list(client.chat(model="echo", messages=secret, stream=stream))
    assert caught.value.status_code == 400
    assert len(provider.received) == before


def test_what_other_clients_ask_first(guard) -> None:
    head = {"Authorization": f"Bearer {guard.staff}"}
    for path, body in (("/api/version", {"version": "0.0.0"}), ("/api/ps", {"models": []})):
        with urllib.request.urlopen(urllib.request.Request(guard.origin + path, headers=head), timeout=10) as answer:
            assert json.load(answer) == body
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(guard.origin + path, timeout=10)
        with caught.value as refused:
            assert refused.code == 401


def test_one_model(client, provider) -> None:
    before = len(provider.received)
    assert client.show("echo").capabilities == ["completion", "tools"]
    with pytest.raises(ollama.ResponseError, match="not on the approved list") as caught:
        client.show("gpt-9")
    assert caught.value.status_code == 403
    assert len(provider.received) == before


def test_what_is_not_served(client, provider) -> None:
    before = len(provider.received)
    with pytest.raises(ollama.ResponseError, match="not on the approved list"):
        client.chat(model="gpt-9", messages=MESSAGES)
    with pytest.raises(ollama.ResponseError, match="managed on their own machine"):
        client.pull("echo")
    with pytest.raises(ollama.ResponseError, match="tokens, which cannot be checked"):
        client.generate(model="echo", prompt="hi", context=[1, 2, 3])
    assert len(provider.received) == before


def test_a_stream_that_the_provider_cuts_raises(client) -> None:
    with pytest.raises(ollama.ResponseError, match="ended early"):
        list(client.chat(model="cut", messages=MESSAGES, stream=True))
