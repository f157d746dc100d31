"""Chunks that are read without parsing say exactly what they would say if they were parsed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from answer_machines import Call
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.stream_scan import stream_scan
from proxy.errors import ProviderGarbled
from proxy.wire.openai_chat_stream import OpenAIChatStream
from proxy.wire.openai_completions import CompletionsStream
from proxy.wire.plain_chunks import learned

if TYPE_CHECKING:
    from proxy.wire.plain_chunks import PlainChunk

ENVELOPE = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 5, "model": "gpt-4o"}
WORDS = (
    *("plain ", "words ", "Maria ", "SSN ", "536-90-4399 ", "call 253", "-555-2947 ", "password: ", "hunter2 "),
    *(
        'quoted "so" ',
        "back\\slash ",
        "caf\u00e9 ",
        "\u674e ",
        "line\n",
        "",
        "\u0007",
        "x" * 40,
        "[PERSON_1A_",
        "chaperone-probe",
    ),
)
MEMBERS: tuple[dict[str, Any], ...] = (
    {},
    {"usage": None},
    {"obfuscation": "aBc9"},
    {"obfuscation": ""},
    {"obfuscation": 'a"b'},
    {"system_fingerprint": "fp_1", "service_tier": "default"},
    {"system_fingerprint": "Maria Delgado lives at 12 Elm St"},
    {"created": 6},
    {"provider": "somebody"},
    {"unknown": None},
    {"usage": {"prompt_tokens": 3, "completion_tokens": 4}},
    {"error": {"message": "content: no"}},
)
DELTAS: tuple[dict[str, Any], ...] = (
    {},
    {"role": "assistant"},
    {"reasoning_content": None, "tool_calls": None},
    {"reasoning_content": "thinking "},
    {"refusal": "no "},
    {"tool_calls": [{"index": 0, "id": "call_1", "function": {"name": "f", "arguments": '{"content": "'}}]},
)


@st.composite
def chunks(draw: st.DrawFn) -> bytes:
    """One event, most of them like the one before."""
    usual = draw(st.integers(0, 3)) > 0
    delta = {**({} if usual else draw(st.sampled_from(DELTAS))), "content": draw(st.sampled_from(WORDS))}
    choice = {
        "index": 0 if usual else draw(st.integers(0, 1)),
        "delta": delta if usual or draw(st.booleans()) else {},
        "logprobs": None,
        "finish_reason": None if usual else draw(st.sampled_from([None, "stop"])),
    }
    padding = {"obfuscation": "Ab1"} if draw(st.booleans()) else {}
    more = padding if usual else draw(st.sampled_from(MEMBERS))
    choices = [choice] if usual or draw(st.booleans()) else [choice, {**choice, "index": 1}]
    separators = (",", ":") if draw(st.booleans()) else None
    data = json.dumps({**ENVELOPE, "choices": choices, **more}, separators=separators, ensure_ascii=draw(st.booleans()))
    name = b"" if usual or draw(st.booleans()) else b"event: message\n"
    return name + b"data: " + data.encode() + b"\n\n"


class Unlearned(OpenAIChatStream):
    """Parses every chunk."""

    lessons = 0


def rewritten(kind: type[OpenAIChatStream], events: list[bytes]) -> tuple[bytes, object, object]:
    call = Call(scan=stream_scan)
    stream = kind(call.open)
    try:
        out = b"".join([*map(stream.feed, events), stream.finish()])
    except ProviderGarbled as error:
        out = str(error).encode()
    return out, stream.facts, call.events


@given(events=st.lists(chunks(), max_size=14), end=st.booleans())
@settings(max_examples=400, deadline=None)
def test_a_stream_leaves_the_same_whether_its_chunks_are_parsed_or_recognised(
    events: list[bytes], *, end: bool
) -> None:
    events = [*events, *([b"data: [DONE]\n\n"] if end else [])]
    assert rewritten(OpenAIChatStream, events) == rewritten(Unlearned, events)


@given(events=st.lists(chunks(), max_size=20), size=st.integers(1, 4000))
@settings(max_examples=300, deadline=None)
def test_events_that_come_in_one_read_leave_as_they_would_one_by_one(events: list[bytes], size: int) -> None:
    raw = b"".join(events)
    reads = [raw[at : at + size] for at in range(0, len(raw), size)]
    assert rewritten(OpenAIChatStream, reads) == rewritten(Unlearned, events)


def plain(words: str, **members: Any) -> bytes:
    choice = {"index": 0, "delta": {"content": words}, "finish_reason": None}
    return json.dumps({**ENVELOPE, "choices": [choice], **members}).encode()


def known(data: bytes) -> PlainChunk:
    found = learned(data, 0)
    assert found is not None
    return found


def test_only_the_words_may_differ() -> None:
    chunk = known(plain("Dear "))
    assert chunk.words(plain("friend, ")) == "friend, "
    for other in (plain("x", created=6), plain("x", extra=1), plain("x")[:-1], plain("x") + b" ", b"[DONE]", b"{}"):
        assert chunk.words(other) is None


@pytest.mark.parametrize("words", ['"', "\\", "a\nb", "\u0007", "\u2028\U0001f600", 'x","role":"y', '\\"'])
def test_words_are_read_with_their_escapes(words: str) -> None:
    assert known(plain("Dear ")).words(plain(words)) == words


@pytest.mark.parametrize("words", ["", "\ud800"])
def test_words_that_are_none_are_left_to_the_parser(words: str) -> None:
    assert known(plain("Dear ")).words(plain(words)) is None


@pytest.mark.parametrize("literal", [b"\\q", b"\\u12", b"a\tb", b"\\", b"\\ud800x", b'a"b'])
def test_a_string_that_is_none_is_left_to_the_parser(literal: bytes) -> None:
    assert known(plain("Dear ")).words(plain("xyz").replace(b"xyz", literal)) is None


def test_bytes_that_are_no_text_are_left_to_the_parser() -> None:
    assert known(plain("Dear ")).words(plain("x").replace(b'"x"', b'"\xff"')) is None


def test_padding_of_any_length_is_no_difference_and_is_dropped() -> None:
    chunk = known(plain("Dear ", obfuscation="aB"))
    assert chunk.words(plain("friend", obfuscation="aBcDeF12")) == "friend"
    assert chunk.words(plain("friend", obfuscation='a"')) is None
    assert chunk.words(plain("friend", obfuscation="")) is None
    assert chunk.words(plain("friend")) is None
    assert b"obfuscation" not in chunk.event("friend")
    assert json.loads(chunk.event("friend")[6:])["choices"][0]["delta"] == {"content": "friend"}


@pytest.mark.parametrize(
    "data",
    [
        plain("a").replace(b'{"content"', b'{"content": "first", "content"'),
        plain("a").replace(b'"id"', b'"note": {"content": "b"}, "id"'),
        plain("chaperone-probe", id="chaperone-probe"),
        plain('"'),
        b'{"choices": [{"delta": {}}]}',
        plain("a").replace(b", ", b",\n"),
    ],
)
def test_a_chunk_whose_words_cannot_be_told_apart_teaches_nothing(data: bytes) -> None:
    assert learned(data, 0) is None


def framed(*words: str, **members: Any) -> bytes:
    return b"".join(b"data: " + plain(each, **members) + b"\n\n" for each in words)


@pytest.mark.parametrize("members", [{}, {"obfuscation": "aB"}])
def test_events_of_a_kind_are_read_together_up_to_one_that_is_not(members: dict[str, Any]) -> None:
    chunk = known(plain("Dear ", **members))
    behind = framed("", **members) + framed("never", **members)
    words = ["one ", "two ", "caf\u00e9 ", 'a "b"\n', "\\"]
    assert chunk.run(framed(*words, **members) + behind) == (words, behind)
    for other in (b"data: [DONE]\n\n", b": ping\n\n", b"event: x\n" + framed("a"), framed("a", created=6), b"data: {"):
        assert chunk.run(other) == ([], other)
        assert chunk.run(framed("one ", **members) + other) == (["one "], other)
    half = framed("two ", **members)[:-1]
    assert chunk.run(framed("one ", **members) + half) == (["one "], half)


def test_words_that_are_no_text_are_left_to_the_parser() -> None:
    chunk, raw = known(plain("Dear ")), framed("one ", "two ")
    for damaged in (b"\xff", b"\x07", b"\\x"):
        assert chunk.run(raw.replace(b"two", damaged)) == (["one "], framed("two ").replace(b"two", damaged))


def test_a_chunk_of_several_lines_is_not_taken_for_one_whose_lines_say_nothing() -> None:
    """A line without its field name is none of the event's, however the bytes were cut."""
    lines = plain("Dear ").replace(b", ", b",\n")
    proper = b"data: " + lines.replace(b"\n", b"\ndata: ") + b"\n\n"
    raw = proper + b"data: " + lines + b"\n\n"
    for reads in ([raw], [proper, raw[len(proper) :]]):
        assert rewritten(OpenAIChatStream, reads) == rewritten(Unlearned, reads)
    assert rewritten(OpenAIChatStream, [proper, proper])[0] == rewritten(Unlearned, [proper, proper])[0]


def test_a_stream_learns_and_the_legacy_one_does_not() -> None:
    stream = OpenAIChatStream(Call().open)
    stream.feed(b"data: " + plain("Dear ") + b"\n\ndata: " + plain("friend ") + b"\n\n")
    assert len(stream._plain) == 1
    legacy = CompletionsStream(Call().open)
    legacy.feed(b'data: {"id":"c","choices":[{"index":0,"text":"a ","content":"b"}]}\n\n' * 2)
    assert legacy._plain == []


def test_a_chunk_shows_no_words() -> None:
    assert "Dear" not in repr(known(plain("Dear ")))
