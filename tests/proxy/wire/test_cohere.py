"""Cohere: every leaf is read, texts agree with what cites them, what is held leaves before its block ends."""

from __future__ import annotations

import json

import pytest
from answer_machines import Call
from other_answers import sse

from proxy.errors import BadRequest, ProviderGarbled, ScanFailed
from proxy.wire.cohere_chat import COHERE_CHAT, COHERE_EMBED, COHERE_RERANK
from proxy.wire.cohere_stream import CohereStream


def asked(content="hi", role: str = "user", /, **members) -> dict:
    return {"model": "m", "messages": [{"role": role, "content": content}], **members}


CALL = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": '{"a": "canary"}'}}


@pytest.mark.parametrize(
    ("codec", "body"),
    [
        (COHERE_CHAT, asked("canary")),
        (COHERE_CHAT, asked([{"type": "text", "text": "canary"}])),
        (COHERE_CHAT, asked([{"type": "thinking", "thinking": "canary"}], "assistant")),
        (COHERE_CHAT, asked('{"a": "canary"}', "tool")),
        (COHERE_CHAT, asked([{"type": "document", "document": {"data": {"a": "canary"}}}], "tool")),
        (COHERE_CHAT, asked([{"type": "document", "document": {"data": {"canary": 1}}}], "tool")),
        (COHERE_CHAT, asked([{"type": "document", "document": {"id": "canary", "data": "x"}}], "tool")),
        (COHERE_CHAT, {"model": "m", "messages": [{"role": "assistant", "tool_plan": "canary"}]}),
        (COHERE_CHAT, {"model": "m", "messages": [{"role": "assistant", "tool_calls": [CALL]}]}),
        (COHERE_CHAT, {"model": "m", "messages": [{"role": "assistant", "citations": [{"text": "canary"}]}]}),
        (COHERE_CHAT, asked(documents=["canary"])),
        (COHERE_CHAT, asked(documents=[{"data": {"a": "canary"}}])),
        (COHERE_CHAT, asked(stop_sequences=["canary"])),
        (COHERE_CHAT, asked(tools=[{"type": "function", "function": {"name": "f", "description": "canary"}}])),
        (COHERE_CHAT, asked(response_format={"type": "json_object", "json_schema": {"description": "canary"}})),
        (COHERE_CHAT, asked(safety_mode="canary")),
        (COHERE_CHAT, asked(new={"k": "canary"})),
        (COHERE_EMBED, {"model": "m", "texts": ["canary"], "input_type": "classification"}),
        (COHERE_EMBED, {"model": "m", "inputs": [{"content": [{"type": "text", "text": "canary"}]}]}),
        (COHERE_RERANK, {"model": "m", "query": "canary", "documents": ["x"]}),
        (COHERE_RERANK, {"model": "m", "query": "x", "documents": ["y", '{"a": "canary"}']}),
    ],
)
def test_every_place_is_read(codec, body) -> None:
    call = codec.parse(body)
    (found,) = [segment for segment in call.segments if segment.text == "canary"]
    assert "canary" not in json.dumps(codec.put_back(call, {found.path: "TOKEN"}, model="real"))
    assert codec.put_back(call, {}, model="m") == body
    assert codec.put_back(call, {}, model="real")["model"] == "real"


def test_a_picture_cannot_be_read() -> None:
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBO"}}
    assert [each.kind for each in COHERE_CHAT.parse(asked([picture])).unscanned] == ["image"]
    embed = {"model": "m", "images": ["data:image/png;base64,iVBO"]}
    assert [each.kind for each in COHERE_EMBED.parse(embed).unscanned] == ["image"]


@pytest.mark.parametrize(
    ("codec", "body"),
    [
        (COHERE_CHAT, []),
        (COHERE_CHAT, {"model": "m"}),
        (COHERE_CHAT, {"model": "m", "messages": []}),
        (COHERE_CHAT, {"model": "m", "messages": ["hi"]}),
        (COHERE_CHAT, {"messages": [{"role": "user", "content": "hi"}]}),
        (COHERE_EMBED, {"model": "m", "texts": []}),
        (COHERE_EMBED, {"model": "m", "texts": ["x"], "stream": True}),
        (COHERE_RERANK, {"model": "m", "documents": ["x"]}),
        (COHERE_RERANK, {"model": "m", "query": "x"}),
    ],
)
def test_what_the_guard_relies_on_is_checked(codec, body) -> None:
    with pytest.raises(BadRequest):
        codec.parse(body)


def test_a_whole_answer_is_restored_and_cites_what_left() -> None:
    call = Call()
    token = call.token("Maria Delgado")
    text = f"Dear {token}, hello."
    cited = {
        "start": 5,
        "end": 5 + len(token),
        "text": token,
        "sources": [{"type": "document", "document": {"a": token}}],
    }
    body = {
        "id": "c1",
        "finish_reason": "COMPLETE",
        "message": {
            "role": "assistant",
            "content": [{"type": "text", "text": text}],
            "tool_plan": token,
            "tool_calls": [{"id": "1", "function": {"name": "f", "arguments": json.dumps({"n": token})}}],
            "citations": [cited],
        },
        "usage": {"tokens": {"input_tokens": 7.0, "output_tokens": 9.0}},
        "logprobs": [{"text": token, "token_ids": [1], "logprobs": [0.1]}],
    }
    out, facts = COHERE_CHAT.answer(body, call.open)
    message = out["message"]
    assert message["content"][0]["text"] == "Dear Maria Delgado, hello."
    assert (message["tool_plan"], json.loads(message["tool_calls"][0]["function"]["arguments"])) == (
        "Maria Delgado",
        {"n": "Maria Delgado"},
    )
    (citation,) = message["citations"]
    assert message["content"][0]["text"][citation["start"] : citation["end"]] == citation["text"] == "Maria Delgado"
    assert citation["sources"][0]["document"] == {"a": "Maria Delgado"}
    assert out["logprobs"] is None
    assert (facts.finish_reasons, facts.input_tokens, facts.output_tokens, facts.complete) == (
        ("COMPLETE",),
        7,
        9,
        True,
    )


@pytest.mark.parametrize(
    ("reason", "known"), [("ERROR", "ERROR"), ("TIMEOUT", "TIMEOUT"), ("Marisol", "other"), (None, None)]
)
def test_how_an_answer_ended(shouting, reason, known) -> None:
    body = {"message": {"role": "assistant", "content": []}, "finish_reason": reason}
    facts = COHERE_CHAT.answer(body, shouting)[1]
    assert facts.finish_reasons == (() if known is None else (known,))
    assert facts.complete is (known == "other")


def test_errors_and_rubbish(shouting) -> None:
    out, facts = COHERE_CHAT.answer({"id": "c1", "message": "no such model"}, shouting)
    assert (out["message"], facts.complete) == ("NO SUCH MODEL", False)
    for rubbish in ({}, [], {"message": 3}):
        with pytest.raises(ProviderGarbled):
            COHERE_CHAT.answer(rubbish, shouting)


def event(kind: str, index: int | None = None, /, **message) -> dict:
    place = {} if index is None else {"index": index}
    return {"type": kind, **place, **({"delta": {"message": message}} if message else {})}


def cut(text: str) -> list[str]:
    return [text[at : at + 4] for at in range(0, len(text), 4)]


END = {
    "type": "message-end",
    "delta": {"finish_reason": "COMPLETE", "usage": {"tokens": {"input_tokens": 7, "output_tokens": 9}}},
}


def run(call: Call, *events: dict) -> tuple[list[dict], CohereStream]:
    stream = CohereStream(call.open)
    raw = stream.feed(sse(events, named=True)[1]) + stream.finish()
    blocks = [block.split("\n") for block in raw.decode().strip().split("\n\n")]
    got = [json.loads(lines[-1].removeprefix("data: ")) for lines in blocks]
    assert [lines[0] for lines in blocks] == [f"event: {each['type']}" for each in got]
    return got, stream


def test_a_stream_of_all_kinds() -> None:
    call = Call()
    token = call.token("Maria Delgado")
    text, note = f"To {token}, SSN 536-22-8765.", json.dumps({"note": token})
    got, stream = run(
        call,
        {"id": "m1", **event("message-start", role="assistant", content=[])},
        *(event("tool-plan-delta", tool_plan=each) for each in cut(text)),
        event(
            "tool-call-start", 0, tool_calls={"id": "1", "type": "function", "function": {"name": "f", "arguments": ""}}
        ),
        *(event("tool-call-delta", 0, tool_calls={"function": {"arguments": each}}) for each in cut(note)),
        event("tool-call-end", 0),
        event("content-start", 0, content={"type": "thinking", "thinking": ""}),
        *(event("content-delta", 0, content={"thinking": each}) for each in cut(text)),
        event("content-end", 0),
        event("content-start", 1, content={"type": "text", "text": ""}),
        *(event("content-delta", 1, content={"text": each}) for each in cut(f"Hello {token}")),
        event("content-end", 1),
        END,
    )
    assert (stream.facts.complete, stream.facts.finish_reasons) == (True, ("COMPLETE",))
    assert (stream.facts.input_tokens, stream.facts.output_tokens) == (7, 9)
    messages = [each["delta"]["message"] for each in got if "message" in each.get("delta", {})]
    plan = "".join(each.get("tool_plan", "") for each in messages)
    blocks = [
        (each.get("index"), each["delta"]["message"]["content"])
        for each in got
        if "content-" in each["type"][:8] and "delta" in each
    ]
    assert "Maria Delgado" in plan
    assert "536-22-8765" not in json.dumps(got)
    assert "".join(part.get("thinking", "") for at, part in blocks if at == 0) == plan
    assert "".join(part.get("text", "") for at, part in blocks if at == 1) == "Hello Maria Delgado"
    arguments = "".join(each["tool_calls"]["function"]["arguments"] for each in messages if "tool_calls" in each)
    assert json.loads(arguments) == {"note": "Maria Delgado"}
    kinds = [each["type"] for each in got]
    assert max(at for at, kind in enumerate(kinds) if kind == "tool-plan-delta") < kinds.index("tool-call-start")
    for kind in ("tool-call", "content"):
        last_end = max(at for at, each in enumerate(kinds) if each == f"{kind}-end")
        assert f"{kind}-delta" not in kinds[last_end:]


def test_a_citation_in_a_stream_points_at_what_left() -> None:
    call = Call()
    token = call.token("Maria Delgado")
    text = f"To {token} today, and again tomorrow."
    start = text.index("again")
    cited = {"start": start, "end": start + 5, "text": "again", "sources": []}
    got, _ = run(
        call,
        *(event("content-delta", 0, content={"text": each}) for each in cut(text)),
        event("citation-start", 0, citations=cited),
        event("content-end", 0),
        END,
    )
    said = "".join(each["delta"]["message"]["content"]["text"] for each in got if each["type"] == "content-delta")
    (citation,) = [each["delta"]["message"]["citations"] for each in got if each["type"] == "citation-start"]
    assert said == "To Maria Delgado today, and again tomorrow."
    assert said[citation["start"] : citation["end"]] == "again"


@pytest.mark.parametrize("place", ["nextYear", "tool_plan"])
def test_no_string_of_a_delta_passes_in_pieces(place) -> None:
    call = Call()
    said = f"{call.token('Maria Delgado')} has SSN 536-22-8765."
    got, _ = run(call, *(event("content-delta", 0, **{place: each}) for each in cut(said)), END)
    text = "".join(str(each["delta"]["message"].get(place, "")) for each in got if each["type"] == "content-delta")
    assert "Maria Delgado" in text
    assert "536-22-8765" not in text


@pytest.mark.parametrize("kept", [1, 2, 3])
def test_an_early_end_is_said(kept) -> None:
    events = [event("content-delta", 0, content={"text": "Hello"}), event("content-end", 0), event("debug"), END]
    got, stream = run(Call(), *events[:kept])
    assert (got[-1]["type"], got[-1]["delta"]["finish_reason"]) == ("message-end", "ERROR")
    assert "ended early" in got[-1]["delta"]["error"]
    assert not stream.facts.complete


def test_an_error_of_ours_ends_the_message(shouting) -> None:
    raw = CohereStream(shouting).failed(ScanFailed("Not now."), "req_1").decode()
    said = json.loads(raw.split("data: ")[1])
    assert raw.startswith("event: message-end\n")
    assert (said["delta"], said["chaperone"]["request_id"]) == (
        {"finish_reason": "ERROR", "error": "Not now."},
        "req_1",
    )


@pytest.mark.parametrize(
    "odd", [{"type": "content-delta"}, {"type": "content-delta", "index": "x", "delta": {"message": {}}}, [1], "x"]
)
def test_garbage_ends_the_stream(shouting, odd) -> None:
    with pytest.raises(ProviderGarbled):
        CohereStream(shouting).feed(f"data: {json.dumps(odd)}\n\n".encode())
