"""The quick way writes what RFC 8785 says, byte for byte, and leaves to the library what it cannot."""

from __future__ import annotations

import math
from typing import Any

import pytest
import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from proxy.audit import canon
from proxy.audit.canon import canonical_bytes
from proxy.exchange import EventKind

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=25
)


@given(VALUES)
def test_the_bytes_are_those_of_the_library_whatever_is_written(value: Any) -> None:
    try:
        wanted = rfc8785.dumps(value)
    except ValueError:
        with pytest.raises(ValueError):
            canonical_bytes(value)
    else:
        assert canonical_bytes(value) == wanted


@given(st.floats(min_value=0, max_value=1e9).map(lambda each: round(each, 6)) | st.floats())
def test_a_fraction_is_written_as_by_the_library(number: float) -> None:
    assume(math.isfinite(number))
    assert canonical_bytes([number, -number]) == rfc8785.dumps([number, -number])


@pytest.mark.parametrize(
    ("value", "quick"),
    [
        ({"b": 1, "a": ['é\u2028\x7f\x1f"\\/', None, True]}, True),
        ({"kind": EventKind.INTENT, "n": 2**53 - 1}, True),
        ({"n": 1.0}, False),
        ({"ms": 12.345, "share": -0.0001, "most": 123456789.5}, True),
        ({"n": 0.00001}, False),
        ({"n": 1e16}, False),
        ({"n": float("nan")}, False),
        ({"é": 1}, False),
        ({"n": 2**53}, False),
    ],
)
def test_what_goes_the_quick_way(value: Any, quick: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 - a column of the table
    monkeypatch.setattr(canon, "_encode", lambda _: "quick")
    try:
        made = canonical_bytes(value)
    except ValueError:
        made = b""
    assert (made == b"quick") is quick
