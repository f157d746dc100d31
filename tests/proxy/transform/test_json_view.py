"""The view of a JSON document: escapes undone, raw spelling kept."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.transform.json_view import JsonView, escaped


def viewed(pieces: list[str] | str) -> JsonView:
    view = JsonView()
    for piece in pieces:
        view.add(piece)
    view.end()
    return view


@given(st.text(max_size=40), st.booleans())
@settings(max_examples=100, deadline=None)
def test_the_view_of_a_string_is_its_value(value: str, ascii_only: bool) -> None:  # noqa: FBT001
    text = json.dumps(value, ensure_ascii=ascii_only)
    view = viewed(text)
    assert "".join(view.raws) == text
    assert view.text == viewed([text]).text
    if all(ord(char) < 0x10000 for char in value):
        assert view.text == f'"{value}"'
    assert bytes(view.inside) == bytes([0, *[1] * (len(view.text) - 2), 0])


@given(st.text(alphabet='"\\u0041dn{}[],: é', max_size=40))
@settings(max_examples=100, deadline=None)
def test_broken_text_is_kept_whatever_the_cuts(text: str) -> None:
    one, many = viewed([text]), viewed(text)
    assert "".join(one.raws) == "".join(many.raws) == text
    assert (one.text, bytes(one.inside), list(one.cuts)) == (many.text, bytes(many.inside), list(many.cuts))
    assert len(one.text) == len(one.raws) == len(one.inside)


def test_cuts_are_behind_structural_characters_outside_strings() -> None:
    view = viewed(['{"a,":[1,2]}'])
    assert list(view.cuts) == [1, 6, 7, 9, 11, 12]
    view.drop(6)
    assert view.text == "[1,2]}"
    assert list(view.cuts) == [1, 3, 5, 6]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ('"\\n\\/\\u00e9"', '"\n/é"'),
        ('"\\ud83d"', '"\ufffd"'),
        ('"\\x"', '"\\x"'),
        ("\\n", "\\n"),
        ('"\\\\n"', '"\\n"'),
    ],
)
def test_escapes(raw: str, text: str) -> None:
    assert viewed(raw).text == text


def test_an_escape_waits_for_its_end() -> None:
    view = JsonView()
    view.add('"\\u00')
    assert view.text == '"'
    view.add("e9")
    assert view.text == '"é'


def test_values_are_escaped_as_the_inner_part_of_a_string() -> None:
    assert json.loads(f'"{escaped(chr(34) + chr(92) + chr(10) + "é")}"') == '"\\\né'


def test_a_view_prints_no_text() -> None:
    assert "secret" not in repr(viewed('"secret"'))
