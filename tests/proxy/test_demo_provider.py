"""The demo provider shows what it received, in the shapes that Chat Completions clients expect."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import openai
import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.demo_provider import LABEL, BadCall, DemoServer, events, reply_to, start_demo, whole

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TOOLS = [
    {
        "type": "function",
        "function": {"name": "file_note", "parameters": {"type": "object", "properties": {"note": {"type": "string"}}}},
    }
]


def said(text: str) -> dict[str, Any]:
    return {"model": "demo", "messages": [{"role": "system", "content": "be kind"}, {"role": "user", "content": text}]}


@pytest_asyncio.fixture
async def demo() -> AsyncIterator[DemoServer]:
    server = await start_demo()
    yield server
    await server.close()


@pytest_asyncio.fixture
async def client(demo: DemoServer) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(base_url=demo.url, api_key="any", max_retries=0) as each:
        yield each


def test_the_answer_is_labelled_and_quotes_what_was_received() -> None:
    text = reply_to(said("Where is the bus?")).text
    assert text.startswith(f'{LABEL} As your AI provider I received: "Where is the bus?"')
    assert "Draft reply: Thank you for writing about your question." in text


def test_the_draft_uses_placeholders_of_people_first() -> None:
    text = reply_to(said("Call [PHONE_1A_AAAAA] about [STUDENT_1A_K7QM2] and [STUDENT_1A_K7QM2]")).text
    assert "writing about [STUDENT_1A_K7QM2]. I also noted [PHONE_1A_AAAAA]." in text


def test_the_quotation_shows_placeholders_in_a_form_that_no_guard_restores() -> None:
    text = reply_to(said("About [PERSON_1A_K7QM2]")).text
    assert 'As your AI provider I received: "About [PERSON\N{MIDDLE DOT}1A\N{MIDDLE DOT}K7QM2]"' in text
    assert "writing about [PERSON_1A_K7QM2]." in text


def test_the_quotation_is_bounded() -> None:
    assert "x" * 2000 + '"' in reply_to(said("x" * 9000)).text


def test_text_parts_are_joined_and_the_last_user_message_counts() -> None:
    body = said("first")
    parts = [{"type": "text", "text": "one"}, {"type": "image_url", "image_url": {"url": "x"}}, {"text": "two"}]
    body["messages"] += [{"role": "assistant", "content": "hm"}, {"role": "user", "content": parts}]
    assert 'received: "one\ntwo"' in reply_to(body).text


def test_a_tool_is_called_when_asked_for_and_its_result_is_used() -> None:
    body = {**said("Use the tool for [STUDENT_1A_K7QM2], please"), "tools": TOOLS}
    reply = reply_to(body)
    assert reply.tool == "file_note"
    assert json.loads(reply.arguments) == {"note": "Use the tool for [STUDENT_1A_K7QM2], please"}
    body["messages"].append({"role": "tool", "tool_call_id": "c", "content": "filed"})
    assert 'The tool returned: "filed"' in reply_to(body).text
    assert reply_to({**said("no need"), "tools": TOOLS}).tool is None
    assert reply_to({**said("a tool"), "tools": [{"type": "custom"}]}).tool is None


@pytest.mark.parametrize("body", [None, [], {}, {"messages": "x"}, {"messages": ["x"]}])
def test_anything_else_is_no_call(body: Any) -> None:  # malformed on purpose
    with pytest.raises(BadCall):
        reply_to(body)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.booleans())
def test_the_stream_says_the_same_as_the_whole(text: str, tools: bool) -> None:  # noqa: FBT001 # drawn by hypothesis
    body = {**said(text), **({"tools": TOOLS} if tools else {})}
    reply = reply_to(body)
    lines = [event.removeprefix("data: ").strip() for event in events(body, reply)]
    assert lines[-1] == "[DONE]"
    deltas = [json.loads(line)["choices"][0]["delta"] for line in lines[:-1]]
    message = whole(body, reply)["choices"][0]["message"]
    assert "".join(delta.get("content") or "" for delta in deltas) == (message["content"] or "")
    calls = [delta["tool_calls"][0]["function"] for delta in deltas if "tool_calls" in delta]
    whole_calls = message.get("tool_calls", [])
    assert "".join(call["arguments"] for call in calls) == "".join(c["function"]["arguments"] for c in whole_calls)


async def test_the_official_client_understands_it(client: openai.AsyncOpenAI) -> None:
    answer = await client.chat.completions.create(model="demo", messages=[{"role": "user", "content": "Hello there"}])
    assert 'received: "Hello there"' in (answer.choices[0].message.content or "")
    assert answer.usage is not None
    assert answer.usage.prompt_tokens == 2
    assert [model.id async for model in client.models.list()] == ["demo"]


async def test_the_official_client_understands_its_stream(client: openai.AsyncOpenAI) -> None:
    stream = await client.chat.completions.create(
        model="demo",
        messages=[{"role": "user", "content": "Hello there"}],
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = [chunk async for chunk in stream]
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert 'received: "Hello there"' in text
    assert len(chunks) > 10
    assert chunks[-1].choices == []
    assert chunks[-1].usage is not None


async def test_it_says_who_it_is_and_refuses_what_it_does_not_speak(demo: DemoServer) -> None:
    async with httpx.AsyncClient(trust_env=False) as http:
        wrong = await http.post(f"{demo.url}/chat/completions", content=b"{")
        lost = await http.get(f"{demo.url}/files")
        method = await http.get(f"{demo.url}/chat/completions")
    assert [each.status_code for each in (wrong, lost, method)] == [400, 404, 404]
    assert all("message" in each.json()["error"] for each in (wrong, lost, method))
    assert all(each.headers["x-demo-provider"] == "1" for each in (wrong, lost, method))


async def test_the_port_is_on_loopback_and_free_again_after_closing(demo: DemoServer) -> None:
    assert demo.url.startswith("http://127.0.0.1:")
    port = int(demo.url.removesuffix("/v1").rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        await start_demo(port)
    await demo.close()
    again = await start_demo(port)
    await again.close()
