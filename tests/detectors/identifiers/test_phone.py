from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("(253) 555-7788", "", [("PHONE", "(253) 555-7788")]),
        ("253.555.7788", "", [("PHONE", "253.555.7788")]),
        ("253/555-7316", "", [("PHONE", "253/555-7316")]),
        ("+1 253 555 6127", "", [("PHONE", "+1 253 555 6127")]),
        ("mom Ann 2535554102", "", [("PHONE", "2535554102")]),
        ("2535554102 (dad)", "", [("PHONE", "2535554102")]),
        ("2535554102", "guardian_phone", [("PHONE", "2535554102")]),
        ("call 555-2947", "", [("PHONE", "555-2947")]),
        ("babcia at +48 601 555 318", "", [("PHONE.INTERNATIONAL", "+48 601 555 318")]),
        ("212-555-0143", "", [("PHONE.FICTITIOUS", "212-555-0143")]),
        ("Tel. (509) 555-9170", "", [("PHONE", "(509) 555-9170")]),
        ("4812093377", "", []),
        ("batch 4812093377 rows", "", []),
        ("2024-2025", "", []),
        ("poison center 1-800-222-1222", "", []),
        ("Special Services, 425-917-7600", "", []),
        ("123-456-7890", "", []),
        ("211-555-7788", "", []),
        ("room 4399", "", []),
        ("invoice 2535554102", "", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """A fixed format, or bare digits beside a word for telephone or a relative."""
    assert found(text, context) == expected
