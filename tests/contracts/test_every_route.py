"""Every route, over HTTP: what is wrong is refused in the envelope of its API, and never forwarded."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING

import pytest
from guard import Guard
from recording_provider import RecordingProvider

from proxy.wire.dialects import CODECS
from proxy.wire.envelopes import id_header
from proxy.wire.multipart import FORM

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES = {"ollama": ("error",), "bedrock": ("message",), "cohere": ("message",)}
GARBAGE = b'{"messages": [ssn 536-90-4399'
OF_OTHERS = [route for route in CODECS if route.dialect != "openai"]
"""The provider of these tests speaks OpenAI's API."""
JSON = "application/json"
A_FORM = b'--b\r\ncontent-disposition: form-data; name="model"\r\n\r\necho\r\n--b--\r\n'
EVERY = pytest.mark.parametrize("route", CODECS, ids=lambda route: route.path)


@pytest.fixture(scope="module")
def provider() -> Iterator[RecordingProvider]:
    with RecordingProvider() as running:
        yield running


@pytest.fixture(scope="module")
def guard(provider: RecordingProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guard]:
    with Guard(tmp_path_factory.mktemp("guard"), provider.base_url) as running:
        yield running


def is_form(route) -> bool:
    return getattr(route.codec, "carriage", None) is FORM


def ask(guard: Guard, route, body: bytes, *, key: str | None = None, method: str = "POST", **headers: str):
    """Status, headers and the sentence of the answer."""
    path = route.path.replace("{model}", "echo") + ("?api-version=2024-10-21" if route.versioned else "")
    sent = {"content-type": JSON, "x-api-key": key or guard.staff, **headers}
    request = urllib.request.Request(guard.origin + path, data=body, headers=sent, method=method)
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=20)
    with caught.value as answer:
        said = json.load(answer)
        for step in PLACES.get(route.dialect, ("error", "message")):
            said = said[step]
        return answer.code, answer.headers, said


@EVERY
def test_garbage_is_a_bad_request_in_the_apis_own_words(guard: Guard, provider: RecordingProvider, route) -> None:
    before = len(provider.received)
    status, headers, said = ask(guard, route, GARBAGE)
    assert status == 400
    assert headers[id_header(route.dialect)].startswith("req_")
    assert "536" not in said
    assert len(provider.received) == before


@EVERY
def test_a_wrong_key_and_a_wrong_method_read_the_same_way(guard: Guard, provider: RecordingProvider, route) -> None:
    before = len(provider.received)
    assert ask(guard, route, b"{}", key="ck-wrong")[0] == 401
    status, _, said = ask(guard, route, b"{}", method="PUT")
    assert status == 404
    assert "cannot check" in said or "provider" in said
    assert len(provider.received) == before


@pytest.mark.parametrize("route", OF_OTHERS, ids=lambda route: route.path)
def test_a_provider_of_another_api_is_not_approved_for_it(guard: Guard, provider: RecordingProvider, route) -> None:
    before = len(provider.received)
    body, kind = (A_FORM, "multipart/form-data; boundary=b") if is_form(route) else (b'{"model": "echo"}', JSON)
    status, headers, said = ask(guard, route, body, **{"content-type": kind})
    assert status == 403
    assert "not on the approved list" in said
    assert headers.get("x-should-retry") != "true"
    assert len(provider.received) == before
