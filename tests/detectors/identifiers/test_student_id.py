from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("SSID 4812093377", "", [("STUDENT_ID.WA_SSID", "4812093377")]),
        ("SSID 1234567893", "", [("STUDENT_ID.WA_SSID", "1234567893")]),
        ("SSID: 4111111111", "", [("STUDENT_ID.WA_SSID", "4111111111")]),
        ("student ID: 304981", "", [("STUDENT_ID", "304981")]),
        ("student # 0094417", "", [("STUDENT_ID", "0094417")]),
        ("Orson's student number is 218846 for", "", [("STUDENT_ID", "218846")]),
        ("lunch PIN 48213", "", [("STUDENT_ID", "48213")]),
        ('"stateId": "80122-64460"', "", [("STUDENT_ID.WA_SSID", "80122-64460")]),
        ("4812093377", "student_id", [("STUDENT_ID", "4812093377")]),
        ("304981", "studentId", [("STUDENT_ID", "304981")]),
        ("WHERE ssid='2297604418' AND", "", [("STUDENT_ID.WA_SSID", "2297604418")]),
        ("ChildPlus ID 77410", "", [("OTHER_ID", "77410")]),
        ("FamLink intake 4471902", "", [("OTHER_ID", "4471902")]),
        ("cause no. 26-7-01188-4", "", [("OTHER_ID.CASE", "26-7-01188-4")]),
        ("SSID: PSESD-Guest", "", []),
        ("ssid char(10)", "", []),
        ("4812093377", "", []),
        ("ssid must be 10 digits", "", []),
        ("ChildPlus training on December 9", "", []),
        ("bus 304", "", []),
        ("in case 3 of 4", "", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """A label makes a number a student's, whatever checksum it passes."""
    assert found(text, context) == expected
