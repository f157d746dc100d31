"""Token probabilities agree with the text that leaves, in every API that gives them, plain and streamed."""

from __future__ import annotations

import json

import orjson
import pytest
from answer_machines import Call

from proxy.wire.logprobs import Track, rewritten_entries
from proxy.wire.openai_chat import OpenAIChat
from proxy.wire.openai_completions import OPENAI_COMPLETIONS
from proxy.wire.openai_responses import OpenAIResponses
from proxy.wire.sse import Splitter

SSN = "536-22-8765"
"""Somebody's whom the caller did not name: it is masked."""


@pytest.fixture
def call() -> Call:
    return Call()


def tokens_of(text: str, size: int = 4) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def entries(text: str, *, top: bool = True) -> list[dict]:
    made = []
    for token in tokens_of(text):
        entry = {"token": token, "logprob": -0.5, "bytes": list(token.encode())}
        if top:
            entry["top_logprobs"] = [{"token": "x", "logprob": -3.0, "bytes": [120]}]
        made.append(entry)
    return made


def answered(call: Call) -> tuple[str, str]:
    """A text with a placeholder and a stranger's number, and what becomes of it."""
    said = f"Dear {call.token('Maria Delgado')}, the other number is SSN {SSN} as you know. Thank you very much."
    machine = call.open("text", "")
    return said, machine.feed(said) + machine.finish()


def test_the_text_is_restored_and_masked(call) -> None:
    _, now = answered(call)
    assert "Maria Delgado" in now
    assert SSN not in now


def test_entries_spell_what_leaves(call) -> None:
    said, now = answered(call)
    made = rewritten_entries(entries(said), said, now, call.open)
    assert "".join(entry["token"] for entry in made) == now
    assert bytes(byte for entry in made for byte in entry["bytes"]).decode() == now
    same = [entry for entry in made if entry["logprob"] == -0.5 and entry["top_logprobs"]]
    merged = [entry for entry in made if not entry["top_logprobs"]]
    assert len(same) > 10
    assert any("Maria" in entry["token"] and entry["logprob"] < -1 for entry in merged)


@pytest.mark.parametrize(
    "given",
    [
        [{"token": "other", "logprob": 0}],
        [{"token": 3, "logprob": 0}],
        [{"token": "hi", "logprob": "x"}],
        [{"token": "hi", "logprob": 0, "bytes": [999]}],
        ["hi"],
        "hi",
        7,
        {},
    ],
)
def test_entries_that_do_not_spell_the_text_are_dropped(call, given) -> None:
    assert rewritten_entries(given, "hi", "hi", call.open) == []


def test_what_bytes_say_is_what_the_token_says(call) -> None:
    lying = [{"token": SSN, "logprob": -1, "bytes": list(b"hi")}]
    assert rewritten_entries(lying, "hi", "hi", call.open) == [{"token": "hi", "logprob": -1, "bytes": [104, 105]}]


def test_alternatives_that_hold_a_value_are_dropped_even_piece_by_piece(call) -> None:
    said = "one two three four five"
    words = ["one ", "two ", "three ", "four ", "five"]
    pieces = ["SSN ", "536-", "22-", "8765", " x"]
    given = [
        {"token": word, "logprob": -1, "top_logprobs": [{"token": piece, "logprob": -2}]}
        for word, piece in zip(words, pieces, strict=True)
    ]
    made = rewritten_entries(given, said, said, call.open)
    assert [entry["top_logprobs"] for entry in made] == [[]] * 5
    plain = [{**entry, "top_logprobs": [{"token": "or", "logprob": -2}]} for entry in given]
    assert rewritten_entries(plain, said, said, call.open)[0]["top_logprobs"] == [{"token": "or", "logprob": -2}]


def test_a_token_that_ends_inside_a_character(call) -> None:
    said = "a 🎓 b"
    raw = said.encode()
    given = [
        {"token": "a ", "logprob": 0, "bytes": list(raw[:2])},
        {"token": "\\xf0\\x9f", "logprob": 0, "bytes": list(raw[2:4])},
        {"token": "\\x8e\\x93", "logprob": 0, "bytes": list(raw[4:6])},
        {"token": " b", "logprob": 0, "bytes": list(raw[6:])},
    ]
    assert rewritten_entries(given, said, said, call.open) == given


def test_chat_whole(call) -> None:
    said, now = answered(call)
    choice = {"index": 0, "message": {"role": "assistant", "content": said}, "finish_reason": "stop"}
    body = {"choices": [{**choice, "logprobs": {"content": entries(said), "refusal": None}}]}
    out, _ = OpenAIChat().answer(body, call.open)
    (got,) = out["choices"]
    assert got["message"]["content"] == now
    assert "".join(entry["token"] for entry in got["logprobs"]["content"]) == now
    assert got["logprobs"]["refusal"] is None


def test_legacy_whole(call) -> None:
    said, now = answered(call)
    tokens = tokens_of(said)
    offsets = [100 + 4 * at for at in range(len(tokens))]
    lists = {"tokens": tokens, "token_logprobs": [None, *[-1.0] * (len(tokens) - 1)], "text_offset": offsets}
    body = {
        "choices": [{"index": 0, "text": said, "finish_reason": "stop", "logprobs": {**lists, "top_logprobs": None}}]
    }
    out, _ = OPENAI_COMPLETIONS.answer(body, call.open)
    got = out["choices"][0]["logprobs"]
    assert "".join(got["tokens"]) == out["choices"][0]["text"] == now
    assert [now[at - 100 :].startswith(token) for at, token in zip(got["text_offset"], got["tokens"], strict=True)] == [
        True
    ] * len(got["tokens"])


def streamed(stream, raw: bytes, size: int) -> list[dict]:
    out = b"".join([stream.feed(raw[at : at + size]) for at in range(0, len(raw), size)]) + stream.finish()
    return [json.loads(event.data) for event in Splitter().feed(out) if event.data and event.data != b"[DONE]"]


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_chat_streamed(call, size) -> None:
    said, now = answered(call)
    raw = b""
    for token, entry in zip(tokens_of(said), entries(said), strict=True):
        choice = {"index": 0, "delta": {"content": token}, "logprobs": {"content": [entry]}, "finish_reason": None}
        raw += b"data: %b\n\n" % orjson.dumps({"id": "c1", "choices": [choice]})
    last = {"index": 0, "delta": {}, "logprobs": None, "finish_reason": "stop"}
    raw += b"data: %b\n\ndata: [DONE]\n\n" % orjson.dumps({"id": "c1", "choices": [last]})
    text = tokens = ""
    for event in streamed(OpenAIChat().stream(call.open), raw, size):
        for choice in event["choices"]:
            text += choice["delta"].get("content") or ""
            for entry in (choice.get("logprobs") or {}).get("content") or ():
                tokens += entry["token"]
                assert entry["top_logprobs"] == []
            assert text.startswith(tokens)
    assert text == tokens == now


@pytest.mark.parametrize("size", [1, 100_000])
def test_legacy_streamed(call, size) -> None:
    said, now = answered(call)
    raw, at = b"", 0
    for token in tokens_of(said):
        lists = {"tokens": [token], "token_logprobs": [-1.0], "top_logprobs": None, "text_offset": [at]}
        raw += b"data: %b\n\n" % orjson.dumps({"id": "c1", "choices": [{"index": 0, "text": token, "logprobs": lists}]})
        at += len(token)
    raw += b'data: {"id":"c1","choices":[{"index":0,"text":"","logprobs":null,"finish_reason":"stop"}]}\n\n'
    raw += b"data: [DONE]\n\n"
    text = tokens = ""
    for event in streamed(OPENAI_COMPLETIONS.stream(call.open), raw, size):
        for choice in event["choices"]:
            text += choice["text"]
            lists = choice.get("logprobs") or {"tokens": [], "text_offset": []}
            for token, offset in zip(lists["tokens"], lists["text_offset"], strict=True):
                assert offset == len(tokens)
                tokens += token
    assert text == tokens == now


@pytest.mark.parametrize("size", [1, 100_000])
def test_all_copies_of_a_streamed_response_agree(call, size) -> None:
    said, now = answered(call)
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    start, end = said.index("Thank you"), said.index(" very")
    citation = {"type": "url_citation", "start_index": start, "end_index": end, "url": "https://e.org", "title": "t"}
    part = {"type": "output_text", "text": said, "annotations": [citation], "logprobs": entries(said)}
    item = {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [part]}
    events = [
        *(
            {"type": "response.output_text.delta", **place, "delta": token, "logprobs": [entry]}
            for token, entry in zip(tokens_of(said), entries(said), strict=True)
        ),
        {"type": "response.output_text.annotation.added", **place, "annotation_index": 0, "annotation": citation},
        {"type": "response.output_text.done", **place, "text": said, "logprobs": entries(said)},
        {"type": "response.content_part.done", **place, "part": part},
        {"type": "response.output_item.done", "output_index": 0, "item": item},
        {"type": "response.completed", "response": {"id": "r", "status": "completed", "output": [item]}},
    ]
    raw = b"".join(b"data: %b\n\n" % orjson.dumps({**event, "sequence_number": n}) for n, event in enumerate(events))
    got = streamed(OpenAIResponses().stream(call.open), raw, size)
    numbers = [event["sequence_number"] for event in got]
    assert numbers == list(range(numbers[0], numbers[0] + len(got)))
    deltas = [event for event in got if event["type"] == "response.output_text.delta"]
    assert "".join(event["delta"] for event in deltas) == now
    spelled = [[entry["token"] for event in deltas for entry in event["logprobs"]]]
    cited = [event["annotation"] for event in got if "annotation" in event]
    by_type = {event["type"]: event for event in got}
    assert by_type["response.output_text.done"]["text"] == now
    copies = [
        by_type["response.content_part.done"]["part"],
        by_type["response.output_item.done"]["item"]["content"][0],
        by_type["response.completed"]["response"]["output"][0]["content"][0],
    ]
    spelled += [[entry["token"] for entry in copy["logprobs"]] for copy in copies]
    spelled.append([entry["token"] for entry in by_type["response.output_text.done"]["logprobs"]])
    cited += [copy["annotations"][0] for copy in copies]
    assert all(each == spelled[0] for each in spelled)
    assert "".join(spelled[0]) == now
    assert {now[each["start_index"] : each["end_index"]] for each in cited} == {"Thank you"}
    assert len(cited) == 4


@pytest.mark.parametrize("size", [1, 100_000])
def test_citations_of_a_streamed_chat_move_with_the_text(call, size) -> None:
    said, now = answered(call)
    start, end = said.index("Thank you"), said.index(" much")
    citation = {
        "type": "url_citation",
        "url_citation": {"start_index": start, "end_index": end, "url": "u", "title": "t"},
    }
    deltas = [*({"content": token} for token in tokens_of(said)), {"annotations": [citation]}, {}]
    raw = b""
    for number, delta in enumerate(deltas):
        reason = "stop" if number == len(deltas) - 1 else None
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        raw += b"data: %b\n\n" % orjson.dumps({"id": "c1", "choices": [choice]})
    raw += b"data: [DONE]\n\n"
    events = streamed(OpenAIChat().stream(call.open), raw, size)
    text = "".join(choice["delta"].get("content") or "" for event in events for choice in event["choices"])
    (cited,) = [
        c["delta"]["annotations"][0] for event in events for c in event["choices"] if "annotations" in c["delta"]
    ]
    place = cited["url_citation"]
    assert text == now
    assert text[place["start_index"] : place["end_index"]] == "Thank you very"


def test_citations_of_a_whole_chat_move_with_the_text(call) -> None:
    said, _ = answered(call)
    start, end = said.index("Thank you"), len(said)
    citation = {
        "type": "url_citation",
        "url_citation": {"start_index": start, "end_index": end, "url": "u", "title": "t"},
    }
    message = {"role": "assistant", "content": said, "annotations": [citation]}
    out, _ = OpenAIChat().answer({"choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}, call.open)
    got = out["choices"][0]["message"]
    place = got["annotations"][0]["url_citation"]
    assert got["content"][place["start_index"] : place["end_index"]] == "Thank you very much."


def test_where_nobody_asked_for_probabilities_there_are_none(call) -> None:
    said, now = answered(call)
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    part = {"type": "output_text", "text": said, "annotations": [], "logprobs": []}
    events = [
        *({"type": "response.output_text.delta", **place, "delta": each, "logprobs": []} for each in tokens_of(said)),
        {"type": "response.output_text.done", **place, "text": said, "logprobs": []},
        {"type": "response.content_part.done", **place, "part": part},
        {"type": "response.completed", "response": {"id": "r", "status": "completed", "output": []}},
    ]
    raw = b"".join(b"data: %b\n\n" % orjson.dumps(event) for event in events)
    got = streamed(OpenAIResponses().stream(call.open), raw, 100_000)
    assert "".join(event.get("delta", "") for event in got) == now
    assert all(event["logprobs"] == [] for event in got if "logprobs" in event)
    assert all(event["part"]["logprobs"] == [] for event in got if "part" in event)


def test_entries_far_ahead_of_their_text_are_given_up() -> None:
    track = Track()
    for _ in range(80):
        assert track.feed([{"token": "x" * 1024, "logprob": -1.0}], "", "") == []
    assert track.feed([{"token": "x", "logprob": -1.0}], "x" * 1024, "x" * 1024) == []
    assert track.finish("") == []


def test_more_alternatives_than_can_be_looked_at_are_dropped() -> None:
    runs = 0

    def counting(kind: str = "text", context: str = "") -> object:
        nonlocal runs
        runs += 1
        return Call().open(kind, context)

    entries = [
        {"token": "a", "logprob": -1.0, "top_logprobs": [{"token": f"w{i}", "logprob": -2.0}]} for i in range(4097)
    ]
    made = rewritten_entries(entries, "a" * 4097, "a" * 4097, counting)
    assert {len(each["top_logprobs"]) for each in made} == {0}
    assert runs == 0
