"""Logs and metrics: they cannot say more than a list allows, and they count each call once."""

from __future__ import annotations

import ast
import errno
import io
import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import audit_examples
import pytest
import structlog
from canary import CANARIES
from prometheus_client.parser import text_string_to_metric_families

from proxy.audit.event import canonical, new_event_id
from proxy.exchange import AuditEvent, EventKind
from proxy.telemetry import LOGGED_KEYS, Metrics, configure_logging, drop_unlisted, log, lost_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
VALUE = CANARIES[0].value
INTENT_ID = new_event_id()
CALL = {
    "dialect": "openai",
    "operation": "chat",
    "provider": "main",
    "model": "small",
    "tier": "T2",
    "unit": "Special Education",
    "decision": "forward",
    "rule": "R04-personal",
    "policy_hash": "ab" * 32,
    "findings": [
        {"entity": "STUDENT_NAME", "treatment": "pseudonymize", "count": 2},
        {"entity": "SSN", "treatment": "redact", "count": 1},
    ],
}
DETAILS: dict[EventKind, dict[str, Any]] = audit_examples.DETAILS | {
    EventKind.INTENT: {**CALL, "times_ms": {"parse": 1.0, "examine": 20.0, "total": 21.0}},
    EventKind.FINAL: {
        "intent_id": INTENT_ID,
        "outcome": "completed",
        "status": 200,
        "masked": [{"entity": "SSN", "count": 3}],
        "times_ms": {"parse": 1.0, "examine": 20.0, "audit": 4.0, "answer": 500.0, "total": 525.0},
    },
    EventKind.REFUSED: {**CALL, "error_code": "scan_failed", "side": "guard", "status": 503},
    EventKind.REFUSED_SUMMARY: {
        "error_code": "invalid_api_key",
        "count": 7,
        "since": "2026-11-23T08:00:00.000Z",
        "until": "2026-11-23T08:01:00.000Z",
    },
    EventKind.START: {"version": "1.0"},
    EventKind.STOP: {"version": "1.0"},
    EventKind.CONFIG: {"result": "applied"},
    EventKind.LOG_READ: {"filters": {}, "returned": 3, "channel": "http"},
    EventKind.LOG_EXPORT: {"what": "log", "records": 3, "first": 0, "channel": "cli"},
    EventKind.EVALUATION: {
        "set_digest": "ab" * 32,
        "rows": 3,
        "detection": "0123456789abcdef",
        "policy_hash": "cd" * 32,
        "figures": {},
        "shortfalls": 0,
    },
    EventKind.ROSTER: {"action": "import", "result": "applied"},
}


@pytest.fixture(autouse=True)
def _own_logging(monkeypatch) -> Iterator[None]:
    """Logging is global: put it back afterwards."""
    level = logging.root.level
    monkeypatch.setattr(logging.root, "handlers", [])
    yield
    logging.root.setLevel(level)
    structlog.reset_defaults()


def event(kind: EventKind, **detail: Any) -> AuditEvent:
    made = AuditEvent(kind, new_event_id(), AT, "i-1", "north", "req_1", "caller-7", {**DETAILS[kind], **detail})
    canonical(made)
    return made


def observed(*kinds: EventKind) -> Metrics:
    metrics = Metrics()
    for kind in kinds:
        metrics.observe(event(kind))
    return metrics


def samples(metrics: Metrics) -> dict[str, float]:
    """Every sample that is not zero: ``name{label=value}`` -> value, without times of creation."""
    found = {}
    for family in text_string_to_metric_families(metrics.render().decode()):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            if sample.value and not sample.name.endswith(("_created", "_bucket")):
                found[f"{sample.name}{{{labels}}}"] = sample.value
    return found


# --------------------------------------------------------------------------- logs


def test_only_listed_keys_that_say_something_pass() -> None:
    line = {"event": "x", "body": VALUE, "text": VALUE, "caller": "caller-7", "code": None, "status": 0, "ms": 1.5}
    assert dict(drop_unlisted(None, "info", line)) == {"event": "x", "status": 0, "ms": 1.5}


def test_the_list_holds_nothing_that_could_carry_text_or_a_person() -> None:
    assert not LOGGED_KEYS & {"body", "text", "message", "exception", "caller", "user", "key", "headers", "url"}


def test_whatever_we_say_in_a_log_line_is_listed() -> None:
    """A key that is not listed is dropped without a word, and a warning that names nothing helps nobody."""
    said: set[str] = set()
    for file in (Path(__file__).parents[2] / "proxy").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="log"), args=[]))):
                    said |= {word.arg for word in node.keywords if word.arg}
    assert {"code", "calls"} <= said
    assert said <= LOGGED_KEYS


class FullDisk(io.StringIO):
    """What stderr is when it is a file on a full disk."""

    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_line_that_cannot_be_written_stops_nobody(monkeypatch) -> None:
    for stream in (FullDisk(), io.StringIO()):
        monkeypatch.setattr(sys, "stderr", stream)
        configure_logging("info", "json")
        stream.close() if type(stream) is io.StringIO else None
        before = lost_lines()
        log().error("audit store failed")
        logging.getLogger("chaperone.audit").error("audit store failed: disk full")
        assert lost_lines() == before + 2


@pytest.mark.parametrize("style", ["json", "console"])
def test_a_careless_line_prints_no_value(style, capsys, assert_no_leak) -> None:
    configure_logging("info", style)
    log().error("unhandled", body=VALUE, exception=VALUE, request_id="req_1")
    out, err = capsys.readouterr()
    assert out == ""
    assert "unhandled" in err
    assert "req_1" in err
    assert_no_leak([err])


def test_a_line_is_one_json_object_on_standard_error(capsys) -> None:
    configure_logging("info", "json")
    log().info("ready", workers=2)
    (line,) = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert told.pop("timestamp").endswith("Z")
    assert told == {"event": "ready", "workers": 2, "level": "info"}


def test_less_than_the_level_is_not_written(capsys) -> None:
    configure_logging("warning", "json")
    log().info("quiet")
    log().warning("loud")
    assert [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()] == ["loud"]


def test_what_the_audit_writer_has_to_say_is_not_lost(capsys) -> None:
    """It knows no structlog; a disk that is full must still be seen by the operator."""
    configure_logging("info", "json")
    logging.getLogger("chaperone.audit").critical("audit: %d finals could not be stored", 3)
    logging.getLogger("some.library").info("chatter")
    written = capsys.readouterr().err
    assert "could not be stored" in written
    assert "chatter" not in written


def test_an_event_becomes_one_line_without_caller_or_findings(capsys) -> None:
    configure_logging("info", "json")
    observed(EventKind.INTENT, EventKind.REFUSED)
    intent, refused = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    for line in (intent, refused):
        assert line.pop("timestamp")
    named = {"level": "info", "request_id": "req_1", "rule": "R04-personal", "decision": "forward"}
    assert intent == {"event": "request.intent", "ms": 21.0, **named}
    assert refused == {"event": "request.refused", "code": "scan_failed", "status": 503, **named}


# --------------------------------------------------------------------------- metrics


@pytest.mark.parametrize(
    ("kind", "counted"),
    [
        (
            EventKind.INTENT,
            {
                "chaperone_entities_total{entity=STUDENT_NAME,treatment=pseudonymize}": 2,
                "chaperone_entities_total{entity=SSN,treatment=redact}": 1,
                "chaperone_in_flight{}": 1,
            },
        ),
        (
            EventKind.FINAL,
            {
                "chaperone_requests_total{dialect=openai,outcome=completed,provider=-,status=200}": 1,
                "chaperone_answer_masked_total{entity=SSN}": 3,
                "chaperone_in_flight{}": -1,
            },
        ),
        (
            EventKind.REFUSED,
            {
                "chaperone_entities_total{entity=STUDENT_NAME,treatment=pseudonymize}": 2,
                "chaperone_entities_total{entity=SSN,treatment=redact}": 1,
                "chaperone_refusals_total{code=scan_failed}": 1,
            },
        ),
        *((kind, {}) for kind in EventKind if not kind.value.startswith("request.")),
        (EventKind.REFUSED_SUMMARY, {}),
    ],
)
def test_what_each_kind_of_event_counts(kind, counted) -> None:
    told = samples(observed(kind))
    assert {name: value for name, value in told.items() if "step" not in name} == counted


def test_times_are_seconds_and_a_call_that_ended_is_not_in_flight() -> None:
    told = samples(observed(EventKind.INTENT, EventKind.FINAL))
    assert told["chaperone_step_seconds_sum{step=answer}"] == pytest.approx(0.5)
    assert "chaperone_in_flight{}" not in told


def test_a_step_of_a_call_is_counted_once_though_both_its_records_tell_of_it() -> None:
    """A final tells all times of its call, those that its intent told of included."""
    told = samples(observed(EventKind.INTENT, EventKind.FINAL))
    counts = {name: value for name, value in told.items() if name.startswith("chaperone_step_seconds_count")}
    assert set(counts.values()) == {1}
    assert len(counts) == 5


def test_metrics_name_no_person_and_no_call(assert_no_leak) -> None:
    rendered = observed(*EventKind).render().decode()
    for private in ("caller-7", "Special Education", "north", "req_1", INTENT_ID):
        assert private not in rendered
    assert_no_leak([rendered])
    assert all(line.startswith(("#", "chaperone_")) for line in rendered.splitlines())


def test_an_event_may_leave_out_what_it_does_not_know() -> None:
    metrics = Metrics()
    metrics.observe(event(EventKind.FINAL, masked=None, times_ms=None))
    metrics.observe(event(EventKind.REFUSED, findings=None))
    assert samples(metrics)["chaperone_refusals_total{code=scan_failed}"] == 1


def test_a_watched_gauge_is_read_when_it_is_scraped() -> None:
    metrics = Metrics()
    waiting = [5.0, 7.0]
    metrics.watch("chaperone_waiting", "Waiting.", lambda: waiting[-1])
    assert samples(metrics) == {"chaperone_waiting{}": 7}
    waiting.pop()
    assert samples(metrics) == {"chaperone_waiting{}": 5}


def test_two_processes_in_one_interpreter_do_not_share_their_counts() -> None:
    first, second = observed(EventKind.REFUSED), Metrics()
    assert samples(first)
    assert samples(second) == {}
