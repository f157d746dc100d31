"""Governing the policy through public interfaces: overrides, hints, explanations, keys, each in the audit."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from client import chat, send

HELD = "Rank these nine applicants for the bus dispatcher job from strongest to weakest."
BLOCKED = "Track each teacher's location during lunch with the building wifi."
WHY = "Approved hiring study of the research unit, board item 12, for the applicant Marisol Ochoa."
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


def ask(guard, method: str, path: str, role: str, body: Any = None, **headers: str) -> Any:
    raw = json.dumps(body).encode() if body is not None else b""
    return send(guard, method, path, raw, {"authorization": f"Bearer {guard.keys[role].key}", **headers})


def grant(guard, **changes: str) -> Any:
    asked = {"rule": "R22-decision", "action": "forward", "caller": "staff", "expires": TOMORROW, "reason": WHY}
    return ask(guard, "POST", "/v1/policy/overrides", "admin", {**asked, **changes})


def test_an_override_lets_one_row_through_for_those_it_names_and_ends_when_revoked(guard) -> None:
    before = chat(guard, HELD)
    assert before.status == 400
    granted = grant(guard)
    assert granted.status == 201, granted.raw
    override = granted.json["id"]
    assert "Marisol" not in granted.json["reason"]
    let = chat(guard, HELD)
    assert let.status == 200
    (intent, _final) = guard.call_records(let.headers["x-request-id"])
    assert intent["detail"]["overrides"] == [
        {"rule": "R22-decision", "id": override, "asked": "hold", "given": "forward"}
    ]
    assert chat(guard, BLOCKED).status == 400
    ended = ask(guard, "POST", f"/v1/policy/overrides/{override}/revoke", "admin", {"reason": "The study has ended."})
    assert (ended.status, ended.json["standing"]) == (200, "revoked")
    assert chat(guard, HELD).status == 400
    told = [each for each in guard.records(kinds="override") if each["detail"]["override"] == override]
    assert [each["detail"]["action"] for each in reversed(told)] == ["grant", "revoke"]
    assert "Marisol" not in json.dumps(told)
    again = ask(guard, "POST", f"/v1/policy/overrides/{override}/revoke", "admin", {"reason": "The study has ended."})
    assert again.status == 409


def test_a_policy_is_tried_on_recorded_calls_before_it_is_switched_on(guard) -> None:
    request_id = chat(guard, HELD).headers["x-request-id"]
    draft = {"rows": {"R22-decision": {"T2": "block"}}}
    tried = ask(guard, "POST", "/v1/policy/simulate", "admin", {"policy": draft})
    assert tried.status == 200, tried.raw
    assert any(each["row"] == "R22-decision" and each["now"] == "block" for each in tried.json["rows"])
    assert tried.json["looser"] == 0
    assert request_id not in json.dumps(tried.json)
    assert chat(guard, HELD).status == 400
    wrong = ask(guard, "POST", "/v1/policy/simulate", "admin", {"policy": {"rows": {"R22-decision": {"T2": "maybe"}}}})
    assert (wrong.status, wrong.json["error"]["param"]) == (400, "policy.rows.*.T2")
    assert ask(guard, "POST", "/v1/policy/simulate", "auditor", {"policy": draft}).status == 403
    assert any(each["detail"].get("what") == "simulation" for each in guard.records(kinds="log.read"))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"rule": "R08-meals"}, "may never be overridden"),
        ({"rule": "R18-credential"}, "may never be overridden"),
        ({"rule": "R99-new"}, "is not in the table"),
        ({"rule": "R23-tracking"}, "hold"),
        ({"caller": ""}, "at least one"),
        ({"expires": "2020-01-01"}, "expires"),
        ({"expires": "2099-01-01"}, "expires"),
        ({"reason": "ok"}, "Say why"),
        ({"role": "boss"}, "role"),
    ],
)
def test_an_override_that_the_table_does_not_allow_is_refused_and_says_why(guard, changes, named) -> None:
    refused = grant(guard, **changes)
    assert refused.status == 400
    assert named in refused.json["error"]["message"]


def test_nobody_but_who_may_sees_or_grants_overrides(guard) -> None:
    for role in ("staff", "reviewer", "auditor"):
        assert ask(guard, "GET", "/v1/policy/overrides", role).status == 403
        assert ask(guard, "POST", "/v1/policy/overrides", role, {}).status == 403


def test_a_hint_only_tightens(guard) -> None:
    assert chat(guard, "Write a poem about rain.").status == 200
    headers = {"x-chaperone-severity": "S4"}
    body = {"model": "echo", "messages": [{"role": "user", "content": "Write a poem about rain."}]}
    held = ask(guard, "POST", "/v1/chat/completions", "staff", body, **headers)
    assert (held.status, held.json["error"]["chaperone"]["rule"]) == (400, "R00-declared")
    loose = ask(guard, "POST", "/v1/chat/completions", "staff", body, **{"x-chaperone-policy": "off"})
    assert "only make the policy stricter" in loose.json["error"]["message"]
    asked = {**body, "messages": [{"role": "user", "content": "My student Ana Duarte has an IEP. Write her goals."}]}
    assert ask(guard, "POST", "/v1/chat/completions", "staff", asked).status == 200
    strict = ask(guard, "POST", "/v1/chat/completions", "staff", asked, **{"x-chaperone-policy": "strict"})
    assert strict.json["error"]["chaperone"]["decision"] == "blocked"


def test_the_explanation_is_the_card_of_the_error_and_only_for_whoever_called(guard) -> None:
    for text in (HELD, BLOCKED, "My student Ana Duarte gets free lunch. Write to her mother."):
        refused = chat(guard, text)
        said = refused.json["error"]["chaperone"]
        path = f"/v1/explanations/{refused.headers['x-request-id']}"
        told = ask(guard, "GET", path, "staff").json
        assert told["explanation"] == said["explanation"]
        assert (told["rule"], told["clause"], told["found"]) == (said["rule"], said["clause"], said["found"])
        assert told["where"] == said["where"]
        assert (told["severity"], told["tags"]) == (said["severity"], said["tags"])
        assert ask(guard, "GET", path, "reviewer").status == 404
        assert ask(guard, "GET", path, "auditor").status == 403
    unknown = ask(guard, "GET", "/v1/explanations/req_nothing", "staff")
    assert unknown.status == 404


def test_a_forwarded_call_is_explained_too(guard) -> None:
    reply = chat(guard, "Write to the mother of my student Ana Duarte.")
    told = ask(guard, "GET", f"/v1/explanations/{reply.headers['x-request-id']}", "staff").json
    assert told["decision"] == "forwarded"
    assert told["explanation"]["en"]["done"] == "It was sent with these details replaced."
    assert told["explanation"]["es"]["done"] == "Se envió con estos datos cambiados."


def test_a_call_that_never_reached_the_table_is_explained_by_its_error(guard) -> None:
    refused = chat(guard, "Hello", model="not-approved")
    told = ask(guard, "GET", f"/v1/explanations/{refused.headers['x-request-id']}", "staff").json
    assert (told["decision"], told["error_code"]) == ("refused", "model_not_allowed")
    assert "approved" in told["explanation"]["en"]["why"]


def test_a_key_is_issued_used_and_refused_from_the_moment_it_is_revoked(guard) -> None:
    wanted = {"id": "library", "role": "staff", "unit": "Library", "expires": TOMORROW}
    second = ask(guard, "POST", "/v1/keys", "admin", wanted | {"role": "reviewer"})
    assert (second.status, second.error["param"]) == (400, "role"), "one administrator could be two people"
    issued = ask(guard, "POST", "/v1/keys", "admin", wanted)
    assert issued.status == 201, issued.raw
    headers = {"authorization": f"Bearer {issued.json['key']}"}
    body = json.dumps({"model": "echo", "messages": [{"role": "user", "content": "Hello"}]}).encode()
    assert send(guard, "POST", "/v1/chat/completions", body, headers).status == 200
    why = {"reason": "The library has a new key now."}
    assert ask(guard, "POST", f"/v1/keys/{issued.json['prefix']}/revoke", "admin", why).status == 200
    refused = send(guard, "POST", "/v1/chat/completions", body, headers)
    assert refused.status == 401
    assert "revoked on" in refused.json["error"]["message"]
    events = [each["detail"] for each in guard.records(kinds="key") if each["detail"]["for_caller"] == "library"]
    assert [each["action"] for each in reversed(events)] == ["issue", "revoke"]
    assert issued.json["key"] not in json.dumps(events)
    listed = {each["caller"]: each for each in ask(guard, "GET", "/v1/keys", "admin").json["keys"]}
    assert listed["library"]["standing"] == "revoked"
    assert "key_hash" not in json.dumps(listed)


def test_a_key_of_the_configuration_can_be_revoked_too(guard) -> None:
    prefix = guard.keys["reviewer"].prefix
    assert ask(guard, "POST", "/v1/preview", "reviewer", {"text": "Hello"}).status == 200
    own = ask(
        guard, "POST", f"/v1/keys/{guard.keys['admin'].prefix}/revoke", "admin", {"reason": "Locking myself out."}
    )
    assert own.status == 409
    why = {"reason": "The reviewer has left the agency."}
    assert ask(guard, "POST", f"/v1/keys/{prefix}/revoke", "admin", why).status == 200
    assert ask(guard, "POST", "/v1/preview", "reviewer", {"text": "Hello"}).status == 401


def test_an_override_that_has_expired_is_recorded_as_such(guard) -> None:
    soon = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
    granted = grant(guard, expires=soon)
    assert chat(guard, HELD).status == 200
    time.sleep(2.1)
    assert chat(guard, HELD).status == 400
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        told = [e["detail"] for e in guard.records(kinds="override") if e["detail"]["override"] == granted.json["id"]]
        if len(told) == 2:
            break
        time.sleep(0.5)
    assert [each["action"] for each in told] == ["expire", "grant"]


def test_the_policy_in_force_can_be_read_with_its_hash(guard) -> None:
    policy = ask(guard, "GET", "/v1/policy", "staff").json
    assert policy["hash"] == guard.records(kinds="start")[0]["detail"]["policy_hash"]
    assert policy["rows"]["R08-meals"]["permit"] is None
    assert policy["rows"]["R22-decision"]["permit"]["T2"] == "forward"
