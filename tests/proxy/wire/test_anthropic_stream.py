"""A streamed message comes out the same however its bytes were cut, with nothing lost and nothing unread."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import orjson
import pytest
from answer_machines import VALUES, Call
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.errors import ProviderGarbled
from proxy.wire.anthropic_stream import AnthropicStream
from proxy.wire.sse import Splitter

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory

USAGE = {"input_tokens": 25, "output_tokens": 1}


def event(kind: str, **members: Json) -> bytes:
    return b"event: %b\ndata: %b\n\n" % (kind.encode(), orjson.dumps({"type": kind, **members}))


def delta(index: int, kind: str, **members: Json) -> bytes:
    return event("content_block_delta", index=index, delta={"type": kind, **members})


START = event(
    "message_start",
    message={"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-x", "content": [], "usage": USAGE},
)
END = event("message_delta", delta={"stop_reason": "end_turn", "stop_sequence": None}, usage={"output_tokens": 15})
STOP = event("message_stop")


def run(machines: MachineFactory, *pieces: bytes) -> bytes:
    stream = AnthropicStream(machines)
    return b"".join([stream.feed(piece) for piece in pieces]) + stream.finish()


def events(raw: bytes) -> list[Json]:
    splitter = Splitter()
    return [json.loads(each.data) for each in [*splitter.feed(raw), *splitter.finish()] if each.data]


def texts(raw: bytes) -> dict[int, str]:
    """What a client that follows the API ends with, by block; a delta after its block's stop is an error."""
    out: dict[int, str] = {}
    closed: set[int] = set()
    for each in events(raw):
        if each["type"] == "content_block_start":
            out[each["index"]] = each["content_block"].get("text", "")
        elif each["type"] == "content_block_delta":
            assert each["index"] not in closed
            out[each["index"]] += next(
                (v for k, v in each["delta"].items() if k in {"text", "partial_json", "thinking"}), ""
            )
        elif each["type"] == "content_block_stop":
            closed.add(each["index"])
    return out


CALL = Call()
MARIA = CALL.token("Maria Delgado")
TRANSCRIPT = b"".join(
    [
        START,
        event("ping"),
        event("content_block_start", index=0, content_block={"type": "thinking", "thinking": "", "signature": ""}),
        delta(0, "thinking_delta", thinking=f"It is about {MARIA[:6]}"),
        delta(0, "thinking_delta", thinking=f"{MARIA[6:]}."),
        delta(0, "signature_delta", signature="EqQBCgIYAhIM"),
        event("content_block_stop", index=0),
        event("content_block_start", index=1, content_block={"type": "text", "text": "Dear "}),
        delta(1, "text_delta", text=MARIA[:4]),
        b": keep-alive\n\n",
        delta(1, "text_delta", text=MARIA[4:9]),
        delta(1, "text_delta", text=f"{MARIA[9:]}, hello, SSN 412-68"),
        delta(1, "text_delta", text="-1234 is new."),
        event("content_block_stop", index=1),
        event("content_block_start", index=2, content_block={"type": "tool_use", "id": "t1", "name": "f", "input": {}}),
        delta(2, "input_json_delta", partial_json=""),
        delta(2, "input_json_delta", partial_json='{"who": "' + MARIA[:3]),
        delta(2, "input_json_delta", partial_json=MARIA[3:] + '", "n": 1}'),
        event("content_block_stop", index=2),
        END,
        STOP,
    ]
)  # fmt: skip
WANTED = {
    0: f"It is about {MARIA}.",
    1: "Dear Maria Delgado, hello, SSN [SSN_REMOVED] is new.",
    2: '{"who": "Maria Delgado", "n": 1}',
}


def test_the_transcript_whole() -> None:
    out = run(CALL.open, TRANSCRIPT)
    assert texts(out) == WANTED
    kinds = [each["type"] for each in events(out)]
    assert kinds[0] == "message_start"
    assert kinds[-2:] == ["message_delta", "message_stop"]
    assert kinds.count("content_block_stop") == 3
    assert b": keep-alive" in out
    assert events(out)[-2]["usage"] == {"output_tokens": 15}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_the_cut_does_not_matter(size: int) -> None:
    whole = run(CALL.open, TRANSCRIPT)
    assert run(CALL.open, *(TRANSCRIPT[at : at + size] for at in range(0, len(TRANSCRIPT), size))) == whole


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, len(TRANSCRIPT)), min_size=1, max_size=6))
def test_no_cut_matters(cuts: list[int]) -> None:
    edges = sorted({0, len(TRANSCRIPT), *cuts})
    pieces = [TRANSCRIPT[low:high] for low, high in pairwise(edges)]
    assert run(CALL.open, *pieces) == run(CALL.open, TRANSCRIPT)


def test_every_event_has_its_line() -> None:
    for raw in run(CALL.open, TRANSCRIPT).split(b"\n\n"):
        if raw and not raw.startswith(b":"):
            head, data = raw.split(b"\n")
            assert head == b"event: " + json.loads(data.removeprefix(b"data: "))["type"].encode()


def test_facts() -> None:
    stream = AnthropicStream(CALL.open)
    stream.feed(TRANSCRIPT)
    stream.finish()
    facts = stream.facts
    assert (facts.model, facts.finish_reasons, facts.input_tokens, facts.output_tokens, facts.complete) == (
        "claude-x",
        ("end_turn",),
        25,
        15,
        True,
    )


def test_no_beginning_of_a_masked_value_ever_leaves() -> None:
    stream, seen = AnthropicStream(CALL.open), b""
    for at in range(len(TRANSCRIPT)):
        seen += stream.feed(TRANSCRIPT[at : at + 1])
        assert b"412-" not in seen


def test_an_early_end_sends_what_was_held_and_then_an_error() -> None:
    at = TRANSCRIPT.index(b"is new.")
    out = events(run(CALL.open, TRANSCRIPT[:at]))
    assert out[-1]["type"] == "error"
    assert out[-1]["error"]["type"] == "api_error"
    begun = event("content_block_start", index=0, content_block={"type": "text", "text": ""})
    cut = events(run(CALL.open, START + begun + delta(0, "text_delta", text="Dear [PER")))
    assert cut[-2]["delta"]["text"].endswith("[PER")
    assert cut[-1]["type"] == "error"


def test_the_providers_own_error_ends_the_answer() -> None:
    stream = AnthropicStream(CALL.open)
    out = stream.feed(START + event("error", error={"type": "overloaded_error", "message": "Overloaded"}))
    assert events(out)[-1]["error"]["type"] == "overloaded_error"
    assert stream.finish() == b""
    assert not stream.facts.complete


@pytest.mark.parametrize(
    "raw",
    [
        b"data: nonsense\n\n",
        b"data: []\n\n",
        event("content_block_delta", delta={"type": "text_delta", "text": "x"}),
        event("content_block_delta", index=0, delta="x"),
        event("content_block_delta", index="0", delta={"type": "text_delta", "text": "x"}),
    ],
)
def test_what_is_no_event_of_this_api_is_garbled(raw: bytes) -> None:
    with pytest.raises(ProviderGarbled):
        run(CALL.open, raw)


def test_unknown_events_deltas_and_members_are_read(shouting: MachineFactory) -> None:
    out = events(
        run(
            shouting,
            START,
            event("next_year", words="new event"),
            event("content_block_start", index=0, content_block={"type": "text", "text": ""}),
            delta(0, "fancy_delta", words="new delta"),
            delta(0, "text_delta", text="beside", extra="member words"),
            event("content_block_delta", index=0, aside="outer words", delta={"type": "text_delta", "text": "x"}),
            delta(0, "citations_delta", citation={"type": "char_location", "cited_text": "quoted words"}),
        )
    )
    said = json.dumps(out)
    for words in ("NEW EVENT", "NEW DELTA", "MEMBER WORDS", "OUTER WORDS", "QUOTED WORDS"):
        assert words in said
        assert words.lower() not in said


def test_values_of_the_call_are_restored_in_every_split() -> None:
    for _, value in VALUES[:4]:
        token = CALL.token(value)
        for at in range(1, len(token)):
            out = run(
                CALL.open,
                START,
                event("content_block_start", index=0, content_block={"type": "text", "text": ""}),
                delta(0, "text_delta", text=token[:at]),
                delta(0, "text_delta", text=token[at:]),
                event("content_block_stop", index=0),
                END,
                STOP,
            )
            assert texts(out)[0] == value
