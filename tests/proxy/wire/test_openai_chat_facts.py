"""Facts about an answer never hold free text of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from proxy.wire.openai_chat_facts import OTHER, model_name, reason_name, usage_tokens

if TYPE_CHECKING:
    from proxy.exchange import Json


@pytest.mark.parametrize(
    ("value", "name"), [("gpt-4o", "gpt-4o"), ("org/m:8b", "org/m:8b"), ("for maria", None), (5, None)]
)
def test_models(value: Json, name: str | None) -> None:
    assert model_name(value) == name


@pytest.mark.parametrize(
    ("value", "name"), [("stop", "stop"), ("length", "length"), ("maria", OTHER), (5, OTHER), ({}, OTHER)]
)
def test_finish_reasons(value: Json, name: str) -> None:
    assert reason_name(value) == name


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [
        ({"prompt_tokens": 1, "completion_tokens": 2}, (1, 2)),
        ({"prompt_tokens": True, "completion_tokens": "maria"}, (None, None)),
        ({}, (None, None)),
        (None, (None, None)),
        ([1], (None, None)),
    ],
)
def test_tokens(usage: Json, tokens: tuple[int | None, int | None]) -> None:
    assert usage_tokens(usage) == tokens
