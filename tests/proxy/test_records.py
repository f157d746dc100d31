"""What one call leaves in the log: a refusal, or an intent and exactly one final; always storable, never a value."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import re
from datetime import date
from typing import Any

import pytest
from canary import CANARIES

from config.profiles import policy_table
from detectors.finding import Finding
from proxy.audit.event import canonical
from proxy.callers.noise import NoiseLid
from proxy.errors import AuditUnavailable, BadRequest, ProviderTimeout, ScanFailed, Unauthenticated
from proxy.exchange import (
    Action,
    Approval,
    AuditEvent,
    Caller,
    EventKind,
    ParsedCall,
    Role,
    Segment,
    Tier,
    Tool,
    Treatment,
    Unscanned,
)
from proxy.policy.decide import decide
from proxy.policy.facts import Table
from proxy.records import CallRecord, Standing, new_request_id
from proxy.wire.codec import AnswerFacts

CALLER = Caller("key-7", "north", Role.STAFF, "Special Education", "webui")
TOOL = Tool("main", "openai", "small", Tier.T2, Approval("IT", date(2026, 1, 1), date(2030, 1, 1), "Board 7"))
PROFILE = policy_table("default")
TABLE = Table(
    "default",
    {entity: Treatment[name.upper()] for entity, name in PROFILE.treatments.items()},
    PROFILE.gate,
    Action.BLOCK,
)
STEPS = ("arrived", "identified", "asked", "resolved", "parsed", "examined", "outbound")


class Sink:
    """Refuses what the writer would refuse: events against the grammar, and everything while it is full."""

    def __init__(self) -> None:
        self.events: list[AuditEvent] = []
        self.full = False

    async def record(self, event: AuditEvent) -> None:
        if self.full:
            raise AuditUnavailable("full")
        self.submit(event)

    def submit(self, event: AuditEvent) -> None:
        canonical(event)
        self.events.append(event)

    @property
    def kinds(self) -> list[EventKind]:
        return [event.kind for event in self.events]

    @property
    def detail(self) -> dict[str, Any]:
        """Of the last event."""
        return dict(self.events[-1].detail)


def standing(**changes: Any) -> Standing:
    facts = {"instance": "i-1", "tenant": "default", "config_hash": "ab" * 32, "digest_key": b"k" * 32}
    return Standing(**{**facts, "noise": NoiseLid(singly=2, clock=lambda: 0.0), **changes})


def new(sink: Sink, **changes: Any) -> CallRecord:
    return CallRecord(sink, standing(**changes), request_id="req_1", route="/v1/chat/completions", body_bytes=90)


def spotted(text: str) -> list[Finding]:
    """Every canary in a text."""
    return [
        Finding(canary.kind, at, at + len(canary.value), 1.0, "spotter", "format")
        for canary in CANARIES
        if (at := text.find(canary.value)) >= 0
    ]


def a_call(*texts: str, unscanned: tuple[Unscanned, ...] = ()) -> ParsedCall:
    segments = tuple(Segment(("messages", at, "content"), text, "user") for at, text in enumerate(texts))
    return ParsedCall("openai", "chat", "small", stream=True, segments=segments, unscanned=unscanned, body={})


def up_to(record: CallRecord, step: str, *texts: str, model: str = "small") -> CallRecord:
    """Tell a record all facts up to a step."""
    call = a_call(*(texts or ("Hello.",)))
    found = [spotted(segment.text) for segment in call.segments]
    told = {
        "identified": lambda: record.identified(CALLER),
        "asked": lambda: record.asked("openai", "chat", model),
        "resolved": lambda: record.resolved(TOOL),
        "parsed": lambda: record.parsed(call),
        "examined": lambda: record.examined(found, decide(found, TABLE, unscanned={}, tier=Tier.T2), 6),
        "outbound": lambda: record.outbound(b"{}", {"PERSON": 1}),
    }
    for name in STEPS[1 : STEPS.index(step) + 1]:
        told[name]()
        record.lap(name)
    return record


# --------------------------------------------------------------------------- one refusal, or an intent and one final


def endings(record: CallRecord) -> dict[str, Any]:
    async def close() -> None:
        record.close("completed", status=200)

    async def fail() -> None:
        await record.fail(ProviderTimeout("slow"))

    async def abandon() -> None:
        record.abandon()

    return {"close": close, "fail": fail, "abandon": abandon}


@pytest.mark.parametrize("order", list(itertools.permutations(["close", "fail", "abandon"])), ids="-".join)
async def test_after_an_intent_the_first_ending_is_the_only_one(order) -> None:
    sink = Sink()
    record = up_to(new(sink), "outbound")
    assert not record.opened
    await record.open()
    assert record.opened
    for name in (*order, *order):
        await endings(record)[name]()
    assert sink.kinds == [EventKind.INTENT, EventKind.FINAL]
    expected = {"close": "completed", "fail": "provider_error", "abandon": "client_closed"}
    assert sink.detail["outcome"] == expected[order[0]]
    assert sink.detail["intent_id"] == sink.events[0].event_id


@pytest.mark.parametrize("order", list(itertools.permutations(["fail", "abandon"])), ids="-".join)
async def test_without_an_intent_there_is_one_refusal(order) -> None:
    sink = Sink()
    record = up_to(new(sink), "parsed")
    for name in (*order, *order, "close"):
        await endings(record)[name]()
    assert sink.kinds == [EventKind.REFUSED]
    assert sink.detail["error_code"] == {"fail": "provider_timeout", "abandon": "client_closed"}[order[0]]


@pytest.mark.parametrize("step", STEPS)
async def test_a_refusal_at_any_step_can_be_stored_and_says_who_and_why(step) -> None:
    sink = Sink()
    await up_to(new(sink), step).fail(BadRequest("Mend it."))
    (event,) = sink.events
    assert (event.kind, event.request_id, event.instance) == (EventKind.REFUSED, "req_1", "i-1")
    assert (event.caller, event.tenant) == ((None, "default") if step == "arrived" else ("key-7", "north"))
    ending = {"error_code": "invalid_request", "side": "caller", "status": 400, "config_hash": "ab" * 32}
    assert ending.items() <= sink.detail.items()
    assert set(STEPS[1 : STEPS.index(step) + 1]) == sink.detail["times_ms"].keys() - {"total"}


async def test_a_call_that_the_policy_blocked_says_block_and_any_other_refusal_says_refuse() -> None:
    sink = Sink()
    key = "sk-proj-abcDEF1234567890"
    call = a_call(key)
    found = [[Finding("CREDENTIAL", 0, len(key), 1.0, "spotter", "format")]]
    record = up_to(new(sink), "parsed")
    record.examined(found, decide(found, TABLE, unscanned={}, tier=Tier.T2), len(key))
    await record.fail(BadRequest("no"))
    assert (sink.detail["decision"], sink.detail["rule"]) == ("block", "R18-credential")
    assert call.segments[0].text not in canonical(sink.events[0]).decode()
    await up_to(new(sink), "parsed").fail(ScanFailed("no"))
    assert sink.detail["decision"] == "refuse"


@pytest.mark.parametrize(
    ("error", "outcome", "status", "code"),
    [
        (ProviderTimeout("slow"), "provider_error", 504, "provider_timeout"),
        (ScanFailed("broken"), "guard_error", 503, "scan_failed"),
    ],
)
async def test_a_failure_after_the_intent_is_a_final_that_names_the_guilty_side(error, outcome, status, code) -> None:
    sink = Sink()
    record = up_to(new(sink), "outbound")
    await record.open()
    await record.fail(error)
    assert (sink.detail["outcome"], sink.detail["status"], sink.detail["error_code"]) == (outcome, status, code)


@pytest.mark.parametrize("step", ["identified", "examined"])
async def test_a_client_that_leaves_before_the_intent_is_recorded_without_waiting(step) -> None:
    sink = Sink()
    up_to(new(sink), step).abandon()
    assert sink.kinds == [EventKind.REFUSED]
    assert {"error_code": "client_closed", "side": "caller", "status": 499}.items() <= sink.detail.items()


async def test_an_intent_that_was_not_stored_gets_no_final_from_here() -> None:
    """The writer closes it, should it land after all; a second final would contradict that one."""
    sink = Sink()
    sink.full = True
    record = up_to(new(sink), "outbound")
    with pytest.raises(AuditUnavailable):
        await record.open()
    sink.full = False
    await record.fail(AuditUnavailable("full"))
    record.abandon()
    record.close("completed", status=200)
    assert sink.events == []


async def test_a_refusal_that_cannot_be_stored_is_an_error_of_its_own() -> None:
    sink = Sink()
    sink.full = True
    with pytest.raises(AuditUnavailable):
        await up_to(new(sink), "identified").fail(BadRequest("no"))


async def test_strangers_are_recorded_up_to_a_number_and_then_counted_and_callers_always() -> None:
    sink = Sink()
    lid = NoiseLid(singly=2, clock=lambda: 0.0)
    for _ in range(5):
        await new(sink, noise=lid).fail(Unauthenticated("no key"))
    assert sink.kinds == [EventKind.REFUSED] * 2
    assert [summary.count for summary in lid.flush(final=True)] == [3]
    for _ in range(5):
        await up_to(new(sink, noise=lid), "identified").fail(Unauthenticated("expired"))
    assert len(sink.events) == 7


# --------------------------------------------------------------------------- what the events say


async def test_the_intent_tells_what_was_found_and_decided() -> None:
    sink = Sink()
    kinds = [canary.value for canary in CANARIES if canary.kind in {"STUDENT_NAME", "SSN"}]
    await up_to(new(sink), "outbound", *kinds, kinds[1]).open()
    detail = sink.detail
    row = {"detectors": ["spotter"], "confidence": [1.0, 1.0]}
    assert detail["findings"] == [
        {"entity": "SSN", "treatment": "redact", "count": 2, **row},
        {"entity": "STUDENT_NAME", "treatment": "pseudonymize", "count": 1, **row},
    ]
    assert (detail["decision"], detail["severity"], detail["segments"]) == ("forward", "S4", 3)
    assert {reason["rule"] for reason in detail["reasons"]} >= {"R17-always-removed", "R04-personal"}
    assert detail["scanned_chars"] == sum(map(len, kinds)) + len(kinds[1])
    assert (detail["model_requested"], detail["model"], detail["provider"]) == ("small", "small", "main")
    assert (detail["unit"], detail["app"], detail["role"], detail["tier"]) == (CALLER.unit, CALLER.app, "staff", "T2")
    assert (detail["outbound_bytes"], detail["replaced"]) == (2, {"PERSON": 1})


async def test_what_could_not_be_read_is_counted_by_kind() -> None:
    sink = Sink()
    record = up_to(new(sink), "resolved")
    places = [Unscanned(("messages", at, "content"), kind) for at, kind in enumerate(["image", "audio", "image"])]
    record.parsed(a_call("Look.", unscanned=tuple(places)))
    await record.fail(BadRequest("no"))
    assert sink.detail["unscanned"] == [{"kind": "audio", "count": 1}, {"kind": "image", "count": 2}]


async def test_the_final_tells_what_came_back() -> None:
    sink = Sink()
    record = up_to(new(sink), "outbound")
    await record.open()
    for event, label in [("restored", "PERSON")] * 3 + [("masked", "SSN"), ("masked", "SSN"), ("unknown_token", "")]:
        record.counts.note(event, label)
    record.counts.note("unrestored_url", "PERSON")
    record.counts.bytes_in, record.counts.bytes_out = 70, 80
    record.upstream_status = 200
    record.answer = AnswerFacts("small-2026-01-01", ("stop",), 7, 9, complete=True)
    record.close("completed", status=200)
    final = sink.detail
    assert final["times_ms"].keys() == {*STEPS[1:], "audit", "answer", "total"}
    assert {name: value for name, value in final.items() if name != "times_ms"} == {
        "intent_id": sink.events[0].event_id,
        "outcome": "completed",
        "status": 200,
        "upstream_status": 200,
        "error_code": None,
        "finish_reasons": ["stop"],
        "model_answered": "small-2026-01-01",
        "usage": {"input_tokens": 7, "output_tokens": 9},
        "bytes_in": 70,
        "bytes_out": 80,
        "restored": 3,
        "masked": [{"entity": "SSN", "count": 2}],
        "unknown_tokens": 1,
    }


async def test_a_final_that_breaks_the_grammar_leaves_a_bare_one() -> None:
    sink = Sink()
    record = up_to(new(sink), "outbound")
    await record.open()
    record.counts.note("masked", "not an entity label")
    record.close("completed", status=200)
    assert sink.kinds == [EventKind.INTENT, EventKind.FINAL]
    assert sink.detail == {"intent_id": sink.events[0].event_id, "outcome": "completed", "status": 200}


async def test_the_digest_of_what_left_needs_the_installation_s_secret() -> None:
    digests = []
    for key in (b"k" * 32, b"k" * 32, b"other" * 7):
        sink = Sink()
        record = up_to(new(sink, digest_key=key), "examined")
        record.outbound(b'{"a":1}', {})
        await record.open()
        digests.append(sink.detail["outbound_digest"])
    assert digests[0] == digests[1] == hmac.digest(b"k" * 32, b'{"a":1}', hashlib.sha256).hex()
    assert digests[2] != digests[0]
    assert digests[0] != hashlib.sha256(b'{"a":1}').hexdigest()
    assert "kkk" not in repr(standing())


@pytest.mark.parametrize(
    ("ending", "opened"),
    [("fail", False), ("abandon", False), ("close", True), ("fail", True), ("abandon", True)],
)
async def test_no_event_holds_a_value(ending, opened, assert_no_leak) -> None:
    """Values in texts, model names, finish reasons: wherever a caller or a provider can put one."""
    sink = Sink()
    text = " ".join(canary.value for canary in CANARIES)
    long_number = next(canary.value for canary in CANARIES if canary.kind == "STUDENT_ID")
    name = next(canary.value for canary in CANARIES if canary.kind == "STUDENT_NAME")
    record = up_to(new(sink), "examined", text, text, model=name)
    record.outbound(text.encode(), {"PERSON": 6})
    if opened:
        await record.open()
    record.answer = AnswerFacts(f"model-{long_number}", (name, text), 1, 1)
    await endings(record)[ending]()
    assert len(sink.events) == 1 + opened
    assert_no_leak([canonical(event) for event in sink.events] + [repr(event) for event in sink.events])


def test_ids_of_calls_sort_by_time_and_can_be_stored() -> None:
    ids = [new_request_id() for _ in range(50)]
    assert len(set(ids)) == 50
    assert all(re.fullmatch(r"req_[0-9a-f]{32}", each) for each in ids)
    assert [each[:16] for each in ids] == sorted(each[:16] for each in ids)
