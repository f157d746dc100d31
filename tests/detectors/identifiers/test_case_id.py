from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("cause no. 26-7-01188-4", "", "OTHER_ID.CASE 26-7-01188-4"),
        ("26-7-01188-4", "", "OTHER_ID.CASE 26-7-01188-4"),
        ("cause 26-2-09914-7 SEA", "", "OTHER_ID.CASE 26-2-09914-7 SEA"),
        ("court order 26-2-09914-7", "", "OTHER_ID.CASE 26-2-09914-7"),
        ("case # 2026-SE-0999", "", "OTHER_ID.CASE 2026-SE-0999"),
        ("case number: 00482913", "", "OTHER_ID.CASE 00482913"),
        ("case no. JV-2026-00123", "", "OTHER_ID.CASE JV-2026-00123"),
        ("docket 26-11840", "", "OTHER_ID.CASE 26-11840"),
        ("police report 26-118402", "", "OTHER_ID.CASE 26-118402"),
        ("complaint no. 26-11840", "", "OTHER_ID.CASE 26-11840"),
        ("número de caso 26-11840", "", "OTHER_ID.CASE 26-11840"),
        ("26-11840", "caseNumber", "OTHER_ID.CASE 26-11840"),
        ("in case 3 of 4", "", ""),
        ("in case 12 or more", "", ""),
        ("case 2026", "", ""),
        ("case 11/23/2026", "", ""),
        ("case manager 253-555-4102", "", "PHONE 253-555-4102"),
        ("incident on 11/23/2026", "", ""),
    ],
)
def test_case(seen: Callable[..., str], text: str, context: str, expected: str) -> None:
    """Courts, complaints and police: label and number, and the court's own format."""
    assert seen(text, context) == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("due process file 2026-SE-0093", "2026-SE-0093"),
        ("hearing no. 2026-SE-0093", "2026-SE-0093"),
        ("OAH docket no. 10-2026-OSPI-01933", "10-2026-OSPI-01933"),
        ("mediation file 2026-M-0093", "2026-M-0093"),
        ("due process hearing 2026-SE-0112", "2026-SE-0112"),
        ("due process file cabinet 4", ""),
        ("the hearing file is thick, page 12", ""),
    ],
)
def test_files_of_hearings(found: Callable[..., list[tuple[str, str]]], text: str, value: str) -> None:
    assert found(text) == ([("OTHER_ID.CASE", value)] if value else [])
