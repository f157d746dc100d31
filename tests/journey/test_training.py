"""Staff is refused for training, takes the course, says so, and goes on; a colleague's ends soon and is reminded."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from client import Reply, chat, send
from guard import Guard

if TYPE_CHECKING:
    from collections.abc import Iterator

    from recording_provider import RecordingProvider

URL = "https://learn.example.org/ai-basics"
TODAY = datetime.now(UTC).date()


@pytest.fixture(scope="module")
def guard(provider: RecordingProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guard]:
    training = {"required": "ai-basics", "title": "AI basics", "url": URL, "self_attestation": True}
    with Guard(tmp_path_factory.mktemp("guard"), provider.base_url, settings={"training": training}) as running:
        yield running


def call(guard: Guard, method: str, path: str, role: str, body: Any = None) -> Reply:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else None
    return send(guard, method, path, raw, {"authorization": f"Bearer {guard.keys[role].key}"})


def test_staff_is_refused_attests_and_goes_on(guard, provider) -> None:
    before = len(provider.received)
    refused = chat(guard, "Hello.")
    assert (refused.status, refused.error["code"]) == (403, "training_required")
    assert refused.error["message"] == (
        f"Before you use AI tools, complete the course AI basics at {URL}, then confirm it with "
        "POST /v1/training/attestations."
    )
    assert refused.error["chaperone"]["explanation"]["es"]["next"].startswith("Complete el curso AI basics")
    assert len(provider.received) == before
    assert call(guard, "GET", "/v1/training", "staff").json["refused"] is True

    made = call(guard, "POST", "/v1/training/attestations", "staff", {})
    assert (made.status, made.json["completed"], made.json["channel"]) == (201, TODAY.isoformat(), "self")
    went_on = chat(guard, "Hello.")
    assert went_on.status == 200
    assert "x-chaperone-training" not in went_on.headers

    (record,) = guard.call_records(refused.headers["x-request-id"], wanted=1)
    assert (record["kind"], record["detail"]["training_valid"]) == ("request.refused", False)
    assert guard.call_records(went_on.headers["x-request-id"])[0]["detail"]["training_valid"] is True
    (told,) = [each["detail"] for each in guard.records(kinds="training") if each["detail"]["person"] == "staff"]
    assert (told["action"], told["course"], told["channel"]) == ("record", "ai-basics", "self")


def test_an_answer_reminds_of_a_training_that_ends_soon(guard) -> None:
    ends = (TODAY + timedelta(days=9)).isoformat()
    csv = f"person,completed,expires\nreviewer,{TODAY},{ends}\n".encode()
    assert call(guard, "POST", "/v1/training/import", "admin", csv).json == {"rows": 1, "changed": 1}
    reply = chat(guard, "Hello.", key=guard.keys["reviewer"].key)
    assert reply.status == 200
    assert reply.headers["x-chaperone-training"] == f"valid until {ends}; see {URL}"
    listed = call(guard, "GET", "/v1/training/attestations?person=reviewer", "admin").json["attestations"]
    assert [each["expires"] for each in listed] == [ends]


def test_a_file_with_a_problem_changes_nothing_and_names_its_lines(guard) -> None:
    csv = b"person,completed\nanna,2026-01-05\nben,yesterday\n,2026-01-05\n"
    reply = call(guard, "POST", "/v1/training/import", "admin", csv)
    assert reply.status == 400
    problems = reply.error["chaperone"]["problems"]
    told = [(each["line"], each["message"].split(" must")[0]) for each in problems]
    assert told == [(3, "`completed`"), (4, "`person`")]
    assert call(guard, "GET", "/v1/training/attestations?person=anna", "admin").json["attestations"] == []


@pytest.mark.parametrize(
    ("method", "path", "role"),
    [
        ("GET", "/v1/training/attestations", "staff"),
        ("POST", "/v1/training/records", "staff"),
        ("POST", "/v1/training/import", "auditor"),
        ("POST", "/v1/training/attestations", "admin"),
    ],
)
def test_others_may_not(guard, method, path, role) -> None:
    assert call(guard, method, path, role, {}).status == 403


def test_the_notice_is_open_to_everybody_and_names_the_tools_in_use(guard) -> None:
    spanish = send(guard, "GET", "/notices/ai?lang=es")
    assert spanish.status == 200
    assert spanish.headers["content-language"] == "es"
    assert "herramientas de inteligencia artificial" in spanish.raw.decode()
    assert "- test-provider: echo" in spanish.raw.decode()
    said = send(guard, "GET", "/notices/ai").json
    assert {"provider": "test-provider", "model": "echo"} in said["tools"]
    assert said["en"]["public"].startswith("default uses artificial intelligence")
    call(guard, "POST", "/v1/training/attestations", "staff", {})
    assert chat(guard, "Hello.").headers["x-ai-notice"] == "/notices/ai"
