"""A streamed response comes out the same however its bytes were cut, and all copies of a text agree."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import orjson
import pytest
import responses_answers
from answer_machines import Call
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.errors import InternalError, ProviderGarbled
from proxy.wire.openai_responses_stream import ResponsesStream
from proxy.wire.sse import Splitter

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory

CALL = Call()
MARIA = CALL.token("Maria Delgado")
SAID = f"Dear {MARIA}, hello {MARIA}; SSN 412-68-1234 is new."
WANTED = "Dear Maria Delgado, hello Maria Delgado; SSN [SSN_REMOVED] is new."
TRANSCRIPT = b": ping\n\n" + b"".join(responses_answers.events("gpt-x", SAID))
TOOL = b"".join(responses_answers.events("tool", SAID))


def run(machines: MachineFactory, *pieces: bytes) -> bytes:
    stream = ResponsesStream(machines)
    return b"".join([stream.feed(piece) for piece in pieces]) + stream.finish()


def events(raw: bytes) -> list[Json]:
    splitter = Splitter()
    return [json.loads(each.data) for each in [*splitter.feed(raw), *splitter.finish()] if each.data]


def event(kind: str, **members: Json) -> bytes:
    return b"event: %b\ndata: %b\n\n" % (kind.encode(), orjson.dumps({"type": kind, **members}))


def deltas(found: list[Json], kind: str = "response.output_text.delta") -> str:
    return "".join(each["delta"] for each in found if each["type"] == kind)


def test_all_copies_of_a_text_agree() -> None:
    found = events(run(CALL.open, TRANSCRIPT))
    by_type = {each["type"]: each for each in found}
    assert deltas(found) == WANTED
    assert by_type["response.output_text.done"]["text"] == WANTED
    assert by_type["response.content_part.done"]["part"]["text"] == WANTED
    assert by_type["response.output_item.done"]["item"]["content"][0]["text"] == WANTED
    assert by_type["response.completed"]["response"]["output"][0]["content"][0]["text"] == WANTED


def test_the_deltas_end_before_their_done() -> None:
    kinds = [each["type"] for each in events(run(CALL.open, TRANSCRIPT))]
    last = max(place for place, kind in enumerate(kinds) if kind.endswith(".delta"))
    assert last < kinds.index("response.output_text.done")
    assert kinds[-1] == "response.completed"


def test_tool_arguments_are_json_in_every_copy() -> None:
    found = events(run(CALL.open, TOOL))
    by_type = {each["type"]: each for each in found}
    said = deltas(found, "response.function_call_arguments.delta")
    assert json.loads(said) == {"note": WANTED}
    assert by_type["response.function_call_arguments.done"]["arguments"] == said
    assert by_type["response.completed"]["response"]["output"][0]["arguments"] == said


def test_sequence_numbers_have_no_gaps_and_padding_is_dropped() -> None:
    found = events(run(CALL.open, TRANSCRIPT))
    assert [each["sequence_number"] for each in found] == list(range(len(found)))
    assert all("obfuscation" not in each for each in found)


@pytest.mark.parametrize("size", [1, 2, 5, 64, 999])
@pytest.mark.parametrize("raw", [TRANSCRIPT, TOOL], ids=["text", "tool"])
def test_the_cut_does_not_matter(raw: bytes, size: int) -> None:
    assert run(CALL.open, *(raw[at : at + size] for at in range(0, len(raw), size))) == run(CALL.open, raw)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, len(TRANSCRIPT)), min_size=1, max_size=6))
def test_no_cut_matters(cuts: list[int]) -> None:
    pieces = [TRANSCRIPT[low:high] for low, high in pairwise(sorted({0, len(TRANSCRIPT), *cuts}))]
    assert run(CALL.open, *pieces) == run(CALL.open, TRANSCRIPT)


def test_facts_and_completeness() -> None:
    stream = ResponsesStream(CALL.open)
    stream.feed(TRANSCRIPT)
    assert stream.finish() == b""
    facts = stream.facts
    assert (facts.model, facts.finish_reasons, facts.input_tokens, facts.output_tokens, facts.complete) == (
        "gpt-x",
        ("completed",),
        7,
        9,
        True,
    )


def test_no_beginning_of_a_masked_value_ever_leaves() -> None:
    stream, seen = ResponsesStream(CALL.open), b""
    for at in range(len(TRANSCRIPT)):
        seen += stream.feed(TRANSCRIPT[at : at + 1])
        assert b"412-" not in seen


def test_an_early_end_says_failed_after_what_was_held() -> None:
    stream = ResponsesStream(CALL.open)
    at = TRANSCRIPT.index(b"response.output_text.done")
    found = events(stream.feed(TRANSCRIPT[: TRANSCRIPT.rindex(b"\n\n", 0, at) + 2]) + stream.finish())
    assert deltas(found).startswith("Dear Maria Delgado")
    assert (found[-1]["type"], found[-1]["response"]["status"]) == ("response.failed", "failed")
    assert found[-1]["response"]["id"] == "resp_1"
    assert not stream.facts.complete


def test_a_failure_of_ours_can_be_said_before_anything_came() -> None:
    (said,) = events(ResponsesStream(CALL.open).failed(InternalError("The guard failed."), "req_1"))
    assert said["response"]["error"]["message"] == "The guard failed."
    assert said["response"]["error"]["chaperone"]["request_id"] == "req_1"


def test_the_providers_own_failure_is_no_second_error() -> None:
    stream = ResponsesStream(CALL.open)
    failed = {"id": "resp_1", "status": "failed", "error": {"code": "server_error", "message": "oops"}, "output": []}
    found = events(stream.feed(event("response.failed", response=failed, sequence_number=0)) + stream.finish())
    assert [each["type"] for each in found] == ["response.failed"]
    assert stream.facts.finish_reasons == ("failed",)


def test_parallel_texts_never_mix() -> None:
    def delta(item: str, index: int, text: str) -> bytes:
        return event("response.output_text.delta", item_id=item, output_index=index, content_index=0, delta=text)

    half = len(MARIA) // 2
    out = events(
        run(
            CALL.open,
            delta("a", 0, MARIA[:half])
            + delta("b", 1, MARIA[:half])
            + delta("a", 0, MARIA[half:] + "!")
            + delta("b", 1, "x"),
            event("response.output_item.done", output_index=0, item={"type": "message", "id": "a", "content": []}),
            event("response.completed", response={"id": "r", "status": "completed", "output": []}),
        )
    )
    said = {name: "".join(each["delta"] for each in out if each.get("item_id") == name) for name in "ab"}
    assert said == {"a": "Maria Delgado!", "b": MARIA[:half] + "x"}


@pytest.mark.parametrize("raw", [b"data: nonsense\n\n", b"data: []\n\n"])
def test_what_is_no_event_is_garbled(raw: bytes) -> None:
    with pytest.raises(ProviderGarbled):
        run(CALL.open, raw)


def test_unknown_events_and_members_are_read(shouting: MachineFactory) -> None:
    found = events(
        run(
            shouting,
            event("response.next_year", words="new event"),
            event("response.next_year.delta", item_id="i", delta="new delta"),
            event("response.output_text.delta", item_id="i", delta="text", extra="beside it"),
            event("response.output_text.annotation.added", annotation={"type": "url_citation", "title": "a title"}),
        )
    )
    assert deltas(found, "response.next_year.delta") == "NEW DELTA"
    said = json.dumps(found)
    for words in ("NEW EVENT", "BESIDE IT", "A TITLE"):
        assert words in said
        assert words.lower() not in said


def test_sound_passes_as_it_is(shouting: MachineFactory) -> None:
    (said, *_) = events(run(shouting, event("response.audio.delta", delta="aGVsbG8gd29ybGQ=")))
    assert said["delta"] == "aGVsbG8gd29ybGQ="


def test_the_done_mark_of_other_vendors_is_passed() -> None:
    raw = run(CALL.open, TRANSCRIPT, b"data: [DONE]\n\n")
    assert raw.endswith(b"data: [DONE]\n\n")
    assert b"ended early" not in raw


def test_the_done_mark_alone_is_no_complete_answer() -> None:
    half = TRANSCRIPT[: TRANSCRIPT.index(b"event: response.completed")]
    assert events(run(CALL.open, half) + b"")[-1]["type"] == "response.failed"
    raw = run(CALL.open, half, b"data: [DONE]\n\n")
    assert b"ended early" in raw


@pytest.mark.parametrize("cut", range(0, len(SAID), 7))
def test_the_output_of_a_shell_is_two_texts(cut: int) -> None:
    """The one delta that is an object: its texts are restored and masked across events, and agree with their done."""
    kind, place = "response.shell_call_output_content", {"item_id": "sh_1", "output_index": 0, "command_index": 0}
    pieces = [{"stdout": SAID[:cut]}, {"stderr": SAID[:9]}, {"stdout": SAID[cut:], "stderr": SAID[9:], "more": 1}]
    raw = [event(f"{kind}.delta", delta=piece, sequence_number=n, **place) for n, piece in enumerate(pieces)]
    output = [{"stdout": SAID, "stderr": SAID, "outcome": {"type": "exit", "exit_code": 0}}]
    raw.append(event(f"{kind}.done", output=output, sequence_number=3, **place))
    raw.append(event("response.completed", response={"status": "completed"}, sequence_number=4))
    found = events(run(CALL.open, *raw))
    said = [each["delta"] for each in found if each["type"] == f"{kind}.delta"]
    (done,) = [each["output"][0] for each in found if each["type"] == f"{kind}.done"]
    for name in ("stdout", "stderr"):
        assert "".join(each.get(name, "") for each in said) == WANTED == done[name]
    assert [each["sequence_number"] for each in found] == list(range(len(found)))
