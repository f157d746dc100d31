"""The quick canonical form is the canonical form."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from proxy.audit.mapping import jcs

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_it_is_what_the_reference_implementation_writes(value: object) -> None:
    assert jcs.dumps(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    "value", [0.0, -0.0, 1.0, 6.0, 0.1, 900.25, 1e-3, 1e-7, 1e15, 1e21, 1e300, 123456.789, 5e-324, 0.00003, -1.5]
)
def test_numbers(value: float) -> None:
    assert jcs.dumps({"n": [value]}) == rfc8785.dumps({"n": [value]})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**53, {"\ud800": 1}])
def test_what_cannot_be_written_is_refused(value: object) -> None:
    with pytest.raises(ValueError):
        jcs.dumps(value)
