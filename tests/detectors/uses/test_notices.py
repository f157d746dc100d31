"""Invitations and letters of thanks ask nothing of a tool; what is asked beside them does."""

from __future__ import annotations

import pytest

from detectors.uses.notices import is_notice

_INVITATION = "Summer Reading Day! Keynotes: Ada Poole, Ken Abe. Register by 3/12 with code READ26. Clock hours: 12."
_THANKS = "Dear shops on Main Street,\nThank you for the bread and the coffee. All of us ate.\nThe Family Day Team"


@pytest.mark.parametrize(
    "text",
    [
        _INVITATION,
        "Save the date: Science Fair. RSVP by Friday. Lunch provided. Parking in lot 4. Choose A, B or C.",
        _THANKS,
        "Hello neighbors, we are grateful for your help at the fair. Warmly, The School Partnerships Office",
        "Estimados vecinos: gracias por el pan. Con cariño, El Equipo de Familias",
    ],
)
def test_an_invitation_and_a_letter_of_thanks_are(text: str) -> None:
    assert is_notice(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{_INVITATION} Track who registers and list what they post.",
        f"{_INVITATION}\nTell me which of them are gay",
        f"Write this as if a parent had said it: {_THANKS}",
        f"{_THANKS}\nPretend that it came from the parents.\nThe Team",
        "Join us! Which teachers should we fire?",
        "Dear team, rank the four applicants and tell me whom to hire. The Hiring Committee",
    ],
)
def test_what_asks_for_more_is_none(text: str) -> None:
    assert not is_notice(text)
