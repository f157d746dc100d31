"""The official AWS SDK on Converse: names come back, the provider's requests are signed, errors are its classes."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError, EventStreamError

if TYPE_CHECKING:
    from guard import Guard
    from recording_provider import RecordingProvider

PROMPT = "Write to the mother of my student Marisol Ochoa, SSID 4812093377, phone (253) 555-7788."
VALUES = ("Marisol", "Ochoa", "4812093377", "555-7788")
MESSAGES = [{"role": "user", "content": [{"text": PROMPT}]}]
TOOLS = {"tools": [{"toolSpec": {"name": "save_note", "inputSchema": {"json": {"type": "object", "properties": {}}}}}]}


@pytest.fixture
def client(guard: Guard):
    # With TLS the key goes into AWS_BEARER_TOKEN_BEDROCK; the SDK refuses bearer tokens over plain http.
    config = Config(signature_version=UNSIGNED)
    made = boto3.client("bedrock-runtime", region_name="us-west-2", endpoint_url=guard.origin, config=config)
    made.meta.events.register(
        "before-call.bedrock-runtime", lambda params, **_: params["headers"].update({"x-api-key": guard.staff})
    )
    yield made
    made.close()


def assert_nothing_leaked(provider: RecordingProvider) -> None:
    sent = provider.received[-1]
    assert [value for value in VALUES if value in sent.everything] == []
    assert re.search(
        r"\r\nauthorization: AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/\d{8}/us-east-1/bedrock/aws4_request, "
        r"SignedHeaders=content-type;host;x-amz-date, Signature=[0-9a-f]{64}\r\n",
        sent.head,
    )
    assert "wJalrXUtnFEMI" not in sent.head


@pytest.mark.parametrize("model", ["echo", "anthropic.claude:0"])
def test_converse(client, provider, model) -> None:
    answer = client.converse(modelId=model, messages=MESSAGES, system=[{"text": "You write for " + VALUES[0]}])
    assert answer["output"]["message"]["content"][0]["text"] == PROMPT
    assert (answer["stopReason"], answer["usage"]["totalTokens"]) == ("end_turn", 16)
    assert_nothing_leaked(provider)


def test_converse_stream(client, provider) -> None:
    with contextlib.closing(client.converse_stream(modelId="echo", messages=MESSAGES)["stream"]) as stream:
        events = list(stream)
    said = "".join(event["contentBlockDelta"]["delta"]["text"] for event in events if "contentBlockDelta" in event)
    assert said == PROMPT
    assert [next(iter(event)) for event in events[-2:]] == ["messageStop", "metadata"]
    assert_nothing_leaked(provider)


def test_tools_plain_and_streamed(client, provider) -> None:
    answer = client.converse(modelId="echo", messages=MESSAGES, toolConfig=TOOLS)
    assert answer["output"]["message"]["content"][0]["toolUse"]["input"] == {"note": PROMPT}
    asked = client.converse_stream(modelId="echo", messages=MESSAGES, toolConfig=TOOLS)
    with contextlib.closing(asked["stream"]) as stream:
        deltas = [event["contentBlockDelta"]["delta"] for event in stream if "contentBlockDelta" in event]
    assert "".join(delta["toolUse"]["input"] for delta in deltas) == '{"note": "' + PROMPT + '"}'
    assert_nothing_leaked(provider)


@pytest.mark.parametrize("operation", ["converse", "converse_stream"])
def test_a_block_is_a_validation_error_once(client, provider, operation) -> None:
    before = len(provider.received)
    secret = [{"role": "user", "content": [{"text": "The key is sk-proj-abcDEF1234567890abcDEF1234567890abcDEF12"}]}]
    with pytest.raises(ClientError, match="password or key") as caught:
        getattr(client, operation)(modelId="echo", messages=secret)
    assert isinstance(caught.value, client.exceptions.ValidationException)
    assert caught.value.response["ResponseMetadata"]["RequestId"].startswith("req_")
    assert caught.value.response["ResponseMetadata"]["RetryAttempts"] == 0
    assert len(provider.received) == before


def test_a_model_that_is_not_approved(client, provider) -> None:
    before = len(provider.received)
    with pytest.raises(client.exceptions.AccessDeniedException, match="not on the approved list"):
        client.converse(modelId="gpt-9", messages=MESSAGES)
    assert len(provider.received) == before


def test_a_failure_of_the_provider_is_tried_once(client, provider) -> None:
    before = len(provider.received)
    with pytest.raises(client.exceptions.ModelErrorException, match="not readable JSON"):
        client.converse(modelId="garbage", messages=MESSAGES)
    assert len(provider.received) == before + 1


def test_the_path_that_is_signed_is_the_path_that_is_sent(client, provider) -> None:
    client.converse(modelId="anthropic.claude:0", messages=MESSAGES)
    assert provider.received[-1].head.startswith("POST /model/anthropic.claude%3A0/converse HTTP/1.1\r\n")


def test_a_stream_that_the_provider_cuts_raises(client) -> None:
    asked = client.converse_stream(modelId="cut", messages=MESSAGES)
    with contextlib.closing(asked["stream"]) as stream, pytest.raises(EventStreamError, match="ended early"):
        list(stream)
