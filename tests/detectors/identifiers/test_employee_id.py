from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("employee id 48213", "", "OTHER_ID.EMPLOYEE 48213"),
        ("Employee ID: E004821", "", "OTHER_ID.EMPLOYEE E004821"),
        ("emp # 48213", "", "OTHER_ID.EMPLOYEE 48213"),
        ("EE id 48213", "", "OTHER_ID.EMPLOYEE 48213"),
        ("staff id 48213", "", "OTHER_ID.EMPLOYEE 48213"),
        ("personnel no. 48213", "", "OTHER_ID.EMPLOYEE 48213"),
        ("payroll number 48213", "", "OTHER_ID.EMPLOYEE 48213"),
        ("badge 4821", "", "OTHER_ID.EMPLOYEE 4821"),
        ("badge # 48213", "", "OTHER_ID.EMPLOYEE 48213"),
        ("número de empleado 48213", "", "OTHER_ID.EMPLOYEE 48213"),
        ("48213", "empId", "OTHER_ID.EMPLOYEE 48213"),
        ("48213", "employee_number", "OTHER_ID.EMPLOYEE 48213"),
        ("employee handbook 2026", "", ""),
        ("staff 12345", "", ""),
        ("staff numbers 2026", "", ""),
        ("badge ceremony 2026", "", ""),
    ],
)
def test_employee(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Staff and badge numbers by their label."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dolores W (employee T-31877) asked", "OTHER_ID.EMPLOYEE T-31877"),
        ("(emp. 40912) on leave", "OTHER_ID.EMPLOYEE 40912"),
        ("staff: RK40712", "OTHER_ID.EMPLOYEE RK40712"),
        ("worker KL-20931 was hurt", "OTHER_ID.EMPLOYEE KL-20931"),
        ("employees 12045 in all", ""),
        ("the employee W-4 and I-9", ""),
        ("staff ROOM2041", ""),
        ("employee handbook B-1220", ""),
        ("staff 2026 calendar", ""),
    ],
)
def test_the_label_alone(seen: Callable[..., str], text: str, expected: str) -> None:
    """Letters and digits right behind the word for who it is; digits alone in brackets."""
    assert seen(text) == expected
