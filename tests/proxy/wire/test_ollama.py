"""Ollama's own API: every leaf is read, tokens are refused, and lines come out the same however they were cut."""

from __future__ import annotations

import json

import orjson
import pytest
from answer_machines import Call

from proxy.errors import BadRequest, InternalError, ProviderGarbled
from proxy.wire.ollama import OLLAMA_CHAT, OLLAMA_EMBED, OLLAMA_GENERATE
from proxy.wire.ollama_stream import OllamaStream


def chat(**members) -> dict:
    return {"model": "m", "messages": [{"role": "user", "content": "hi"}], **members}


@pytest.mark.parametrize(
    "body",
    [
        chat(messages=[{"role": "user", "content": "canary"}]),
        chat(messages=[{"role": "assistant", "thinking": "canary"}]),
        chat(messages=[{"role": "tool", "tool_name": "canary", "content": "x"}]),
        chat(messages=[{"role": "tool", "content": '{"a": "canary"}'}]),
        chat(
            messages=[{"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": {"a": "canary"}}}]}]
        ),
        chat(messages=[{"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": {"canary": 1}}}]}]),
        chat(tools=[{"type": "function", "function": {"name": "f", "description": "canary"}}]),
        chat(format={"type": "object", "properties": {"canary": {"type": "string"}}}),
        chat(options={"stop": ["canary"]}),
        chat(options={"canary": 1}),
        chat(keep_alive="canary"),
        chat(think="canary"),
        chat(new={"k": "canary"}),
    ],
)
def test_every_place_of_a_chat_is_read(body) -> None:
    call = OLLAMA_CHAT.parse(body)
    (found,) = [segment for segment in call.segments if segment.text == "canary"]
    assert "canary" not in json.dumps(OLLAMA_CHAT.put_back(call, {found.path: "TOKEN"}, model="real"))
    assert OLLAMA_CHAT.put_back(call, {}, model="m") == body


@pytest.mark.parametrize("member", ["prompt", "suffix", "system", "template"])
def test_every_text_of_a_generation_is_read(member) -> None:
    call = OLLAMA_GENERATE.parse({"model": "m", "prompt": "x", member: "canary"})
    assert "canary" in {segment.text for segment in call.segments}


def test_settings_are_no_values_but_an_ssn_among_them_is() -> None:
    call = OLLAMA_CHAT.parse(chat(options={"num_ctx": 8192, "seed": 536904399, "top_k": 536904399}, keep_alive="5m"))
    assert [segment.text for segment in call.segments if segment.text.isdigit()] == ["536904399"]
    assert "5m" not in {segment.text for segment in call.segments}


def test_pictures_are_unscanned() -> None:
    call = OLLAMA_CHAT.parse(chat(messages=[{"role": "user", "content": "x", "images": ["iVBORw0KGgo="]}]))
    assert {each.kind for each in call.unscanned} == {"image"}


def test_answers_come_in_lines_unless_the_caller_wants_none() -> None:
    assert OLLAMA_CHAT.parse(chat()).stream
    assert OLLAMA_CHAT.parse(chat(stream=True)).stream
    assert not OLLAMA_CHAT.parse(chat(stream=False)).stream
    assert not OLLAMA_EMBED.parse({"model": "m", "input": ["a", "b"]}).stream


@pytest.mark.parametrize(
    ("codec", "body", "param"),
    [
        (OLLAMA_CHAT, chat(messages=[]), "messages"),
        (OLLAMA_CHAT, chat(messages=["hi"]), "messages"),
        (OLLAMA_CHAT, {**chat(), "model": ""}, "model"),
        (OLLAMA_CHAT, chat(stream="yes"), "stream"),
        (OLLAMA_GENERATE, {"model": "m", "prompt": ""}, "prompt"),
        (OLLAMA_GENERATE, {"model": "m", "prompt": "x", "context": [1, 2]}, "context"),
        (OLLAMA_EMBED, {"model": "m", "input": [[1, 2]]}, "input"),
        (OLLAMA_EMBED, {"model": "m"}, "input"),
    ],
)
def test_what_cannot_be_checked_is_refused(codec, body, param) -> None:
    with pytest.raises(BadRequest) as caught:
        codec.parse(body)
    assert caught.value.param == param


def test_whole_answers(shouting) -> None:
    body = {
        "model": "llama3.2:latest",
        "created_at": "2026-01-02T03:04:05.678901234Z",
        "message": {"role": "assistant", "content": "hi maria", "thinking": "so it is"},
        "done": True,
        "done_reason": "stop",
        "total_duration": 1234567890,
        "prompt_eval_count": 7,
        "eval_count": 9,
    }
    out, facts = OLLAMA_CHAT.answer(body, shouting)
    assert out == {**body, "message": {"role": "assistant", "content": "HI MARIA", "thinking": "SO IT IS"}}
    assert (facts.model, facts.finish_reasons, facts.input_tokens, facts.output_tokens, facts.complete) == (
        *("llama3.2:latest", ("stop",), 7, 9),
        True,
    )
    said, _ = OLLAMA_GENERATE.answer({"response": "x y", "context": [1, 2, 3], "done": True}, shouting)
    assert (said["response"], said["context"]) == ("X Y", None)
    assert OLLAMA_EMBED.answer({"embeddings": [[0.5]]}, shouting)[0] == {"embeddings": [[0.5]]}
    assert OLLAMA_CHAT.answer({"error": "no model"}, shouting)[0] == {"error": "NO MODEL"}
    with pytest.raises(ProviderGarbled):
        OLLAMA_CHAT.answer({"response": "x"}, shouting)
    with pytest.raises(InternalError):
        OLLAMA_EMBED.stream(shouting)


HEAD = {"model": "m", "created_at": "2026-01-02T03:04:05Z"}
LINES = [
    {**HEAD, "message": {"role": "assistant", "content": "", "thinking": "of the"}, "done": False},
    {**HEAD, "message": {"role": "assistant", "content": "", "thinking": " matter"}, "done": False},
    {**HEAD, "message": {"role": "assistant", "content": "Dear Ma"}, "done": False},
    {**HEAD, "message": {"role": "assistant", "content": "ria it"}, "done": False},
    {**HEAD, "message": {"role": "assistant", "content": "", "tool_calls": [
        {"function": {"name": "save", "arguments": {"note": "a b", "n": 3}}}]}, "done": False},
    {**HEAD, "message": {"role": "assistant", "content": " so on"}, "done": False},
    {**HEAD, "message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop",
     "prompt_eval_count": 7, "eval_count": 9, "vendor": "new words"},
]  # fmt: skip
TRANSCRIPT = b"".join(orjson.dumps(line) + b"\n" for line in LINES)


def run(machines, *pieces: bytes) -> bytes:
    stream = OllamaStream(machines)
    out = b"".join([stream.feed(piece) for piece in pieces]) + stream.finish()
    assert stream.facts.complete
    assert (stream.facts.finish_reasons, stream.facts.output_tokens) == (("stop",), 9)
    return out


def test_a_stream_of_lines(shouting) -> None:
    lines = [json.loads(line) for line in run(shouting, TRANSCRIPT).splitlines()]
    assert "".join(line["message"].get("content", "") for line in lines) == "DEAR MARIA IT SO ON"
    assert "".join(line["message"].get("thinking", "") for line in lines) == "OF THE MATTER"
    (call,) = [line["message"]["tool_calls"][0] for line in lines if "tool_calls" in line["message"]]
    assert call["function"]["arguments"] == {"NOTE": "A B", "N": 3}
    order = ["thinking" if line["message"].get("thinking") else "content" for line in lines]
    assert order == sorted(order, reverse=True)
    assert [line["done"] for line in lines] == [False] * (len(lines) - 1) + [True]
    assert "NEW WORDS" in lines[-1].values()


def test_any_cut_gives_the_same_lines(new_shouting) -> None:
    whole = run(new_shouting(), TRANSCRIPT)
    for at in range(1, len(TRANSCRIPT)):
        assert run(new_shouting(), TRANSCRIPT[:at], TRANSCRIPT[at:]) == whole
    assert run(new_shouting(), *[bytes([byte]) for byte in TRANSCRIPT]) == whole
    assert run(new_shouting(), TRANSCRIPT.removesuffix(b"\n")) == whole


def test_an_early_end_and_a_failure_are_lines_too(shouting) -> None:
    stream = OllamaStream(shouting)
    out = stream.feed(orjson.dumps(LINES[2]) + b"\n") + stream.finish()
    *_, last = [json.loads(line) for line in out.splitlines()]
    assert "ended early" in last["error"]
    assert not stream.facts.complete
    failed = OllamaStream(shouting)
    assert json.loads(failed.feed(b'{"error": "no more"}\n')) == {"error": "NO MORE"}
    assert failed.finish() == b""
    assert not failed.facts.complete


@pytest.mark.parametrize("garbage", [b"no json\n", b"[1]\n", b'{"message": 3, "done": tru}\n'])
def test_garbage_ends_the_stream(shouting, garbage) -> None:
    with pytest.raises(ProviderGarbled):
        OllamaStream(shouting).feed(garbage)


def test_a_line_without_end_is_bounded(shouting, monkeypatch) -> None:
    stream = OllamaStream(shouting)
    monkeypatch.setattr(stream._splitter, "_max_bytes", 100)
    for _ in range(10):
        assert stream.feed(b"x" * 10) == b""
    with pytest.raises(ProviderGarbled):
        stream.feed(b"x")


@pytest.mark.parametrize("chatting", [True, False])
def test_probabilities_follow_the_text(chatting) -> None:
    call = Call()
    said = f"Dear {call.token('Maria Delgado')}, how are you today? I hope that all is well at home."
    tokens = [said[at : at + 5] for at in range(0, len(said), 5)]
    raw = b""
    for token in tokens:
        text = {"message": {"role": "assistant", "content": token}} if chatting else {"response": token}
        raw += orjson.dumps({**HEAD, **text, "logprobs": [{"token": token, "logprob": -1.0}], "done": False}) + b"\n"
    raw += orjson.dumps({**HEAD, "message" if chatting else "response": {} if chatting else "", "done": True}) + b"\n"
    stream = OllamaStream(call.open)
    lines = [json.loads(line) for line in (stream.feed(raw) + stream.finish()).splitlines()]
    texts = [line["message"].get("content", "") if chatting else line["response"] for line in lines]
    spelled = [entry["token"] for line in lines for entry in line.get("logprobs") or ()]
    assert "".join(texts) == "".join(spelled)
    assert "Maria Delgado" in "".join(texts)


@pytest.mark.parametrize(
    "place",
    [
        lambda text: {"message": {"role": "assistant", "content": "", "reasoning": text}},
        lambda text: {"message": {"role": "assistant", "content": ""}, "response": text},
        lambda text: {"message": {"role": "assistant"}, "thinking": text},
    ],
)
def test_no_text_of_a_line_passes_in_pieces(place) -> None:
    call = Call()
    said = f"{call.token('Maria Delgado')} has SSN 536-22-8765."
    lines = [{"model": "m1", **place(said[at : at + 3]), "done": False} for at in range(0, len(said), 3)]
    stream = OllamaStream(call.open)
    raw = b"".join(orjson.dumps(line) + b"\n" for line in [*lines, {"model": "m1", "done": True}])
    out = (stream.feed(raw) + stream.finish()).decode()
    assert "Maria Delgado" in out
    assert "[SSN_REMOVED]" in out
    assert "8765" not in out
    assert "PERSON" not in out
