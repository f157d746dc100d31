from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("[PERSON_1A_K7QM2] has an IEP", "", []),
        ("PERSON_1A_K7QM2", "", []),
        ("SSN [SSN_1_K7QM2]", "", []),
        ("student id: STUDENT_ID_2_0QX7Z", "", []),
        ("password: [CREDENTIAL_1_AB3DE]", "", []),
        ("[PHONE_12_K7QM2]", "guardian_phone", []),
        ("user [USERNAME_3_K7QM2]", "", []),
        ("[EMAIL_1_K7QM2] and a@example.org", "", [("EMAIL", "a@example.org")]),
        ("PERSON_1A_K7QM2", "password", []),
        ("MRN [MRN_1_77QM2]", "", []),
        ("DOB [DOB_1_K7QM2], SSN 536-90-4399", "", [("SSN", "536-90-4399")]),
        ("[PERSON_1A_K7QM2]", "student_name", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """A placeholder is never a finding, in either spelling."""
    assert found(text, context) == expected
