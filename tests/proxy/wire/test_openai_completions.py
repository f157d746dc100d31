"""Legacy completions: prompts are scanned, tokens are refused, a stream is the same however it was cut."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

import orjson
import pytest

from proxy.errors import BadRequest, ProviderGarbled
from proxy.wire.openai_completions import OPENAI_COMPLETIONS, CompletionsStream
from proxy.wire.sse import Splitter

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory

ENVELOPE = {"id": "cmpl-1", "object": "text_completion", "created": 5, "model": "m"}


@pytest.mark.parametrize("prompt", ["canary", ["plain", "canary"]])
def test_prompts_are_scanned_and_put_back(prompt: Json) -> None:
    call = OPENAI_COMPLETIONS.parse({"model": "m", "prompt": prompt, "suffix": "x", "max_tokens": 16})
    (found,) = [segment for segment in call.segments if segment.text == "canary"]
    assert found.role == "user"
    out = OPENAI_COMPLETIONS.put_back(call, {found.path: "[T]"}, model="real")
    assert out["prompt"] == ("[T]" if prompt == "canary" else ["plain", "[T]"])
    assert (out["model"], out["suffix"], out["max_tokens"]) == ("real", "x", 16)


@pytest.mark.parametrize("prompt", [None, "", [], [1, 2], [[1, 2]], 7, [{"a": 1}], True])
def test_tokens_and_nothing_are_refused(prompt: Json) -> None:
    with pytest.raises(BadRequest) as caught:
        OPENAI_COMPLETIONS.parse({"model": "m", "prompt": prompt})
    assert caught.value.param == "prompt"


@pytest.mark.parametrize("body", [[], {"prompt": "x"}, {"model": 3, "prompt": "x"}])
def test_what_the_guard_relies_on_is_checked(body: Json) -> None:
    with pytest.raises(BadRequest):
        OPENAI_COMPLETIONS.parse(body)


def test_a_whole_answer(shouting: MachineFactory) -> None:
    choice = {"index": 0, "text": "hi there", "finish_reason": "stop", "logprobs": {"tokens": ["hi"]}}
    body = {**ENVELOPE, "choices": [choice], "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}}
    out, facts = OPENAI_COMPLETIONS.answer(body, shouting)
    assert (out["choices"][0]["text"], out["object"]) == ("HI THERE", "text_completion")
    assert (facts.finish_reasons, facts.input_tokens, facts.output_tokens, facts.complete) == (("stop",), 3, 2, True)
    assert OPENAI_COMPLETIONS.answer({"error": {"message": "no"}}, shouting)[1].complete is False
    with pytest.raises(ProviderGarbled):
        OPENAI_COMPLETIONS.answer({}, shouting)


def chunk(text: str, index: int = 0, finish: str | None = None, **members: Json) -> bytes:
    choice = {"index": index, "text": text, "logprobs": None, "finish_reason": finish}
    return b"data: %b\n\n" % orjson.dumps({**ENVELOPE, "choices": [choice], **members})


TRANSCRIPT = b"".join(
    [
        chunk("Dear Ma"),
        chunk("other ", 1),
        chunk("ria, "),
        chunk("it ends", 1),
        chunk("so it is"),
        chunk("", 1, "length"),
        chunk(" so", finish="stop"),
        b'data: {"id":"cmpl-1","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}\n\n',
        b"data: [DONE]\n\n",
    ]
)


def run(machines: MachineFactory, *cut: bytes) -> bytes:
    stream = CompletionsStream(machines)
    out = b"".join([stream.feed(piece) for piece in cut]) + stream.finish()
    assert stream.facts.complete
    assert stream.facts.finish_reasons == ("length", "stop")
    return out


def texts(raw: bytes) -> dict[int, str]:
    said: dict[int, str] = {}
    for event in Splitter().feed(raw):
        for choice in json.loads(event.data)["choices"] if event.data not in (None, b"[DONE]") else ():
            said[choice["index"]] = said.get(choice["index"], "") + choice["text"]
    return said


def test_a_stream_is_rewritten_per_choice(shouting: MachineFactory) -> None:
    out = run(shouting, TRANSCRIPT)
    assert texts(out) == {0: "DEAR MARIA, SO IT IS SO", 1: "OTHER IT ENDS"}
    assert b'"usage"' in out
    assert out.endswith(b"data: [DONE]\n\n")


def test_any_cut_gives_the_same_bytes(new_shouting: type) -> None:
    whole = run(new_shouting(), TRANSCRIPT)
    for at in range(1, len(TRANSCRIPT)):
        assert run(new_shouting(), TRANSCRIPT[:at], TRANSCRIPT[at:]) == whole
    one_by_one = [bytes([byte]) for byte in TRANSCRIPT]
    assert run(new_shouting(), *itertools.chain(one_by_one)) == whole


def test_nothing_of_a_choice_comes_after_its_end(shouting: MachineFactory) -> None:
    ended: set[int] = set()
    for event in Splitter().feed(run(shouting, TRANSCRIPT)):
        for choice in json.loads(event.data)["choices"] if event.data not in (None, b"[DONE]") else ():
            assert choice["index"] not in ended
            if choice["finish_reason"]:
                ended.add(choice["index"])
    assert ended == {0, 1}


@pytest.mark.parametrize("choices", ["no", {"a": 1}, ["no"], 3])
def test_an_error_beside_odd_choices_is_still_an_error(shouting, choices) -> None:
    body, facts = OPENAI_COMPLETIONS.answer({"error": {"message": "no"}, "choices": choices}, shouting)
    assert body["error"] == {"message": "NO"}
    assert facts.finish_reasons == ()
    assert not facts.complete
