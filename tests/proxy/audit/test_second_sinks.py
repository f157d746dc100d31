"""A second sink gets what the log has, and whatever it does, the log neither waits nor fails."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from proxy.audit.second_sinks import SecondSink, ToOtlp, to_jsonl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from proxy.audit.stores.base import Record
    from proxy.audit.writer import Writer
    from tests.proxy.audit.conftest import Events


def until(condition: Callable[[], object], within_s: float = 5.0) -> None:
    ends = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.005)


@pytest.fixture
def records(make_events: type[Events], as_record: Callable[[Any], Record]) -> list[Record]:
    events = make_events()
    return [as_record(events.intent()) for _ in range(5)]


async def test_the_file_holds_the_very_bytes_of_the_log_in_its_order(
    start: Callable[..., Writer], make_events: type[Events], tmp_path: Path, path: Path
) -> None:
    sink = SecondSink("jsonl", to_jsonl(tmp_path / "copy.jsonl"), 100)
    writer = start(copies=[sink.offer])
    events = make_events(writer.instance.id)
    for _ in range(3):
        intent = events.intent()
        await writer.record(intent)
        await writer.record(events.final(intent))
    writer.close()
    sink.close()
    from proxy.audit.stores.sqlite import read_engine  # noqa: PLC0415 - slow; most need not wait

    with read_engine(path).connect() as db:
        bodies = [row[0] for row in db.exec_driver_sql("SELECT body FROM audit_event ORDER BY seq")]
    assert (tmp_path / "copy.jsonl").read_bytes().splitlines() == bodies
    assert sink.dropped == 0


async def test_a_sink_that_hangs_holds_up_no_record_and_what_it_misses_is_counted(
    start: Callable[..., Writer], make_events: type[Events]
) -> None:
    gate = threading.Event()
    sink = SecondSink("hung", lambda _records: gate.wait(20), 3)
    writer = start(copies=[sink.offer])
    events = make_events(writer.instance.id)
    began = time.monotonic()
    for _ in range(10):
        intent = events.intent()
        await writer.record(intent)
        await writer.record(events.final(intent))
    assert time.monotonic() - began < 3
    assert sink.dropped >= 10
    gate.set()


def test_a_sink_that_fails_is_tried_once_more_and_then_the_records_are_counted(records: Sequence[Record]) -> None:
    got: list[int] = []
    fails = [2]

    def target(batch: Sequence[Record]) -> None:
        if fails[0]:
            fails[0] -= 1
            raise OSError(28, "No space left on device")
        got.append(len(batch))

    sink = SecondSink("full", target, 100, retry_s=0.01)
    sink.offer(records)
    until(lambda: sink.dropped == 5)
    fails[0] = 1
    sink.offer(records[:2])
    until(lambda: got == [2])
    assert sink.dropped == 5


def test_what_waits_at_the_end_arrives_or_is_counted(
    records: Sequence[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    got: list[Record] = []
    sink = SecondSink("slow", got.extend, 100)
    sink.offer(records)
    sink.close()
    assert len(got) == 5
    monkeypatch.setattr("proxy.audit.second_sinks.CLOSE_WITHIN_S", 0.05)
    gate = threading.Event()
    hung = SecondSink("hung", lambda _records: gate.wait(20), 100)
    hung.offer(records[:1])
    until(lambda: not hung._queue)
    hung.offer(records)
    hung.close()
    assert hung.dropped == 5
    gate.set()


@dataclass
class Answer:
    status: int
    content_type: str = ""
    body: bytes = b""


def test_otlp_gets_logs_in_its_own_shape(records: Sequence[Record]) -> None:
    sent: list[tuple[str, Any]] = []

    def post(url: str, body: bytes, content_type: str) -> Answer:
        assert content_type == "application/json"
        sent.append((url, json.loads(body)))
        return Answer(200)

    ToOtlp(post, "http://127.0.0.1:4318/v1/logs", now_ns=lambda: 7)(records[:2])
    ((url, body),) = sent
    assert url.endswith("/v1/logs")
    (resource,) = body["resourceLogs"]
    lines = resource["scopeLogs"][0]["logRecords"]
    assert [line["body"]["stringValue"].encode() for line in lines] == [record.body for record in records[:2]]
    assert lines[0]["observedTimeUnixNano"] == "7"
    assert lines[0]["timeUnixNano"] == str(int(records[0].event.at.timestamp() * 1_000_000) * 1000)
    assert {"key": "event.name", "value": {"stringValue": "chaperone.request.intent"}} in lines[0]["attributes"]
    with pytest.raises(OSError, match="answered 503"):
        ToOtlp(lambda *_: Answer(503), "http://x/v1/logs")(records)
