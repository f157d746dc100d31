"""The official OpenAI SDK on conversations that the provider keeps: its own ways of going on, fetching and deleting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx2
import openai
import pytest
from keeping_provider import KeepingProvider
from kept_conversations import FIRST, NAME, OTHER, PHONE, KeptConversations

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


@pytest.fixture
def provider() -> Iterator[KeepingProvider]:
    with KeepingProvider() as running:
        yield running


@pytest.fixture
async def guard(provider: KeepingProvider, tmp_path: Path) -> AsyncIterator[KeptConversations]:
    async with KeptConversations(tmp_path, provider.base_url) as running:
        yield running


def client_of(guard: KeptConversations, who: str = "ana") -> openai.AsyncOpenAI:
    transport = httpx2.ASGITransport(guard.app)
    return openai.AsyncOpenAI(
        base_url="http://guard/v1", api_key=f"key-{who}", http_client=httpx2.AsyncClient(transport=transport)
    )


def no_value_left(provider: KeepingProvider) -> None:
    assert [value for value in (NAME, FIRST, OTHER, PHONE) if value in provider.everything] == []


async def test_a_conversation_goes_on_by_its_last_response(guard: KeptConversations, provider: KeepingProvider) -> None:
    async with client_of(guard) as client:
        first = await client.responses.create(model="small", input=f"{NAME} called from {PHONE}.")
        second = await client.responses.create(
            model="small", input=f"And {FIRST}?", previous_response_id=first.id, background=True
        )
        assert second.status == "queued"
        done = await client.responses.retrieve(second.id)
        assert done.output_text == f"{NAME} called from {PHONE}. | And {FIRST}?"
        items = [item async for item in client.responses.input_items.list(second.id, limit=10, order="asc")]
        assert items[0].content[0].text == f"{NAME} called from {PHONE}."  # type: ignore[union-attr] # a message
        said = ""
        async for event in await client.responses.retrieve(first.id, stream=True, starting_after=2):
            said += event.delta if event.type == "response.output_text.delta" else ""
        assert f"{NAME} called from {PHONE}.".endswith(said)
        assert await client.responses.delete(first.id) is None
        with pytest.raises(openai.NotFoundError):
            await client.responses.retrieve(first.id)
    no_value_left(provider)


async def test_a_conversation_object_is_made_and_grows(guard: KeptConversations, provider: KeepingProvider) -> None:
    async with client_of(guard) as client:
        made = await client.conversations.create(
            items=[{"type": "message", "role": "user", "content": f"{NAME} called."}]
        )
        answer = await client.responses.create(model="small", input=f"{OTHER} too.", conversation=made.id)
        assert answer.output_text == f"{NAME} called. | {OTHER} too."
        assert (await client.conversations.delete(made.id)).deleted
    no_value_left(provider)


async def test_a_stored_completion_is_fetched(guard: KeptConversations, provider: KeepingProvider) -> None:
    async with client_of(guard) as client:
        made = await client.chat.completions.create(
            model="small", messages=[{"role": "user", "content": f"{NAME} called."}], store=True
        )
        got = await client.chat.completions.retrieve(made.id)
        assert got.choices[0].message.content == f"{NAME} called."
        listed = [message async for message in client.chat.completions.messages.list(made.id)]
        assert [message.content for message in listed] == [f"{NAME} called."]
        assert (await client.chat.completions.delete(made.id)).deleted
    no_value_left(provider)


async def test_somebody_elses_is_not_found_once_and_not_retried(
    guard: KeptConversations, provider: KeepingProvider
) -> None:
    async with client_of(guard) as client:
        first = await client.responses.create(model="small", input=f"{NAME} called.")
    before = len(provider.received)
    async with client_of(guard, "cho") as client:
        with pytest.raises(openai.NotFoundError, match="made through the guard with your key"):
            await client.responses.retrieve(first.id)
        with pytest.raises(openai.BadRequestError, match="Send the whole conversation"):
            await client.responses.create(model="small", input="And?", previous_response_id=first.id)
    assert len(provider.received) == before
    assert len(guard.told("request.refused")) == 2, "one attempt each"
