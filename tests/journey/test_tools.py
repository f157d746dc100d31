"""IT approves a tool, traffic flows; the approval ends, traffic stops; an emergency stop wins over everything."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from client import Reply, chat, send
from guard import MODELS, Guard
from typer.testing import CliRunner

from proxy.callers import keys
from proxy.cli import build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from recording_provider import RecordingProvider

TERMS = {
    "direct_control": True,
    "no_redisclosure": True,
    "no_training": True,
    "retention_days": 0,
    "deletion": True,
    "dpa": "NDPA 2026-114",
    "region": "US",
    "sub_processors": [],
}
TOOL = {
    "kind": "provider",
    "id": "test-provider",
    "owner": "Technology services",
    "purpose": "Drafting and summaries for staff",
    "models": [*MODELS],
    "terms": TERMS,
    "audiences": ["staff"],
}
TOPICS = ("privacy", "security", "equity", "accessibility", "records")
NOTE = "Looked at everything that the form asks for."


@pytest.fixture
def guard(provider: RecordingProvider, tmp_path) -> Iterator[Guard]:
    """A guard whose only provider has an address and a key, and nobody's approval."""
    with TwoAdmins(tmp_path, provider.base_url, provider_extra={"approval": None}) as running:
        yield running


class TwoAdmins(Guard):
    """With a second person in IT."""

    def write_config(self) -> None:
        if "colleague" not in self.keys:
            self.keys["colleague"] = keys.mint()
        super().write_config()
        settings = json.loads(self.config.read_text())
        for caller in settings["callers"]:
            if caller["id"] == "colleague":
                caller["role"] = "admin"
        self.config.write_text(json.dumps(settings))


def post(guard: Guard, path: str, body: dict[str, Any], role: str = "admin") -> Reply:
    headers = {"authorization": f"Bearer {guard.keys[role].key}", "content-type": "application/json"}
    return send(guard, "POST", path, json.dumps(body).encode(), headers)


def ask(guard: Guard, role: str = "admin", **changes: Any) -> str:
    reply = post(guard, "/v1/tools/requests", {"tool": {**TOOL, **changes}, "reason": "Staff asked for it."}, role)
    assert reply.status == 201, reply.raw
    return reply.json["case"]


def approve(guard: Guard, case: str, role: str = "colleague", **more: Any) -> Reply:
    for topic in TOPICS:
        said = {"topic": topic, "passed": True, "note": NOTE}
        assert post(guard, f"/v1/tools/cases/{case}/reviews", said, role).status == 200
    decision = {"approve": True, "reason": "All five reviews have passed.", "reference": "Board 7", **more}
    return post(guard, f"/v1/tools/cases/{case}/decision", decision, role)


def test_it_approves_a_tool_traffic_flows_it_ends_and_traffic_stops(guard, provider) -> None:
    refused = chat(guard, "Hello.")
    assert (refused.status, refused.error["code"]) == (403, "model_not_allowed")
    case = ask(guard)
    assert chat(guard, "Hello.").status == 403

    own = post(guard, f"/v1/tools/cases/{case}/decision", {"approve": True, "reason": "I like it very much."})
    assert (own.status, own.error["code"]) == (403, "permission_denied")
    early = post(
        guard, f"/v1/tools/cases/{case}/decision", {"approve": True, "reason": "No time for reviews."}, "colleague"
    )
    assert early.status == 409
    assert "privacy (not done)" in early.error["message"]

    decided = approve(guard, case)
    assert decided.status == 200, decided.raw
    assert (decided.json["tier"], decided.json["standing"]) == ("T2", "approved")
    flowing = chat(guard, "Hello.")
    assert flowing.status == 200
    intent, final = guard.call_records(flowing.headers["x-request-id"])
    assert (intent["detail"]["tier"], intent["detail"]["approval"]) == ("T2", "Board 7")
    assert final["detail"].get("energy_missing") == "unknown_model", final

    # The approval of another case ended yesterday: nobody waits for a day to pass.
    began = datetime.now(UTC).date() - timedelta(days=30)
    ended = began + timedelta(days=29)
    days = {"begins": began.isoformat(), "expires": ended.isoformat()}
    assert approve(guard, ask(guard), **days).json["standing"] == "ended"
    before = len(provider.received)
    stopped = chat(guard, "Hello.")
    assert (stopped.status, stopped.error["code"]) == (403, "model_not_allowed")
    assert f"its approval ended on {ended}" in stopped.error["message"]
    assert len(provider.received) == before

    told = [record["detail"] for record in reversed(guard.records(kinds="registry"))]
    assert [each["action"] for each in told if each["action"] != "review"] == ["request", "approve"] * 2
    assert [each["topic"] for each in told if each["action"] == "review"][:5] == list(TOPICS)
    first = next(each for each in told if each["action"] == "approve")
    assert (first["requested_by"], first["tier"], first["reference"]) == ("admin", "T2", "Board 7")
    assert {"field": "terms.dpa", "from": None, "to": "NDPA 2026-114"} in first["changes"]


def test_an_emergency_stop_under_load_lets_nothing_more_out(guard, provider) -> None:
    assert approve(guard, ask(guard)).status == 200
    after_stop: list[int] = []
    stopping, stopped, enough = threading.Event(), threading.Event(), threading.Event()

    def load() -> None:
        while not enough.is_set():
            begun_after = stopped.is_set()
            status = chat(guard, "Hello.").status
            if begun_after:
                after_stop.append(status)
            if len(after_stop) >= 4:
                return

    clients = [threading.Thread(target=load) for _ in range(3)]
    for client in clients:
        client.start()
    stopping.set()
    said = {"kind": "provider", "id": "test-provider", "reason": "The vendor reports a breach."}
    reply = post(guard, "/v1/tools/disable", said)
    received = len(provider.received)
    stopped.set()
    for client in clients:
        client.join(30)
    enough.set()
    assert reply.status == 200, reply.raw
    assert reply.json["reason"] == "The vendor reports a breach."
    assert set(after_stop) == {403}
    assert len(provider.received) == received  # nothing left after the stop had been answered
    refused = chat(guard, "Hello.")
    assert "was switched off on" in refused.error["message"]
    assert send(guard, "GET", "/v1/models", headers={"authorization": f"Bearer {guard.staff}"}).json["data"] == []

    assert approve(guard, ask(guard)).status == 200  # a new approval does not lift a stop
    assert chat(guard, "Hello.").status == 403
    again = post(guard, "/v1/tools/enable", {**said, "reason": "The vendor has closed the hole."})
    assert again.status == 200
    assert chat(guard, "Hello.").status == 200
    actions = [record["detail"]["action"] for record in guard.records(kinds="registry")]
    assert actions.count("disable") == actions.count("enable") == 1


def test_a_stop_by_the_command_line_reaches_a_running_guard(guard, provider, tmp_path) -> None:
    assert approve(guard, ask(guard)).status == 200
    assert chat(guard, "Hello.").status == 200
    arguments = ["tools", "disable", "everything", "--reason", "Testing the brake.", "-c", str(guard.config), "--json"]
    result = CliRunner().invoke(build(), arguments, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    assert chat(guard, "Hello.").status == 403


def test_a_call_above_the_ceiling_is_refused_and_says_so(guard) -> None:
    assert approve(guard, ask(guard, ceiling={"severity": "S1", "barred": ["IDEA"]})).status == 200
    assert chat(guard, "What is a reading level?").status == 200
    above = chat(guard, "Write to my student Marisol Ochoa, SSID 4812093377.")
    assert (above.status, above.error["code"]) == (400, "content_policy_violation")
    assert above.error["chaperone"]["rule"] == "R02-ceiling"
    assert above.error["message"].startswith("This holds details that this AI tool is not approved for.")
    assert above.error["chaperone"]["explanation"]["es"]["why"].startswith("Esto tiene datos")


def test_problems_of_a_form_are_named_with_their_places(guard) -> None:
    wrong = {**TOOL, "terms": {**TERMS, "retention_days": -1, "api_key": "sk-canary"}, "ceiling": {"severity": "S9"}}
    reply = post(guard, "/v1/tools/requests", {"tool": wrong, "reason": "Staff asked for it."})
    assert reply.status == 400
    problems = {each["path"]: each["message"] for each in reply.error["chaperone"]["problems"]}
    assert problems["terms.api_key"] == "is not a field here"
    assert set(problems) == {"terms.retention_days", "terms.api_key", "ceiling.severity"}
    assert b"sk-canary" not in reply.raw


def test_staff_may_not_touch_the_registry(guard) -> None:
    for path in ("/v1/tools", "/v1/tools/export"):
        headers = {"authorization": f"Bearer {guard.staff}"}
        assert send(guard, "GET", path, headers=headers).status == 403
    said = {"kind": "everything", "reason": "Let us all go home now."}
    assert post(guard, "/v1/tools/disable", said, "staff").status == 403
