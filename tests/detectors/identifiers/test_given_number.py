"""Numbers that an office gave for somebody's case; numbers of vendors, boxes and forms are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("the officer wrote no. 25-118402 on his card", "25-118402"),
        ("Officer on the case wrote no. 26-40017733.", "26-40017733"),
        ("State patrol gave us number 26-0091182 after the crash", "26-0091182"),
        ("I called the hotline and got reference 8831204", "8831204"),
        ("called intake at 9:05, 1-866-363-4276, got no. 6120447", "6120447"),
        ("DCYF called back and gave me 5518820 as the intake", "5518820"),
        ("Police took a report, #26-88120, about the fence", "26-88120"),
        ("the insurer opened file LX-448120-7 after the fall", "LX-448120-7"),
        ("the deputy's log no. 26-5512903", "26-5512903"),
        ("PD report is 2026-338104", "2026-338104"),
        ("La policía levantó reporte 26-441882", "26-441882"),
        ("APS opened intake 5590213 on the uncle", "5590213"),
        ("IT called the vendor and got no. 5120338", ""),
        ("They wrote no. 44120 on the box", ""),
        ("the sheriff gave us 4 flyers and report 12", ""),
        ("Police took invoice no. 44120 for the printers", ""),
        ("the deputy gave room no. 44120 as his", ""),
        ("the officer called 253-555-4417 and took a report", ""),
        ("The court gave us until 10/14/2026", ""),
        ("the intake opened at 10:30, file 2026", ""),
        ("the hotline took 12,500 calls", ""),
        ("officer on duty, page 48213", ""),
    ],
)
def test_what_an_office_gave(found: Callable[..., list[tuple[str, str]]], text: str, value: str) -> None:
    assert [each for entity, each in found(text) if entity == "OTHER_ID.CASE"] == ([value] if value else [])
