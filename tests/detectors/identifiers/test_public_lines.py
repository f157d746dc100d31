"""Numbers right behind an organisation, and those of the people beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "tickets: the Burke Museum of Natural History front desk, (206) 616-3962",
        "OSPI Special Education Guide, (360) 725-6075",
        "Contact the Department of Health, (360) 236-4501",
        "Kitsap Regional Library, (360) 405-9100, has story time",
        "Call the Tacoma Public Library at (253) 280-2800.",
        "Your son Teo's hearing is Monday. The Office of the Education Ombuds, (360) 297-2597, can help.",
        "your daughter may ask the Northwest Justice Project, (206) 464-1519",
    ],
)
def test_an_organisations_number_stays(seen: Callable[..., str], text: str) -> None:
    assert seen(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Dad works at Providence Hospital, (509) 555-4321",
        "Lena Petrov, Spokane Public Library, (509) 555-4321",
        "Jane Doe at Burke Museum, (509) 555-4321",
        "School: Lincoln High School, (509) 555-4321 (mom's cell)",
        "Emergency contact at the Boys and Girls Club Center, (509) 555-4321",
        "Boeing Museum, her cell (509) 555-4321",
        "call Maria at the library, (509) 555-4321",
        "Her employer, Larch Services Inc., (509) 555-4321",
    ],
)
def test_the_number_of_somebody_beside_it_does_not(seen: Callable[..., str], text: str) -> None:
    assert "PHONE (509) 555-4321" in seen(text)
