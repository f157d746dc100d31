# ruff: noqa: RUF001  # the letters of other scripts are meant
"""Accounts behind the names of messengers, in the scripts of the families who use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.identifiers import messenger

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("мой вайбер @olena.k77", "@olena.k77"),
        ("напишите в телеграм @dimka_spb", "@dimka_spb"),
        ("мой ватсап: oksana_t1985", "oksana_t1985"),
        ("інстаграм: @taras.kozak", "@taras.kozak"),
        ("nhắn qua zalo: hoa_pham88", "hoa_pham88"),
        ("Kakao is minjun.p91", "minjun.p91"),
        ("카톡 아이디 jimin_mom77", "jimin_mom77"),
        ("微信号lihua_2010是妈妈的", "lihua_2010"),
        ("WeChat lihua_mama2012", "lihua_mama2012"),
        ("Line id: haruka.mm77", "haruka.mm77"),
        ("messenger @rosa.q", "@rosa.q"),
        ("QQ id 1029384756", "1029384756"),
        ("واتساب: samira_k90", "samira_k90"),
    ],
)
def test_an_account_behind_a_messenger(seen: Callable[..., str], text: str, value: str) -> None:
    assert seen(text) == f"USERNAME {value}"


@pytest.mark.parametrize(
    "text",
    [
        "post it on Messenger and Line this week",
        "on line 24 change foo_1 to bar_2",
        "the signal sig_kill9 was sent",
        "update WeChat to v8.0.32",
        "a WhatsApp group for parents",
        "download zalo.exe",
        "телеграм канал школы",
    ],
)
def test_the_messenger_itself_is_none(seen: Callable[..., str], text: str) -> None:
    assert seen(text) == ""


@given(st.text(alphabet="@._ab1 :微信номер카톡zalo", max_size=40))
def test_any_text_gives_valid_places(text: str) -> None:
    for finding in messenger.DETECTOR.find(text):
        assert 0 <= finding.start < finding.end <= len(text)
