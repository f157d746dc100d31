"""Replacements go back exactly where the segments were, and nothing else changes."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.errors import Blocked, InternalError
from proxy.exchange import Mark, Path
from proxy.wire.openai_chat_shape import REQUEST
from proxy.wire.patch import patch
from proxy.wire.shape import ANYTHING
from proxy.wire.walk import walk

KEY = Mark.KEY
WORDS = st.text(max_size=6)
LEAVES = st.none() | st.booleans() | st.integers() | WORDS
BODIES = st.recursive(
    st.dictionaries(WORDS, LEAVES, max_size=4),
    lambda inner: st.dictionaries(WORDS, inner | LEAVES | st.lists(inner | LEAVES, max_size=3), max_size=4),
    max_leaves=25,
)


@settings(max_examples=100, deadline=None)
@given(body=BODIES)
def test_no_replacements_change_nothing(body: dict[str, object]) -> None:
    assert json.dumps(patch(body, REQUEST, {})) == json.dumps(body)


@settings(max_examples=100, deadline=None)
@given(body=BODIES, data=st.data())
def test_each_replacement_stands_where_its_segment_was(body: dict[str, object], data: st.DataObject) -> None:
    before = copy.deepcopy(body)
    segments = walk(body, ANYTHING).segments
    chosen = data.draw(st.lists(st.sampled_from(segments), unique_by=lambda s: s.path) if segments else st.just([]))
    new = {segment.path: f"\0new {number}" for number, segment in enumerate(chosen)}
    patched = patch(body, ANYTHING, new)
    assert body == before
    after = walk(patched, ANYTHING).segments
    assert [segment.text for segment in after] == [new.get(segment.path, segment.text) for segment in segments]


@settings(max_examples=50, deadline=None)
@given(body=BODIES)
def test_replacing_every_segment_by_itself_gives_the_body_with_numbers_as_text(body: dict[str, object]) -> None:
    same = {segment.path: segment.text for segment in walk(body, ANYTHING).segments}

    def spelled(value: object) -> object:
        if isinstance(value, dict):
            return {key: spelled(child) for key, child in value.items()}
        if isinstance(value, list):
            return [spelled(child) for child in value]
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    assert patch(body, ANYTHING, same) == spelled(body)


def test_untouched_parts_are_shared_and_touched_ones_copied() -> None:
    body = {"a": [{"x": "1"}, {"y": "2"}], "b": {"c": "3"}}
    patched = patch(body, ANYTHING, {("a", 1, "y"): "new"})
    assert patched == {"a": [{"x": "1"}, {"y": "new"}], "b": {"c": "3"}}
    assert patched["b"] is body["b"]
    assert patched["a"][0] is body["a"][0]
    assert body["a"][1] == {"y": "2"}


def test_a_renamed_key_keeps_its_place_and_its_value_can_change_too() -> None:
    body = {"m": {"a": "1", "Maria": {"deep": "2"}, "z": "3"}}
    patched = patch(body, ANYTHING, {("m", "Maria", KEY): "P_1", ("m", "Maria", "deep"): "new"})
    assert list(patched["m"].items()) == [("a", "1"), ("P_1", {"deep": "new"}), ("z", "3")]


@pytest.mark.parametrize(
    "new",
    [
        {("m", "Maria", KEY): "P", ("m", "Delgado", KEY): "P"},
        {("m", "Maria", KEY): "Delgado"},
        {("m", "Delgado", KEY): "Maria"},
    ],
)
def test_keys_that_would_become_equal_refuse_the_call(new: dict[Path, str]) -> None:
    with pytest.raises(Blocked) as caught:
        patch({"m": {"Maria": 1, "Delgado": 2}}, ANYTHING, new)
    assert caught.value.param == "*.*~key"
    assert "Maria" not in caught.value.message


def test_two_keys_may_swap_their_names() -> None:
    new = {("a", KEY): "b", ("b", KEY): "a"}
    assert patch({"a": 1, "b": 2}, ANYTHING, new) == {"b": 1, "a": 2}


def test_a_number_becomes_a_string() -> None:
    assert patch({"metadata": {"id": 1234567893}}, REQUEST, {("metadata", "id"): "ID_1"}) == {
        "metadata": {"id": "ID_1"}
    }


SCHEMA_AT = ("tools", 0, "function", "parameters")
BOUND_NUMBERS = [
    ({"tools": [{"function": {"parameters": {"minimum": 123456789}}}]}, (*SCHEMA_AT, "minimum")),
    (
        {"tools": [{"function": {"parameters": {"properties": {"x": {"anyOf": [{"maxLength": 123456789}]}}}}}]},
        (*SCHEMA_AT, "properties", "x", "anyOf", 0, "maxLength"),
    ),
    ({"response_format": {"json_schema": {"schema": {"multipleOf": 1234567.5}}}},) * 1
    + (("response_format", "json_schema", "schema", "multipleOf"),),
    ({"max_tokens": 123456789}, ("max_tokens",)),
    ({"vendor_limit": 123456789}, ("vendor_limit",)),
    ({"vendor_limits": [[123456789]]}, ("vendor_limits", 0, 0)),
]


@pytest.mark.parametrize(("body", "path"), BOUND_NUMBERS)
def test_where_the_api_wants_a_number_the_call_is_refused(body: dict[str, object], path: Path) -> None:
    assert path in [segment.path for segment in walk(body, REQUEST).segments]
    with pytest.raises(Blocked) as caught:
        patch(body, REQUEST, {path: "ID_1"})
    assert caught.value.param is not None
    assert "123456789" not in caught.value.message + caught.value.param


def test_numbers_inside_vendor_objects_and_schema_values_may_become_strings() -> None:
    body = {"vendor": {"id": 1234567893}, "tools": [{"function": {"parameters": {"enum": [1234567893]}}}]}
    new: dict[Path, str] = {("vendor", "id"): "A", (*SCHEMA_AT, "enum", 0): "B"}
    assert patch(body, REQUEST, new) == {
        "vendor": {"id": "A"},
        "tools": [{"function": {"parameters": {"enum": ["B"]}}}],
    }


def test_values_in_an_embedded_document_are_spliced() -> None:
    arguments = '{ "id" : 1234567893, "note":"\\u0041" }'
    body = {"messages": [{"role": "assistant", "tool_calls": [{"function": {"arguments": arguments}}]}]}
    at = ("messages", 0, "tool_calls", 0, "function", "arguments", Mark.JSON)
    patched = patch(body, REQUEST, {(*at, "id"): "ID_1", (*at, "note", KEY): "N"})
    spliced = patched["messages"][0]["tool_calls"][0]["function"]["arguments"]
    assert spliced == '{ "id" : "ID_1", "N":"\\u0041" }'


NO_PLACE: list[Path] = [
    ("nothing",),
    ("nothing", KEY),
    ("list", 5),
    ("list", "x"),
    ("text", 0),
    ("text", "x"),
    ("text", Mark.JSON, "x"),
    ("flag",),
    ("none",),
    ("list",),
    ("json", Mark.JSON, "x"),
]


@pytest.mark.parametrize("path", NO_PLACE)
def test_a_replacement_without_a_place_is_our_own_failure(path: Path) -> None:
    body = {"list": ["a"], "text": "abc", "flag": True, "none": None, "json": '{"a":1}'}
    with pytest.raises(InternalError):
        patch(body, ANYTHING, {path: "new"})
