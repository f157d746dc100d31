"""What surrounds a file in a body, and where a text may stand in its place."""

from __future__ import annotations

import json

import pytest

from proxy.wire.file_parts import declared_at, text_instead, text_place
from proxy.wire.openai_chat_shape import REQUEST as CHAT
from proxy.wire.walk import walk


@pytest.mark.parametrize(
    ("body", "path", "found"),
    [
        (
            {"p": [{"file": {"filename": "a.csv", "file_data": "x"}}]},
            ("p", 0, "file", "file_data"),
            ("", "a.csv", "filename"),
        ),
        (
            {"p": [{"title": "A", "source": {"media_type": "m/t", "data": "x"}}]},
            ("p", 0, "source", "data"),
            ("m/t", "A", "title"),
        ),
        (
            {"p": [{"document": {"format": "pdf", "name": "A", "source": {"bytes": "x"}}}]},
            ("p", 0, "document", "source", "bytes"),
            ("pdf", "A", "name"),
        ),
        ({"p": [{"inlineData": {"mimeType": "m/t", "data": "x"}}]}, ("p", 0, "inlineData", "data"), ("m/t", "", None)),
        ({"images": ["x"], "name": "outside"}, ("images", 0), ("", "", None)),
        (
            {"p": [{"a": {"b": {"c": {"data": "x"}}, "name": "too far"}}]},
            ("p", 0, "a", "b", "c", "data"),
            ("", "", None),
        ),
        ({"p": [{"filename": 7, "data": "x"}]}, ("p", 0, "data"), ("", "", None)),
    ],
)
def test_type_and_name_stand_in_the_objects_around_a_file(body, path, found) -> None:
    declared, name, at = declared_at(body, path)
    assert (declared, name, at and at[-1]) == found
    if at is not None:
        value = body
        for step in at:
            value = value[step]
        assert value == name


@pytest.mark.parametrize(
    ("dialect", "path"),
    [
        ("openai", ("messages", 0, "content", "file", "file_data")),  # content is no list
        ("openai", ("metadata", "file")),
        ("openai", ("tools", 0, "function", "parameters", "x")),
        ("ollama", ("messages", 0, "images", 0)),
        ("anthropic", ("tools", 0, "source", "data")),
        ("gemini", ("contents", 0, "parts", 0, "fileData", "fileUri")),
        ("bedrock", ("messages", 0, "content", 0, "guardContent", "image", "source", "bytes")),
        ("nobody", ("messages", 0, "content", 0, "file", "file_data")),
    ],
)
def test_where_no_part_of_text_fits_there_is_no_place_for_one(dialect: str, path: tuple[str | int, ...]) -> None:
    body: object = "x"
    for step in reversed(path):
        body = [body] if isinstance(step, int) else {step: body}
    assert text_place(dialect, body, path) is None


def test_a_text_takes_the_place_of_one_part_and_the_body_stays_as_it_was() -> None:
    body = {"model": "m", "messages": [{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "file"}]}]}
    before = json.dumps(body)
    out = text_instead("openai", body, ("messages", 0, "content", 1), "b")
    assert out["messages"][0]["content"] == [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]
    assert json.dumps(body) == before


def test_a_walk_hands_out_files_with_what_stands_around_them_and_lists_them_as_unread() -> None:
    file = {"filename": "a.csv", "file_data": "data:text/csv;base64,YQ=="}
    body = {"model": "m", "messages": [{"role": "user", "content": ["x", {"type": "file", "file": file}]}]}
    walked = walk(body, CHAT)
    (found,) = walked.attachments
    assert found.path == ("messages", 0, "content", 1, "file", "file_data")
    assert (found.kind, found.name, found.role, found.scope) == ("file", "a.csv", "user", "messages[0]")
    assert [segment.text for segment in walked.segments[: found.before]] == ["x", "a.csv"]
    assert [(item.path, item.kind) for item in walked.unscanned] == [(found.path, "file")]
    assert "a.csv" not in repr(found)
    assert "YQ==" not in repr(found)
