"""The official Anthropic SDK, unmodified: names come back, nothing leaks, errors are the right ones and come once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anthropic
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard import Guard
    from recording_provider import RecordingProvider

PROMPT = "Write to the mother of my student Marisol Ochoa, SSID 4812093377, phone (253) 555-7788."
VALUES = ("Marisol", "Ochoa", "4812093377", "555-7788")
SECRET = "The key is sk-proj-abcDEF1234567890abcDEF1234567890abcDEF12"
SAVE_NOTE = {"name": "save_note", "input_schema": {"type": "object", "properties": {}}}


@pytest.fixture
def client(guard: Guard) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(base_url=guard.origin, api_key=guard.staff) as made:
        yield made


def asked(text: str = PROMPT, model: str = "echo", **more) -> dict:
    return {"model": model, "max_tokens": 200, "messages": [{"role": "user", "content": text}], **more}


def assert_nothing_leaked(provider: RecordingProvider) -> None:
    last = provider.received[-1]
    assert [value for value in VALUES if value in last.everything] == []
    assert "x-api-key: provider-secret-key" in last.head.lower()
    assert "anthropic-version: 2023-06-01" in last.head.lower()
    assert "authorization" not in last.head.lower()


def test_plain(client, provider, guard) -> None:
    answer = client.messages.create(**asked(system="You help with " + VALUES[0]))
    assert answer.content[0].text == PROMPT
    assert (answer.usage.output_tokens, answer.stop_reason) == (9, "end_turn")
    assert_nothing_leaked(provider)
    intent, final = guard.call_records(answer._request_id)
    assert (intent["detail"]["dialect"], final["detail"]["usage"]) == (
        "anthropic",
        {"input_tokens": 7, "output_tokens": 9},
    )


def test_stream(client, provider) -> None:
    with client.messages.stream(**asked()) as stream:
        text = "".join(stream.text_stream)
        final = stream.get_final_message()
    assert text == PROMPT == final.content[0].text
    assert final.stop_reason == "end_turn"
    assert_nothing_leaked(provider)


def test_tools_plain_and_streamed(client, provider) -> None:
    answer = client.messages.create(**asked(model="tool", tools=[SAVE_NOTE]))
    assert answer.content[0].input == {"note": PROMPT}
    with client.messages.stream(**asked(model="tool", tools=[SAVE_NOTE])) as stream:
        final = stream.get_final_message()
    assert final.content[0].input == {"note": PROMPT}
    assert_nothing_leaked(provider)


def test_a_tools_result_in_the_history_is_guarded(client, provider) -> None:
    use = {"type": "tool_use", "id": "toolu_1", "name": "find", "input": {"name": "Marisol Ochoa"}}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": '{"ssid": "4812093377"}'}
    history = [
        {"role": "user", "content": "Look up my student Marisol Ochoa."},
        {"role": "assistant", "content": [use]},
        {"role": "user", "content": [result, {"type": "text", "text": PROMPT}]},
    ]
    answer = client.messages.create(**{**asked(), "messages": history})
    assert answer.content[0].text.endswith(PROMPT)
    assert_nothing_leaked(provider)


async def test_async(guard, provider) -> None:
    async with anthropic.AsyncAnthropic(base_url=guard.origin, api_key=guard.staff) as client:
        answer = await client.messages.create(**asked())
        assert answer.content[0].text == PROMPT
        async with client.messages.stream(**asked()) as stream:
            assert "".join([piece async for piece in stream.text_stream]) == PROMPT
    assert_nothing_leaked(provider)


def test_counting_tokens_leaks_nothing_either(client, provider) -> None:
    counted = client.messages.count_tokens(model="echo", messages=[{"role": "user", "content": PROMPT}])
    assert counted.input_tokens == 42
    assert_nothing_leaked(provider)


def test_models(client) -> None:
    assert "echo" in [model.id for model in client.models.list()]


@pytest.mark.parametrize("stream", [False, True])
def test_a_block_is_a_bad_request_once_with_our_sentence(client, guard, provider, stream) -> None:
    before, refused = len(provider.received), len(guard.records(kinds="request.refused"))
    with pytest.raises(anthropic.BadRequestError) as caught:
        client.messages.create(**asked(SECRET), stream=stream)
    error = caught.value
    assert error.body["error"]["type"] == "invalid_request_error"
    assert "password or key" in error.message
    assert error.request_id.startswith("req_")
    assert error.body["error"]["chaperone"]["rule"] == "R18-credential"
    assert len(provider.received) == before
    assert len(guard.records(kinds="request.refused")) == refused + 1


@pytest.mark.parametrize(
    ("model", "error"),
    [("claude-9", anthropic.PermissionDeniedError), ("garbage", anthropic.InternalServerError)],
)
def test_refusals_and_failures_raise_the_right_error_after_one_attempt(client, provider, model, error) -> None:
    before = len(provider.received)
    with pytest.raises(error):
        client.messages.create(**asked(model=model))
    assert len(provider.received) - before == (model == "garbage")


def test_a_wrong_key(guard) -> None:
    with (
        anthropic.Anthropic(base_url=guard.origin, api_key="sk-wrong") as client,
        pytest.raises(anthropic.AuthenticationError, match="No valid key"),
    ):
        client.messages.create(**asked())


def test_a_path_we_do_not_serve(client) -> None:
    with pytest.raises(anthropic.NotFoundError, match="does not know this address"):
        client.get("/v1/organizations/me", cast_to=object)


def test_a_stream_cut_by_the_provider_raises(client) -> None:
    with (
        pytest.raises(anthropic.APIStatusError, match="ended early"),
        client.messages.stream(**asked(PROMPT * 5, "cut")) as stream,
    ):
        list(stream)
