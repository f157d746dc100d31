"""Every shape of JSONTestSuite as a member of a call, and as the whole of one: read as RFC 8259 says, or refused."""

from __future__ import annotations

import json

import pytest
from json_shapes import EITHER, REFUSED, TWICE, VALID

from proxy.errors import BadRequest, TooLarge
from proxy.wire.openai_chat import OpenAIChat
from proxy.wire.strict_json import parse_call, serialise

NEVER = {**REFUSED, **EITHER, **TWICE}
DEEP = ("structure_100000_opening_arrays", "structure_open_array_object")


def member(shape: bytes) -> bytes:
    return b'{"model":"m","messages":[{"role":"user","content":"hi"}],"x":' + shape + b"}"


@pytest.mark.parametrize("shape", NEVER.values(), ids=NEVER.keys())
def test_what_is_not_json_to_everybody_is_refused(shape: bytes, request: pytest.FixtureRequest) -> None:
    wanted = TooLarge if request.node.callspec.id in DEEP else BadRequest
    for body in (shape, member(shape)):
        with pytest.raises(wanted) as caught:
            parse_call(body)
        assert caught.value.status == (413 if wanted is TooLarge else 400)
        assert caught.value.__context__ is None


@pytest.mark.parametrize("shape", VALID.values(), ids=VALID.keys())
def test_what_is_json_is_read_walked_and_written_as_it_was(shape: bytes) -> None:
    body = parse_call(member(shape))
    assert body["x"] == json.loads(shape)
    codec = OpenAIChat()
    sent = codec.put_back(codec.parse(body), {}, model="m")
    assert json.loads(serialise(sent))["x"] == json.loads(shape)
    if not isinstance(json.loads(shape), dict):
        with pytest.raises(BadRequest, match="must be a JSON object"):
            parse_call(shape)
