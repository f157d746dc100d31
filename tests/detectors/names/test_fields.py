from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("Student: Marq Delacroix-Young   SSID: 1", "", [("STUDENT_NAME", "Marq Delacroix-Young")]),
        (
            '{"legalFirst": "Nh\u1eadt", "legalLast": "Tr\u01b0\u01a1ng"}',
            "",
            [("STUDENT_NAME", "Nh\u1eadt"), ("STUDENT_NAME", "Tr\u01b0\u01a1ng")],
        ),
        ("fname='Oluwa' AND", "", [("STUDENT_NAME", "Oluwa")]),
        ("upper(lname)='MBEKI-STRAND'", "", [("STUDENT_NAME", "MBEKI-STRAND")]),
        ('"guardian": "Berta Velk"', "", [("FAMILY_NAME", "Berta Velk")]),
        ("Patient name: Olin March", "", [("PATIENT_NAME", "Olin March")]),
        ("Nadia Velk", "student_name", [("STUDENT_NAME", "Nadia Velk")]),
        ("maria delgado", "firstName", [("STUDENT_NAME", "maria delgado")]),
        ("Parents: Halyna and Taras Velk", "", [("FAMILY_NAME", "Halyna"), ("FAMILY_NAME", "Taras Velk")]),
        ("Madre: Rosa Velk | Tel\u00e9fono: 5", "", [("FAMILY_NAME", "Rosa Velk")]),
        ("nombre del alumno: Ana Velk", "", [("STUDENT_NAME", "Ana Velk")]),
        ("please email the guardian: Rosa Velk", "", [("FAMILY_NAME", "Rosa Velk")]),
        ("student:\n  name: Ana Velk\n  school: Fir", "", [("STUDENT_NAME", "Ana Velk")]),
        ('12:04 INFO student_name="Ana Velk" code=4', "", [("STUDENT_NAME", "Ana Velk")]),
        ("School name: Fir Hollow", "", []),
        ("Teacher: see schedule", "", []),
        ('{"name": "send_reminder"}', "", []),
        ('"student_name": {"type": "string"}', "", []),
        ("name: Referral Form", "", []),
        ("Parent: see above", "", []),
        ("last_name text,", "", []),
        ("Student: yes", "", []),
    ],
)
def test_truth(
    people: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """A field that is labelled as a name holds one."""
    assert people(text, context) == expected
