"""A call that continues a kept conversation, held for a reviewer: what is collected is the same call."""

from __future__ import annotations

import pytest

from proxy.arrival import Arrival
from proxy.exchange.kept import Kind, Lying
from proxy.holding.view import call_bytes, read_call
from proxy.services.review.shown import codec_of, originals
from proxy.wire.stored_routes import STORED

WITH_A_BODY = [route for route in STORED if route.codec.takes is not None]
BODY = b'{"items": [{"role": "user", "content": "Marisol Ochoa"}], "metadata": {}, "contents": []}'


@pytest.mark.parametrize("route", WITH_A_BODY, ids=lambda route: f"{route.method} {route.path}")
def test_what_it_names_at_the_provider_is_collected_with_it(route) -> None:
    ids = {"id": "conv_1", "item": "msg_1"}
    arrival = Arrival(
        "req_1", route.path, route.codec, route.address(ids), {}, BODY, method=route.method, lying=route.names(ids)
    )
    kept = read_call(call_bytes(arrival, streams_events=False))
    assert (kept.method, kept.lying, kept.upstream_path) == (arrival.method, arrival.lying, arrival.upstream_path)
    assert codec_of(kept).operation == route.codec.operation
    assert [each["text"] for each in originals(kept) if "Marisol" in each["text"]] == ["Marisol Ochoa"]


def test_calls_that_were_held_before_there_was_a_vault_still_read() -> None:
    old = b'{"route":"/v1/responses","upstream_path":"/responses","operation":"responses","streams_events":false,'
    kept = read_call(old + b'"model":null,"headers":{},"body":"e30="}')
    assert (kept.method, kept.lying) == ("POST", None)


def test_a_name_at_the_provider_is_not_printed() -> None:
    assert "resp_1" not in repr(Lying(Kind.RESPONSE, "resp_1"))
