"""The header of the table that an answer is in the middle of."""

from __future__ import annotations

from proxy.transform.table_header import TableHeader


def after(*lines: str) -> TableHeader:
    header = TableHeader()
    text = ""
    for line in lines:
        text += line + "\n"
        header.line_ended(text)
    return header


def test_the_first_line_of_a_block_is_its_header() -> None:
    assert after("Here it is:", "| Name | SSN |", "|---|---|", "| x | y |").text == "| Name | SSN |"
    assert after("a\tb", "1\t2").text == "a\tb"
    assert after("a,b,c", "1,2,3").text == "a,b,c"


def test_prose_and_blank_lines_end_a_table() -> None:
    assert after("| a | b |", "| 1 | 2 |", "That is all.").text == ""
    header = TableHeader()
    header.line_ended("| a | b |\n\n")
    assert header.text == ""


def test_a_very_long_line_is_no_header() -> None:
    assert after("a|" * 200).text == ""


def test_plates_may_have_no_digit() -> None:
    assert after("| Name | Plate |").vanity
    assert not after("| Name | Phone |").vanity
