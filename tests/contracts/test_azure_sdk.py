"""The official Azure client: a deployment is an approved model, and its extra members and events arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openai
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guard import Guard
    from recording_provider import RecordingProvider

PROMPT = "Write to the mother of my student Marisol Ochoa, SSID 4812093377, phone (253) 555-7788."
VALUES = ("Marisol", "Ochoa", "4812093377", "555-7788")
VERSION = "2024-10-21"


@pytest.fixture
def client(guard: Guard) -> Iterator[openai.AzureOpenAI]:
    with openai.AzureOpenAI(azure_endpoint=guard.origin, api_version=VERSION, api_key=guard.staff) as made:
        yield made


def assert_nothing_leaked(provider: RecordingProvider) -> None:
    sent = provider.received[-1]
    assert [value for value in VALUES if value in sent.everything] == []
    assert "\r\napi-key: provider-secret-key\r\n" in sent.head
    assert "authorization" not in sent.head.lower()


def test_plain(client, provider) -> None:
    answer = client.chat.completions.create(model="echo", messages=[{"role": "user", "content": PROMPT}])
    message = answer.choices[0].message
    assert message.content == PROMPT
    assert message.context["citations"][0]["content"] == PROMPT
    assert answer.choices[0].content_filter_results["hate"] == {"filtered": False, "severity": "safe"}
    assert provider.received[-1].head.startswith(
        f"POST /openai/deployments/echo/chat/completions?api-version={VERSION} HTTP"
    )
    assert_nothing_leaked(provider)


def test_stream_with_the_filters_own_chunks(client, provider) -> None:
    with client.chat.completions.create(
        model="echo", messages=[{"role": "user", "content": PROMPT}], stream=True
    ) as stream:
        chunks = list(stream)
    said = "".join(choice.delta.content or "" for chunk in chunks for choice in chunk.choices if choice.delta)
    assert said == PROMPT
    assert chunks[0].prompt_filter_results[0]["prompt_index"] == 0
    assert chunks[-1].choices[0].content_filter_offsets["check_offset"] == 10
    assert_nothing_leaked(provider)


def test_the_other_operations(client, provider) -> None:
    assert client.embeddings.create(model="echo", input=PROMPT).data[0].embedding == [0.5, -0.5]
    assert_nothing_leaked(provider)
    assert client.completions.create(model="echo", prompt=PROMPT).choices[0].text == PROMPT
    assert_nothing_leaked(provider)
    assert "echo" in [model.id for model in client.models.list()]


@pytest.mark.filterwarnings("ignore:deprecated:DeprecationWarning")  # translations, of the SDK
def test_pictures_and_sound_are_refused_with_what_to_do_and_their_forms_are_read(client, guard, provider) -> None:
    before = len(provider.received)
    picture, sound = ("a.png", b"\x89PNG\r\n\x1a\n", "image/png"), ("a.mp3", b"ID3\x04\x00 sound", "audio/mpeg")
    with openai.OpenAI(base_url=f"{guard.origin}/openai/v1", api_key=guard.staff) as plain:
        for each in (client, plain):
            asked = (
                (each.images.edit, {"image": picture, "prompt": "Add a hat."}, "image"),
                (each.audio.transcriptions.create, {"file": sound}, "audio"),
                (each.audio.translations.create, {"file": sound}, "audio"),
            )
            for ask, body, kind in asked:
                with pytest.raises(openai.BadRequestError, match="could not check this safely") as caught:
                    ask(model="echo", **body)
                assert caught.value.body["chaperone"]["unscanned"] == [kind]
    assert len(provider.received) == before


def test_version_one_with_the_plain_client(guard, provider) -> None:
    with openai.OpenAI(base_url=f"{guard.origin}/openai/v1", api_key=guard.staff) as client:
        answer = client.chat.completions.create(model="echo", messages=[{"role": "user", "content": PROMPT}])
    assert answer.choices[0].message.content == PROMPT
    assert provider.received[-1].head.startswith("POST /openai/v1/chat/completions HTTP")
    assert_nothing_leaked(provider)


def test_refusals_are_the_right_exceptions_once(client, guard, provider) -> None:
    before, refused = len(provider.received), len(guard.records(kinds="request.refused"))
    with pytest.raises(openai.PermissionDeniedError, match="not on the approved list"):
        client.chat.completions.create(model="gpt-9", messages=[{"role": "user", "content": "hi"}])
    secret = "The key is sk-proj-abcDEF1234567890abcDEF1234567890abcDEF12"
    with pytest.raises(openai.BadRequestError, match="password or key"):
        client.chat.completions.create(model="echo", messages=[{"role": "user", "content": secret}])
    with (
        openai.AzureOpenAI(azure_endpoint=guard.origin, api_version="soon", api_key=guard.staff) as wrong,
        pytest.raises(openai.BadRequestError, match="Name one version"),
    ):
        wrong.chat.completions.create(model="echo", messages=[{"role": "user", "content": "hi"}])
    assert len(provider.received) == before
    assert len(guard.records(kinds="request.refused")) == refused + 3
