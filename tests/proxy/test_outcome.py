"""The verdict on a call: what leaves, and a refusal that says what, where and why, and never the value."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from canary import CANARIES

from config.profiles import policy_table
from detectors.finding import Finding
from proxy.errors import Blocked
from proxy.examine import MAX_PLACES, Examined
from proxy.exchange import Action, Forward, Hold, Reason, Refuse, Spelling, Tier, Treatment
from proxy.outcome import outcome, refusal
from proxy.policy.decide import decide
from proxy.policy.facts import Table
from proxy.transform.replace import transform
from proxy.wire.openai_chat import OpenAIChat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proxy.exchange import ParsedCall

CODEC = OpenAIChat()
NAME, SSN = (canary.value for canary in CANARIES[:2])
SECRET = "sk-proj-abcDEF1234567890abcDEF"
KINDS = {canary.value: canary.kind for canary in CANARIES} | {SECRET: "CREDENTIAL.OPENAI"}
PROFILE = policy_table("default")
TABLE = Table(
    "default",
    {entity: Treatment[name.upper()] for entity, name in PROFILE.treatments.items()},
    PROFILE.gate,
    Action.BLOCK,
)
HOLD = Reason("R09-hold", "34 CFR 99.31", "A person must look at this first.", Action.HOLD)


def asked(*contents: Any, **members: Any) -> ParsedCall:
    messages = [{"role": "user", "content": content} for content in contents]
    return CODEC.parse({"model": "asked-for", "messages": messages, **members})


def spotted(text: str) -> list[Finding]:
    found = [(text.find(value), value) for value in KINDS if value in text]
    return [Finding(KINDS[value], at, at + len(value), 1.0, "spotter", "format") for at, value in sorted(found)]


def examined(call: ParsedCall) -> Examined:
    """As `examine` does it, with a detector that knows a few values."""
    findings = [spotted(segment.text) for segment in call.segments]
    unscanned = {item.kind: 1 for item in call.unscanned}
    decision = decide(findings, TABLE, unscanned=unscanned, tier=Tier.T2)
    return Examined(findings, decision, transform(call.segments, findings, decision.treatments, key=b"k"), 0)


def refused(call: ParsedCall) -> Blocked:
    verdict = outcome(CODEC, call, examined(call), model="small")
    assert isinstance(verdict, Refuse)
    assert isinstance(verdict.error, Blocked)
    return verdict.error


def said(error: Blocked) -> list[str]:
    return [str(error), repr(error), repr(error.details), error.param or ""]


def test_what_may_leave_is_the_patched_body_under_the_provider_s_model_name() -> None:
    call = asked(f"Write to {NAME}, SSN {SSN}.", vendor_field={"keep": [1, None, True]})
    before = copy.deepcopy(call.body)
    verdict = outcome(CODEC, call, examined(call), model="small")
    assert isinstance(verdict, Forward)
    sent = json.loads(verdict.body)
    assert sent["model"] == "small"
    assert sent["vendor_field"] == {"keep": [1, None, True]}
    assert sent["messages"][0]["content"].startswith("Write to [PERSON_1A_")
    assert sent["messages"][0]["content"].endswith("SSN [SSN_REMOVED].")
    assert dict(verdict.replaced) == {"PERSON": 1, "SSN": 1}
    assert call.body == before


def test_a_call_without_findings_leaves_as_it_came() -> None:
    verdict = outcome(CODEC, asked("What is a BIP?"), examined(asked("What is a BIP?")), model="asked-for")
    assert isinstance(verdict, Forward)
    assert json.loads(verdict.body) == asked("What is a BIP?").body
    assert dict(verdict.replaced) == {}


def test_a_refusal_says_types_and_counts_place_rule_and_clause_and_no_value(assert_no_leak) -> None:
    error = refused(asked("Hello.", f"{NAME} uses {SECRET}", f"SSN {SSN}"))
    assert "Found: 1 CREDENTIAL, 1 SSN, 1 STUDENT_NAME." in error.message
    assert error.message.endswith("Rule R18-credential (RCW 42.56.590(10)(b); Policy 5023, Security).")
    assert error.param == "messages[1].content"
    details = dict(error.details)
    explained = details.pop("explanation")
    assert explained["en"]["found"].startswith("Passwords or keys (1), Social Security numbers (1), student names (1)")
    assert explained["es"]["done"] == "No se envió."
    assert details == {
        "decision": "blocked",
        "rule": "R18-credential",
        "clause": "RCW 42.56.590(10)(b); Policy 5023, Security",
        "found": {"CREDENTIAL": 1, "SSN": 1, "STUDENT_NAME": 1},
        "unscanned": [],
        "where": ["messages[1].content", "messages[2].content"],
        "severity": "S4",
        "tags": ["GOVID", "PII", "SECRET", "WA_BREACH"],
    }
    assert_no_leak(said(error))
    assert SECRET not in "".join(said(error))


def test_what_cannot_be_read_is_named_by_kind_and_place() -> None:
    image = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    error = refused(asked([{"type": "text", "text": "Who is this?"}, image]))
    assert error.param == "messages[0].content[1].image_url.url"
    assert (error.details["rule"], error.details["unscanned"]) == ("R25-unscanned", ["image"])
    assert "Found:" not in error.message


def test_places_show_no_key_that_the_caller_chose(assert_no_leak) -> None:
    error = refused(asked("Hello.", metadata={NAME: SECRET}))
    assert error.param == "metadata.*~key"
    assert error.details["where"] == ["metadata.*~key", "metadata.*"]
    assert_no_leak(said(error))


def test_only_the_first_places_are_named_and_each_once() -> None:
    error = refused(asked(*[f"{SECRET} and {NAME}"] * 9))
    assert error.details["where"] == [f"messages[{at}].content" for at in range(MAX_PLACES)]
    assert error.details["found"] == {"CREDENTIAL": 9, "STUDENT_NAME": 9}


def held(call: ParsedCall) -> Examined:
    seen = examined(call)
    return replace(seen, decision=replace(seen.decision, action=Action.HOLD, reasons=(*seen.decision.reasons, HOLD)))


def test_a_call_to_be_held_is_neither_sent_nor_refused() -> None:
    call = asked(f"About {NAME}.")
    assert outcome(CODEC, call, held(call), model="small") == Hold(HOLD)


def test_a_held_call_without_a_queue_stops_and_says_so(assert_no_leak) -> None:
    call = asked(f"About {NAME}.")
    error = refusal(call, held(call), HOLD)
    assert error.message.startswith("A person must look at this first. Found: 1 STUDENT_NAME. It needs a reviewer's")
    assert (error.details["decision"], error.details["rule"]) == ("held", "R09-hold")
    assert_no_leak(said(error))


def test_a_number_that_the_api_needs_as_a_number_stops_the_call(assert_no_leak) -> None:
    """A placeholder is a string, and ``max_tokens`` takes none."""
    call = asked("Hello.", max_tokens=8840172935)
    (at,) = [at for at, segment in enumerate(call.segments) if segment.text == "8840172935"]
    assert call.segments[at].spelling is Spelling.NUMBER
    with pytest.raises(Blocked) as stopped:
        outcome(CODEC, call, examined(call), model="small")
    assert_no_leak(said(stopped.value))


@pytest.mark.parametrize("kept", [{"STUDENT_NAME": Treatment.KEEP}, {"STUDENT_NAME": Treatment.PSEUDONYMIZE}])
def test_what_is_kept_is_not_told_as_found(kept: Mapping[str, Treatment]) -> None:
    call = asked(f"{NAME}: {SECRET}")
    seen = examined(call)
    treatments = tuple(tuple(kept.get(finding.base, Treatment.REDACT) for finding in found) for found in seen.findings)
    error = refusal(call, replace(seen, decision=replace(seen.decision, treatments=treatments)), seen.decision.leading)
    assert ("STUDENT_NAME" in error.message) == (kept["STUDENT_NAME"] is not Treatment.KEEP)
    assert "CREDENTIAL" in error.message
