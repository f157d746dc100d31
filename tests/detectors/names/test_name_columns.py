from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        (
            "Name\tTchr\tLunch\nAyaan Warsame\tKe\tF\nGrace Nakamoto\tRo\tP",
            "",
            [("STUDENT_NAME", "Ayaan Warsame"), ("STUDENT_NAME", "Grace Nakamoto")],
        ),
        ("id,child,guardian\n1,Kalani,Pua Mahoe", "", [("STUDENT_NAME", "Kalani"), ("FAMILY_NAME", "Pua Mahoe")]),
        ("| Patient | Dx |\n|---|---|\n| Mrs. Ottilie Fenn (aged 97) | M54 |", "", [("PATIENT_NAME", "Ottilie Fenn")]),
        ("Student\tGr\n\u674e\u601d\u8fdc\t3", "", [("STUDENT_NAME", "\u674e\u601d\u8fdc")]),
        ('SSID,Name,Gr\n7715502983,"Velk, Ana",5', "", [("STUDENT_NAME", "Velk, Ana")]),
        ("Parent\tSSN4\n(adopting) Perpetua Nils\t0473", "", [("FAMILY_NAME", "Perpetua Nils")]),
        ("Item\tBin\nGrace brand gloves\tA-17", "", []),
        ("School\tTotal\nOtter Creek\t12", "", []),
        ("Student\tGr\nTotal\t12", "", []),
        ("Name\tValue\nroom color\tblue", "", []),
        ("Time\tGroup\n9:00\tRaven math", "", []),
        ("test,window,grades\nWaKIDS,2026,K", "", []),
    ],
)
def test_truth(
    people: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """Cells under a header for people are names, whatever their words."""
    assert people(text, context) == expected
