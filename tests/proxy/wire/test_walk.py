"""Every leaf and every key of a body is accounted for, whatever the body and its description."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.errors import BadRequest
from proxy.exchange import Mark, Spelling
from proxy.wire.openai_chat_shape import REQUEST
from proxy.wire.shape import ANYTHING, Numbers, Shape, document, name, one_of, opaque, text
from proxy.wire.walk import shape_at, walk

KEY = Mark.KEY

KEYS = st.sampled_from(
    [
        *("messages", "role", "content", "name", "tool_calls", "function", "arguments", "type", "text", "image_url"),
        *("url", "tools", "parameters", "properties", "enum", "logit_bias", "seed", "temperature", "metadata", "x"),
        *("file", "file_data", "Maria Delgado", "", "prediction", "input_audio", "data", "minimum", "n", "stop"),
    ]
)
STRINGS = st.sampled_from(
    ["user", "tool", "", "text", "Maria Delgado", '{"a":[1,"x",null]}', "data:image/png;base64,AA", "call_1", "a@b.c"]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | STRINGS
BODIES = st.recursive(
    st.dictionaries(KEYS, LEAVES, max_size=4),
    lambda inner: st.dictionaries(KEYS, inner | LEAVES | st.lists(inner | LEAVES, max_size=3), max_size=4),
    max_leaves=30,
)


def places(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Independent of the code under test: the path of every key and every leaf."""
    if isinstance(value, dict):
        return [p for key, child in value.items() for p in ((*path, key, KEY), *places(child, (*path, key)))]
    if isinstance(value, list):
        return [p for index, child in enumerate(value) for p in places(child, (*path, index))]
    return [path]


@settings(max_examples=100, deadline=None)
@given(body=BODIES, shape=st.sampled_from([REQUEST, ANYTHING]))
def test_every_leaf_and_key_is_accounted_for(body: dict[str, object], shape: Shape) -> None:
    walked = walk(body, shape)
    segments = {segment.path for segment in walked.segments}
    documents = {path[: path.index(Mark.JSON)] for path in segments | set(walked.structural) if Mark.JSON in path}
    unread = [item.path for item in walked.unscanned]
    for path in places(body):
        covered = any(path[: len(at)] == at for at in unread)
        assert covered or path in segments or path in walked.structural or path in documents
    assert segments.isdisjoint(walked.structural)
    assert len(segments) == len(walked.segments)
    assert len(set(walked.structural)) == len(walked.structural)


@settings(max_examples=50, deadline=None)
@given(body=BODIES)
def test_without_a_description_every_string_number_and_key_is_a_segment(body: dict[str, object]) -> None:
    walked = walk(body, ANYTHING)
    assert {item.kind for item in walked.unscanned} <= {"file"}, "data URLs are said to be files as well"
    for path in walked.structural:
        value: object = body
        for step in path:
            value = value[step]  # type: ignore[index]
        assert value is None or isinstance(value, bool)
    assert {*walked.structural, *(segment.path for segment in walked.segments)} == set(places(body))


def test_numbers_become_segments_with_their_spelling() -> None:
    walked = walk({"a": 1234567893, "b": 1.5, "c": True, "d": None}, ANYTHING)
    numbers = [(s.text, s.spelling, s.context) for s in walked.segments if s.spelling is Spelling.NUMBER]
    assert numbers == [("1234567893", Spelling.NUMBER, "a"), ("1.5", Spelling.NUMBER, "b")]


def test_settings_are_structural_while_they_are_short() -> None:
    shape = Shape(fields={"n": Shape(number=Numbers.SETTING), "seed": Shape(number=Numbers.SEED)})
    assert not walk({"n": 1234567, "seed": 123456789012}, shape).segments
    assert [s.text for s in walk({"n": 123456789}, shape).segments] == ["123456789"]


def test_a_setting_that_is_no_number_is_scanned() -> None:
    found = walk({"temperature": "123-45-6789", "n": {"Maria": [1]}, "seed": ["x"]}, REQUEST).segments
    assert [s.text for s in found] == ["123-45-6789", "Maria", "1", "x"]


def test_labels_scopes_and_roles_are_inherited() -> None:
    shape = Shape(
        fields={"pieces": Shape(text, label=False, role="user", items=Shape(text, fields={"city": Shape(name)}))}
    )
    walked = walk({"pieces": ["a", {"city": "b", "note": "c"}], "other": {"k": ["d"]}}, shape)
    assert [(s.text, s.role, s.context, s.scope) for s in walked.segments] == [
        ("a", "user", "", "*[0]"),
        ("b", "user", "city", "*[1]"),
        ("note", "user", "", "*[1]"),
        ("c", "user", "note", "*[1]"),
        ("other", "field", "", "*"),
        ("k", "field", "other", "*"),
        ("d", "field", "k", "*"),
    ]


def test_an_embedded_document_is_taken_apart() -> None:
    body = {"args": '{"student":{"id":1234567893,"names":["Maria"]},"ok":true}'}
    walked = walk(body, Shape(fields={"args": Shape(document, label=False)}))
    at = ("args", Mark.JSON)
    assert [(s.path, s.text, s.spelling, s.context) for s in walked.segments] == [
        ((*at, "student", KEY), "student", Spelling.IDENTIFIER, ""),
        ((*at, "student", "id", KEY), "id", Spelling.IDENTIFIER, "student"),
        ((*at, "student", "id"), "1234567893", Spelling.NUMBER, "id"),
        ((*at, "student", "names", KEY), "names", Spelling.IDENTIFIER, "student"),
        ((*at, "student", "names", 0), "Maria", Spelling.TEXT, "names"),
        ((*at, "ok", KEY), "ok", Spelling.IDENTIFIER, ""),
    ]


def test_what_is_no_document_is_text() -> None:
    walked = walk({"args": '{"a": Maria'}, Shape(fields={"args": Shape(document)}))
    assert [(s.path, s.spelling) for s in walked.segments] == [(("args",), Spelling.TEXT)]


def test_opaque_strings_and_objects_are_listed() -> None:
    shape = Shape(fields={"data": Shape(opaque("audio")), "bias": Shape(kind="token_ids"), "mode": Shape(one_of("a"))})
    walked = walk({"data": "AAAA", "bias": {"50256": -100}, "mode": "a"}, shape)
    assert [(u.path, u.kind) for u in walked.unscanned] == [(("data",), "audio"), (("bias",), "token_ids")]
    assert not walked.segments
    assert not walk({"bias": {}}, shape).unscanned


def test_a_very_deep_tree_is_refused_and_does_not_exhaust_the_stack() -> None:
    body: object = "x"
    for _ in range(5000):
        body = [body]
    with pytest.raises(BadRequest):
        walk({"a": body}, ANYTHING)


def test_shape_at_follows_the_walk() -> None:
    body = {"messages": [{"role": "user"}, {"role": "tool", "content": "x"}], "foo": 1}
    assert shape_at(body, REQUEST, ("messages", 1)).role == "tool"
    assert shape_at(body, REQUEST, ("foo",)).number is Numbers.BOUND
    with pytest.raises(KeyError):
        shape_at(body, REQUEST, ("nothing",))
