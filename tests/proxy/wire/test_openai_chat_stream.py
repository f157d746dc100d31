"""A streamed chat answer comes out the same however its bytes were cut, with nothing lost and nothing unread."""

from __future__ import annotations

import collections
import itertools
import json
from typing import TYPE_CHECKING

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.errors import ProviderGarbled
from proxy.wire import event_stream
from proxy.wire.openai_chat_stream import OpenAIChatStream
from proxy.wire.sse import Splitter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from proxy.exchange import Json, MachineFactory

DONE = b"data: [DONE]\n\n"
ENVELOPE = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 5, "model": "gpt-4o"}


def chunk(delta: Json = None, *, index: int = 0, finish: str | None = None, **members: Json) -> bytes:
    choice = {"index": index, "delta": {} if delta is None else delta, "logprobs": None, "finish_reason": finish}
    return b"data: %b\n\n" % orjson.dumps({**ENVELOPE, "choices": [choice], **members})


def run(machines: MachineFactory, *pieces: bytes) -> bytes:
    stream = OpenAIChatStream(machines)
    return b"".join([stream.feed(piece) for piece in pieces]) + stream.finish()


def events(raw: bytes) -> list[Json]:
    """The JSON of each event, `[DONE]` as a string."""
    splitter = Splitter()
    found = [*splitter.feed(raw), *splitter.finish()]
    return [event.data.decode() if event.data == b"[DONE]" else json.loads(event.data) for event in found if event.data]


def joined(raw: bytes) -> dict[str, str]:
    """What a client that concatenates every string of every delta ends with, by choice and path."""
    texts: dict[str, str] = {}

    def collect(value: Json, path: str) -> None:
        if isinstance(value, str):
            texts[path] = texts.get(path, "") + value
        elif isinstance(value, dict):
            for key, child in value.items():
                collect(child, f"{path}.{key}")
        elif isinstance(value, list):
            for position, child in enumerate(value):
                collect(child, f"{path}[{child.get('index', position)}]")

    for event in events(raw):
        for choice in event["choices"] if isinstance(event, dict) and "choices" in event else ():
            collect(choice["delta"], str(choice["index"]))
    return texts


USAGE = {"prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7}


def call(index: int, arguments: str, *, name: str | None = None, **members: str) -> Json:
    function = {"arguments": arguments} if name is None else {"name": name, "arguments": arguments}
    return {"index": index, "function": function, **members}


TRANSCRIPT = b"".join(
    [
        b": ping\n\n",
        chunk({"role": "assistant", "content": "", "refusal": None}, obfuscation="abc"),
        chunk({"reasoning_content": "I think of "}),
        chunk({"reasoning_content": "Zoë "}),
        chunk({"content": "Dear "}),
        chunk({"content": "Mar"}),
        chunk({"content": "ia D"}).replace(b"\n\n", b"\r\n\r\n"),
        chunk({"content": "elgado, \U0001f600"}).replace(b"\n\n", b"\r\r"),
        chunk({"content": "second choice"}, index=1),
        b"event: message\nid: 7\nretry: 100\n" + chunk({"content": "numbered"}),
        chunk({"tool_calls": [call(0, "", id="call_1", type="function", name="find")]}),
        chunk({"tool_calls": [call(0, '{"who": "Ma')]}),
        chunk({"tool_calls": [call(1, '{"x', id="call_2", type="function", name="b")]}),
        chunk({"tool_calls": [call(0, 'ria"}'), call(1, '":1}')]}),
        chunk({"vendor_text": "new fie", "n": 5}),
        chunk({"vendor_text": "ld"}, finish="tool_calls"),
        chunk({}, index=1, finish="stop"),
        b"data: %b\n\n" % orjson.dumps({**ENVELOPE, "choices": [], "usage": USAGE}),
        DONE,
        b"data: ignored\n\n",
    ]
)  # fmt: skip


def test_the_transcript_whole(shouting) -> None:
    out = run(shouting, TRANSCRIPT)
    assert joined(out) == {
        "0.role": "assistant",
        "0.content": "DEAR MARIA DELGADO, \U0001f600NUMBERED",
        "0.reasoning_content": "I THINK OF ZOË ",
        "0.tool_calls[0].id": "call_1",
        "0.tool_calls[0].type": "function",
        "0.tool_calls[0].function.name": "FIND",
        "0.tool_calls[0].function.arguments": '{"WHO": "MARIA"}',
        "0.tool_calls[1].id": "call_2",
        "0.tool_calls[1].type": "function",
        "0.tool_calls[1].function.name": "B",
        "0.tool_calls[1].function.arguments": '{"X":1}',
        "0.VENDOR_TEXT": "NEW FIELD",
        "1.content": "SECOND CHOICE",
    }
    assert out.startswith(b": ping\n\n")
    assert out.endswith(DONE)
    assert b"event: message\nid: 7\nretry: 100\ndata: " in out
    assert b"obfuscation" not in out
    assert all(machine.finished for machine in shouting.machines)
    assert shouting.opened.count(("json", "")) == 2


def test_the_facts_of_the_transcript(shouting) -> None:
    stream = OpenAIChatStream(shouting)
    stream.feed(TRANSCRIPT)
    stream.finish()
    facts = stream.facts
    assert (facts.model, facts.finish_reasons) == ("gpt-4o", ("tool_calls", "stop"))
    assert (facts.input_tokens, facts.output_tokens, facts.complete) == (3, 4, True)


def test_byte_by_byte(new_shouting) -> None:
    assert run(new_shouting(), *(bytes([byte]) for byte in TRANSCRIPT)) == run(new_shouting(), TRANSCRIPT)


def test_every_split_in_two(new_shouting) -> None:
    whole = run(new_shouting(), TRANSCRIPT)
    for at in range(len(TRANSCRIPT) + 1):
        assert run(new_shouting(), TRANSCRIPT[:at], TRANSCRIPT[at:]) == whole


def test_every_early_end_is_told(new_shouting) -> None:
    for at in range(len(TRANSCRIPT)):
        stream = OpenAIChatStream(new_shouting())
        out = stream.feed(TRANSCRIPT[:at]) + stream.finish()
        if stream.facts.complete:
            assert b"[DONE]" in TRANSCRIPT[:at] or len(stream.facts.finish_reasons) == 2
        else:
            assert out.count(b'"type":"provider_error"') == out.count(b'"code":"provider_garbled"') == 1


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_text_in_any_pieces_comes_out_in_order(new_shouting, data: st.DataObject) -> None:
    text = data.draw(st.text('abc é\U0001f600 \n"\\', max_size=30))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pieces = [text[a:b] for a, b in itertools.pairwise([0, *cuts, len(text)])]
    raw = b"".join(chunk({"content": piece}) for piece in pieces) + chunk(finish="stop") + DONE
    out = run(new_shouting(), *(raw[at : at + 13] for at in range(0, len(raw), 13)))
    assert joined(out).get("0.content", "") == text.upper()


# --------------------------------------------------------------------------- which events leave, and when


def test_an_event_with_only_held_text_is_dropped(shouting) -> None:
    stream = OpenAIChatStream(shouting)
    assert stream.feed(chunk({"content": "Mar"})) == b""
    assert events(stream.feed(chunk({"content": "ia "})))[0]["choices"][0]["delta"] == {"content": "MARIA "}


@pytest.mark.parametrize(
    ("delta", "members"),
    [
        ({"content": "held", "role": "assistant"}, {}),
        ({"content": "held"}, {"usage": {"prompt_tokens": 1}}),
        ({"content": "held"}, {"vendor": 5}),
        ({"content": "held", "refusal": "goes out "}, {}),
        ({"tool_calls": [{"index": 0, "id": "call_1", "function": {"arguments": "held"}}]}, {}),
        ({"tool_calls": [{"index": 0, "function": {"name": "f", "arguments": "held"}}]}, {}),
    ],
)
def test_an_event_with_anything_else_leaves_at_once(shouting, delta: Json, members: dict[str, Json]) -> None:
    (event,) = events(OpenAIChatStream(shouting).feed(chunk(delta, **members)))
    assert "held" not in json.dumps(event).lower()


def test_events_without_text_go_on_as_they_are(shouting) -> None:
    stream = OpenAIChatStream(shouting)
    for raw in (
        chunk({"role": "assistant", "content": ""}),
        chunk({"content": ""}),
        chunk({}),
        chunk({"content": None}),
    ):
        assert stream.feed(raw) == raw


def test_what_is_held_leaves_before_the_finish_in_the_envelope_of_its_chunk(shouting) -> None:
    raw = chunk({"content": "Maria"}) + chunk(finish="stop") + DONE
    first, last, done = events(run(shouting, raw))
    assert first == {**ENVELOPE, "choices": [{"index": 0, "delta": {"content": "MARIA"}, "finish_reason": None}]}
    assert last["choices"][0]["finish_reason"] == "stop"
    assert done == "[DONE]"


def test_text_in_the_finishing_chunk_comes_before_its_tail_and_the_finish(shouting) -> None:
    raw = chunk({"content": "one tw"}) + chunk({"content": "o three"}, finish="stop", usage={"prompt_tokens": 1})
    found = events(run(shouting, raw))
    assert [choice["choices"][0]["delta"] for choice in found] == [
        {"content": "ONE "},
        {"content": "TWO "},
        {"content": "THREE"},
        {},
    ]
    assert [choice["choices"][0]["finish_reason"] for choice in found] == [None, None, None, "stop"]
    assert ["usage" in choice for choice in found] == [False, False, False, True]


def test_a_choice_that_ends_does_not_end_the_other_one_in_its_chunk(shouting) -> None:
    both = {
        **ENVELOPE,
        "choices": [
            {"index": 0, "delta": {"content": "a b"}, "finish_reason": "stop"},
            {"index": 1, "delta": {"content": "c d"}, "finish_reason": None},
        ],
    }
    raw = (
        b"data: %b\n\n" % orjson.dumps(both) + chunk({"content": "e"}, index=1) + chunk(index=1, finish="length") + DONE
    )
    out = run(shouting, raw)
    assert joined(out) == {"0.content": "A B", "1.content": "C DE"}


def test_done_without_a_finish_still_flushes(shouting) -> None:
    stream = OpenAIChatStream(shouting)
    out = stream.feed(chunk({"content": "Maria"}) + DONE) + stream.finish()
    assert joined(out) == {"0.content": "MARIA"}
    assert out.endswith(DONE)
    assert stream.facts.complete


def test_a_missing_done_after_every_finish_is_no_error(shouting) -> None:
    stream = OpenAIChatStream(shouting)
    out = stream.feed(chunk({"content": "Maria"}) + chunk(finish="stop")) + stream.finish()
    assert b"error" not in out
    assert stream.facts.complete


@pytest.mark.parametrize("cut", [0, 1, 5, 30])
def test_a_last_event_without_its_blank_line_counts_only_when_it_is_whole(new_shouting, cut: int) -> None:
    raw = chunk({"content": "Maria"}) + chunk(finish="stop").rstrip()
    stream = OpenAIChatStream(new_shouting())
    out = stream.feed(raw[: len(raw) - cut]) + stream.finish()
    assert stream.facts.complete == (cut == 0)
    assert (b'"error"' in out) == (cut > 0)
    assert joined(out) == {"0.content": "MARIA"}


def test_a_stream_that_says_nothing_is_not_complete(shouting) -> None:
    (event,) = events(run(shouting))
    assert event["error"]["code"] == "provider_garbled"


def test_after_done_nothing_is_read(shouting) -> None:
    stream = OpenAIChatStream(shouting)
    assert stream.feed(chunk(finish="stop") + DONE + b"data: not json\n\n").endswith(DONE)
    assert stream.feed(b"data: not json\n\n") == b""
    assert stream.finish() == b""


# --------------------------------------------------------------------------- what a provider may send beside text


def test_log_probabilities_are_emptied(shouting) -> None:
    choice = {"index": 0, "delta": {}, "logprobs": {"content": [{"token": "secret"}]}, "finish_reason": "stop"}
    out = run(shouting, b"data: %b\n\n" % orjson.dumps({"choices": [choice], "prompt_token_ids": [1]}) + DONE)
    assert b"secret" not in out
    (event, _) = events(out)
    assert event["choices"][0]["logprobs"] is None
    assert event["prompt_token_ids"] is None


def test_an_error_in_the_stream_is_rewritten_and_passed_on(shouting) -> None:
    stream = OpenAIChatStream(shouting)
    error = {"error": {"message": "overloaded by maria", "type": "server_error", "code": 502}}
    out = stream.feed(chunk({"content": "Maria"}) + b"data: %b\n\n" % orjson.dumps(error)) + stream.finish()
    first, second = events(out)
    assert first["choices"][0]["delta"] == {"content": "MARIA"}
    assert second == {"error": {"message": "OVERLOADED BY MARIA", "type": "server_error", "code": 502}}
    assert not stream.facts.complete


def test_an_error_event_by_name(shouting) -> None:
    stream = OpenAIChatStream(shouting)
    out = stream.feed(b'event: error\ndata: {"message":"bad maria"}\n\n' + DONE)
    assert out == b'event: error\ndata: {"MESSAGE":"BAD MARIA"}\n\n' + DONE
    assert not stream.facts.complete


def test_an_unknown_event_is_rewritten(shouting) -> None:
    out = OpenAIChatStream(shouting).feed(b'data: {"note":"for maria","obfuscation":"x"}\n\n')
    assert events(out) == [{"NOTE": "FOR MARIA"}]


@pytest.mark.parametrize(
    ("line", "out"),
    [
        (b": ping\n", b": ping\n\n"),
        (b":\n", b":\n\n"),
        (b": OPENROUTER processing\n", b": OPENROUTER PROCESSING\n\n"),
        (b"id: maria delgado\n\n", b"id: MARIA DELGADO\n\n"),
        (b"retry: 3000\n\n", b"retry: 3000\n\n"),
        (b"data:\n\n", b""),
        (b"unheard: of\n\n", b""),
    ],
)
def test_lines_that_are_no_data(shouting, line: bytes, out: bytes) -> None:
    assert OpenAIChatStream(shouting).feed(line) == out


def test_a_restored_comment_stays_on_one_line() -> None:
    class Breaking:
        def feed(self, text: str) -> str:
            return text.replace("X", "a\r\ndata: evil\n\n")

        def finish(self) -> str:
            return ""

    out = OpenAIChatStream(lambda _kind="text", _context="": Breaking()).feed(b": an X here\n")
    assert out == b": an a data: evil   here\n\n"


def test_members_of_the_envelope_that_are_no_ids_are_rewritten(shouting) -> None:
    raw = b'data: {"id":"maria d","object":"x y","model":{"a":"b"},"created":"now ish","choices":[]}\n\n'
    (event,) = events(OpenAIChatStream(shouting).feed(raw))
    assert event == {"id": "MARIA D", "object": "X Y", "model": {"A": "B"}, "created": "NOW ISH", "choices": []}


def test_odd_choices_leave_nothing_unread(shouting) -> None:
    choice = {
        "index": "maria",
        "delta": {"role": "the maria", "x y": None},
        "finish_reason": "for maria",
        "v": {"w": "z"},
    }
    stream = OpenAIChatStream(shouting)
    (event,) = events(stream.feed(b"data: %b\n\n" % orjson.dumps({"choices": [choice]})))
    assert event["choices"] == [
        {"index": "MARIA", "delta": {"role": "THE MARIA", "X Y": None}, "finish_reason": "FOR MARIA", "V": {"W": "Z"}}
    ]
    assert stream.facts.finish_reasons == ("other",)


# --------------------------------------------------------------------------- texts that are nested


def deltas(machines: MachineFactory, *given: Json) -> dict[str, str]:
    return joined(run(machines, b"".join(chunk(delta) for delta in given) + chunk(finish="stop") + DONE))


def test_content_parts_continue_each_other(shouting) -> None:
    given: Iterable[Json] = ({"content": [{"type": "text", "text": piece}]} for piece in ("Mar", "ia D", "elgado"))
    out = run(shouting, b"".join(chunk(delta) for delta in given) + chunk(finish="stop"))
    parts = [part for event in events(out) for part in event["choices"][0]["delta"].get("content", ())]
    assert "".join(part["text"] for part in parts) == "MARIA DELGADO"
    assert {part["type"] for part in parts} == {"text"}


def test_reasoning_details_continue_each_other_by_index(shouting) -> None:
    pieces = [(0, "al"), (1, "be"), (0, "pha"), (1, "ta")]
    found = deltas(shouting, *({"reasoning_details": [{"index": i, "text": text}]} for i, text in pieces))
    assert found == {"0.reasoning_details[0].text": "ALPHA", "0.reasoning_details[1].text": "BETA"}


def test_annotations_stand_for_themselves(shouting) -> None:
    given = [
        {"annotations": [{"type": "url_citation", "url_citation": {"url": url}}]} for url in ("http://a", "http://b")
    ]
    out = run(shouting, b"".join(chunk(delta) for delta in given) + chunk(finish="stop"))
    found = [a for event in events(out) for a in event["choices"][0]["delta"].get("annotations", ())]
    assert [a["url_citation"]["url"] for a in found] == ["HTTP://A", "HTTP://B"]


def test_spoken_words_are_text_and_sound_is_not(shouting) -> None:
    found = deltas(
        shouting, {"audio": {"id": "audio_1", "transcript": "Mar"}}, {"audio": {"transcript": "ia", "data": "aaa"}}
    )
    assert found == {"0.audio.id": "audio_1", "0.audio.transcript": "MARIA", "0.audio.data": "aaa"}


def test_function_calls_of_old(shouting) -> None:
    found = deltas(shouting, {"function_call": {"name": "f", "arguments": "{"}}, {"function_call": {"arguments": "}"}})
    assert found == {"0.function_call.name": "F", "0.function_call.arguments": "{}"}
    assert ("json", "") in shouting.opened


def test_custom_tools(shouting) -> None:
    found = deltas(
        shouting,
        {"tool_calls": [{"index": 0, "id": "call_1", "custom": {"name": "c", "input": "free "}}]},
        {"tool_calls": [{"index": 0, "custom": {"input": "text"}}]},
    )
    assert found["0.tool_calls[0].custom.input"] == "FREE TEXT"


def test_a_new_call_id_in_the_same_place_is_a_new_call(shouting) -> None:
    calls = [
        {"tool_calls": [{"id": name, "type": "function", "function": {"name": name, "arguments": f'{{"{name}":1}}'}}]}
        for name in ("call_a", "call_b")
    ]
    out = run(shouting, b"".join(chunk(delta) for delta in calls) + chunk(finish="tool_calls"))
    pieces = [
        (call.get("id"), call["function"]["arguments"])
        for event in events(out)
        for call in event["choices"][0]["delta"].get("tool_calls", ())
    ]
    assert pieces == [("call_a", ""), (None, '{"CALL_A":1}'), ("call_b", ""), (None, '{"CALL_B":1}')]


# --------------------------------------------------------------------------- garbage

GARBAGE = [
    b"data: not json\n\n",
    b"data: [1]\n\n",
    b'data: "text"\n\n',
    b'data: {"choices":[1]}\n\n',
    b'data: {"choices":[{"delta":"text"}]}\n\n',
    b'data: {"a":"\xff"}\n\n',
    b"id: \xff\n\ndata: {}\n\n",
    b'data: {"choices":[],"a":1,"A":2}\n\n',
    b'data: {"choices":[{"delta":{"a":"x","A":"y"}}]}\n\n',
    b'data: {"choices":[{"delta":{"audio":{"a":"x","A":"y"}}}]}\n\n',
    b'data: {"choices":[{"delta":{"x":' + b"[" * 900 + b"]" * 900 + b"}}]}\n\n",
    b'data: {"choices":[{"delta":{"x":' + b'{"a":' * 300 + b"1" + b"}" * 300 + b"}}]}\n\n",
    b'data: {"choices":[{"delta":{"content":' + b"[" * 300 + b"]" * 300 + b"}}]}\n\n",
]


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_is_never_passed_on(new_shouting, garbage: bytes) -> None:
    stream = OpenAIChatStream(new_shouting())
    with pytest.raises(ProviderGarbled) as caught:
        stream.feed(garbage)
    assert caught.value.__cause__ is None
    assert stream.finish() == b""
    assert not stream.facts.complete


@pytest.mark.parametrize("garbage", GARBAGE)
def test_what_came_before_garbage_leaves_whatever_the_cutting(new_shouting, garbage: bytes) -> None:
    good = chunk({"content": "one two"})
    for pieces in ((good + garbage,), (good, garbage), tuple(bytes([byte]) for byte in good + garbage)):
        stream = OpenAIChatStream(new_shouting())
        out: list[bytes] = []
        with pytest.raises(ProviderGarbled):
            out.extend(stream.feed(piece) for piece in (*pieces, b""))
        assert joined(b"".join(out)) == {"0.content": "ONE "}


def test_an_endless_event_is_garbled(shouting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_stream, "Splitter", lambda: Splitter(max_bytes=1000))
    stream = OpenAIChatStream(shouting)
    with pytest.raises(ProviderGarbled):
        collections.deque((stream.feed(b"data: " + b"x" * 100) for _ in range(100)), maxlen=0)


# --------------------------------------------------------------------------- nothing unread


def test_a_canary_in_every_position_of_a_chunk_is_seen(shouting) -> None:
    call = {
        "id": "the canary",
        "type": "a canary",
        "function": {"name": "canary", "arguments": "canary"},
        "custom": {"name": "canary", "input": "canary"},
        "canary": ["canary"],
    }
    part = {"type": "a canary", "text": "canary", "canary": {"canary": "canary"}, "thinking": [{"text": "canary"}]}
    delta = {
        **dict.fromkeys(("role", "content", "refusal", "reasoning_content", "reasoning", "canary"), "the canary"),
        "tool_calls": [{"index": 0, **call}, {"index": "canary", **call}],
        "function_call": {"name": "canary", "arguments": "canary"},
        "audio": {"id": "the canary", "transcript": "canary"},
        "annotations": [{"type": "canary", "url_citation": {"title": "canary", "url": "canary", "canary": 1}}],
        "reasoning_details": [part],
        "vendor": [[["canary"]]],
    }
    choice = {"index": 0, "delta": delta, "logprobs": {"x": "canary"}, "finish_reason": "canary", "message": delta}
    head = dict.fromkeys((*ENVELOPE, "system_fingerprint", "service_tier", "canary", "vendor"), "the canary")
    usage = {"prompt_tokens": "canary", "completion_tokens_details": {"canary": "canary"}}
    raw = orjson.dumps({**head, "choices": [choice], "usage": usage, "prompt_logprobs": ["canary"]})
    out = run(shouting, b"event: the canary\nid: 1 canary\n: canary bird\ndata: %b\n\n" % raw + DONE)
    assert b"CANARY" in out
    assert b"canary" not in out
    content = run(shouting, chunk({"content": [part, "canary", ["canary"]]}) + DONE)
    assert b"canary" not in content
