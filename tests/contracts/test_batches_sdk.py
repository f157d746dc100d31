"""Files and batches through a whole guard with the official SDKs: its own vault, audit log and detection."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import anthropic
import openai
import pytest
from guard import Guard
from storing_provider import StoringProvider

if TYPE_CHECKING:
    from collections.abc import Iterator

VALUES = ("4812093377", "555-7788", "ana@example.org")
TEXT = "Write to the mother of SSID 4812093377, phone (253) 555-7788, ana@example.org."


@pytest.fixture(scope="module")
def provider() -> Iterator[StoringProvider]:
    with StoringProvider() as running:
        yield running


@pytest.fixture(scope="module")
def guard(provider: StoringProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guard]:
    approval = {"by": "IT", "on": "2026-01-01", "expires": "2099-12-31", "reference": "test", "tier": "T2"}
    providers = [
        {"id": dialect, "dialect": dialect, "base_url": provider.base_url, "api_key": "k-123456789012"}
        | {"models": [model], "approval": approval}
        for dialect, model in (("openai", "echo"), ("anthropic", "claude-echo"))
    ]
    settings = {"providers": providers, "detection": {"names": False}, "batches": {"records": 20}}
    with Guard(tmp_path_factory.mktemp("guard"), provider.base_url, settings=settings) as running:
        yield running


def test_a_batch_of_openais(guard: Guard, provider: StoringProvider) -> None:
    with openai.OpenAI(base_url=guard.base_url, api_key=guard.staff) as client:
        body = {"model": "echo", "messages": [{"role": "user", "content": TEXT}]}
        line = {"custom_id": "SSID 4812093377", "method": "POST", "url": "/v1/chat/completions", "body": body}
        file = client.files.create(file=("SSID 4812093377.jsonl", json.dumps(line).encode()), purpose="batch")
        batch = client.batches.create(
            input_file_id=file.id, endpoint="/v1/chat/completions", completion_window="24h", metadata={"for": TEXT}
        )
        assert client.batches.retrieve(batch.id).metadata == {"for": TEXT}
        assert batch.output_file_id
        answer = client.files.content(batch.output_file_id)
        back = json.loads(answer.text)
        assert [each.id for each in client.batches.list()] == [batch.id]
        assert client.files.delete(batch.output_file_id).deleted
        with pytest.raises(openai.APIStatusError, match="at most 20"):
            client.files.create(file=("a.jsonl", b"{}\n" * 21), purpose="batch")
    assert back["custom_id"] == "SSID 4812093377"
    assert back["response"]["body"]["choices"][0]["message"]["content"] == f"You wrote: {TEXT}"
    sent = provider.everything
    assert [value for value in VALUES if value in sent] == []
    intent, final = guard.call_records(answer.response.headers["x-request-id"])
    assert (intent["detail"]["operation"], final["detail"]["outcome"]) == ("files.content", "completed")
    (upload,) = guard.records(operation="files.create", kinds="request.intent")
    assert upload["detail"]["records"] == {"total": 1, "forwarded": 1, "replaced": 1, "left_out": 0}
    assert upload["detail"]["subjects_total"] > 0
    stored = (guard.data / "state.db").read_bytes() + (guard.data / "audit.db").read_bytes()
    assert [value for value in VALUES if value.encode() in stored] == []


def test_a_batch_of_anthropics(guard: Guard, provider: StoringProvider) -> None:
    with anthropic.Anthropic(base_url=guard.origin, api_key=guard.staff) as client:
        params = {"model": "claude-echo", "max_tokens": 9, "messages": [{"role": "user", "content": TEXT}]}
        batch = client.messages.batches.create(requests=[{"custom_id": "ssid-4812093377", "params": params}])  # type: ignore[list-item, typeddict-item] # plain dicts
        (result,) = client.messages.batches.results(batch.id)
        assert result.custom_id == "ssid-4812093377"
        assert result.result.message.content[0].text == f"You wrote: {TEXT}"  # type: ignore[union-attr] # it succeeded
        made = client.files.upload(file=("4812093377.txt", TEXT.encode(), "text/plain"))
        assert made.filename == "4812093377.txt"
    sent = provider.everything
    assert [value for value in VALUES if value in sent] == []
