"""What is kept of a held call: it comes back whole, the view shows no value, and an edit gets its values back."""

from __future__ import annotations

import json

from canary import CANARIES

from detectors.finding import Finding, Records, Signal
from proxy.arrival import Arrival
from proxy.examine import Examined
from proxy.exchange import Action, Decision, Reason, Severity, Treatment
from proxy.holding.redacting import redacted
from proxy.holding.view import call_bytes, read_call, view_bytes, with_values
from proxy.transform.replace import transform
from proxy.wire.openai_chat import OpenAIChat

CODEC = OpenAIChat()
NAME = CANARIES[0].value
BODY = {
    "model": "m",
    "messages": [{"role": "user", "content": f"Write to {NAME} about the plan."}],
    "tools": [{"type": "function", "function": {"name": "look", "description": "Looks things up.", "parameters": {}}}],
}


def test_a_call_comes_back_as_it_came_without_its_key() -> None:
    raw = json.dumps(BODY).encode()
    headers = {
        "authorization": "Bearer ck-secret",
        "x-api-key": "ck-secret",
        "content-type": "application/json",
        "x-chaperone-policy": "strict",
        "x-chaperone-ticket": "hold_1",
    }
    arrival = Arrival("req_1", "/v1/chat/completions", CODEC, "/chat/completions", headers, raw, "m")
    kept = call_bytes(arrival, streams_events=False)
    assert b"ck-secret" not in kept
    back = read_call(kept)
    assert (back.body, back.route, back.upstream_path, back.model) == (raw, arrival.route, "/chat/completions", "m")
    assert back.headers == {"content-type": "application/json", "x-chaperone-policy": "strict"}
    assert NAME not in repr(back)


def test_the_view_has_placeholders_and_an_edit_brings_the_values_back() -> None:
    call = CODEC.parse(BODY)
    findings = [
        (Finding("STUDENT_NAME", at, at + len(NAME), 1.0, "spotter", "x"),) if (at := each.text.find(NAME)) >= 0 else ()
        for each in call.segments
    ]
    treatments = [(Treatment.PSEUDONYMIZE,) * len(found) for found in findings]
    number = next(at for at, found in enumerate(findings) if found)
    reason = Reason("R27-privileged", "x", "x", Action.HOLD)
    decision = Decision(Action.HOLD, tuple(treatments), (reason,), Severity.S4, ("PRIV",), "ab")
    records = Records(signals=(Signal("PRIV", (number, 0, 5), 0.9),))
    done = transform(call.segments, findings, treatments, key=b"k")
    examined = Examined(findings, decision, done, 0, records)
    removed = redacted(call, examined, frozenset(range(len(call.segments))), key=b"k")
    view = json.loads(view_bytes(call, examined, removed, [f"d{at}" for at in range(len(call.segments))]))
    (shown,) = view["segments"]  # a tool's description in which nothing was found is left out
    assert NAME not in json.dumps(view["segments"])
    assert (shown["replaced"], shown["tags"], shown["digest"]) == ({"STUDENT_NAME": 1}, ["PRIV"], f"d{number}")
    assert "[PERSON_REMOVED]" in shown["redacted"]
    token = shown["text"].split("to ")[1].split(" about")[0]
    assert with_values(f"Dear {token}, and {token} again.", view["tokens"]) == f"Dear {NAME}, and {NAME} again."
    assert with_values("Nothing here. [PERSON_9Z_ZZZZZ]", view["tokens"]) == "Nothing here. [PERSON_9Z_ZZZZZ]"
