from __future__ import annotations

import pytest

from detectors.decoding.escapes import PATTERN, escapes
from detectors.identifiers.pattern import compile_pattern

WORTH = compile_pattern(PATTERN)


def applied(text: str) -> str:
    out, position = [], 0
    for change in escapes(text):
        assert WORTH.search(text) is not None
        out += [text[position : change.start], change.text]
        position = change.end
    return "".join([*out, text[position:]])


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("&#53;&#x33;6&commat;", "536@"),
        ("&#53 6", "5 6"),
        ("a&nbsp;b&ntilde;", "a b\u00f1"),
        ("%35%33%2D6 caf%C3%A9 x%E9", "53-6 caf\u00e9 x%E9"),
        (r"\u0035\x33\u{36}\U00000037\063", "53673"),
        (r"caf\xc3\xa9", "caf\u00e9"),
        (r"\ud835\udfd2", "4"),
        (r"5\u200b3", "53"),
        (r"say\nSSN", "say\nSSN"),
        ("=35=33=36", "536"),
        ("Content-Transfer-Encoding: quoted-printable x=3D5", "Content-Transfer-Encoding: quoted-printable x=5"),
        ("536-=\n90=2D4399", "536-90-4399"),
        ("U+0035 U+0033 U+0036", "536"),
        ("5<b>3</b>6<!-- x -->-90", "536-90"),
        ("<td>5</td><td>3</td>", "<td>5</td><td>3</td>"),
        (r"j\_doe\@x", "j_doe@x"),
        ("%u0035%u0033", "53"),
    ],
)
def test_what_is_undone(text: str, plain: str) -> None:
    assert applied(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "x=10; y=20",
        "100% of 5 & 6",
        r"print('done\n')",
        r"C:\users\notes"[:8],
        "AT&T; R&D",
        "&unknown;",
        "&#0;",
        r"\d{3}-\w+",
        "u+4 and U+ 0035",
        "%zz %5",
    ],
)
def test_what_is_no_escape(text: str) -> None:
    assert applied(text) == text


def test_a_percent_run_that_is_no_text_stays() -> None:
    assert escapes("%FF%FE%00%C3") == []


def test_each_escape_keeps_its_place() -> None:
    changes = escapes("a%35b&#51;")
    assert [(change.start, change.end, change.text) for change in changes] == [(1, 4, "5"), (5, 10, "3")]
    assert "5" not in repr(changes[0]).replace("Change(1, 4, <1 chars>, escape)", "")
