"""The list of routes is complete and says what its codecs say."""

from __future__ import annotations

import pytest

from proxy.wire import dialects
from proxy.wire.dialects import CODECS, dialect_of
from proxy.wire.envelopes import ENVELOPES


def test_every_route_is_reached_once_and_agrees_with_its_codec() -> None:
    assert len({(route.method, route.path) for route in CODECS}) == len(CODECS)
    for route in CODECS:
        assert route.codec.dialect == route.dialect == dialect_of(route.path)
        assert route.dialect in ENVELOPES


def test_chat_completions_is_there() -> None:
    (route,) = [route for route in CODECS if route.path == "/v1/chat/completions"]
    assert (route.method, route.dialect, route.codec.operation) == ("POST", "openai", "chat")


@pytest.mark.parametrize("path", ["/v1/chat/completions", "/v1", "/v1x", "/", "", "/nothing", "/v1/models"])
def test_every_path_has_a_dialect(path: str) -> None:
    assert dialect_of(path) == "openai" == dialects.DEFAULT_DIALECT


@pytest.mark.parametrize(
    ("path", "headers", "dialect"),
    [
        ("/v1/messages", {}, "anthropic"),
        ("/v1/models", {"anthropic-version": "2023-06-01"}, "anthropic"),
        ("/v1/models", {"x-goog-api-key": "k"}, "gemini"),
        ("/v1beta/models", {"anthropic-version": "2023-06-01"}, "gemini"),
        ("/v1beta/cachedContents", {}, "gemini"),
        ("/v1/models/a:b:streamGenerateContent", {}, "gemini"),
        ("/v1/models/ft:small", {}, "openai"),
    ],
)
def test_paths_that_apis_share_are_told_apart(path: str, headers: dict[str, str], dialect: str) -> None:
    assert dialect_of(path, headers) == dialect


def test_a_providers_path_has_no_version_and_nothing_of_the_callers_query() -> None:
    paths = {route.path: route.upstream_path for route in CODECS}
    assert paths["/v1/chat/completions"] == "/chat/completions"
    assert paths["/v1beta/models/{model}:streamGenerateContent"] == "/models/{model}:streamGenerateContent?alt=sse"


def test_a_query_chooses_the_form_of_a_stream() -> None:
    (route,) = [route for route in CODECS if route.path == "/v1/models/{model}:streamGenerateContent"]
    assert route.reader("sse") is route.sse
    assert route.reader(None) is route.reader("json") is route.codec
