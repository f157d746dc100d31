from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("ChildPlus ID 77410", "", "OTHER_ID.PROGRAMME 77410"),
        ("child plus # 77410", "", "OTHER_ID.PROGRAMME 77410"),
        ("ELMS 482131", "", "OTHER_ID.PROGRAMME 482131"),
        ("ELMS ID: 482131", "", "OTHER_ID.PROGRAMME 482131"),
        ("MERIT STARS ID 4821317", "", "OTHER_ID.PROGRAMME 4821317"),
        ("STARS ID 4821317", "", "OTHER_ID.PROGRAMME 4821317"),
        ("ECEAP id 48213", "", "OTHER_ID.PROGRAMME 48213"),
        ("Head Start number 48213", "", "OTHER_ID.PROGRAMME 48213"),
        ("WIC id 4821317", "", "OTHER_ID.PROGRAMME 4821317"),
        ("48213", "childplus_id", "OTHER_ID.PROGRAMME 48213"),
        ("48213 is the ChildPlus ID", "", "OTHER_ID.PROGRAMME 48213"),
        ("ChildPlus training on December 9", "", ""),
        ("ChildPlus training 2026", "", ""),
        ("ECEAP slots 2026-2027", "", ""),
        ("stars 4821317", "", ""),
    ],
)
def test_early(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Programmes of early learning and support: label and number."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("DCYF case 1908334", "", "OTHER_ID.DCYF 1908334"),
        ("DCYF intake # 4471902", "", "OTHER_ID.DCYF 4471902"),
        ("FamLink intake 4471902", "", "OTHER_ID.DCYF 4471902"),
        ("FamLink 4471902", "", "OTHER_ID.DCYF 4471902"),
        ("FamLink person id 4471902", "", "OTHER_ID.DCYF 4471902"),
        ("CPS intake 4471902", "", "OTHER_ID.DCYF 4471902"),
        ("CPS referral number: 4471902", "", "OTHER_ID.DCYF 4471902"),
        ("intake # 4471902", "", "OTHER_ID.DCYF 4471902"),
        ("4471902", "famlinkId", "OTHER_ID.DCYF 4471902"),
        ("CPS report in 2026", "", ""),
        ("call DCYF at 866-363-4276", "", ""),
        ("DCYF rule 110-300-0470", "", ""),
        ("intake form", "", ""),
    ],
)
def test_welfare(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Numbers of child welfare."""
    assert seen(text, context) == expected
