"""Counting and embedding read the same text as generating does, and name the approved model only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from proxy.errors import BadRequest, InternalError, ProviderGarbled
from proxy.wire.gemini_small import BATCH_EMBED_CONTENTS, COUNT_TOKENS, EMBED_CONTENT

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory

CONTENT = {"parts": [{"text": "canary"}]}
WHOLE = {"model": "models/other", "contents": [CONTENT], "systemInstruction": {"parts": [{"text": "canary"}]}}
ASKED: list[tuple[Any, Json, int]] = [
    (COUNT_TOKENS, {"contents": [CONTENT]}, 1),
    (COUNT_TOKENS, {"generateContentRequest": WHOLE}, 2),
    (EMBED_CONTENT, {"content": CONTENT, "title": "canary", "taskType": "RETRIEVAL_DOCUMENT"}, 2),
    (EMBED_CONTENT, {"model": "models/other", "content": CONTENT, "outputDimensionality": 768}, 1),
    (
        BATCH_EMBED_CONTENTS,
        {"requests": [{"model": "models/other", "content": CONTENT}, {"content": CONTENT, "future": "canary"}]},
        3,
    ),
]


@pytest.mark.parametrize(("codec", "body", "times"), ASKED)
def test_every_text_is_a_segment(codec: Any, body: Json, times: int) -> None:
    call = codec.parse(body)
    assert [segment.text for segment in call.segments if "canary" in segment.text] == ["canary"] * times
    assert not call.stream


@pytest.mark.parametrize(("codec", "body", "times"), ASKED)
def test_what_leaves_names_the_approved_model_and_holds_no_value(codec: Any, body: Json, times: int) -> None:
    del times
    call = codec.parse(body)
    new = {segment.path: "[X]" for segment in call.segments if segment.text == "canary"}
    out = codec.put_back(call, new, model="real")
    assert "canary" not in str(out)
    assert "other" not in str(out)
    assert ("models/real" in str(out)) is ("models/other" in str(body))


@pytest.mark.parametrize(
    ("codec", "body"),
    [
        (COUNT_TOKENS, {}),
        (COUNT_TOKENS, {"generateContentRequest": {}}),
        (COUNT_TOKENS, {"generateContentRequest": WHOLE, "contents": [CONTENT]}),
        (COUNT_TOKENS, {"generateContentRequest": {**WHOLE, "cachedContent": 1}}),
        (COUNT_TOKENS, []),
        (EMBED_CONTENT, {}),
        (EMBED_CONTENT, {"content": "x"}),
        (BATCH_EMBED_CONTENTS, {}),
        (BATCH_EMBED_CONTENTS, {"requests": []}),
        (BATCH_EMBED_CONTENTS, {"requests": ["x"]}),
    ],
)
def test_what_the_operation_works_on_must_be_there(codec: Any, body: Json) -> None:
    with pytest.raises(BadRequest):
        codec.parse(body)


def test_what_is_counted_builds_on_nothing_that_nobody_granted() -> None:
    call = COUNT_TOKENS.parse({"generateContentRequest": {**WHOLE, "cachedContent": "cachedContents/1"}})
    with pytest.raises(BadRequest):
        COUNT_TOKENS.put_back(call, {}, model="m")


def test_numbers_come_back_as_they_are(shouting: MachineFactory) -> None:
    counted, facts = COUNT_TOKENS.answer({"totalTokens": 77}, shouting)
    assert (counted, facts.input_tokens, facts.complete) == ({"totalTokens": 77}, 77, True)
    one, facts = EMBED_CONTENT.answer({"embedding": {"values": [0.1, -2.0]}}, shouting)
    assert (one, facts.complete) == ({"embedding": {"values": [0.1, -2.0]}}, True)
    many = {"embeddings": [{"values": [0.5]}], "usageMetadata": {"promptTokenCount": 3}}
    out, facts = BATCH_EMBED_CONTENTS.answer(many, shouting)
    assert (out, facts.input_tokens) == (many, 3)


@pytest.mark.parametrize("codec", [COUNT_TOKENS, EMBED_CONTENT, BATCH_EMBED_CONTENTS])
def test_an_error_is_passed_and_nonsense_is_not(codec: Any, shouting: MachineFactory) -> None:
    out, facts = codec.answer({"error": {"code": 400, "message": "no"}}, shouting)
    assert (out["error"]["message"], facts.complete) == ("NO", False)
    for nonsense in ([], {}, {"data": []}):
        with pytest.raises(ProviderGarbled):
            codec.answer(nonsense, shouting)
    with pytest.raises(InternalError):
        codec.stream(shouting)
