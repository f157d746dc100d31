"""Converse: every leaf is read, reasoning is whole or absent, frames come out the same however they were cut."""

from __future__ import annotations

import json

import pytest
from answer_machines import Call

from proxy.errors import BadRequest, InternalError, ProviderGarbled, ScanFailed
from proxy.wire.aws_frames import FrameSplitter, frame
from proxy.wire.bedrock import CONVERSE, CONVERSE_STREAM
from proxy.wire.bedrock_stream import BedrockStream

SEAL = "Eq" + "aB3" * 40


def asked(*blocks, role: str = "user", **members) -> dict:
    return {"messages": [{"role": role, "content": list(blocks) or [{"text": "hi"}]}], **members}


@pytest.mark.parametrize(
    "body",
    [
        asked({"text": "canary"}),
        asked({"toolUse": {"toolUseId": "t1", "name": "f", "input": {"a": ["canary"]}}}, role="assistant"),
        asked({"toolUse": {"toolUseId": "t1", "name": "f", "input": {"canary": 1}}}, role="assistant"),
        asked({"toolResult": {"toolUseId": "t1", "content": [{"text": "canary"}]}}),
        asked({"toolResult": {"toolUseId": "t1", "content": [{"text": '{"a": "canary"}'}]}}),
        asked({"toolResult": {"toolUseId": "t1", "content": [{"json": {"a": "canary"}}]}}),
        asked({"guardContent": {"text": {"text": "canary", "qualifiers": ["query"]}}}),
        asked({"document": {"name": "canary", "format": "txt", "source": {"text": "x"}}}),
        asked({"document": {"name": "x", "format": "txt", "source": {"text": "canary"}}}),
        asked({"document": {"name": "x", "format": "txt", "source": {"content": [{"text": "canary"}]}}}),
        asked(
            {"citationsContent": {"content": [{"text": "x"}], "citations": [{"sourceContent": [{"text": "canary"}]}]}}
        ),
        asked({"searchResult": {"source": "canary", "title": "x", "content": [{"text": "x"}]}}),
        asked(system=[{"text": "canary"}]),
        asked(inferenceConfig={"stopSequences": ["canary"]}),
        asked(toolConfig={"tools": [{"toolSpec": {"name": "f", "inputSchema": {"json": {"description": "canary"}}}}]}),
        asked(toolConfig={"tools": [{"toolSpec": {"name": "f", "description": "canary"}}]}),
        asked(additionalModelRequestFields={"k": "canary"}),
        asked(additionalModelRequestFields={"canary": 3}),
        asked(promptVariables={"who": {"text": "canary"}}),
        asked(requestMetadata={"who": "canary"}),
        asked(outputConfig={"textFormat": {"structure": {"jsonSchema": {"schema": '{"title": "canary"}'}}}}),
        asked({"newBlock": {"k": "canary"}}),
        asked(new={"k": "canary"}),
    ],
)
def test_every_place_is_read(body) -> None:
    call = CONVERSE.parse(body)
    (found,) = [segment for segment in call.segments if segment.text == "canary"]
    assert "canary" not in json.dumps(CONVERSE.put_back(call, {found.path: "TOKEN"}, model="real"))
    assert CONVERSE.put_back(call, {}, model="real") == body


@pytest.mark.parametrize(
    ("block", "kind"),
    [
        ({"image": {"format": "png", "source": {"bytes": "iVBO"}}}, "image"),
        ({"document": {"format": "pdf", "name": "x", "source": {"bytes": "JVBE"}}}, "file"),
        ({"video": {"format": "mp4", "source": {"s3Location": {"uri": "s3://bucket/of/marisol"}}}}, "file"),
        ({"audio": {"format": "mp3", "source": {"bytes": "SUQz"}}}, "audio"),
    ],
)
def test_what_cannot_be_read_is_unscanned(block, kind) -> None:
    assert [each.kind for each in CONVERSE.parse(asked(block)).unscanned] == [kind]


@pytest.mark.parametrize("body", [[], {}, {"messages": []}, {"messages": ["hi"]}])
def test_what_the_guard_relies_on_is_checked(body) -> None:
    with pytest.raises(BadRequest):
        CONVERSE.parse(body)


def reasoning(text: str) -> dict:
    return {"reasoningContent": {"reasoningText": {"text": text, "signature": SEAL}}}


def test_signed_reasoning_is_whole_or_absent() -> None:
    body = asked(reasoning("about canary"), {"text": "so"}, role="assistant")
    call = CONVERSE.parse(body)
    (found,) = [segment for segment in call.segments if segment.text == "about canary"]
    assert CONVERSE.put_back(call, {found.path: "about [PERSON_1A_K7QM2]"}, model="m") == asked(
        {"text": "so"}, role="assistant"
    )
    assert CONVERSE.put_back(call, {}, model="m") == body
    assert call.unscanned == ()


def test_reasoning_of_the_user_is_text_like_any_other() -> None:
    call = CONVERSE.parse(asked(reasoning("about canary")))
    (found,) = [segment for segment in call.segments if segment.text == "about canary"]
    out = CONVERSE.put_back(call, {found.path: "about X"}, model="m")
    assert out["messages"][0]["content"][0]["reasoningContent"]["reasoningText"]["text"] == "about X"


def test_a_whole_answer(shouting) -> None:
    blocks = [
        {"text": "hi maria"},
        {"toolUse": {"toolUseId": "tooluse_1", "name": "save", "input": {"note": "a b"}}},
        reasoning("so it is"),
    ]
    body = {
        "output": {"message": {"role": "assistant", "content": blocks}},
        "stopReason": "tool_use",
        "usage": {"inputTokens": 7, "outputTokens": 9, "totalTokens": 16},
        "metrics": {"latencyMs": 5},
    }
    out, facts = CONVERSE.answer(body, shouting)
    content = out["output"]["message"]["content"]
    assert content[0] == {"text": "HI MARIA"}
    assert content[1]["toolUse"]["input"] == {"NOTE": "A B"}
    assert content[2] == blocks[2]
    assert (facts.finish_reasons, facts.input_tokens, facts.output_tokens, facts.complete) == (
        ("tool_use",),
        7,
        9,
        True,
    )
    refused, facts = CONVERSE.answer({"message": "no such model"}, shouting)
    assert (refused, facts.complete) == ({"message": "NO SUCH MODEL"}, False)
    with pytest.raises(ProviderGarbled):
        CONVERSE.answer({}, shouting)
    with pytest.raises(InternalError):
        CONVERSE.stream(shouting)


def event(kind: str, as_: str = "event", /, **payload) -> bytes:
    names = {"event": b":event-type", "exception": b":exception-type"}
    headers = {names[as_]: kind.encode(), b":content-type": b"application/json", b":message-type": as_.encode()}
    return frame(json.dumps({**payload, "p": "abc"}).encode(), headers)


def delta(index: int, **members) -> bytes:
    return event("contentBlockDelta", contentBlockIndex=index, delta=members)


TRANSCRIPT = b"".join(
    [
        event("messageStart", role="assistant"),
        delta(0, reasoningContent={"text": "so it is"}),
        delta(0, reasoningContent={"signature": SEAL}),
        event("contentBlockStop", contentBlockIndex=0),
        delta(1, text="Dear Ma"),
        delta(1, text="ria it is"),
        event("contentBlockStop", contentBlockIndex=1),
        event("contentBlockStart", contentBlockIndex=2, start={"toolUse": {"toolUseId": "tooluse_1", "name": "save"}}),
        delta(2, toolUse={"input": '{"note": "a'}),
        delta(2, toolUse={"input": ' b"}'}),
        event("contentBlockStop", contentBlockIndex=2),
        event("messageStop", stopReason="tool_use"),
        event("metadata", usage={"inputTokens": 7, "outputTokens": 9, "totalTokens": 16}, metrics={"latencyMs": 5}),
    ]
)


def run(machines, *pieces: bytes) -> bytes:
    stream = CONVERSE_STREAM.stream(machines)
    out = b"".join([stream.feed(piece) for piece in pieces]) + stream.finish()
    assert stream.facts.complete
    assert (stream.facts.finish_reasons, stream.facts.output_tokens) == (("tool_use",), 9)
    return out


def payloads(raw: bytes) -> list[tuple[str, dict]]:
    return [
        (dict(each.fields).get(b":event-type", b"").decode(), json.loads(each.data))
        for each in FrameSplitter().feed(raw)
    ]


def test_a_stream_of_frames(shouting) -> None:
    got = payloads(run(shouting, TRANSCRIPT))
    deltas = [payload for kind, payload in got if kind == "contentBlockDelta"]
    assert "".join(each["delta"].get("text", "") for each in deltas) == "DEAR MARIA IT IS"
    assert "".join(each["delta"]["toolUse"]["input"] for each in deltas if "toolUse" in each["delta"]) == (
        '{"NOTE": "A B"}'
    )
    assert deltas[0]["delta"]["reasoningContent"] == {"text": "so it is"}
    assert not any("p" in payload for _, payload in got)
    order = [(kind, payload.get("contentBlockIndex")) for kind, payload in got]
    for index in (1, 2):
        stop = order.index(("contentBlockStop", index))
        assert ("contentBlockDelta", index) not in order[stop:]
    assert [kind for kind, _ in got[-2:]] == ["messageStop", "metadata"]


def test_any_cut_gives_the_same_bytes(new_shouting) -> None:
    whole = run(new_shouting(), TRANSCRIPT)
    for at in range(1, len(TRANSCRIPT)):
        assert run(new_shouting(), TRANSCRIPT[:at], TRANSCRIPT[at:]) == whole
    assert run(new_shouting(), *[bytes([byte]) for byte in TRANSCRIPT]) == whole


def test_a_value_is_restored_over_frames() -> None:
    call = Call()
    said = f"Dear {call.token('Maria Delgado')}, hello."
    raw = b"".join(delta(0, text=said[at : at + 3]) for at in range(0, len(said), 3))
    raw += event("contentBlockStop", contentBlockIndex=0) + event("messageStop", stopReason="end_turn")
    stream = BedrockStream(call.open)
    got = payloads(stream.feed(raw) + stream.finish())
    assert "".join(each.get("delta", {}).get("text", "") for _, each in got) == "Dear Maria Delgado, hello."


@pytest.mark.parametrize("cut", [60, 200, len(TRANSCRIPT) // 2])
def test_an_early_end_is_an_exception(new_shouting, cut) -> None:
    stream = BedrockStream(new_shouting())
    out = stream.feed(TRANSCRIPT[:cut]) + stream.finish()
    *_, last = list(FrameSplitter().feed(out))
    assert dict(last.fields)[b":exception-type"] == b"modelStreamErrorException"
    assert "ended early" in json.loads(last.data)["message"]
    assert not stream.facts.complete


def test_an_exception_of_the_provider_passes_and_ends_it(shouting) -> None:
    stream = BedrockStream(shouting)
    out = stream.feed(delta(0, text="half a wo") + event("throttlingException", "exception", message="slow down"))
    *_, last = list(FrameSplitter().feed(out + stream.finish()))
    assert dict(last.fields)[b":exception-type"] == b"throttlingException"
    assert json.loads(last.data) == {"message": "SLOW DOWN"}
    assert not stream.facts.complete


def test_our_own_failures_are_exceptions_by_whose_fault_they_are(shouting) -> None:
    stream = BedrockStream(shouting)
    kinds = [
        dict(next(FrameSplitter().feed(stream.failed(error, "req_1"))).fields)[b":exception-type"]
        for error in (BadRequest("x"), ScanFailed("x"), ProviderGarbled("x"))
    ]
    assert kinds == [b"validationException", b"internalServerException", b"modelStreamErrorException"]


@pytest.mark.parametrize(
    "garbage",
    [frame(b"no json", {}), delta("x", text="a"), event("contentBlockDelta", delta="x"), b"x" * 20],
)
def test_garbage_ends_the_stream(shouting, garbage) -> None:
    with pytest.raises(ProviderGarbled):
        BedrockStream(shouting).feed(garbage)


@pytest.mark.parametrize(
    "place",
    [
        lambda text: {"toolResult": [{"text": text}]},
        lambda text: {"nextYear": text},
        lambda text: {"nextYear": {"inside": text}},
        lambda text: {"toolUse": {"input": "", "note": text}},
    ],
)
def test_no_string_of_a_delta_passes_in_pieces(place) -> None:
    call = Call()
    said = f"{call.token('Maria Delgado')} has SSN 536-22-8765."
    raw = b"".join(delta(0, **place(said[at : at + 3])) for at in range(0, len(said), 3))
    raw += event("contentBlockStop", contentBlockIndex=0) + event("messageStop", stopReason="end_turn")
    stream = BedrockStream(call.open)
    got = json.dumps([payload for _, payload in payloads(stream.feed(raw) + stream.finish())])
    assert "Maria Delgado" in got
    assert "[SSN_REMOVED]" in got
    assert "8765" not in got
    assert "PERSON" not in got


def test_citations_stay_whole_and_apart() -> None:
    call = Call()
    titles = [f"About {call.token('Maria Delgado')}", "Another [one"]
    raw = b"".join(delta(0, citation={"title": title}) for title in titles)
    stream = BedrockStream(call.open)
    got = [payload["delta"]["citation"]["title"] for _, payload in payloads(stream.feed(raw))]
    assert got == ["About Maria Delgado", "Another [one"]


def test_the_gateways_own_refusal_keeps_its_words(shouting) -> None:
    body, facts = CONVERSE.answer({"Message": "Authentication failed"}, shouting)
    assert body == {"Message": "AUTHENTICATION FAILED"}
    assert not facts.complete
