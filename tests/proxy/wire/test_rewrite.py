"""Every string of an answer passes a machine of its own; what is structural, encoded or a count stays."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from answer_machines import Call
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.errors import ProviderGarbled
from proxy.wire.anthropic_messages import AnthropicMessages
from proxy.wire.bedrock import CONVERSE
from proxy.wire.gemini_generate import GENERATE
from proxy.wire.ollama import OLLAMA_CHAT
from proxy.wire.rewrite import MAX_DEPTH, VOID, rewrite, rewrite_text
from proxy.wire.shape import ANYTHING, Shape, document, one_of, opaque, text

if TYPE_CHECKING:
    from proxy.exchange import Json

SHAPE = Shape(
    fields={
        "kind": Shape(one_of("known")),
        "data": Shape(opaque("audio")),
        "arguments": Shape(document, label=False),
        "copy": Shape(kind=VOID),
        "items": Shape(text, items=Shape(text, fields={"x": Shape(text)})),
    }
)


def test_each_reading_does_what_it_says(shouting) -> None:
    body = {
        "kind": "known",
        "data": "abcd",
        "arguments": '{"a":1}',
        "copy": {"text": "secret"},
        "items": ["one two", {"x": "three"}],
        "other key": [1, 2.5, True, None, "four"],
    }
    assert rewrite(body, SHAPE, shouting) == {
        "kind": "known",
        "data": "abcd",
        "arguments": '{"A":1}',
        "copy": None,
        "items": ["ONE TWO", {"x": "THREE"}],
        "OTHER KEY": [1, 2.5, True, None, "FOUR"],
    }
    assert shouting.opened == [("json", ""), ("text", "items"), ("text", "x"), ("text", ""), ("text", "other key")]


def test_an_unknown_value_of_an_enum_is_rewritten(shouting) -> None:
    assert rewrite({"kind": "unknown"}, SHAPE, shouting) == {"kind": "UNKNOWN"}


def test_an_empty_string_opens_no_machine(shouting) -> None:
    assert rewrite_text("", shouting) == ""
    assert shouting.opened == []


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=15,
)


class Echo:
    def feed(self, text: str) -> str:
        return text

    def finish(self) -> str:
        return ""


@settings(max_examples=100, deadline=None)
@given(tree=TREES)
def test_a_machine_that_changes_nothing_changes_nothing(tree: Json) -> None:
    assert rewrite(tree, ANYTHING, lambda _kind="text", _context="": Echo()) == tree


def test_equal_keys_and_depth_are_garbled(shouting) -> None:
    with pytest.raises(ProviderGarbled):
        rewrite({"a": 1, "A": 2}, ANYTHING, shouting)
    deep: Json = "x"
    for _ in range(MAX_DEPTH + 1):
        deep = [deep]
    with pytest.raises(ProviderGarbled):
        rewrite(deep, ANYTHING, shouting)


@pytest.mark.parametrize(
    ("codec", "answer"),
    [
        (
            CONVERSE,
            lambda made: {"output": {"message": {"content": [{"toolUse": {"toolUseId": "t1", "input": made}}]}}},
        ),
        (OLLAMA_CHAT, lambda made: {"message": {"tool_calls": [{"function": {"name": "f", "arguments": made}}]}}),
        (AnthropicMessages(), lambda made: {"type": "message", "content": [{"type": "tool_use", "input": made}]}),
        (GENERATE, lambda made: {"candidates": [{"content": {"parts": [{"functionCall": {"args": made}}]}}]}),
    ],
)
def test_numbers_in_arguments_that_are_objects_are_scanned(codec, answer) -> None:
    said = {"ssn": 536228765, "deep": [{"ssn": 536228765}], "count": 3, "share": 0.25, "yes": True}
    body, _ = codec.answer(answer(said), Call().open)
    assert "536228765" not in json.dumps(body)
    made = {"ssn": "[SSN_REMOVED]", "deep": [{"ssn": "[SSN_REMOVED]"}], "count": 3, "share": 0.25, "yes": True}
    assert body == answer(made)
