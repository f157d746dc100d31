"""Secrets that people tell without a colon; passes, buildings and errors are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detectors.identifiers.credential_prose import is_likely, is_strong

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "user", "secret"),
    [
        ("i typed ESD-Guest and the pass Plover-Run4Dusk! twice", "", "Plover-Run4Dusk!"),
        ("then the local admin labdesk04 / p1ne&Moss_337, no luck", "labdesk04", "p1ne&Moss_337"),
        ("log in as svc_scan with Qu!et-Loom91 and reset it", "svc_scan", "Qu!et-Loom91"),
        ("creds for the kiosk: kiosk07 Blu3Finch#55.", "kiosk07", "Blu3Finch#55"),
        ("the router takes admin / Fjord&9Trout but not the AP", "", "Fjord&9Trout"),
        ("contraseña del wifi Gato-Lila91! no sirve", "", "Gato-Lila91!"),
        ("root:t0or-Birch!42 on the old server", "", "t0or-Birch!42"),
        ("the vpn takes the pass Nine-Owls4Tea since Monday", "", "Nine-Owls4Tea"),
        ("I tried kmora3 with pass Tul1p$rain", "kmora3", "Tul1p$rain"),
        ("sub can get in as sub_desk9 / Larch*Thorn7", "sub_desk9", "Larch*Thorn7"),
        ("bus pass Zone-2Adult costs 40", "", ""),
        ("the pass rate was 78% and hall pass B-7 is lost", "", ""),
        ("the admin building/annex2 needs paint", "", ""),
        ("log in at https://portal.example.org/a?b=C3!x", "", ""),
        ("the login page shows error 0x80070005", "", ""),
        ("users mail help-desk2@psesd.example", "", ""),
        ("login; export A=$HOME; b1=$(cat F2!)", "", ""),
        ("R&D2 users like C3-PO", "", ""),
    ],
)
def test_told_secrets(found: Callable[..., list[tuple[str, str]]], text: str, user: str, secret: str) -> None:
    seen = found(text)
    assert [each for entity, each in seen if entity.startswith("CREDENTIAL")] == ([secret] if secret else [])
    assert [each for entity, each in seen if entity == "USERNAME"] == ([user] if user else [])


@pytest.mark.parametrize(
    "value", ["Maple-Run7", "b=Long1Value!", "a.b@c1-d.org", "short1!", "nodigits!here", "12345678!"]
)
def test_a_word_that_is_no_secret_by_itself(value: str) -> None:
    assert not is_strong(value)


@pytest.mark.parametrize(("value", "likely"), [("Maple-Run7", True), ("maple-run7", False), ("Maplerun77", False)])
def test_a_word_that_may_be_one_behind_the_word_password(value: str, *, likely: bool) -> None:
    assert is_likely(value) is likely
