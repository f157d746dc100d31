"""A JSON Schema in a request: prose is text, names and values are identifiers, bounds stay numbers."""

from __future__ import annotations

from proxy.exchange import Mark, Spelling
from proxy.wire.json_schema import SCHEMA
from proxy.wire.shape import Numbers
from proxy.wire.walk import shape_at, walk

STUDENT = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": ["object", "null"],
    "title": "A student",
    "properties": {
        "grade": {"type": "integer", "minimum": 1, "enum": [4, 5]},
        "Maria Delgado": {"$ref": "#/$defs/person", "default": {"id": "A1"}},
    },
    "required": ["grade", "Maria Delgado"],
    "additionalProperties": False,
    "$defs": {"person": {"type": "string", "format": "date", "maxLength": 9, "pattern": "^x$"}},
    "x-vendor": {"note": "for Maria"},
}


def test_what_is_scanned_and_how() -> None:
    found = [(s.text, s.spelling.value, s.context) for s in walk(STUDENT, SCHEMA).segments]
    assert found == [
        ("A student", "text", ""),
        ("grade", "identifier", ""),
        ("1", "number", "grade"),
        ("4", "number", "grade"),
        ("5", "number", "grade"),
        ("Maria Delgado", "identifier", ""),
        ("#/$defs/person", "identifier", "Maria Delgado"),
        ("id", "identifier", "Maria Delgado"),
        ("A1", "identifier", "id"),
        ("grade", "identifier", ""),
        ("Maria Delgado", "identifier", ""),
        ("person", "identifier", ""),
        ("9", "number", "person"),
        ("^x$", "identifier", "person"),
        ("x-vendor", "identifier", ""),
        ("note", "identifier", "x-vendor"),
        ("for Maria", "text", "note"),
    ]


def test_bounds_stay_numbers_and_values_need_not() -> None:
    at = ("properties", "grade")
    assert shape_at(STUDENT, SCHEMA, (*at, "minimum")).number is Numbers.BOUND
    assert shape_at(STUDENT, SCHEMA, (*at, "enum", 0)).number is Numbers.VALUE


def test_a_property_named_like_a_keyword_is_the_callers() -> None:
    walked = walk({"properties": {"title": {"type": "string"}}}, SCHEMA)
    assert [(s.path, s.spelling) for s in walked.segments] == [(("properties", "title", Mark.KEY), Spelling.IDENTIFIER)]


def test_true_and_false_are_schemas() -> None:
    assert not walk({"items": True, "not": False}, SCHEMA).segments
