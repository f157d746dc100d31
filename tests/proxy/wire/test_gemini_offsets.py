"""What grounds an answer points at the same words after rewriting, plain and streamed; offsets are bytes."""

from __future__ import annotations

import json

import orjson
import pytest
from answer_machines import Call, small_scan

from proxy.wire import gemini_offsets
from proxy.wire.gemini_generate import GENERATE, STREAM_EVENTS
from proxy.wire.gemini_offsets import mend_offsets, moved_bytes
from proxy.wire.sse import Splitter

WORDS = "“École” opens at nine"


@pytest.fixture
def call() -> Call:
    return Call(scan=small_scan)


def grounded(said: str) -> dict:
    raw = said.encode()
    start = raw.index(WORDS.encode())
    place = {"startIndex": start, "endIndex": start + len(WORDS.encode())}
    return {
        "groundingMetadata": {"groundingSupports": [{"segment": {**place, "text": WORDS}}]},
        "citationMetadata": {"citationSources": [{**place, "uri": "https://example.org/"}]},
    }


def cited(candidate: dict, text: str) -> set[str]:
    places = [candidate["groundingMetadata"]["groundingSupports"][0]["segment"]]
    places += candidate["citationMetadata"]["citationSources"]
    return {text.encode()[place["startIndex"] : place["endIndex"]].decode() for place in places}


def text(call: Call) -> str:
    return f"Dear {call.token('Maria Delgado')}, as you asked: {WORDS}, every day of the week."


def test_a_whole_answer(call: Call) -> None:
    said = text(call)
    candidate = {"content": {"role": "model", "parts": [{"text": said}]}, "finishReason": "STOP", **grounded(said)}
    out, _ = GENERATE.answer({"candidates": [candidate]}, call.open)
    got = out["candidates"][0]
    now = got["content"]["parts"][0]["text"]
    assert "Maria Delgado" in now
    assert cited(got, now) == {WORDS}


@pytest.mark.parametrize("size", [1, 100_000])
def test_a_streamed_answer(call: Call, size: int) -> None:
    said = text(call)
    chunks = [{"content": {"role": "model", "parts": [{"text": said[at : at + 6]}]}} for at in range(0, len(said), 6)]
    chunks[-1] |= {"finishReason": "STOP", **grounded(said)}
    raw = b"".join(b"data: %b\n\n" % orjson.dumps({"candidates": [chunk]}) for chunk in chunks)
    stream = STREAM_EVENTS.stream(call.open)
    out = b"".join([stream.feed(raw[at : at + size]) for at in range(0, len(raw), size)]) + stream.finish()
    got = [json.loads(event.data)["candidates"][0] for event in Splitter().feed(out)]
    now = "".join(part["text"] for each in got for part in each["content"]["parts"])
    assert "Maria Delgado" in now
    assert [cited(each, now) for each in got if "groundingMetadata" in each] == [{WORDS}]


def test_bytes_of_text_that_is_still_to_come() -> None:
    moved = moved_bytes("Hi [A], é ñ so", "Hi Zoë, ", whole=False)
    assert moved is not None
    end = len("Hi [A], é ñ so".encode())
    assert moved[end] == (len("Hi Zoë, é ñ so".encode()),) * 2
    assert moved_bytes("same", "same") is None


@pytest.mark.parametrize("odd", [{"groundingMetadata": 3}, {"groundingMetadata": {"groundingSupports": ["x", {}]}}])
def test_odd_metadata_is_left_alone(call: Call, odd: dict) -> None:
    candidate = {"content": {"parts": [{"text": text(call)}]}, "finishReason": "STOP", **odd}
    assert GENERATE.answer({"candidates": [candidate]}, call.open)[1].complete


@pytest.mark.parametrize("offset", [None, True, 2.0, "2", [2], {"a": 2}])
def test_an_offset_that_is_no_number_stays_as_it_is(offset) -> None:
    candidate = {"groundingMetadata": {"groundingSupports": [{"segment": {"startIndex": offset, "endIndex": 3}}]}}
    mend_offsets(candidate, ["[T] b"], ["Maria b"])
    segment = candidate["groundingMetadata"]["groundingSupports"][0]["segment"]
    assert segment == {"startIndex": offset, "endIndex": 5}


def test_a_text_is_walked_once_however_many_supports_point_into_it(monkeypatch) -> None:
    walks = []
    monkeypatch.setattr(gemini_offsets, "moved_bytes", lambda *texts, **_: walks.append(texts))
    supports = [{"segment": {"startIndex": 0, "endIndex": 3}} for _ in range(50)]
    mend_offsets({"groundingMetadata": {"groundingSupports": supports}}, ["[T] b"], ["Maria b"])
    assert len(walks) == 2
