"""Digits in words, scattered, misread and spaced out: each by what it is read as."""

from __future__ import annotations

import pytest

from detectors.decoding.misread import misread
from detectors.decoding.number_words import WORDS, Number, value
from detectors.decoding.scattered import scattered
from detectors.decoding.spaced import spaced
from detectors.decoding.spoken import spoken
from detectors.decoding.structure import as_date, dashed, dated, formed


def readings(layers) -> set[tuple[str, str]]:
    return {(change.text, change.kind) for layer in layers for change in layer}


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("four one two", "412"),
        ("sixty eight", "68"),
        ("double five", "55"),
        ("triple zero one", "0001"),
        ("four twelve", "412"),
        ("two thousand sixteen", "2016"),
        ("two thousand three", "2003"),
        ("twenty sixteen", "2016"),
        ("four hundred twelve", "412"),
        ("four hundred", "400"),
        ("fourteenth", "14"),
        ("dos mil dieciséis", "2016"),
        ("treinta dos", "32"),
        ("doble cinco", "55"),
        ("oh 12 nine", "0129"),
    ],
)
def test_words_say_digits(said: str, digits: str) -> None:
    number = Number()
    for word in said.split():
        number.take(word)
    assert number.digits == digits


def test_every_word_has_a_value_or_multiplies() -> None:
    assert {word for word in WORDS if value(word) == 0} <= {
        "zero", "oh", "o", "nought", "naught", "cero", "thousand", "mil", "double", "doble", "triple", "treble"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "reading", "kind"),
    [
        ("it is five three six, nine oh, four three double nine", "536-90-4399", "digits"),
        ("five three six dash nine zero dash four three nine nine", "536-90-4399", "digits"),
        ("cinco tres seis nueve cero cuatro tres nueve nueve", "536-90-4399", "digits"),
        ("two five three five five five two nine four seven", "253-555-2947", "digits"),
        ("pin is four one two oh", "4120", "weak"),
        ("536 dash 90 dash 4399", "536-90-4399", "digits"),
        ("quinientos treinta y seis, noventa, cuatro mil trescientos noventa y nueve", "536-90-4399", "digits"),
        ("5 three 6 nine 0 four 3 nine 9", "536904399", "weak"),
        ("fourteenth, two thousand sixteen", "14, 2016", "weak"),
        ("three slash fourteen slash two thousand sixteen", "3/14/2016", "weak"),
        ("three one four two zero one six", "3/14/2016", "weak"),
        ("five thirty-six ninety forty-three ninety-nine", "536-90-4399", "digits"),
    ],
)
def test_spoken_numbers(text: str, reading: str, kind: str) -> None:
    assert (reading, kind) in readings(spoken(text))


@pytest.mark.parametrize(
    "text",
    [
        "one, two, three, four, five, six, seven, eight, nine, ten",
        "uno dos tres cuatro cinco seis siete ocho nueve diez",
        "nine eight seven six five four three two one zero",
        "ten twenty thirty forty fifty sixty seventy eighty",
    ],
)
def test_counting_needs_a_label(text: str) -> None:
    assert {kind for _, kind in readings(spoken(text))} <= {"weak"}


@pytest.mark.parametrize("text", ["one or two of them", "twenty-one students", "3 of the 4", "once upon a time", "two"])
def test_a_few_number_words_are_no_number(text: str) -> None:
    assert readings(spoken(text)) == set()


@pytest.mark.parametrize(
    ("text", "reading", "kind"),
    [
        ("536_90_4399", "536-90-4399", "digits"),
        ("5 3 6 - 9 0 - 4 3 9 9", "536-90-4399", "digits"),
        ("536 \u00b7 90 \u00b7 4399", "536-90-4399", "digits"),
        ("536\n90\n4399", "536-90-4399", "weak"),
        ("536\n- 90\n- 4399", "536-90-4399", "weak"),
        ("536, 90, 4399", "536-90-4399", "weak"),
        ("253*555*2947", "253-555-2947", "digits"),
        ("ssn 53_690_43_99", "536904399", "labelled"),
        ("dob: 3_14_2016", "3/14/2016", "labelled"),
        ("ssid 4 8 1 2 0 9 3 3 7 7", "4812093377", "weak"),
    ],
)
def test_scattered_digits(text: str, reading: str, kind: str) -> None:
    found = readings(scattered(text))
    assert (reading, kind) in found or (kind == "labelled" and (reading, "weak") in found)


@pytest.mark.parametrize(
    "text", ["536-90-4399", "call 253.555.2947", "(253) 555-2947", "7:05 7:12 7:19", "ratio 3-7-1 for 49", "12 34"]
)
def test_what_is_not_scattered(text: str) -> None:
    assert "digits" not in {kind for _, kind in readings(scattered(text))}


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("ssn 5E6-9O-4399", None),
        ("ssn 536-9O-4E99", None),
        ("ssn 536-9O-43gg", "536-90-4399"),
        ("her SSID is 48l2O93377 now", "4812093377"),
        ("phone (2O6) 34A", None),
        ("phone (2O6) 344-3766", "(206) 344-3766"),
        ("flight l8 and O12", None),
        ("her id is solid", None),
        ("SSID: 48l2093377   DOB 03-14-2016", "4812093377"),
        ("SSID: 4812093377   DOB 03-14-2016", None),
    ],
)
def test_letters_for_digits_need_a_label(text: str, reading: str | None) -> None:
    found = [change.text for change in misread(text)]
    assert reading in found if reading else not any(sum(map(str.isdigit, each)) >= 7 for each in found)


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("j a n e @ e x a m p l e . o r g", "jane@example.org"),
        ("S S N 5 3 6 9 0 4 3 9 9", "SSN 536904399"),
        ("jane.doe (at) example (dot) org", "jane.doe@example.org"),
        ("jane dot doe at example dot org", "jane.doe@example.org"),
        ("jane.doe [arroba] example [punto] org", "jane.doe@example.org"),
        ("DE89.3704.0044.0532.0130.00", "DE89370400440532013000"),
        ("plate ABC_1234", "ABC1234"),
    ],
)
def test_spaced_values(text: str, reading: str) -> None:
    assert reading in {text for text, _ in readings(spaced(text))}


@pytest.mark.parametrize(
    "text", ["look at example one and dot it", "Meet at noon dot on the dot", "@functools.cache", "see RCW 42.56.590"]
)
def test_what_is_not_spaced(text: str) -> None:
    assert readings(spaced(text)) == set()


def test_forms_of_numbers() -> None:
    assert dashed("536904399") == "536-90-4399"
    assert dashed("12535552947") == "1-253-555-2947"
    assert dashed("12345") is None
    assert formed(["536", "90", "4399"]) == "536-90-4399"
    assert formed(["53", "690", "4399"]) is None
    assert dated(["3", "14", "2016"]) == "3/14/2016"
    assert as_date("3142016") == "3/14/2016"
    assert as_date("9992016") is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("SSlD 48l2O93377", ["SSID", "4812093377"]),
        ("Student lD: 3O4981", ["ID", "304981"]),
        ("SS|D 4812093377", ["SSID", "4812093377"]),
        ("M.R.N. 00l82S4", ["0018254"]),
        ("1D arrays are fun", []),
        ("Student lDs are listed", []),
    ],
)
def test_a_label_is_misread_like_its_number(text: str, read: list[str]) -> None:
    assert [change.text for change in misread(text)] == read
