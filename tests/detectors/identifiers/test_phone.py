from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detectors.identifiers import phone

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("text", "context", "expected"),
    [
        ("(253) 555-7788", "", [("PHONE", "(253) 555-7788")]),
        ("253.555.7788", "", [("PHONE", "253.555.7788")]),
        ("253/555-7316", "", [("PHONE", "253/555-7316")]),
        ("+1 253 555 6127", "", [("PHONE", "+1 253 555 6127")]),
        ("mom Ann 2535554102", "", [("PHONE", "2535554102")]),
        ("2535554102 (dad)", "", [("PHONE", "2535554102")]),
        ("2535554102", "guardian_phone", [("PHONE", "2535554102")]),
        ("call 555-2947", "", [("PHONE", "555-2947")]),
        ("babcia at +48 601 555 318", "", [("PHONE.INTERNATIONAL", "+48 601 555 318")]),
        ("212-555-0143", "", [("PHONE.FICTITIOUS", "212-555-0143")]),
        ("844-555-0126", "", [("PHONE.FICTITIOUS", "844-555-0126")]),
        ("911-555-0126", "", [("PHONE.FICTITIOUS", "911-555-0126")]),
        ("844-555-2226", "", []),
        ("911-555-2226", "", []),
        ("Tel. (509) 555-9170", "", [("PHONE", "(509) 555-9170")]),
        ("4812093377", "", []),
        ("batch 4812093377 rows", "", []),
        ("2024-2025", "", []),
        ("poison center 1-800-222-1222", "", []),
        ("Special Services, 425-917-7600", "", []),
        ("123-456-7890", "", []),
        ("211-555-7788", "", []),
        ("room 4399", "", []),
        ("invoice 2535554102", "", []),
    ],
)
def test_truth(
    found: Callable[..., list[tuple[str, str]]], text: str, context: str, expected: list[tuple[str, str]]
) -> None:
    """A fixed format, or bare digits beside a word for telephone or a relative."""
    assert found(text, context) == expected


@pytest.mark.parametrize(
    "text",
    [
        "our main line is (425) 555-0188",
        "call the front office at 253-537-6142",
        "the school's number is 253-537-6142",
        "Crisis hotline: 206-461-3222",
        "Questions? District office (253) 537-6140",
        "Call the attendance line at 253-537-6141 before 9.",
        "Transportation department: 253-537-6143",
        "Help desk 253-537-6144 ext 12",
        "Oficina de la escuela: 253-537-6145",
        "The nurse's office phone is 253-537-6146",
        "office phone number 253-537-6147",
        "Fax for records office: 253-537-6148",
        "suicide prevention lifeline 206-461-3223",
    ],
)
def test_the_line_of_an_office_stays(found: Callable[..., list[tuple[str, str]]], text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Nadia's mom works at the front office, her cell is 253-537-6142",
        "mom called the front office from 253-537-6142",
        "Ruth Velk, office 253-537-6142",
        "Dad's work number 253-537-6142",
        "The school has mom's number as 253-537-6142",
        "Call Ruth at 253-537-6142, not the school",
        "emergency contact aunt 253-537-6142",
        "student phone 253-537-6142",
        "her office line is 253-537-6142",
        "front office told the parent's number: 253-537-6142",
    ],
)
def test_the_number_of_a_person_does_not(found: Callable[..., list[tuple[str, str]]], text: str) -> None:
    assert found(text) == [("PHONE", "253-537-6142")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Call mom at (253) 537-6l42 tonight", "(253) 537-6l42"),
        ("Guardian: Ruth Velk (2S3) 537-6142", "(2S3) 537-6142"),
        ("Ruth Velk, (253) 5O7-6142, wants a call", "(253) 5O7-6142"),
        ("reach me 425.5l7.O142", "425.5l7.O142"),
        ("253-S37-6I42 evenings", "253-S37-6I42"),
    ],
)
def test_a_scanned_number_is_one(found: Callable[..., list[tuple[str, str]]], text: str, value: str) -> None:
    assert found(text) == [("PHONE", value)]


@pytest.mark.parametrize(
    "text", ["model S537-6142", "Bill Ollis Bossie", "SOS-Bil-lIBS", "IS0 253-OIL-SOIL", "part l53-537-6142"]
)
def test_a_word_or_part_of_such_letters_is_none(found: Callable[..., list[tuple[str, str]]], text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("call 206-841-7732 ext. 12", "206-841-7732 ext. 12"),
        ("Mom's work: (253) 841-7732 x4417", "(253) 841-7732 x4417"),
        ("number is 206 841 7732 extension 5, ask", "206 841 7732 extension 5"),
        ("at 425.638.9020 ext 301", "425.638.9020 ext 301"),
        ("cell 2068417732 x12", "2068417732 x12"),
        ("206-841-7732, ext 9", "206-841-7732, ext 9"),
        ("206-841-7732 extra copies", "206-841-7732"),
        ("206-841-7732 or 4", "206-841-7732"),
    ],
)
def test_an_extension_belongs_to_its_number(text: str, number: str) -> None:
    assert number in {text[each.start : each.end] for each in phone.DETECTOR.find(text)}


@pytest.mark.parametrize(
    "text",
    [
        "parents asked: where is order 5097716620?",
        "Confirmation number 4257719033 for the hotel",
        "item 5098812230, SKU 2066618820, UPC 3608812201",
        "call about invoice no. 5093317721",
        "tracking is 2065518830",
        "contact us with reservation # 3609918834",
    ],
)
def test_what_was_ordered_is_none(found: Callable[..., list[tuple[str, str]]], text: str) -> None:
    assert "PHONE" not in {entity for entity, _ in found(text)}


@pytest.mark.parametrize(
    "text",
    ["in order to reach mom call 3609412207", "invoice was late; her cell is 3609412207", "order 3609412207 (mom)"],
)
def test_a_relatives_number_beside_an_order_is_one(found: Callable[..., list[tuple[str, str]]], text: str) -> None:
    assert found(text) == [("PHONE", "3609412207")]
