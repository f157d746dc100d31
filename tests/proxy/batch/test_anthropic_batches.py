"""The official Anthropic SDK: a batch of messages and its results, which are fetched here and never at the provider."""

from __future__ import annotations

import json
from typing import Any

import anthropic
import pytest
from storing_provider import NEW_SSN

from proxy.batch.terms import Terms

NAME, SSN, PHONE = "Marisol Ochoa", "536-90-4399", "253-555-7788"
VALUES = (NAME, "Marisol", SSN, PHONE)
SECRET = "sk-proj-abcDEF1234567890abcDEF1234567890abcDEF1234567890"


def request(text: Any, custom_id: str, **more: Any) -> dict[str, Any]:
    params = {"model": "claude-small", "max_tokens": 50, "messages": [{"role": "user", "content": text}], **more}
    return {"custom_id": custom_id, "params": params}


def create(client: anthropic.Anthropic, *requests: dict[str, Any]):
    return client.messages.batches.create(requests=list(requests))  # type: ignore[arg-type] # plain dicts


def test_what_was_sent_comes_back_and_nothing_of_it_was_at_the_provider(claude, provider, guard) -> None:
    batch = create(
        claude,
        request(f"Call {NAME} at {PHONE}.", f"student-{SSN}"),
        request([{"type": "text", "text": f"About {NAME}, SSN {SSN}: NEW ssn"}], "task-2"),
        request("FAIL please.", "marisol_ochoa"),
    )
    assert batch.processing_status == "ended"
    assert batch.results_url == f"/v1/messages/batches/{batch.id}/results"
    back = {each.custom_id: each.result for each in claude.messages.batches.results(batch.id)}
    assert back[f"student-{SSN}"].message.content[0].text == f"You wrote: Call {NAME} at {PHONE}."
    answer = back["task-2"].message.content[0].text
    assert NAME in answer
    assert "[SSN_REMOVED]" in answer
    assert NEW_SSN not in answer
    assert back["marisol_ochoa"].type == "errored"
    sent = provider.everything
    assert [value for value in VALUES if value in sent] == []
    assert [line for line, _, _ in provider.received if "results" in line] == [
        f"GET /v1/messages/batches/{batch.id}/results"
    ]
    (asked,) = [json.loads(body) for line, _, body in provider.received if line == "POST /v1/messages/batches"]
    assert [each["custom_id"] for each in asked["requests"]] == ["chaperone-1", "task-2", "chaperone-3"]
    operations = [detail["operation"] for kind, detail in guard.details if kind == "request.intent"]
    assert operations == ["message_batches.create", "message_batches.retrieve", "message_batches.results"]


def test_one_blocked_request_refuses_the_batch(claude, provider, guard) -> None:
    with pytest.raises(anthropic.BadRequestError) as caught:
        create(claude, request("Hello.", "task-1"), request(f"The key of {NAME}: {SECRET}", SSN))
    error = caught.value.body["error"]
    assert error["chaperone"]["records"] == {"total": 2, "blocked": 1}
    assert "Record 2:" in error["message"]
    assert [value for value in (*VALUES, SECRET) if value in str(caught.value.body)] == []
    guard.terms = Terms(leave_out=True)
    create(claude, request("Hello.", "task-1"), request(f"The key of {NAME}: {SECRET}", SSN))
    (asked,) = [json.loads(body) for line, _, body in provider.received]
    assert [each["custom_id"] for each in asked["requests"]] == ["task-1"]


def test_another_caller_finds_nothing(claude, claude_of_ben, provider) -> None:
    batch = create(claude, request("Hello.", "task-1"))
    provider.received.clear()
    theirs = claude_of_ben.messages.batches
    for ask in (theirs.retrieve, theirs.cancel, theirs.delete, theirs.results):
        with pytest.raises(anthropic.NotFoundError, match="no such file or batch of yours"):
            ask(batch.id)
    assert provider.received == []
    assert list(theirs.list()) == []
    assert batch.id in [each.id for each in claude.messages.batches.list(limit=1)]


def test_a_batch_that_was_deleted_is_gone(claude, provider) -> None:
    batch = create(claude, request(f"About {NAME}.", "task-1"))
    assert claude.messages.batches.cancel(batch.id).id == batch.id
    assert claude.messages.batches.delete(batch.id).type == "message_batch_deleted"
    with pytest.raises(anthropic.NotFoundError):
        claude.messages.batches.retrieve(batch.id)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"requests": []}, "as a list that is not empty"),
        ({"requests": [request("x", "task-1")], "note": SSN}, "and nothing else"),
        ({"requests": [SSN]}, "Record 1: The record must be a JSON object"),
        ({"requests": [{**request("x", "task-1"), SSN: 1}]}, "Record 1: The record has a member"),
        ({"requests": [{"custom_id": "task-1", "params": SSN}]}, "Record 1: The record's `params`"),
    ],
)
def test_what_is_no_batch_is_refused_without_its_text(claude, provider, body, says) -> None:
    with pytest.raises(anthropic.BadRequestError) as caught:
        claude.post("/v1/messages/batches", cast_to=object, body=body)
    assert says in str(caught.value.body)
    assert "536" not in str(caught.value.body)
    assert provider.received == []


def test_a_text_file_leaves_without_its_name_and_its_values(claude, claude_of_ben, provider) -> None:
    made = claude.files.upload(file=(f"{NAME}.txt", f"Notes about {NAME}, {PHONE}.".encode(), "text/plain"))
    assert made.filename == f"{NAME}.txt"
    assert [value for value in VALUES if value in provider.everything] == []
    assert b"PERSON_" in provider.contents[made.id]
    assert [each.filename for each in claude.files.list()] == [f"{NAME}.txt"]
    assert list(claude_of_ben.files.list()) == []
    with pytest.raises(anthropic.NotFoundError):
        claude_of_ben.files.retrieve_metadata(made.id)
    assert claude.files.retrieve_metadata(made.id).filename == f"{NAME}.txt"
    assert claude.files.delete(made.id).id == made.id
