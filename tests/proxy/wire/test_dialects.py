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
