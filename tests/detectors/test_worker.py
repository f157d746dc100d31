"""What runs in the child: answers in the order of the questions, an end at the end, and errors without their text."""

from __future__ import annotations

import importlib.util
import json
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from detectors import framing, jobs, worker
from detectors.finding import Finding
from detectors.jobs import Item, Job

if TYPE_CHECKING:
    from types import ModuleType


@pytest.fixture(scope="module")
def scripted() -> ModuleType:
    path = Path(__file__).parent / "pool_engines" / "scripted_engine.py"
    spec = importlib.util.spec_from_file_location("scripted_engine_in_process", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def conversation(engine: worker.WorkerEngine, *requests: bytes) -> list[bytes]:
    """All replies to all requests, sent before the first is read."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        for request in requests:
            ours.sendall(framing.frame(request))
        ours.shutdown(socket.SHUT_WR)
        worker.serve(engine, theirs)
        theirs.shutdown(socket.SHUT_WR)
        replies = []
        while (reply := framing.receive(ours)) is not None:
            replies.append(reply)
        return replies


def test_it_answers_pings_and_jobs_and_goes_on_after_an_error(scripted: ModuleType) -> None:
    good, bad = Job((Item("SSN 536-90-4399"),)), Job((Item("RAISE canary-5512"),))
    replies = conversation(scripted.Engine(), jobs.pack_ping(), jobs.pack(bad, 5), jobs.pack(good, 5))
    assert replies[0] == jobs.PONG
    assert json.loads(replies[1]) == {"failed": "ValueError"}
    assert [f.entity for f in jobs.read_found(replies[2], good)[0]] == ["SSN"]


def test_no_alarm_is_left_behind(scripted: ModuleType) -> None:
    conversation(scripted.Engine(), jobs.pack(Job((Item("RAISE"),)), 5))
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_names_of_overlapping_spans_are_joined_and_resolved(scripted: ModuleType) -> None:
    text = "then Maria Delgado spoke"
    item = Item(text, names=((0, 18), (5, len(text))), resolve=True)
    (reply,) = conversation(scripted.Engine(), jobs.pack(Job((item,)), 5))
    ((found,),) = (jobs.read_found(reply, Job((item,))),)
    assert [(f.start, f.end) for f in found] == [(5, 18)]


def test_candidates_found_before_take_part(scripted: ModuleType) -> None:
    earlier = Finding("STUDENT_NAME", 0, 15, 0.8, "names", "model")
    item = Item("Mr. 536-90-4399", patterns=False, candidates=(earlier,), resolve=True)
    (reply,) = conversation(scripted.Engine(), jobs.pack(Job((item,)), 5))
    assert jobs.read_found(reply, Job((item,))) == ((earlier,),)


def test_all_spans_of_a_job_are_one_batch_for_the_model(scripted: ModuleType) -> None:
    engine, batches = scripted.Engine(), []
    engine.names = lambda texts: batches.append(list(texts)) or [[] for _ in texts]
    items = (Item("abcdef", names=((0, 3), (3, 6))), Item("xyz"), Item("ghi", names=((0, 3),)))
    conversation(engine, jobs.pack(Job(items), 5))
    assert batches == [["abc", "def", "ghi"]]


def test_a_model_that_answers_too_little_is_an_error(scripted: ModuleType) -> None:
    engine = scripted.Engine()
    engine.names = lambda texts: []
    (reply,) = conversation(engine, jobs.pack(Job((Item("abc", names=((0, 3),)),)), 5))
    assert json.loads(reply) == {"failed": "ValueError"}
