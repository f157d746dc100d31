"""The official OpenAI SDK on the smaller routes: legacy completions, pictures, speech, models, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openai
import other_answers
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard import Guard
    from recording_provider import RecordingProvider

PROMPT = "Write to the mother of my student Marisol Ochoa, SSID 4812093377, phone (253) 555-7788."
VALUES = ("Marisol", "Ochoa", "4812093377", "555-7788")


@pytest.fixture
def client(guard: Guard) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=guard.base_url, api_key=guard.staff) as made:
        yield made


def assert_nothing_leaked(provider: RecordingProvider) -> None:
    sent = provider.received[-1].everything
    assert [value for value in VALUES if value in sent] == []


@pytest.mark.parametrize("prompt", [PROMPT, [PROMPT, "and more"]])
def test_completions(client, provider, prompt) -> None:
    answer = client.completions.create(model="echo", prompt=prompt)
    assert answer.choices[0].text == PROMPT
    assert answer.usage.total_tokens == 16
    assert_nothing_leaked(provider)


def test_completions_streamed(client, provider) -> None:
    with client.completions.create(model="echo", prompt=PROMPT, stream=True) as stream:
        chunks = list(stream)
    assert "".join(chunk.choices[0].text for chunk in chunks) == PROMPT
    assert chunks[-1].choices[0].finish_reason == "stop"
    assert_nothing_leaked(provider)


def test_tokens_as_a_prompt_are_a_bad_request_once(client, provider) -> None:
    before = len(provider.received)
    with pytest.raises(openai.BadRequestError, match="Arrays of tokens cannot be checked"):
        client.completions.create(model="echo", prompt=[1, 2, 3])
    assert len(provider.received) == before


def test_pictures(client, provider) -> None:
    answer = client.images.generate(model="echo", prompt=PROMPT, size="1024x1024")
    assert (answer.data[0].b64_json, answer.data[0].revised_prompt) == ("iVBORw0KGgo=", PROMPT)
    assert_nothing_leaked(provider)


def test_pictures_streamed(client, provider) -> None:
    with client.images.generate(model="echo", prompt=PROMPT, stream=True, partial_images=1) as stream:
        kinds = [event.type for event in stream]
    assert kinds == ["image_generation.partial_image", "image_generation.completed"]
    assert_nothing_leaked(provider)


def test_speech(client, provider, guard) -> None:
    answer = client.audio.speech.create(model="echo", input=PROMPT, voice="alloy")
    assert answer.content == other_answers.SOUND
    assert answer.response.headers["content-type"] == "audio/mpeg"
    assert_nothing_leaked(provider)
    final = guard.call_records(answer.response.headers["x-request-id"])[-1]
    assert (final["kind"], final["detail"]["outcome"]) == ("request.final", "completed")


def test_geminis_openai_path(guard, provider) -> None:
    with openai.OpenAI(base_url=f"{guard.origin}/v1beta/openai", api_key=guard.staff) as client:
        answer = client.chat.completions.create(model="echo", messages=[{"role": "user", "content": PROMPT}])
        assert "echo" in [model.id for model in client.models.list()]
    assert answer.choices[0].message.content == PROMPT
    assert provider.received[-1].head.startswith("POST /v1/chat/completions HTTP")
    assert_nothing_leaked(provider)


def test_one_model(client) -> None:
    assert client.models.retrieve("echo").id == "echo"
    with pytest.raises(openai.PermissionDeniedError, match="not on the approved list"):
        client.models.retrieve("gpt-9")


def test_what_lies_at_the_provider_is_refused_in_one_sentence(client, guard, provider) -> None:
    before, refused = len(provider.received), len(guard.records(kinds="request.refused"))
    asked = (
        lambda: client.responses.retrieve("resp_1"),
        lambda: client.responses.cancel("resp_1"),
        lambda: client.responses.delete("resp_1"),
        lambda: client.responses.input_items.list("resp_1"),
        lambda: client.chat.completions.retrieve("chatcmpl_1"),
    )
    for ask in asked:
        with pytest.raises(openai.NotFoundError, match="made through the guard with your key"):
            ask()
    with pytest.raises(openai.APIStatusError, match="lets this provider keep nothing") as caught:
        client.conversations.create()
    assert caught.value.status_code < 500
    assert len(provider.received) == before
    assert len(guard.records(kinds="request.refused")) == refused + len(asked) + 1


def test_sound_is_refused_with_what_to_do_and_its_form_is_read(client, provider, guard) -> None:
    before = len(provider.received)
    with pytest.raises(openai.BadRequestError) as caught:
        client.audio.transcriptions.create(
            model="echo",
            file=("lesson.mp3", b"ID3\x04\x00 sound", "audio/mpeg"),
            prompt=PROMPT,
            timestamp_granularities=["word"],
        )
    assert caught.value.body["chaperone"]["unscanned"] == ["audio"]
    assert "could not check this safely" in caught.value.message
    with pytest.raises(openai.BadRequestError) as caught:
        client.images.edit(model="echo", image=[("a.png", b"\x89PNG\r\n\x1a\n", "image/png")], prompt="Add a hat.")
    assert caught.value.body["chaperone"]["unscanned"] == ["image"]
    assert len(provider.received) == before


def test_a_damaged_form_is_refused_in_the_envelope(client) -> None:
    with pytest.raises(openai.BadRequestError, match="with one boundary"):
        client.post("/audio/transcriptions", cast_to=object, body={"model": "echo"})
