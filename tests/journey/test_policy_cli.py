"""The operator's commands beside a running guard: keys and overrides take hold, the past is explained and replayed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from client import chat

HELD = "Rank these nine applicants for the bus dispatcher job from strongest to weakest."
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


def command(guard, *words: str, wanted: int = 0) -> Any:
    done = subprocess.run(
        [sys.executable, "-m", "proxy", *words, "-c", str(guard.config), "--json"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == wanted, done.stderr
    return json.loads(done.stdout)


def soon(true) -> None:
    """Within three seconds: the guard looks at the database twice a second."""
    deadline = time.monotonic() + 3
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_a_key_made_by_a_command_works_and_ends_in_a_running_guard(guard) -> None:
    issued = command(guard, "keys", "create", "--id", "library", "--register")
    soon(lambda: chat(guard, "Hello", key=issued["key"]).status == 200)
    command(guard, "keys", "revoke", issued["prefix"], "--reason", "The laptop of Marisol Ochoa was stolen.")
    soon(lambda: chat(guard, "Hello", key=issued["key"]).status == 401)
    events = [each["detail"] for each in guard.records(kinds="key")]
    assert [each["action"] for each in events] == ["revoke", "issue"]
    assert "Marisol" not in json.dumps(events)


def test_the_past_is_explained_and_replayed_against_a_draft(guard) -> None:
    refused = chat(guard, HELD)
    request_id = refused.headers["x-request-id"]
    told = command(guard, "policy", "explain", request_id)
    assert told["explanation"] == refused.json["error"]["chaperone"]["explanation"]
    settings = json.loads(guard.config.read_text())
    draft = guard.folder / "draft.yaml"
    draft.write_text(json.dumps({**settings, "policy": {"rows": {"R22-decision": {"T2": "block"}}}}))
    result = command(guard, "policy", "simulate", str(draft))
    assert {"row": "R22-decision", "then": "hold", "now": "block", "calls": 1} in result["rows"]
    assert result["looser"] == 0
    assert request_id in result["changes"][0]["examples"]
    (version,) = command(guard, "policy", "versions")["versions"]
    same = command(guard, "policy", "diff", version["hash"][:12])
    assert same["changes"] == []
    assert guard.records(kinds="log.read")


def test_an_override_of_the_command_line_reaches_the_next_call(guard) -> None:
    assert chat(guard, HELD).status == 400
    reason = "The study of hiring was approved."
    words = ("R22-decision", "--caller", "staff", "--expires", TOMORROW, "--reason", reason)
    granted = command(guard, "policy", "overrides", "grant", *words)
    assert chat(guard, HELD).status == 200
    assert [each["id"] for each in command(guard, "policy", "overrides", "list")["overrides"]] == [granted["id"]]
    command(guard, "policy", "overrides", "revoke", granted["id"], "--reason", "The study is over now.")
    assert chat(guard, HELD).status == 400
    assert command(guard, "policy", "overrides", "list")["overrides"] == []


def test_cases_of_ones_own_are_tried(guard) -> None:
    cases = guard.folder / "cases.yaml"
    good = {"name": "a hiring question", "text": HELD, "action": "hold", "rules": ["R22-decision"]}
    cases.write_text(json.dumps({"cases": [good]}))
    assert command(guard, "policy", "test", str(cases))["failed"] == 0
    cases.write_text(json.dumps({"cases": [good, {"name": "wrong", "text": "Hello", "action": "block"}]}))
    assert command(guard, "policy", "test", str(cases), wanted=1)["failed"] == 1
