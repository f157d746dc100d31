"""How a JSON Schema inside a body is read (tool parameters, response formats).

Prose in it (title, description) is text; names and values (property names, enum, const, default, examples) are
scanned and replaced in the identifier form, so that a property and its entry in ``required`` stay equal; numbers in
keywords such as ``minimum`` are scanned, but a string may not stand there. The label of a value is the property that
it belongs to: ``{"ssn": {"const": "..."}}`` is labelled "ssn".
"""

from __future__ import annotations

from typing import Final

from proxy.wire.shape import Numbers, Shape, name, one_of, text

_VALUE: Final = Shape(name, label=False, others=Shape(name))
_PROSE: Final = Shape(text, label=False)
_NAMES: Final = Shape(name, label=False)
_COUNT: Final = Shape(number=Numbers.BOUND, label=False)
_TYPES: Final = ("string", "number", "integer", "boolean", "object", "array", "null")
_TYPE: Final = Shape(one_of(*_TYPES, *(kind.upper() for kind in _TYPES)), label=False)
"""In lower case, or as Gemini writes them."""
_FORMAT: Final = Shape(
    one_of(
        *("date-time", "date", "time", "duration", "email", "idn-email", "hostname", "ipv4", "ipv6", "uuid", "uri"),
        *("uri-reference", "iri", "regex", "json-pointer", "int32", "int64", "float", "double", "byte", "binary"),
    ),
    label=False,
)

_fields: Final[dict[str, Shape]] = {}
SCHEMA: Final = Shape(name, fields=_fields, label=False)
"""A schema; where one is expected, ``true`` and ``false`` may stand too."""

_NAMED: Final = Shape(others=SCHEMA, label=False)
"""Schemas under names the caller chose: each name is scanned and labels what is below."""
_NAMED_NAMES: Final = Shape(name, others=_NAMES, label=False)

_fields.update(
    {
        **dict.fromkeys(("title", "description", "$comment"), _PROSE),
        **dict.fromkeys(("enum", "const", "default", "examples", "example"), _VALUE),
        **dict.fromkeys(
            (
                "required",
                "propertyOrdering",
                "$ref",
                "$id",
                "$anchor",
                "pattern",
                "contentEncoding",
                "contentMediaType",
            ),
            _NAMES,
        ),
        "$schema": Shape(
            one_of("https://json-schema.org/draft/2020-12/schema", "http://json-schema.org/draft-07/schema#"),
            label=False,
        ),
        "type": _TYPE,
        "format": _FORMAT,
        **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), _COUNT),
        **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), _COUNT),
        **dict.fromkeys(("minContains", "maxContains"), _COUNT),
        **dict.fromkeys(("properties", "patternProperties", "$defs", "definitions", "dependentSchemas"), _NAMED),
        "dependentRequired": _NAMED_NAMES,
        **dict.fromkeys(("items", "prefixItems", "additionalItems", "contains", "unevaluatedItems"), SCHEMA),
        **dict.fromkeys(("additionalProperties", "unevaluatedProperties", "propertyNames"), SCHEMA),
        **dict.fromkeys(("anyOf", "allOf", "oneOf", "not", "if", "then", "else"), SCHEMA),
        **dict.fromkeys(("uniqueItems", "deprecated", "readOnly", "writeOnly", "nullable", "strict"), _NAMES),
    }
)
