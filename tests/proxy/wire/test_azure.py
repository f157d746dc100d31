"""Azure OpenAI: OpenAI's bodies under other addresses, with members of its own that are read like all others."""

from __future__ import annotations

import json

import orjson
import pytest

from proxy.errors import BadRequest
from proxy.wire.carriage import carriage_of
from proxy.wire.dialects import CODECS, Route, dialect_of
from proxy.wire.openai_chat import OpenAIChat
from proxy.wire.sse import Splitter

CHAT = OpenAIChat("azure", in_path=True)
ROUTES = {route.path: route for route in CODECS if route.dialect == "azure"}


def route(path: str) -> Route:
    return ROUTES[path]


def test_a_deployment_is_the_model_and_the_version_is_passed_on() -> None:
    chat = route("/openai/deployments/{model}/chat/completions")
    assert chat.address(["2024-10-21"]) == "/deployments/{model}/chat/completions?api-version=2024-10-21"
    assert route("/openai/v1/responses").address([]) == "/v1/responses"
    assert route("/openai/v1/responses").address(["preview"]) == "/v1/responses?api-version=preview"
    assert route("/openai/responses").address(["2025-04-01-preview"]) == "/responses?api-version=2025-04-01-preview"


@pytest.mark.parametrize(
    "versions", [[], ["536-90-4399"], ["2024-10-21", "preview"], ["2024-10-21&x=y"], [""], ["v9"], ["2015-04-02"]]
)
def test_what_is_no_version_is_refused(versions: list[str]) -> None:
    with pytest.raises(BadRequest, match="api-version=2024-10-21"):
        route("/openai/deployments/{model}/chat/completions").address(versions)


def test_other_apis_pass_no_version_on() -> None:
    (chat,) = [each for each in CODECS if each.path == "/v1/chat/completions"]
    assert chat.address(["2024-10-21"]) == "/chat/completions"


@pytest.mark.parametrize("path", ["/openai/deployments/x/chat/completions", "/openai/v1/models", "/openai/nothing"])
def test_its_addresses_speak_its_dialect(path: str) -> None:
    assert dialect_of(path, {"anthropic-version": "1"}) == "azure"


def test_the_body_need_not_name_the_model() -> None:
    body = {"messages": [{"role": "user", "content": "canary"}]}
    call = CHAT.parse(body)
    assert CHAT.put_back(call, {("messages", 0, "content"): "[T]"}, model="gpt") == {
        "messages": [{"role": "user", "content": "[T]"}]
    }
    named = CHAT.parse({**body, "model": "asked"})
    assert CHAT.put_back(named, {}, model="gpt")["model"] == "gpt"


def test_data_sources_are_scanned_leaf_by_leaf() -> None:
    source = {
        "type": "azure_search",
        "parameters": {"index_name": "roster", "role_information": "about Marisol", "filter": "ssn eq 536904399"},
    }
    call = CHAT.parse({"messages": [{"role": "user", "content": "x"}], "data_sources": [source]})
    texts = {segment.text for segment in call.segments}
    assert {"about Marisol", "ssn eq 536904399", "roster", "data_sources"} <= texts


def test_what_azure_adds_to_a_stream_survives(shouting) -> None:
    safe = {"hate": {"filtered": False, "severity": "safe"}}
    chunks = [
        {"choices": [], "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": safe}]},
        {"choices": [{"index": 0, "delta": {"content": "so it "}, "finish_reason": None}]},
        {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop", "content_filter_results": safe}]},
        {"choices": [{"index": 0, "finish_reason": None, "content_filter_offsets": {"check_offset": 3}}]},
    ]
    stream = CHAT.stream(shouting)
    raw = b"".join(b"data: %b\n\n" % orjson.dumps({"id": "c1", "model": "m", **chunk}) for chunk in chunks)
    out = stream.feed(raw + b"data: [DONE]\n\n") + stream.finish()
    got = [json.loads(event.data) for event in Splitter().feed(out) if event.data != b"[DONE]"]
    assert stream.facts.complete
    assert got[0]["PROMPT_FILTER_RESULTS"][0]["PROMPT_INDEX"] == 0
    assert [choice for event in got for choice in event["choices"] if "CONTENT_FILTER_RESULTS" in choice]
    assert [choice for event in got for choice in event["choices"] if "CONTENT_FILTER_OFFSETS" in choice]


FORMS = {
    "images/edits": ({"image": "PICTURE", "prompt": "canary"}, {"data": [{"b64_json": "aGk="}]}),
    "audio/transcriptions": ({"file": "SOUND", "prompt": "canary"}, {"text": "so it"}),
    "audio/translations": ({"file": "SOUND", "prompt": "canary"}, {"text": "so it"}),
}
FILES = {
    "PICTURE": {"filename": "x.png", "content_type": "image/png", "data": "data:image/png;base64,iVBO"},
    "SOUND": {"filename": "x.mp3", "content_type": "audio/mpeg", "data": "data:audio/mpeg;base64,SUQz"},
}


@pytest.mark.parametrize("name", FORMS)
def test_forms_with_pictures_and_sound_have_azures_addresses_too(name: str, shouting) -> None:
    body, answer = FORMS[name]
    body = {key: FILES.get(value, value) for key, value in body.items()}
    by_path, by_body = route(f"/openai/deployments/{{model}}/{name}"), route(f"/openai/v1/{name}")
    assert by_path.address(["2025-04-01-preview"]) == f"/deployments/{{model}}/{name}?api-version=2025-04-01-preview"
    with pytest.raises(BadRequest, match="api-version"):
        by_path.address([])
    assert by_body.address([]) == f"/v1/{name}"
    call = by_path.codec.parse(body)
    assert (call.dialect, [each.kind for each in call.unscanned]) == (
        "azure",
        [name.partition("/")[0].removesuffix("s")],
    )
    out = by_path.codec.put_back(call, {("prompt",): "[T]"}, model="gpt")
    assert out == {**body, "prompt": "[T]"}
    form = carriage_of(by_path.codec)
    written = form.write(out)
    assert form.read(written, form.content_type(written)) == out
    with pytest.raises(BadRequest, match="must name a model"):
        by_body.codec.parse(body)
    assert by_body.codec.put_back(by_body.codec.parse({**body, "model": "m"}), {}, model="gpt")["model"] == "gpt"
    said, _ = by_path.codec.answer(answer, shouting)
    assert said.get("text", "SO IT") == "SO IT"
