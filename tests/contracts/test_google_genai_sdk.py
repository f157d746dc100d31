"""The official Google GenAI SDK, unmodified: names come back, nothing leaks, errors are right and come once."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
from gemini_answers import SIGNED
from google import genai
from google.genai import errors, types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard import Guard
    from recording_provider import RecordingProvider

PROMPT = "Write to the mother of my student Marisol Ochoa, SSID 4812093377, phone (253) 555-7788."
VALUES = ("Marisol", "Ochoa", "4812093377", "555-7788")
SECRET = "The key is sk-proj-abcDEF1234567890abcDEF1234567890abcDEF12"
SAVE_NOTE = {"function_declarations": [{"name": "save_note", "parameters": {"type": "OBJECT", "properties": {}}}]}
BY_HAND = types.GenerateContentConfig(
    tools=[types.Tool.model_validate(SAVE_NOTE)],
    automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
)


def connected(guard: Guard, key: str, version: str | None = None) -> genai.Client:
    return genai.Client(api_key=key, http_options=types.HttpOptions(base_url=guard.origin, api_version=version))


@pytest.fixture
def client(guard: Guard) -> Iterator[genai.Client]:
    with connected(guard, guard.staff) as made:
        yield made


def assert_nothing_leaked(provider: RecordingProvider, operation: str, guard: Guard) -> None:
    last = provider.received[-1]
    assert [value for value in VALUES if value in last.everything] == []
    head = last.head.lower()
    assert f":{operation} http/1.1" in head.split("\r\n")[0]
    assert "x-goog-api-key: provider-secret-key" in head
    assert guard.staff.lower() not in head
    assert "authorization" not in head
    assert "x-goog-api-client" not in head


def test_plain(client, provider, guard) -> None:
    answer = client.models.generate_content(model="echo", contents=PROMPT, config={"system_instruction": VALUES[0]})
    assert answer.text == PROMPT
    assert (answer.usage_metadata.candidates_token_count, answer.candidates[0].finish_reason.value) == (9, "STOP")
    assert_nothing_leaked(provider, "generatecontent", guard)
    request_id = answer.sdk_http_response.headers["x-request-id"]
    intent, final = guard.call_records(request_id)
    detail = intent["detail"]
    assert (detail["dialect"], detail["operation"], detail["model"]) == ("gemini", "generate_content", "echo")
    assert detail["route"] == "/v1/models/{model}:generateContent"
    assert final["detail"]["usage"] == {"input_tokens": 7, "output_tokens": 9}


def test_stream(client, provider, guard) -> None:
    chunks = list(client.models.generate_content_stream(model="echo", contents=PROMPT))
    assert "".join(chunk.text for chunk in chunks) == PROMPT, "and no chunk's text is None"
    assert chunks[-1].candidates[0].finish_reason.value == "STOP"
    assert_nothing_leaked(provider, "streamgeneratecontent?alt=sse", guard)


def test_the_other_version_is_the_same(provider, guard) -> None:
    with connected(guard, guard.staff, "v1beta") as client:
        chunks = client.models.generate_content_stream(model="echo", contents=PROMPT)
        assert "".join(chunk.text for chunk in chunks) == PROMPT
        assert "models/echo" in [model.name for model in client.models.list()]
    assert_nothing_leaked(provider, "streamgeneratecontent?alt=sse", guard)


def test_a_chat_sends_its_history_guarded(client, provider, guard) -> None:
    chat = client.chats.create(model="echo")
    assert chat.send_message(PROMPT).text == PROMPT
    assert chat.send_message("And again: " + PROMPT).text == "And again: " + PROMPT
    assert len(provider.received[-1].json["contents"]) == 3
    assert_nothing_leaked(provider, "generatecontent", guard)


def test_tools_plain_and_streamed(client, provider, guard) -> None:
    answer = client.models.generate_content(model="tool", contents=PROMPT, config=BY_HAND)
    assert answer.function_calls[0].args == {"note": PROMPT}
    assert_nothing_leaked(provider, "generatecontent", guard)
    chunks = list(client.models.generate_content_stream(model="tool", contents=PROMPT, config=BY_HAND))
    assert chunks[0].function_calls[0].args == {"note": PROMPT}
    assert_nothing_leaked(provider, "streamgeneratecontent?alt=sse", guard)


def test_a_functions_result_in_the_history_is_guarded_and_its_signature_returns(client, provider, guard) -> None:
    first = client.models.generate_content(model="tool", contents=PROMPT, config=BY_HAND)
    result = types.Part.from_function_response(name="save_note", response={"saved": '{"ssid": "4812093377"}'})
    history = [
        types.UserContent(PROMPT),
        first.candidates[0].content,
        types.Content(role="user", parts=[result]),
        types.UserContent(PROMPT),
    ]
    assert client.models.generate_content(model="echo", contents=history).text == PROMPT
    assert_nothing_leaked(provider, "generatecontent", guard)
    assert provider.received[-1].json["contents"][1]["parts"][0]["thoughtSignature"] == SIGNED


@pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning")  # the SDK's own
async def test_async(guard, provider) -> None:
    async with connected(guard, guard.staff).aio as client:
        answer = await client.models.generate_content(model="echo", contents=PROMPT)
        assert answer.text == PROMPT
        stream = await client.models.generate_content_stream(model="echo", contents=PROMPT)
        assert "".join([chunk.text async for chunk in stream]) == PROMPT
    assert_nothing_leaked(provider, "streamgeneratecontent?alt=sse", guard)


def test_counting_tokens_leaks_nothing_either(client, provider, guard) -> None:
    assert client.models.count_tokens(model="echo", contents=PROMPT).total_tokens == 42
    assert_nothing_leaked(provider, "counttokens", guard)


def test_embeddings(client, provider, guard) -> None:
    answer = client.models.embed_content(model="echo", contents=PROMPT)
    assert answer.embeddings[0].values == [0.25, 0.5]
    assert_nothing_leaked(provider, "batchembedcontents", guard)
    assert provider.received[-1].json["requests"][0]["model"] == "models/echo"


def test_models(client) -> None:
    assert "models/echo" in [model.name for model in client.models.list()]


@pytest.mark.parametrize("stream", [False, True])
def test_a_block_is_a_client_error_once_with_our_sentence(client, guard, provider, stream) -> None:
    before, refused = len(provider.received), len(guard.records(kinds="request.refused"))
    ask = client.models.generate_content_stream if stream else client.models.generate_content
    with pytest.raises(errors.ClientError) as caught:
        list(ask(model="echo", contents=SECRET))
    error = caught.value
    assert (error.code, error.status) == (400, "INVALID_ARGUMENT")
    assert "password or key" in error.message
    assert error.details["error"]["details"][0]["reason"] == "CHAPERONE_BLOCKED"
    assert error.details["error"]["chaperone"]["rule"] == "R18-credential"
    assert len(provider.received) == before
    assert len(guard.records(kinds="request.refused")) == refused + 1


@pytest.mark.parametrize(
    ("model", "error", "status"),
    [("gemini-9", errors.ClientError, "PERMISSION_DENIED"), ("garbage", errors.ServerError, "UNAVAILABLE")],
)
def test_refusals_and_failures_raise_the_right_error_after_one_attempt(client, provider, model, error, status) -> None:
    before = len(provider.received)
    with pytest.raises(error) as caught:
        client.models.generate_content(model=model, contents="Hello")
    assert caught.value.status == status
    assert len(provider.received) - before == (model == "garbage")


def test_the_body_cannot_name_another_model(guard, provider) -> None:
    asked = {"model": "models/gemini-9", "contents": [{"parts": [{"text": "Hello"}]}]}
    assert post(guard, "echo:generateContent", asked)["modelVersion"] == "echo"
    assert provider.received[-1].json["model"] == "models/echo"


def test_a_wrong_key(guard) -> None:
    with connected(guard, "AIza-wrong") as client, pytest.raises(errors.ClientError, match="No valid key") as caught:
        client.models.generate_content(model="echo", contents="Hello")
    assert (caught.value.code, caught.value.status) == (401, "UNAUTHENTICATED")


def test_a_path_we_do_not_serve(client) -> None:
    with pytest.raises(errors.ClientError, match="files and batches of OpenAI's and Anthropic's API only"):
        client.files.list()
    with pytest.raises(errors.ClientError, match="lets this provider keep nothing") as caught:
        client.caches.create(model="echo", config={"contents": PROMPT})
    assert caught.value.status == "INVALID_ARGUMENT"


def test_a_stream_cut_by_the_provider_raises(client) -> None:
    with pytest.raises(errors.APIError, match="ended early"):
        list(client.models.generate_content_stream(model="cut", contents=PROMPT * 5))


# --------------------------------------------------------------------------- without the SDK: what it does not use


def post(guard: Guard, operation: str, body: dict, query: str = "") -> dict | list:
    """Ask with the key in the query, as `curl` users do."""
    url = f"{guard.origin}/v1beta/models/{operation}?key={guard.staff}{query}"
    request = urllib.request.Request(url, json.dumps(body).encode(), {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        assert answer.headers["content-type"].startswith("application/json")
        return json.load(answer)


def test_a_stream_without_sse_is_one_array_and_the_query_stays_here(guard, provider) -> None:
    chunks = post(guard, "echo:streamGenerateContent", {"contents": [{"parts": [{"text": PROMPT}]}]}, "&note=Marisol")
    assert "".join(chunk["candidates"][0]["content"]["parts"][0]["text"] for chunk in chunks) == PROMPT
    assert_nothing_leaked(provider, "streamgeneratecontent?alt=sse", guard)


def test_a_cut_array_is_closed_and_ends_with_the_error(guard) -> None:
    chunks = post(guard, "cut:streamGenerateContent", {"contents": [{"parts": [{"text": PROMPT * 5}]}]})
    assert chunks[-1]["error"]["status"] == "UNAVAILABLE"
    assert "ended early" in chunks[-1]["error"]["message"]


def test_two_different_keys_are_refused(guard, provider) -> None:
    before = len(provider.received)
    with pytest.raises(urllib.error.HTTPError) as caught:
        post(guard, "echo:generateContent", {"contents": [{"parts": [{"text": "Hello"}]}]}, "&key=other")
    assert json.load(caught.value)["error"]["status"] == "INVALID_ARGUMENT"
    caught.value.close()
    assert len(provider.received) == before


def test_the_key_in_the_query_is_nowhere_in_the_guards_files(guard) -> None:
    post(guard, "echo:generateContent", {"contents": [{"parts": [{"text": "Hello"}]}]})
    kept = [path for path in guard.folder.rglob("*") if path.is_file()]
    assert [path.name for path in kept if guard.staff.encode() in path.read_bytes()] == []


def test_a_provider_before_the_name_of_the_model_chooses_it(guard, provider) -> None:
    post(guard, "gemini-1/echo:generateContent", {"contents": [{"parts": [{"text": "Hello"}]}]})
    assert provider.received[-1].head.startswith("POST /v1/models/echo:generateContent HTTP")
