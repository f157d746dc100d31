"""A streamed answer comes out the same however its bytes were cut, in both forms, with nothing lost or unread."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from answer_machines import VALUES, Call
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.errors import InternalError, ProviderGarbled
from proxy.wire.gemini_array import GeminiArray
from proxy.wire.gemini_stream import MAX_CANDIDATES, GeminiStream
from proxy.wire.sse import Splitter

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory

FORMS = (GeminiStream, GeminiArray)
SIGNATURE = "EqQBCgIYAhIM" * 8


def event(chunk: Json) -> bytes:
    return b"data: %b\r\n\r\n" % orjson.dumps(chunk)


def chunk(*parts: Json, index: int = 0, **members: Json) -> bytes:
    candidate: dict[str, Json] = {"content": {"role": "model", "parts": list(parts)}, **members}
    if index:
        candidate["index"] = index
    return event({"candidates": [candidate], "modelVersion": "gemini-x", "responseId": "r1"})


def text(said: str, **more: Json) -> dict[str, Json]:
    return {"text": said, **more}


END = event(
    {
        "candidates": [{"content": {"role": "model", "parts": [text("")]}, "finishReason": "STOP", "index": 0}],
        "usageMetadata": {"promptTokenCount": 25, "candidatesTokenCount": 15, "thoughtsTokenCount": 2},
        "modelVersion": "gemini-x",
    }
)


def run(form: Any, machines: MachineFactory, *pieces: bytes) -> bytes:
    stream = form(machines)
    return b"".join([stream.feed(piece) for piece in pieces]) + stream.finish()


def chunks(form: Any, raw: bytes) -> list[Json]:
    if form is GeminiArray:
        found: list[Json] = json.loads(raw)
        return found
    splitter = Splitter()
    return [json.loads(each.data) for each in [*splitter.feed(raw), *splitter.finish()] if each.data]


def said(found: list[Json]) -> dict[tuple[int, str], str]:
    """What a client ends with, by candidate and kind of part; text after the end of its candidate is an error."""
    out: dict[tuple[int, str], str] = {}
    ended: set[int] = set()
    for each in found:
        for candidate in each.get("candidates", []):
            index = candidate.get("index", 0)
            for part in candidate.get("content", {}).get("parts", []):
                assert index not in ended
                kind = "thought" if part.get("thought") else "text" if "text" in part else next(iter(part))
                out[index, kind] = out.get((index, kind), "") + (part.get("text") or json.dumps(part.get(kind, "")))
            if "finishReason" in candidate:
                ended.add(index)
    return {key: value.replace('""', "") for key, value in out.items()}


CALL = Call()
MARIA = CALL.token("Maria Delgado")
CALLED = {"functionCall": {"id": "f1", "name": "f", "args": {"who": MARIA, "n": 1}}, "thoughtSignature": SIGNATURE}
TRANSCRIPT = b"".join(
    [
        chunk(text(f"It is about {MARIA[:6]}", thought=True)),
        chunk(text(f"{MARIA[6:]}, I think", thought=True)),
        chunk(text("Dear " + MARIA[:4])),
        b": keep-alive\n\n",
        chunk(text(MARIA[4:9])),
        chunk(text("Second " + MARIA[:5]), index=1),
        chunk(text(f"{MARIA[9:]}, hello, SSN 412-68")),
        chunk(text(MARIA[5:]), index=1),
        chunk(text("-1234 is new."), text(" Bye [PER")),
        chunk(CALLED),
        event({"candidates": [{"finishReason": "MAX_TOKENS", "index": 1}]}),
        END,
    ]
)  # fmt: skip
WANTED = {
    (0, "thought"): "It is about Maria Delgado, I think",
    (0, "text"): "Dear Maria Delgado, hello, SSN [SSN_REMOVED] is new. Bye [PER",
    (1, "text"): "Second Maria Delgado",
    (0, "functionCall"): '{"id": "f1", "name": "f", "args": {"who": "Maria Delgado", "n": 1}}',
}


@pytest.mark.parametrize("form", FORMS)
def test_the_transcript_whole(form: Any) -> None:
    found = chunks(form, run(form, CALL.open, TRANSCRIPT))
    assert said(found) == WANTED
    (called,) = [each["candidates"][0]["content"]["parts"][-1] for each in found if "functionCall" in str(each)]
    assert called["thoughtSignature"] == SIGNATURE
    assert found[-1]["usageMetadata"]["promptTokenCount"] == 25
    assert all(each["modelVersion"] == "gemini-x" for each in found if "modelVersion" in each)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 64])
def test_the_cut_does_not_matter(form: Any, size: int) -> None:
    pieces = [TRANSCRIPT[at : at + size] for at in range(0, len(TRANSCRIPT), size)]
    assert run(form, CALL.open, *pieces) == run(form, CALL.open, TRANSCRIPT)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=60, deadline=None)
@given(cuts=st.lists(st.integers(0, len(TRANSCRIPT)), min_size=1, max_size=6))
def test_no_cut_matters(form: Any, cuts: list[int]) -> None:
    edges = sorted({0, len(TRANSCRIPT), *cuts})
    pieces = [TRANSCRIPT[low:high] for low, high in pairwise(edges)]
    assert run(form, CALL.open, *pieces) == run(form, CALL.open, TRANSCRIPT)


def test_the_array_is_not_kept_until_its_end() -> None:
    stream = GeminiArray(CALL.open)
    first = stream.feed(chunk(text("One two three ")))
    assert first.startswith(b"[{")
    assert b"One" in first


@pytest.mark.parametrize("form", FORMS)
def test_facts(form: Any) -> None:
    stream = form(CALL.open)
    stream.feed(TRANSCRIPT)
    stream.finish()
    facts = stream.facts
    assert (facts.model, facts.finish_reasons, facts.input_tokens, facts.output_tokens, facts.complete) == (
        "gemini-x",
        ("STOP", "MAX_TOKENS"),
        25,
        17,
        True,
    )


def test_no_beginning_of_a_masked_value_ever_leaves() -> None:
    stream, seen = GeminiStream(CALL.open), b""
    for at in range(len(TRANSCRIPT)):
        seen += stream.feed(TRANSCRIPT[at : at + 1])
        assert b"412-" not in seen


def test_a_held_part_leaves_empty_and_what_was_held_comes_with_the_end() -> None:
    found = chunks(GeminiStream, run(GeminiStream, CALL.open, chunk(text("[PER")), END))
    assert [each["candidates"][0]["content"]["parts"] for each in found] == [[text("")], [text("[PER")]]
    bare = event({"candidates": [{"finishReason": "STOP"}]})
    found = chunks(GeminiStream, run(GeminiStream, CALL.open, chunk(text("[PER")), bare))
    assert found[-1]["candidates"][0]["content"] == {"role": "model", "parts": [text("[PER")]}


@pytest.mark.parametrize("form", FORMS)
def test_a_reason_to_end_in_every_chunk_breaks_no_value(form: Any) -> None:
    pieces = (f"Dear {MARIA[:5]}", f"{MARIA[5:]}, 412-68", "-1234 [PER")
    raw = run(form, CALL.open, *(chunk(text(piece), finishReason="STOP") for piece in pieces))
    found = chunks(form, raw)
    told = "".join(each["candidates"][0]["content"]["parts"][0]["text"] for each in found)
    assert (len(found), told) == (3, "Dear Maria Delgado, [SSN_REMOVED] [PER")
    assert all(each["candidates"][0]["finishReason"] == "STOP" for each in found)


def test_what_was_held_comes_before_a_chunk_of_other_things() -> None:
    usage = event({"usageMetadata": {"promptTokenCount": 3}})
    ended = chunk(text("[PER"), finishReason="STOP")
    found = chunks(GeminiStream, run(GeminiStream, CALL.open, ended, usage))
    assert (said(found[:1])[0, "text"], found[1]) == ("[PER", {"usageMetadata": {"promptTokenCount": 3}})


def test_a_signature_stands_beside_text_that_is_whole() -> None:
    found = chunks(
        GeminiStream,
        run(GeminiStream, CALL.open, chunk(text("[PER")), chunk(text("", thoughtSignature=SIGNATURE)), END),
    )
    assert found[1]["candidates"][0]["content"]["parts"] == [text("[PER", thoughtSignature=SIGNATURE)]


@pytest.mark.parametrize("form", FORMS)
def test_an_early_end_sends_what_was_held_and_then_an_error(form: Any) -> None:
    found = chunks(form, run(form, CALL.open, chunk(text("Dear [PER"))))
    assert said(found)[0, "text"] == "Dear [PER"
    assert found[-1]["error"]["status"] == "UNAVAILABLE"
    found = chunks(form, run(form, CALL.open, TRANSCRIPT[: TRANSCRIPT.index(b"is new.")]))
    assert "ended early" in found[-1]["error"]["message"]
    assert chunks(form, run(form, CALL.open))[-1]["error"]["code"] == 502


@pytest.mark.parametrize("form", FORMS)
def test_one_of_two_candidates_without_an_end_is_an_early_end(form: Any) -> None:
    found = chunks(form, run(form, CALL.open, chunk(text("a")), chunk(text("b"), index=1), END))
    assert "error" in found[-1]


@pytest.mark.parametrize("form", FORMS)
def test_the_providers_own_error_ends_the_answer(form: Any) -> None:
    stream = form(CALL.open)
    error = event({"error": {"code": 503, "status": "UNAVAILABLE", "message": "Overloaded"}})
    out = stream.feed(chunk(text("a [PER")) + error) + stream.finish()
    found = chunks(form, out)
    assert (said(found)[0, "text"], found[-1]["error"]["message"]) == ("a [PER", "Overloaded")
    assert not stream.facts.complete


@pytest.mark.parametrize("form", FORMS)
def test_a_blocked_prompt_is_a_whole_answer(form: Any) -> None:
    found = chunks(form, run(form, CALL.open, event({"promptFeedback": {"blockReason": "SAFETY"}})))
    assert found == [{"promptFeedback": {"blockReason": "SAFETY"}}]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "raw",
    [
        b"data: nonsense\n\n",
        b"data: []\n\n",
        event({"candidates": ["x"]}),
        event({"candidates": [{"content": "x"}]}),
        event({"candidates": [{"content": {"parts": ["x"]}}]}),
        event({"candidates": [{"index": "0"}]}),
        event({"candidates": [{"index": at} for at in range(MAX_CANDIDATES + 1)]}),
    ],
)
def test_what_is_no_chunk_of_this_api_is_garbled(form: Any, raw: bytes) -> None:
    with pytest.raises(ProviderGarbled):
        run(form, CALL.open, raw)


def test_our_own_failure_closes_the_array_once() -> None:
    stream = GeminiArray(CALL.open)
    out = stream.feed(chunk(text("One "))) + stream.failed(InternalError("Broken."), "req_1")
    assert json.loads(out)[-1]["error"]["chaperone"]["request_id"] == "req_1"
    assert stream.failed(InternalError("Broken.")) == b""
    assert json.loads(GeminiArray(CALL.open).failed(InternalError("Broken.")))[0]["error"]["code"] == 503


@pytest.mark.parametrize("form", FORMS)
def test_unknown_parts_and_members_are_read(form: Any, shouting: MachineFactory) -> None:
    raw = run(
        form,
        shouting,
        chunk({"nextYear": "new part"}, text("beside", extra="member words")),
        chunk(text("x"), groundingMetadata={"webSearchQueries": ["query words"]}, aside="candidate words"),
        event({"aside": "outer words"}),
        END,
    )
    for words in (b"NEW PART", b"MEMBER WORDS", b"QUERY WORDS", b"CANDIDATE WORDS", b"OUTER WORDS", b"BESIDE"):
        assert words in raw
        assert words.lower() not in raw


def test_values_of_the_call_are_restored_in_every_split() -> None:
    for _, value in VALUES[:4]:
        token = CALL.token(value)
        for at in range(1, len(token)):
            found = chunks(
                GeminiStream, run(GeminiStream, CALL.open, chunk(text(token[:at])), chunk(text(token[at:])), END)
            )
            assert said(found)[0, "text"] == value
