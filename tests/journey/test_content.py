"""Text of calls at rest: none unless asked for, then redacted; originals sealed to a key that is not here."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from canary import CANARIES, leaks
from client import Reply, chat, send
from guard import Guard

from proxy.services.keeping.content import generate_pair, open_bundle

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from recording_provider import RecordingProvider

NAME, SSN, MAIL, PHONE, NUMBER, MRN = (canary.value for canary in CANARIES)
PROMPT = (
    f"Write to the family of {NAME} (student ID {NUMBER}, SSN {SSN}, MRN: {MRN}), phone {PHONE}, {MAIL}: she did well."
)
WHY = {"case": "C-7", "reason": "A complaint about this answer has come in."}
SMALL = {"detection": {"workers": 1}}


def post(guard: Guard, path: str, body: dict | None = None, role: str = "records") -> Reply:
    headers = {"authorization": f"Bearer {guard.keys[role].key}", "content-type": "application/json"}
    return send(guard, "POST", path, json.dumps(body or {}).encode(), headers)


def push(guard: Guard) -> list[str]:
    """The canaries through every way a call can go; ids of the calls that were answered."""
    auditor = f"Bearer {guard.keys['auditor'].key}"
    answered = [
        chat(guard, PROMPT),
        chat(guard, PROMPT, stream=True),
        chat(guard, PROMPT, model="tool"),
        chat(guard, PROMPT, model="cut", stream=True),
    ]
    for reply in (
        chat(guard, PROMPT, model="garbage"),
        chat(guard, PROMPT, model="html500"),
        chat(guard, PROMPT, model="close"),
        chat(guard, PROMPT, model=f"no-such-model {SSN}"),
        chat(guard, PROMPT, key=f"ck-{SSN}"),
        chat(guard, f"Password: hunter2-{SSN}. {PROMPT}"),
        send(guard, "POST", "/v1/chat/completions", f'{{"model": "echo", "x": {PROMPT}'.encode(),
             {"authorization": f"Bearer {guard.staff}"}),
        send(guard, "GET", f"/v1/{SSN}?q={NUMBER}", headers={"authorization": f"Bearer {guard.staff}"}),
        send(guard, "GET", f"/audit/v1/records?caller={SSN}", headers={"authorization": auditor}),
    ):  # fmt: skip
        assert reply.status >= 400
    for reply in answered[:3]:
        assert (reply.status, NAME in reply.raw.decode() or "tool_calls" in reply.raw.decode()) == (200, True)
    return [reply.headers["x-request-id"] for reply in answered]


def nowhere(guard: Guard) -> None:
    """No canary in any file of the guard, WAL pages included, in its log, or in its metrics."""
    texts = {str(path): path.read_bytes() for path in guard.folder.rglob("*") if path.is_file()}
    texts["metrics"] = send(guard, "GET", "/metrics").raw
    assert any(path.endswith("-wal") for path in texts), "the write-ahead log is among what is searched"
    assert {place: found for place, text in texts.items() if (found := leaks(text))} == {}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Path]:
    private, public = generate_pair(None)
    path = tmp_path_factory.mktemp("keys") / "originals.pem"
    path.write_bytes(public)
    return private, path


@pytest.fixture(scope="module")
def keeping(
    provider: RecordingProvider, pair: tuple[bytes, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Guard]:
    content = {"keep": "originals", "public_key_file": str(pair[1])}
    with Guard(tmp_path_factory.mktemp("keeping"), provider.base_url, {**SMALL, "content": content}) as running:
        yield running


def test_without_a_wish_no_text_is_kept_anywhere(guard: Guard) -> None:
    ids = push(guard)
    nowhere(guard)
    reply = post(guard, f"/records/v1/content/{ids[0]}/view", WHY)
    assert (reply.status, "Nothing is kept" in reply.json["error"]["message"]) == (404, True)
    assert all("content" not in record["detail"] for record in guard.call_records(ids[0]))


def test_what_is_kept_is_redacted_or_sealed_and_stands_in_the_record_as_a_digest(keeping: Guard) -> None:
    ids = push(keeping)
    intent, final = keeping.call_records(ids[0])
    assert [part["part"] for part in intent["detail"]["content"]] == ["prompt", "prompt_original"]
    assert [part["part"] for part in final["detail"]["content"]] == ["answer", "answer_original"]
    nowhere(keeping)
    for request_id in ids:
        keeping.call_records(request_id)
        reply = post(keeping, f"/records/v1/content/{request_id}/view", WHY)
        assert reply.status == 200, reply.raw
        assert leaks(reply.raw) == []
        assert re.search(r"\[PERSON_\w+\]", reply.json["parts"][0]["text"])
        told = {part["part"]: part["digest"] for record in keeping.call_records(request_id)
                for part in record["detail"].get("content", ())}  # fmt: skip
        assert all(told[part["part"]] == part["digest"] for part in reply.json["parts"])
    whole = post(keeping, f"/records/v1/content/{ids[0]}/view", WHY).json["parts"]
    streamed = post(keeping, f"/records/v1/content/{ids[1]}/view", WHY).json["parts"]
    assert [part["part"] for part in whole] == ["prompt", "answer"]
    assert json.loads(whole[1]["text"]) == json.loads(streamed[1]["text"]), "streamed or not, the text is the same"
    looks = keeping.records(kinds="content")
    assert len(looks) == len(ids) + 2
    assert looks[0]["detail"]["case"] == "C-7"


def test_originals_need_two_people_and_the_private_key(keeping: Guard, pair: tuple[bytes, Path]) -> None:
    request_id = chat(keeping, PROMPT).headers["x-request-id"]
    keeping.call_records(request_id)
    asked = post(keeping, "/records/v1/openings", {"request_id": request_id, **WHY})
    opening = f"/records/v1/openings/{asked.json['id']}"
    assert post(keeping, f"{opening}/bundle").status == 409
    assert post(keeping, f"{opening}/approve").status == 409, "nobody approves their own request"
    assert post(keeping, f"{opening}/approve", role="auditor").status == 403
    assert post(keeping, f"{opening}/approve", role="records-2").json["state"] == "approved"
    bundle = post(keeping, f"{opening}/bundle")
    assert (bundle.status, leaks(bundle.raw)) == (200, [])
    prompt, answer = open_bundle(bundle.json, pair[0], None)
    assert PROMPT in json.loads(prompt["text"])["messages"][0]["content"]
    assert NAME in answer["text"]
    assert prompt["agrees"]
    assert answer["agrees"]
    nowhere(keeping)


def test_a_reason_that_names_somebody_is_stored_without_the_name(keeping: Guard) -> None:
    request_id = chat(keeping, PROMPT).headers["x-request-id"]
    keeping.call_records(request_id)
    said = {"case": "C-8", "reason": f"The mother of {NAME}, SSN {SSN}, has complained."}
    assert post(keeping, f"/records/v1/content/{request_id}/view", said).status == 200
    assert "complained" in keeping.records(kinds="content")[0]["detail"]["reason"]
    nowhere(keeping)


def test_a_hold_by_request_keeps_its_scope_in_the_log(keeping: Guard) -> None:
    body = {
        "matter": "PRR-12",
        "scope": {"subject": f"STUDENT_ID:{NUMBER}"},
        "reason": "A records request has come in.",
    }
    set_ = post(keeping, "/records/v1/holds", body)
    assert (set_.status, set_.json["covers"] > 0) == (201, True), set_.raw
    assert post(keeping, "/records/v1/holds", body, role="admin").status == 403
    nowhere(keeping)
    asked = post(keeping, f"/records/v1/holds/{set_.json['id']}/release-request", {"reason": "It has been answered."})
    assert asked.json["state"] == "release asked"
    assert post(keeping, f"/records/v1/holds/{set_.json['id']}/release").status == 409
    released = post(keeping, f"/records/v1/holds/{set_.json['id']}/release", role="records-2")
    assert released.json["state"] == "released"
