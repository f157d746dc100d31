from __future__ import annotations

import base64
import hashlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.decoding.blocks import PATTERN, blocks, codes, read_base64
from detectors.identifiers.pattern import compile_pattern

WORTH = compile_pattern(PATTERN)
SAID = "her number is 536-90-4399"
RANDOM = random.Random(7)


def b64(text: str, encoding: str = "utf-8") -> str:
    return base64.b64encode(text.encode(encoding)).decode()


@pytest.mark.parametrize(
    ("token", "plain"),
    [
        (b64(SAID), SAID),
        (b64(SAID).rstrip("="), SAID),
        (base64.urlsafe_b64encode("a?b>c~ ok \u00ff\u00fe so".encode()).decode(), "a?b>c~ ok \u00ff\u00fe so"),
        (b64("Jos\u00e9 Mu\u00f1oz Pe\u00f1a"), "Jos\u00e9 Mu\u00f1oz Pe\u00f1a"),
        (b64(SAID, "utf-16-le"), SAID),
        (b64("\u0410\u043d\u043d\u0430 \u041f\u0435\u0442\u0440\u043e\u0432\u0430"), "\u0410\u043d\u043d\u0430 \u041f\u0435\u0442\u0440\u043e\u0432\u0430"),  # noqa: E501  one case, one line
        (b64("\uff15\uff13\uff16\uff0d\uff19\uff10"), "536-90"),
        (base64.b32encode(SAID.encode()).decode(), SAID),
        (SAID.encode().hex(), SAID),
        (SAID.encode().hex(" "), SAID),
        (SAID.encode().hex(":").upper(), SAID),
        (" ".join(f"0x{byte:02x}" for byte in SAID.encode()), SAID),
        (" ".join(f"{byte:08b}" for byte in SAID.encode()), SAID),
        ("".join(f"{byte:08b}" for byte in SAID.encode()), SAID),
    ],
)  # fmt: skip
def test_a_block_is_read_wherever_it_stands(token: str, plain: str) -> None:
    text = f"see {token}, please"
    assert WORTH.search(text) is not None
    assert [(text[each.start : each.end], each.text) for each in blocks(text)] == [(token, plain)]


def test_decimal_codes_are_read() -> None:
    assert [each.text for each in codes(" ".join(str(byte) for byte in SAID.encode()))] == [SAID]


def test_lines_of_mail_are_one_block() -> None:
    wrapped = base64.encodebytes((SAID + " and more of it ").encode() * 6).decode().strip()
    assert "\n" in wrapped
    assert [(each.start, each.end) for each in blocks(wrapped)] == [(0, len(wrapped))]


def test_a_block_in_a_path_or_query_is_read_alone() -> None:
    token = b64(SAID).rstrip("=")
    text = f"https://example.org/v1/{token}/x?ref={token}"
    assert [text[each.start : each.end] for each in blocks(text)] == [token, token]


@pytest.mark.parametrize(
    "text",
    [
        "interdisciplinary accommodations and responsibilities",
        "get_student_enrollment_history(school_year)",
        hashlib.sha256(b"x").hexdigest(),
        hashlib.sha1(b"y", usedforsecurity=False).hexdigest(),
        base64.b64encode(RANDOM.randbytes(4_000)).decode(),
        "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n" + RANDOM.randbytes(3_000)).decode(),
        "eyJhbGciOiJIUzI1NiJ9.eyJuYW1lIjoiSm9yZGFuIn0.x9_Qm4ZrT0bVqJ7sWc2f",
        "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "00:1b:44:11:3a:b7",
        "ACCOMMODATIONS RESPONSIBILITIES",
    ],
)
def test_what_is_no_readable_block(text: str) -> None:
    assert blocks(text) == []


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=8, max_size=80))
@settings(max_examples=200, deadline=None)
def test_ascii_in_base64_always_passes_the_first_look(text: str) -> None:
    token = b64(text)
    assert WORTH.search(f" {token} ") is not None
    assert read_base64(token) == text


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_handled(data: bytes) -> None:
    for token in (base64.b64encode(data).decode(), data.hex(), base64.b32encode(data).decode()):
        assert all(0 <= each.start < each.end <= len(token) for each in blocks(token))
