"""What one reader could read differently from another is refused, and no message repeats the body."""

from __future__ import annotations

import json

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proxy.errors import BadRequest, InternalError
from proxy.wire.strict_json import parse, serialise

SCALARS = (
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False, allow_infinity=False)
)
JSON = st.recursive(
    SCALARS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@settings(max_examples=50, deadline=None)
@given(body=st.dictionaries(st.text(), JSON), ascii_only=st.booleans())
def test_what_any_writer_wrote_is_read_exactly(body: dict[str, object], ascii_only: bool) -> None:  # noqa: FBT001  # drawn by hypothesis
    raw = json.dumps(body, ensure_ascii=ascii_only, indent=1).encode()
    assert parse(raw) == json.loads(raw)
    assert json.loads(serialise(parse(raw))) == body


REFUSED = {
    "empty": b"",
    "white space": b"  ",
    "invalid UTF-8": b'{"a":"\xff"}',
    "UTF-8 of a surrogate": b'{"a":"\xed\xa0\x80"}',
    "overlong UTF-8": b'{"a":"\xc0\xaf"}',
    "BOM": b"\xef\xbb\xbf{}",
    "UTF-16": '{"a":1}'.encode("utf-16"),
    "NaN": b'{"a":NaN}',
    "Infinity": b'{"a":Infinity}',
    "minus Infinity": b'{"a":-Infinity}',
    "lone surrogate": rb'{"a":"\ud800"}',
    "lone surrogate in a key": rb'{"\udc00":1}',
    "trailing data": b"{} {}",
    "trailing comma": b'{"a":1,}',
    "comment": b'{"a":1}//',
    "single quotes": b"{'a':1}",
    "control character": b'{"a":"\n"}',
    "array": b"[]",
    "string": b'"a"',
    "null": b"null",
    "duplicate key": b'{"a":1,"a":2}',
    "duplicate key, same value": b'{"a":1,"a":1}',
    "duplicate key by escape": rb'{"a":1,"\u0061":2}',
    "duplicate key, deep": b'{"x":[{"y":{"b":1,"c":2,"b":3}}]}',
    "duplicate empty key": b'{"":1,"":2}',
    "duplicate key beside colons in strings": rb'{"::":":\":","a\\":"\\\\","a\\":1}',
    "integer over 64 bits": b'{"a":18446744073709551616}',
    "integer under 64 bits": b'{"a":-9223372036854775809}',
    "very long integer": b'{"a":' + b"1" * 5000 + b"}",
    "overflowing decimal": b'{"a":1e400}',
    "underflowing decimal": b'{"a":1e-400}',
    "underflow spelled out": b'{"a":0.' + b"0" * 400 + b"1}",
    "over-deep": b'{"a":' + b"[" * 64 + b"]" * 64 + b"}",
    "far over-deep": b'{"a":' + b"[" * 1000 + b"]" * 1000 + b"}",
    "100,000 deep": b"[" * 100_000,
    "100,000 objects deep": b'{"a":' * 100_000,
}


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED.keys())
def test_refused(raw: bytes) -> None:
    with pytest.raises(BadRequest) as caught:
        parse(raw)
    assert caught.value.status == 400


READ = {
    "colons and quotes in strings": (rb'{"a:\"b":"c:\\","d\\":":"}', {'a:"b': "c:\\", "d\\": ":"}),
    "largest integer": (b'{"a":18446744073709551615}', {"a": 2**64 - 1}),
    "smallest integer": (b'{"a":-9223372036854775808}', {"a": -(2**63)}),
    "same key in two objects": (b'{"a":{"k":1},"b":{"k":2}}', {"a": {"k": 1}, "b": {"k": 2}}),
    "largest double": (b'{"a":1.7976931348623157e308}', {"a": 1.7976931348623157e308}),
    "zero with exponent": (b'{"a":0e5,"b":-0.0E-9}', {"a": 0, "b": 0}),
    "nearest double": (b'{"a":0.1000000000000000055511151231257827}', {"a": 0.1}),
    "surrogate pair": (rb'{"a":"\ud83d\ude00"}', {"a": "\U0001f600"}),
    "NUL": (rb'{"a":"\u0000"}', {"a": "\0"}),
    "exactly as deep as allowed": (b'{"a":' + b"[" * 63 + b"]" * 63 + b"}", None),
}


@pytest.mark.parametrize(("raw", "tree"), READ.values(), ids=READ.keys())
def test_read(raw: bytes, tree: object) -> None:
    assert parse(raw) == (tree if tree is not None else orjson.loads(raw))


def test_the_depth_limit_is_the_callers() -> None:
    assert parse(b'{"a":[1]}', max_depth=2) == {"a": [1]}
    with pytest.raises(BadRequest, match="deeper than 2"):
        parse(b'{"a":[[]]}', max_depth=2)


def test_a_message_says_where_and_never_what() -> None:
    secret = "Maria-Delgado-123-45-6789"
    for raw in (
        f'{{"{secret}": tru}}',
        f'{{"a": "{secret}" x}}',
        f'{{"{secret}":1,\n  "{secret}":2}}',
        f'{{"a": {secret}}}',
    ):
        with pytest.raises(BadRequest, match=r"line \d+ column \d+") as caught:
            parse(raw.encode())
        assert "Maria" not in repr(caught.value)
        assert "6789" not in caught.value.message
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None


def test_the_second_of_two_equal_keys_is_named() -> None:
    with pytest.raises(BadRequest, match="line 2 column 3"):
        parse(b'{"k":{"k":1},\n  "k":2}')


def test_a_very_large_body_is_refused_without_looking_for_the_place() -> None:
    with pytest.raises(BadRequest) as caught:
        parse(b'{"a":"' + b"x" * (1 << 20) + b'","a":1}')
    assert "line" not in caught.value.message


def test_a_tree_that_is_not_json_is_our_own_failure() -> None:
    with pytest.raises(InternalError):
        serialise({"a": object()})
    with pytest.raises(InternalError):
        serialise({"a": "\ud800"})
