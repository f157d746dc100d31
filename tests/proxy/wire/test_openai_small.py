"""Operations that take text and give numbers are read like all others; text as numbers is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from proxy.errors import BadRequest, InternalError, ProviderGarbled
from proxy.wire.openai_small import OPENAI_EMBEDDINGS, OPENAI_MODERATIONS

if TYPE_CHECKING:
    from proxy.exchange import Json, MachineFactory

BOTH = pytest.mark.parametrize("codec", [OPENAI_EMBEDDINGS, OPENAI_MODERATIONS], ids=["embeddings", "moderations"])


@BOTH
@pytest.mark.parametrize("given", ["canary", ["plain", "canary"]])
def test_input_is_scanned_and_put_back(codec, given: Json) -> None:
    call = codec.parse({"model": "m", "input": given})
    (path,) = [segment.path for segment in call.segments if segment.text == "canary"]
    out = codec.put_back(call, {path: "[TOKEN]"}, model="real")
    assert out == {"model": "real", "input": "[TOKEN]" if given == "canary" else ["plain", "[TOKEN]"]}


def test_every_other_member_is_scanned_too() -> None:
    call = OPENAI_EMBEDDINGS.parse({"model": "m", "input": "x", "user": "jane", "dimensions": 256, "new": {"k": "v"}})
    assert {"jane", "v", "new", "k"} <= {segment.text for segment in call.segments}
    assert "256" not in {segment.text for segment in call.segments}


def test_a_picture_to_be_moderated_is_unscanned() -> None:
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBO"}}
    call = OPENAI_MODERATIONS.parse({"model": "m", "input": [{"type": "text", "text": "x"}, picture]})
    assert {each.kind for each in call.unscanned} == {"image"}


@BOTH
@pytest.mark.parametrize("given", [None, "", [], [1, 2], [[1, 2]], 7])
def test_tokens_and_nothing_are_refused(codec, given: Json) -> None:
    with pytest.raises(BadRequest):
        codec.parse({"model": "m", "input": given})


@BOTH
@pytest.mark.parametrize("body", [[], {"input": "x"}, {"model": 3, "input": "x"}])
def test_what_the_guard_relies_on_is_checked(codec, body: Json) -> None:
    with pytest.raises(BadRequest):
        codec.parse(body)


def test_numbers_come_back_as_they_are(shouting: MachineFactory) -> None:
    body = {
        "object": "list",
        "data": [{"object": "embedding", "index": 0, "embedding": [0.25, -1.5]}, {"embedding": "AAAA"}],
        "model": "m",
        "usage": {"prompt_tokens": 3, "total_tokens": 3},
    }
    out, facts = OPENAI_EMBEDDINGS.answer(body, shouting)
    assert out == body
    assert (facts.input_tokens, facts.complete) == (3, True)
    moderated = {
        "id": "modr-1",
        "model": "m",
        "results": [{"flagged": True, "categories": {"violence/graphic": False}}],
    }
    assert OPENAI_MODERATIONS.answer(moderated, shouting)[1].complete


@BOTH
def test_errors_pass_and_nonsense_does_not(codec, shouting: MachineFactory) -> None:
    out, facts = codec.answer({"error": {"message": "no", "type": "x"}}, shouting)
    assert (out["error"]["message"], facts.complete) == ("NO", False)
    with pytest.raises(ProviderGarbled):
        codec.answer({}, shouting)
    with pytest.raises(InternalError):
        codec.stream(shouting)
