"""How a string at a described place is accounted for."""

from __future__ import annotations

import base64
import hashlib

import pytest

from proxy.exchange import Spelling
from proxy.wire import shape
from proxy.wire.shape import NAME, STRUCTURAL, TEXT

PLAIN_IDS = ["call_abc123", "a1", "toolu_01A09q90qw90lq917835lq9"[:24], "fc-1:2.3", "call_aZ-9_" + "x" * 54]
ODD_IDS = [
    "",
    "two words",
    "maria@example.org",
    "1234567",
    "call_1234567",
    "123-45-6789",
    "call_123-45-6789",
    "1.2.3.4.5.6.7",
    "x" * 65,
    "call\u200b1",
    "\uff11\uff12\uff13\uff14\uff15\uff16\uff17",
    "call_a\n",
    "María",
    "Marisol",
    "marisol_ochoa",
]


@pytest.mark.parametrize("value", PLAIN_IDS)
def test_a_plain_id_is_structural(value: str) -> None:
    assert shape.reference(value) is STRUCTURAL


@pytest.mark.parametrize("value", ODD_IDS)
def test_an_id_that_could_carry_a_value_is_scanned(value: str) -> None:
    assert shape.reference(value).spelling is not None


@pytest.mark.parametrize("value", ["chatcmpl-0123456789", "gpt-4o-2024-08-06", "org/Model-8B:free", "fp_1"])
def test_an_answers_id_may_have_digits(value: str) -> None:
    assert shape.made_id(value) is STRUCTURAL


@pytest.mark.parametrize("value", ["", "123-45-6789", "maria@example.org", "two words", "é1"])
def test_an_answers_id_is_no_free_text(value: str) -> None:
    assert shape.made_id(value).spelling is not None


def test_enums_are_structural_only_as_known() -> None:
    read = shape.one_of("auto", "none")
    assert read("auto") is STRUCTURAL
    assert read("AUTO") is NAME
    assert read("auto none") is TEXT


@pytest.mark.parametrize("value", ["web_search", "web_search_20250305", "web_search_2025_03_11"])
def test_a_type_may_have_a_version(value: str) -> None:
    assert shape.versioned("web_search")(value) is STRUCTURAL


@pytest.mark.parametrize("value", ["Marisol", "web_search_20150305", "web_search_4575554", "born_20250305"])
def test_a_type_is_no_free_text(value: str) -> None:
    assert shape.versioned("web_search")(value).spelling is not None


def test_what_is_sealed_is_base64_of_some_length() -> None:
    made = base64.b64encode(hashlib.sha512(b"seed").digest()).decode()
    assert shape.sealed(made) == shape.Verdict(kind="sealed")
    assert shape.sealed(base64.urlsafe_b64encode(hashlib.sha512(b"3").digest()).decode()).kind == "sealed"


@pytest.mark.parametrize(
    "value",
    [
        "Marisol",
        "SSN 536-90-4399",
        "x" * 63,
        "x" * 64 + "-536-90-4399-" + "x" * 64,
        "x" * 64 + " ",
        "Maria-Delgado-of-grade-3-has-an-IEP-and-lives-in-foster-care-at-home",
    ],
)
def test_text_in_the_place_of_what_is_sealed_is_scanned(value: str) -> None:
    assert shape.sealed(value).spelling is not None


def test_unknown_strings_are_text_when_they_have_two_words() -> None:
    assert shape.unknown("one") is NAME
    assert shape.unknown(" one ") is NAME
    assert shape.unknown("one two") is TEXT


def test_a_picture_where_nobody_expects_one_is_no_text() -> None:
    assert shape.unknown("data:image/png;base64,AAAA") == shape.Verdict(Spelling.IDENTIFIER, "file", carries=True)
    assert shape.unknown("data:text/plain,Maria") is NAME


def test_links() -> None:
    read = shape.link("image")
    assert read("data:image/png;base64,AAAA") == shape.Verdict(kind="image", carries=True)
    assert read("DATA:image/png;BASE64,AAAA") == shape.Verdict(kind="image", carries=True)
    assert read("data:text/plain,Maria%20Delgado") == shape.Verdict(Spelling.IDENTIFIER, "image", carries=True)
    assert read("https://example.org/maria.png") == shape.Verdict(Spelling.IDENTIFIER, "remote_url")
    assert read("anything else") == shape.Verdict(Spelling.IDENTIFIER, "remote_url")


def test_a_file_s_content_is_an_attachment_and_a_server_is_not_mere_content() -> None:
    assert shape.inline("audio")("AAAA") == shape.Verdict(kind="audio", carries=True)
    assert not shape.opaque("numbers")("AAAA").carries
    assert shape.server("https://mcp.example.org") == shape.Verdict(Spelling.IDENTIFIER, "remote_server")


def test_stored_content_is_unscanned_and_its_odd_ids_are_scanned_too() -> None:
    read = shape.stored("file")
    assert read("file-abc1") == shape.Verdict(kind="file")
    assert read("file of maria@example.org") == shape.Verdict(Spelling.IDENTIFIER, "file")


def test_the_default_shape_scans_everything() -> None:
    below, known = shape.ANYTHING.member("x")
    assert (below, known) == (shape.ANYTHING, False)
    assert shape.ANYTHING.item() is shape.ANYTHING
    assert shape.ANYTHING.string("x").spelling is not None
    assert shape.ANYTHING.number is shape.Numbers.VALUE
