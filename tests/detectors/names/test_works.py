"""People of books and of products, against children who are called the same."""

from __future__ import annotations

import pytest

from detectors.names.judge import Judge

_ORDER = "vendor,title,author,qty,unit,po\nFollett,{},{},24,6.99,PO-2611\nPerma,New Kid,Jo Vell,3,9.1,PO-2612"
_ESSAYS = "grade,title,author,room\n4,{},{},12\n5,My Dog,Jo Vell,14"
_LIST = "isbn\tauthor\tstudent\n97801\t{}\t{}\n97802\tJo Vell\tAda Pell"


def _is_name(text: str, value: str) -> bool:
    start = text.index(value)
    return Judge(text).is_name(start, start + len(value), why="model", score=0.9)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (_ORDER.format("Stella Reyes Speaks", "Angela Ruiz"), "Angela Ruiz"),
        (_ORDER.format("Charlie Herrera", "Ryan Calder"), "Charlie Herrera"),
        (_LIST.format("Meg Moreno", "Tess Marlow"), "Meg Moreno"),
        ("Show the Song for Charlie videos on day 2.", "Charlie"),
        ("Order the Letters to Maya series for the library.", "Maya"),
        ("Is it Robert's Rules or Roberts Rules?", "Robert"),
        ("Explain Newton's Second Law to grade 5.", "Newton"),
        ("Staff may use Gemini, Copilot or Claude for lessons.", "Claude"),
        ("Compare chatbots: is Claude better?", "Claude"),
        ("The transition test was the Casey Life Skills.", "Casey Life"),
        ("Discussion questions for chapter 7: why does Isabel cry?", "Isabel"),
        ("Write quiz questions on the novel: what does Miguel promise?", "Miguel"),
    ],
)
def test_people_of_works_and_products_are_nobody(text: str, value: str) -> None:
    assert not _is_name(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (_ESSAYS.format("My Summer", "Angela Ruiz"), "Angela Ruiz"),
        (_LIST.format("Meg Moreno", "Tess Marlow"), "Tess Marlow"),
        ("The goals for Charlie are behind.", "Charlie"),
        ("We show videos to Maya every day.", "Maya"),
        ("I told Robert's mother the rules.", "Robert"),
        ("Claude missed 4 days, his mom called.", "Claude"),
        ("Casey Lindholm has life skills class.", "Casey Lindholm"),
        ("Discussion questions for the IEP meeting: why does Isabel cry at drop-off?", "Isabel"),
    ],
)
def test_children_who_are_called_the_same_stay_people(text: str, value: str) -> None:
    assert _is_name(text, value)
