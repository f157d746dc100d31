"""Values inside a JSON string are found where they stand, and replaced without touching anything else."""

from __future__ import annotations

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.errors import BadRequest, Blocked
from proxy.exchange import Mark
from proxy.wire.json_text import MAX_DEPTH, Span, embedded, spans, splice

KEY = Mark.KEY
WORDS = st.text(max_size=8)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS
)
DOCUMENTS = st.recursive(
    st.lists(LEAVES, max_size=4) | st.dictionaries(WORDS, LEAVES, max_size=4),
    lambda inner: st.lists(inner | LEAVES, max_size=4) | st.dictionaries(WORDS, inner | LEAVES, max_size=4),
    max_leaves=25,
)
STYLES = st.sampled_from(
    [{}, {"indent": 2}, {"ensure_ascii": False}, {"separators": (",", ":")}, {"separators": (" , ", " : ")}]
)


def places(value: object, path: tuple[object, ...] = ()) -> list[tuple[tuple[object, ...], object]]:
    """Independent of the code under test: every key and leaf with its path."""
    if isinstance(value, dict):
        out = []
        for key, child in value.items():
            out += [((*path, key, KEY), key), *places(child, (*path, key))]
        return out
    if isinstance(value, list):
        return [place for index, child in enumerate(value) for place in places(child, (*path, index))]
    return [(path, value)]


@settings(max_examples=100, deadline=None)
@given(document=DOCUMENTS, style=STYLES)
def test_every_leaf_and_key_has_its_span(document: object, style: dict[str, object]) -> None:
    text = json.dumps(document, **style)
    found = spans(text)
    assert found is not None
    assert [span.path for span in found] == [path for path, _ in places(document)]
    for span, (_, value) in zip(found, places(document), strict=True):
        assert json.loads(text[span.start : span.end]) == value
        if isinstance(value, str):
            assert span.text == value


@settings(max_examples=100, deadline=None)
@given(document=DOCUMENTS, style=STYLES, data=st.data())
def test_splicing_changes_the_chosen_values_and_nothing_else(
    document: object, style: dict[str, object], data: st.DataObject
) -> None:
    text = json.dumps(document, **style)
    values = [span for span in spans(text) or () if span.kind != "key"]
    chosen = data.draw(st.lists(st.sampled_from(values), unique=True) if values else st.just([]))
    new = {span.path: f'new "{number}"\\' for number, span in enumerate(chosen)}
    spliced = splice(text, new)
    after = spans(spliced)
    assert after is not None
    before = spans(text) or ()
    assert [span.path for span in after] == [span.path for span in before]
    for old, now in zip(before, after, strict=True):
        if old.path in new:
            assert (now.kind, now.text) == ("string", new[old.path])
        else:
            assert spliced[now.start : now.end] == text[old.start : old.end]
    assert splice(text, {}) == text


def test_spelling_escapes_and_white_space_survive() -> None:
    text = ' {"a" : 1.50E+2,\t"b":"\\u0041\\/",\n"c":[ 007e0 , true ]}'.replace("007e0", "7e0")
    assert splice(text, {("b",): "X"}) == text.replace('"\\u0041\\/"', '"X"')
    assert splice(text, {("a",): "T"}) == text.replace("1.50E+2", '"T"')


def test_every_occurrence_of_a_duplicate_key_is_found_and_can_be_replaced() -> None:
    text = '{"a":{"b":1},"a":[{"b":2},{"b":3,"b":4}],"\\u0061":5}'
    found = {span.path: span.text for span in spans(text) or () if span.kind != "key"}
    assert found == {
        ("a", "b"): "1",
        (1, "a", 0, "b"): "2",
        (1, "a", 1, "b"): "3",
        (1, "a", 1, 1, "b"): "4",
        (2, "a"): "5",
    }
    assert splice(text, {(1, "a", 1, 1, "b"): "X", (2, "a"): "Y"}) == text.replace("4", '"X"').replace("5", '"Y"')


def test_a_key_is_renamed_in_place() -> None:
    text = '{"x": 1, "Maria D": {"y": 2}, "z": 3}'
    assert splice(text, {("Maria D", KEY): "P_1", ("Maria D", "y"): "v"}) == '{"x": 1, "P_1": {"y": "v"}, "z": 3}'


def test_two_different_keys_may_not_become_equal() -> None:
    text = '{"m":[{"Maria":1,"Delgado":2}]}'
    with pytest.raises(Blocked) as caught:
        splice(text, {("m", 0, "Maria", KEY): "P", ("m", 0, "Delgado", KEY): "P"}, at=("metadata", Mark.JSON))
    assert caught.value.param is not None
    assert "Maria" not in caught.value.param + caught.value.message
    with pytest.raises(Blocked):
        splice(text, {("m", 0, "Maria", KEY): "Delgado"})


def test_equal_keys_in_two_objects_or_equal_before_are_fine() -> None:
    assert splice('[{"A":1},{"B":2}]', {(0, "A", KEY): "P", (1, "B", KEY): "P"}) == '[{"P":1},{"P":2}]'
    both = {("A", KEY): "P", (1, "A", KEY): "P"}
    assert splice('{"A":1,"A":2}', both) == '{"P":1,"P":2}'


def test_a_path_the_document_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError):
        splice('{"a":1}', {("b",): "x"})


NOT_EMBEDDED = [
    "",
    " ",
    "hello",
    '"a string"',
    "12345",
    "true",
    "{",
    "{'a':1}",
    '{"a":NaN}',
    '{"a":1} trailing',
    "[1,]",
]


@pytest.mark.parametrize("text", NOT_EMBEDDED)
def test_what_is_not_one_json_object_or_array_is_text(text: str) -> None:
    assert embedded(text) is None


@pytest.mark.parametrize("text", ["{}", " [] ", '{"a":1,"a":2}', "[99999999999999999999999999]"])
def test_valid_documents_are_embedded_even_odd_ones(text: str) -> None:
    assert embedded(text) is not None


def test_an_over_deep_document_is_refused_and_a_text_of_brackets_is_a_text() -> None:
    assert embedded("[" * MAX_DEPTH + "]" * MAX_DEPTH) == ()
    with pytest.raises(BadRequest, match=r"deeper than 64 levels\. Send it with fewer"):
        embedded("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1))
    assert embedded("[" * 100_000) is None
    assert embedded("[" * 100_000 + "]" * 99_999) is None


def test_a_span_does_not_print_its_text() -> None:
    assert "secret" not in repr(Span(("a",), 0, 8, "string", "secret"))


@settings(max_examples=100, deadline=None)
@given(st.text(string.printable + "é\u2028\x85", max_size=30))
def test_a_string_document_survives_any_content(text: str) -> None:
    document = json.dumps([text, {text: text}])
    found = embedded(document)
    assert found is not None
    assert [span.text for span in found] == [text] * 3
