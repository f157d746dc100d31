"""The main job, end to end: the provider never gets the values, the caller gets them back, the audit tells of it."""

from __future__ import annotations

import base64
import gzip
import json
import re

import pytest
from attached import b64
from client import chat, send
from office_specimens import run, word

VALUES = ["Marisol Ochoa", "4812093377", "(253) 555-7788", "marisol.ochoa@kestrelmail.org", "March 14, 2016"]
PROMPT = (
    "Write to the mother of my student Marisol Ochoa, SSID 4812093377, born March 14, 2016. "
    "Phone (253) 555-7788, mail marisol.ochoa@kestrelmail.org. Marisol reads well."
)


@pytest.mark.parametrize("stream", [False, True])
def test_values_are_replaced_on_the_way_out_and_restored_on_the_way_back(guard, provider, stream) -> None:
    reply = chat(guard, PROMPT, stream=stream)
    assert reply.status == 200
    assert reply.text == PROMPT
    sent = provider.received[-1].everything
    for value in [*VALUES, "Marisol", "Ochoa"]:
        assert value not in sent
    assert re.search(r"\[PERSON_1A_[2-9A-Z]{5}\]", sent)
    assert "Write to the mother of my student [" in sent


@pytest.mark.parametrize("stream", [False, True])
def test_tool_arguments_are_restored(guard, provider, stream) -> None:
    tools = [{"type": "function", "function": {"name": "save_note", "parameters": {"type": "object"}}}]
    reply = chat(guard, PROMPT, model="tool", stream=stream, tools=tools)
    if stream:
        deltas = [json.loads(data)["choices"][0]["delta"] for data in reply.events() if data != "[DONE]"]
        calls = [call for delta in deltas for call in delta.get("tool_calls", ())]
        arguments = "".join(call["function"].get("arguments", "") for call in calls)
    else:
        arguments = reply.json["choices"][0]["message"]["tool_calls"][0]["function"]["arguments"]
    assert json.loads(arguments) == {"note": PROMPT}


def test_values_hidden_in_tool_calls_numbers_and_metadata_do_not_leave(guard, provider) -> None:
    call = {"name": "look_up", "arguments": json.dumps({"student": "Marisol Ochoa", "student_id": 4812093377})}
    body = {
        "model": "echo",
        "messages": [
            {"role": "user", "content": "Who is my student Marisol Ochoa?"},
            {"role": "assistant", "tool_calls": [{"id": "call_1", "type": "function", "function": call}]},
            {"role": "tool", "tool_call_id": "call_1", "content": '{"ssn": "536-90-4399"}'},
            {"role": "user", "content": [{"type": "text", "text": "Thanks"}]},
        ],
        "metadata": {"note": "for marisol.ochoa@kestrelmail.org"},
        "user": "marisol.ochoa@kestrelmail.org",
    }
    headers = {"authorization": f"Bearer {guard.staff}"}
    reply = send(guard, "POST", "/v1/chat/completions", json.dumps(body).encode(), headers)
    assert reply.status == 200, reply.raw
    sent = provider.received[-1].everything
    for value in ("Marisol", "Ochoa", "4812093377", "536-90-4399", "kestrelmail"):
        assert value not in sent
    assert '"call_1"' in sent


def test_the_provider_gets_its_own_key_and_only_listed_headers(guard, provider) -> None:
    headers = {
        "authorization": f"Bearer {guard.staff}",
        "x-openwebui-user-name": "Marisol%20Ochoa",
        "cookie": "session=abc",
        "x-forwarded-for": "10.0.0.9",
        "traceparent": "00-aa-bb-01",
    }
    body = json.dumps({"model": "echo", "messages": [{"role": "user", "content": "hi"}]}).encode()
    send(guard, "POST", "/v1/chat/completions?user=Marisol", body, headers)
    head = provider.received[-1].head
    names = {line.split(":")[0].lower() for line in head.split("\r\n")[1:] if line}
    wanted = {"host", "authorization", "content-type", "accept", "accept-encoding", "user-agent", "content-length"}
    assert names - {"connection"} == wanted
    assert "provider-secret-key" in head
    assert guard.staff not in head
    assert "Marisol" not in head


def test_the_audit_holds_intent_and_final_and_no_value(guard, provider, assert_no_leak) -> None:
    reply = chat(guard, PROMPT)
    intent, final = guard.call_records(reply.headers["x-request-id"])
    assert (intent["kind"], final["kind"]) == ("request.intent", "request.final")
    assert intent["caller"] == "staff"
    detail = intent["detail"]
    assert (detail["provider"], detail["model"], detail["tier"], detail["decision"]) == (
        "test-provider",
        "echo",
        "T2",
        "forward",
    )
    assert {row["entity"].partition(".")[0] for row in detail["findings"]} >= {
        "STUDENT_NAME",
        "STUDENT_ID",
        "DOB",
        "PHONE",
        "EMAIL",
    }
    assert "WA_BREACH" in detail["tags"]
    assert final["detail"]["intent_id"] == intent["event_id"]
    assert final["detail"]["outcome"] == "completed"
    assert final["detail"]["usage"] == {"input_tokens": 7, "output_tokens": 9}
    assert final["detail"]["restored"] >= 5
    stored = b"".join(path.read_bytes() for path in guard.data.glob("audit.db*"))
    for value in [*VALUES, "Marisol", "Ochoa", guard.staff]:
        assert value.encode() not in stored
        assert value not in json.dumps([intent, final])


def test_every_answer_says_what_was_done(guard) -> None:
    headers = chat(guard, PROMPT).headers
    assert headers["x-request-id"].startswith("req_")
    assert (headers["x-ai-provider"], headers["x-ai-model"], headers["x-ai-review"]) == (
        "test-provider",
        "echo",
        "required",
    )
    assert "PERSON=2" in headers["x-ai-replaced"]
    assert "ID=1" in headers["x-ai-replaced"]
    assert "x-should-retry" not in headers
    assert "server" not in headers


def test_a_credential_stops_the_call_with_one_clear_sentence(guard, provider, assert_no_leak) -> None:
    before = len(provider.received)
    reply = chat(guard, "Our key is sk-proj-abcDEF1234567890abcDEF1234567890abcDEF12, what now?")
    assert reply.status == 400
    assert (reply.error["type"], reply.error["code"]) == ("invalid_request_error", "content_policy_violation")
    assert reply.error["param"] == "messages[0].content"
    assert reply.error["chaperone"]["found"] == {"CREDENTIAL": 1}
    assert reply.error["chaperone"]["rule"] == "R18-credential"
    assert reply.error["chaperone"]["request_id"] == reply.headers["x-request-id"]
    assert "\n" not in reply.error["message"]
    assert "sk-proj" not in reply.raw.decode()
    assert len(provider.received) == before
    (refused,) = guard.call_records(reply.headers["x-request-id"], wanted=1)
    assert (refused["kind"], refused["detail"]["decision"]) == ("request.refused", "block")


def test_an_ssn_is_removed_for_good(guard, provider) -> None:
    reply = chat(guard, "Her SSN is 536-90-4399.")
    assert "[SSN_REMOVED]" in provider.received[-1].everything
    assert reply.text == "Her SSN is [SSN_REMOVED]."


def test_what_the_provider_recalls_is_masked_and_the_caller_s_own_is_not(guard) -> None:
    reply = chat(guard, "hello", model="say:hello")
    assert reply.text == "hello"


def test_the_history_keeps_its_placeholders_over_turns(guard, provider) -> None:
    first = {"role": "user", "content": PROMPT}
    chat(guard, PROMPT)
    once = provider.received[-1].json["messages"][0]["content"]
    body = {
        "model": "echo",
        "messages": [
            first,
            {"role": "assistant", "content": "Done."},
            {"role": "user", "content": "Now for Ana Ruiz."},
        ],
    }
    send(guard, "POST", "/v1/chat/completions", json.dumps(body).encode(), {"authorization": f"Bearer {guard.staff}"})
    assert provider.received[-1].json["messages"][0]["content"] == once


@pytest.mark.parametrize(
    ("model", "status", "code"),
    [("gpt-unknown", 403, "model_not_allowed"), ("", 400, "invalid_request"), (7, 400, "invalid_request")],
)
def test_models_that_are_not_approved(guard, provider, model, status, code) -> None:
    before = len(provider.received)
    reply = chat(guard, "hi", model=model)
    assert (reply.status, reply.error["code"]) == (status, code)
    assert len(provider.received) == before


def test_the_list_of_models_shows_the_approved_ones_to_callers_only(guard) -> None:
    listed = send(guard, "GET", "/v1/models", headers={"authorization": f"Bearer {guard.staff}"})
    assert "echo" in [entry["id"] for entry in listed.json["data"]]
    assert send(guard, "GET", "/v1/models").status == 401


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/v1/images/variations"),
        ("POST", "/v1/responses/resp_1/pause"),
        ("GET", "/v1/chat/completions"),
        ("DELETE", "/v1/models"),
        ("POST", "/v1/chat/completions/"),
        ("GET", "/v1/files/../models"),
        ("POST", "/somewhere/else"),
    ],
)
def test_every_other_path_is_refused_in_the_envelope_and_recorded(guard, method, path) -> None:
    headers = {"authorization": f"Bearer {guard.staff}"}
    reply = send(guard, method, path, b"{}" if method == "POST" else None, headers)
    assert reply.status == 404
    assert reply.error["code"] == "unknown_route"
    assert "detail" not in reply.json
    (refused,) = guard.call_records(reply.headers["x-request-id"], wanted=1)
    assert refused["detail"]["error_code"] == "unknown_route"


@pytest.mark.parametrize("key", ["", "sk-nothing", "ck-aaaaaaaa-" + "x" * 43])
def test_without_a_good_key_nothing_happens(guard, provider, key) -> None:
    before = len(provider.received)
    body = json.dumps({"model": "echo", "messages": [{"role": "user", "content": "hi"}]}).encode()
    reply = send(guard, "POST", "/v1/chat/completions", body, {"authorization": f"Bearer {key}"} if key else {})
    assert (reply.status, reply.error["code"]) == (401, "invalid_api_key")
    assert len(provider.received) == before


def test_roles_are_kept_apart(guard) -> None:
    assert chat(guard, "hi", key=guard.keys["auditor"].key).status == 403
    denied = send(guard, "GET", "/audit/v1/records", headers={"authorization": f"Bearer {guard.staff}"})
    assert (denied.status, denied.error["code"]) == (403, "permission_denied")


def test_a_body_with_more_values_than_a_call_may_hold_is_refused_before_it_is_read(guard, provider) -> None:
    before = len(provider.received)
    body = b'{"a":' * 100_000
    answer = send(guard, "POST", "/v1/chat/completions", body, {"authorization": f"Bearer {guard.staff}"})
    assert (answer.status, answer.error["code"]) == (413, "request_too_large")
    assert len(provider.received) == before


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"model":"echo","model":"echo","messages":[]}',
        b'{"model":"echo","messages":[{"role":"user","content":NaN}]}',
        b'\xef\xbb\xbf{"model":"echo"}',
        b'{"model":"echo","messages":[{"role":"user","content":"\xff"}]}',
        b'{"model":"echo","messages":"hi"}',
    ],
)
def test_malformed_bodies_are_refused_with_400(guard, provider, body) -> None:
    before = len(provider.received)
    reply = send(guard, "POST", "/v1/chat/completions", body, {"authorization": f"Bearer {guard.staff}"})
    assert (reply.status, reply.error["code"]) == (400, "invalid_request")
    assert len(provider.received) == before


def test_a_compressed_body_is_scanned_like_any_other_and_a_bomb_is_refused(guard, provider) -> None:
    headers = {"authorization": f"Bearer {guard.staff}", "content-encoding": "gzip"}
    body = json.dumps({"model": "echo", "messages": [{"role": "user", "content": PROMPT}]}).encode()
    assert send(guard, "POST", "/v1/chat/completions", gzip.compress(body), headers).text == PROMPT
    assert "Marisol" not in provider.received[-1].everything
    bomb = gzip.compress(b" " * 40_000_000)
    assert send(guard, "POST", "/v1/chat/completions", bomb, headers).status == 413
    assert send(guard, "POST", "/v1/chat/completions", body, {**headers, "content-encoding": "zip"}).status == 400


def test_too_much_text_is_413(guard) -> None:
    reply = chat(guard, "word " * 250_000)
    assert (reply.status, reply.error["code"]) == (413, "request_too_large")


def test_files_are_read_replaced_and_restored(guard, provider) -> None:
    """A list leaves with placeholders in it, a document as its redacted text; both come back in the answer."""
    listed = "student name,SSID\nMarisol Ochoa,4812093377\n"
    letter = word(run("Marisol Ochoa reads well."))
    files = (("list.csv", f"data:text/csv;base64,{b64(listed.encode())}"), ("letter.docx", b64(letter)))
    parts = [{"type": "file", "file": {"filename": name, "file_data": data}} for name, data in files]
    reply = chat(guard, [*parts, {"type": "text", "text": "Summarise."}])
    assert reply.status == 200, reply.raw
    assert reply.headers["x-chaperone-files"] == "csv=replaced, docx=as_text"
    first, second, _ = provider.received[-1].json["messages"][0]["content"]
    left = base64.b64decode(first["file"]["file_data"].partition(",")[2]).decode()
    assert re.fullmatch(r"student name,SSID\n\[PERSON_1A_\w{5}\],\[ID_1A_\w{5}\]\n", left)
    assert re.search(r"letter\.docx[^$]*\[PERSON_1A_\w{5}\] reads well", second["text"])
    assert "Marisol" not in provider.received[-1].everything
    assert "Marisol Ochoa reads well." in reply.text
    assert guard.records(kinds="request.intent", limit=1)[0]["detail"]["files"] == [
        {"kind": "csv", "how": "replaced", "count": 1},
        {"kind": "docx", "how": "as_text", "count": 1},
    ]


def test_an_image_is_refused_because_it_cannot_be_checked(guard, provider) -> None:
    before = len(provider.received)
    parts = [
        {"type": "text", "text": "Who is this?"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}},
    ]
    reply = chat(guard, parts)
    assert (reply.status, reply.error["chaperone"]["rule"]) == (400, "R25-unscanned")
    assert reply.error["chaperone"]["unscanned"] == ["image"]
    assert len(provider.received) == before


def test_a_foreign_host_header_is_refused(guard) -> None:
    reply = send(guard, "GET", "/", headers={"host": "evil.example"})
    assert reply.status == 400
    assert send(guard, "GET", "/", headers={"host": f"localhost:{guard.port}"}).status == 200


def test_the_preview_shows_what_the_pipeline_would_do_and_leaves_nothing(guard, provider) -> None:
    before = len(provider.received)
    headers = {"authorization": f"Bearer {guard.staff}"}
    reply = send(guard, "POST", "/v1/preview", json.dumps({"id": "x", "text": PROMPT}).encode(), headers)
    assert reply.status == 200
    result = reply.json
    fields = ["id", "outbound", "action", "severity", "tags", "findings", "reasons", "overrides", "shadow", "records"]
    assert list(result) == [*fields, "explanation"]
    assert (result["id"], result["action"], result["severity"]) == ("x", "forward", "S2")
    assert "Marisol" not in result["outbound"]
    assert PROMPT[result["findings"][0]["start"] : result["findings"][0]["end"]] == "Marisol Ochoa"
    assert len(provider.received) == before
    wrong = send(guard, "POST", "/v1/preview", b'{"text": 1}', headers)
    assert (wrong.status, wrong.error["param"]) == (400, "text")


def test_a_held_call_stops_with_its_card_in_both_languages_and_is_recorded(guard, provider) -> None:
    before = len(provider.received)
    reply = chat(guard, "Rank these 14 applicants from best to worst and tell me which three to reject.")
    assert reply.status == 400
    assert len(provider.received) == before
    own = reply.error["chaperone"]
    assert (own["decision"], own["rule"], own["tags"]) == ("held", "R22-decision", ["OVERSIGHT"])
    assert own["explanation"]["en"]["why"].startswith("AI may inform, not make, this decision.")
    assert own["explanation"]["es"]["why"].startswith("La IA puede informar")
    assert "waits for a reviewer" in own["explanation"]["en"]["done"]
    assert own["ticket"] in own["explanation"]["en"]["next"]
    opened, record = guard.call_records(reply.headers["x-request-id"])
    assert (opened["kind"], opened["detail"]["ticket"]) == ("hold", own["ticket"])
    assert (record["detail"]["decision"], record["detail"]["rule"]) == ("hold", "R22-decision")
    assert record["detail"]["ticket"] == own["ticket"]


def test_reading_the_audit_is_itself_recorded_and_pages_follow(guard) -> None:
    for _ in range(2):  # two finals at least, whatever ran before; each is written behind its answer
        assert len(guard.call_records(chat(guard, "hello").headers["x-request-id"])) == 2
    first = guard.get("/audit/v1/records?limit=1&kinds=request.final")
    second = guard.get(f"/audit/v1/records?limit=1&kinds=request.final&cursor={first['next_cursor']}")
    assert first["records"][0]["seq"] > second["records"][0]["seq"]
    assert guard.records(kinds="log.read")
    wrong = send(
        guard, "GET", "/audit/v1/records?colour=red", headers={"authorization": f"Bearer {guard.keys['auditor'].key}"}
    )
    assert wrong.status == 400
    assert "Use one of kinds, since" in wrong.error["message"]


def test_health_metrics_and_page(guard) -> None:
    assert send(guard, "GET", "/healthz/live").json == {"status": "alive"}
    ready = send(guard, "GET", "/healthz/ready")
    assert (ready.status, set(ready.json["checks"].values())) == (200, {True})
    chat(guard, PROMPT)
    metrics = send(guard, "GET", "/metrics").raw.decode()
    assert "chaperone_requests_total" in metrics
    assert "staff" not in metrics
    page = send(guard, "GET", "/")
    assert b"/assets/page.js" in page.raw
    assert guard.staff.encode() not in page.raw
    assert "script-src 'self'" in page.headers["content-security-policy"]
    headers = {"authorization": f"Bearer {guard.staff}"}
    assert send(guard, "GET", "/assets/../page.py", headers=headers).status == 404
    assert send(guard, "GET", "/assets/page.html", headers=headers).status == 404
