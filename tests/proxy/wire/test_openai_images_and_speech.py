"""Pictures and speech: what is asked for is scanned, what comes back passes, texts in it are rewritten."""

from __future__ import annotations

import json

import pytest
from answer_machines import Call

from proxy.errors import BadRequest, InternalError, ProviderGarbled
from proxy.wire.carriage import passed_types
from proxy.wire.openai_images import OPENAI_IMAGES
from proxy.wire.openai_speech import OPENAI_SPEECH
from proxy.wire.sse import Splitter


def test_the_prompt_of_a_picture_is_scanned() -> None:
    body = {"model": "m", "prompt": "canary", "size": "1024x1024", "n": 2, "user": "jane", "new": {"k": "v"}}
    call = OPENAI_IMAGES.parse(body)
    texts = {segment.text for segment in call.segments}
    assert {"canary", "jane", "new", "k", "v"} <= texts
    assert not {"1024x1024", "2"} & texts
    assert OPENAI_IMAGES.put_back(call, {("prompt",): "[T]"}, model="real")["prompt"] == "[T]"


def test_a_picture_passes_and_its_revised_prompt_is_rewritten(shouting) -> None:
    data = [{"b64_json": "iVBO", "revised_prompt": "a hat"}, {"url": "https://x.example/p"}]
    out, facts = OPENAI_IMAGES.answer({"created": 1, "data": data, "usage": {"input_tokens": 3}}, shouting)
    assert out["data"] == [{"b64_json": "iVBO", "revised_prompt": "A HAT"}, {"url": "HTTPS://X.EXAMPLE/P"}]
    assert (facts.complete, facts.input_tokens) == (True, 3)


def test_pictures_that_come_in_steps(shouting, new_shouting) -> None:
    def event(kind: str, **members) -> bytes:
        return f"event: {kind}\ndata: {json.dumps({'type': kind, 'b64_json': 'iVBO', **members})}\n\n".encode()

    raw = event("image_generation.partial_image", partial_image_index=0, note="new words")
    raw += event("image_generation.completed", usage={"input_tokens": 1, "output_tokens": 2})
    stream = OPENAI_IMAGES.stream(shouting)
    out = stream.feed(raw) + stream.finish()
    said = [json.loads(event.data) for event in Splitter().feed(out)]
    assert [each["b64_json"] for each in said] == ["iVBO", "iVBO"]
    assert "NEW WORDS" in said[0].values()
    assert (stream.facts.complete, stream.facts.output_tokens) == (True, 2)
    for at in range(1, len(raw)):
        cut = OPENAI_IMAGES.stream(new_shouting())
        assert cut.feed(raw[:at]) + cut.feed(raw[at:]) + cut.finish() == out


def test_pictures_that_stop_early_end_in_an_error(shouting) -> None:
    stream = OPENAI_IMAGES.stream(shouting)
    assert b"ended early" in stream.finish()
    assert not stream.facts.complete


@pytest.mark.parametrize("body", [[], {"prompt": "x"}, {"model": "m"}, {"model": "m", "prompt": 3}])
def test_what_a_picture_needs_is_checked(body) -> None:
    with pytest.raises(BadRequest):
        OPENAI_IMAGES.parse(body)


def test_speech_is_scanned_in_both_texts() -> None:
    body = {"model": "m", "input": "canary", "instructions": "slowly", "voice": "alloy", "speed": 1.25}
    call = OPENAI_SPEECH.parse(body)
    assert {(segment.text, segment.role) for segment in call.segments} == {("canary", "user"), ("slowly", "system")}
    assert OPENAI_SPEECH.put_back(call, {("input",): "[T]"}, model="real") == {**body, "model": "real", "input": "[T]"}


def test_a_voice_nobody_knows_is_scanned() -> None:
    call = OPENAI_SPEECH.parse({"model": "m", "input": "x", "voice": "Marisol"})
    assert "Marisol" in {segment.text for segment in call.segments}


@pytest.mark.parametrize("extra", [{"stream": True}, {"stream_format": "sse"}, {"input": ""}])
def test_speech_comes_as_one_sound(extra, shouting) -> None:
    with pytest.raises(BadRequest):
        OPENAI_SPEECH.parse({"model": "m", "input": "x", "voice": "alloy", **extra})
    with pytest.raises(InternalError):
        OPENAI_SPEECH.stream(shouting)


def test_sound_passes_and_other_answers_do_not(shouting) -> None:
    assert passed_types(OPENAI_SPEECH) == ("audio/", "application/octet-stream")
    assert passed_types(OPENAI_IMAGES) == ()
    assert OPENAI_SPEECH.answer({"error": {"message": "no"}}, shouting)[0]["error"]["message"] == "NO"
    with pytest.raises(ProviderGarbled):
        OPENAI_SPEECH.answer({"text": "x"}, shouting)


SIGNED = (
    "https://pictures.blob.core.windows.net/private/org-AbCdEf1234/img-q1w2.png?st=2026-01-02T03%3A04%3A05Z&sp=r"
    "&skoid=cc612491-d948-4d2e-9821-2683df3719f5&sig=NQ3hB%2BxY7o9zVb1F2k%2B3l4m5n6o7p8q9r0s1t2u3v4w%3D"
)


def test_a_signed_address_of_a_picture_still_works() -> None:
    out, _ = OPENAI_IMAGES.answer({"data": [{"url": SIGNED}]}, Call().open)
    assert out["data"] == [{"url": SIGNED}]


@pytest.mark.parametrize(
    "url",
    [
        SIGNED.replace("img-q1w2", "SSN-536-22-8765"),
        SIGNED.replace("sp=r", "ssn=536-22-8765"),
        SIGNED.replace("sig=", "sig=536-22-8765&x="),
    ],
)
def test_a_value_in_an_address_does_not_hide_behind_its_signature(url: str) -> None:
    out, _ = OPENAI_IMAGES.answer({"data": [{"url": url}]}, Call().open)
    assert "536-22-8765" not in out["data"][0]["url"]
