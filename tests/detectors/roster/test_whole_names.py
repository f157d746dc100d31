from __future__ import annotations

from detectors.finding import Finding
from detectors.roster.whole_names import with_whole_names

TEXT = "Student: Thessaly Ondine Quillfern Oduya, Rowland Zubrowka"


def finding(value: str, why: str, entity: str = "STUDENT_NAME") -> Finding:
    start = TEXT.index(value)
    return Finding(entity, start, start + len(value), 0.9, why, why)


KNOWN = finding("Thessaly Ondine Quillfern", "roster")
SECOND = finding("Rowland Zubrowka", "roster")


def values(*candidates: Finding) -> list[str]:
    return [TEXT[each.start : each.end] for each in with_whole_names(TEXT, candidates) if each.why == "roster"]


def test_a_longer_candidate_for_the_same_name_lends_its_length() -> None:
    field = finding("Thessaly Ondine Quillfern Oduya", "field", "FAMILY_NAME")
    (roster, _) = with_whole_names(TEXT, [KNOWN, field])
    assert TEXT[roster.start : roster.end] == "Thessaly Ondine Quillfern Oduya"
    assert roster.entity == "STUDENT_NAME"


def test_a_candidate_that_holds_two_names_lends_none() -> None:
    both = finding("Thessaly Ondine Quillfern Oduya, Rowland Zubrowka", "model")
    assert values(KNOWN, SECOND, both) == ["Thessaly Ondine Quillfern", "Rowland Zubrowka"]


def test_what_is_no_name_lends_nothing() -> None:
    assert values(KNOWN, finding("Thessaly Ondine Quillfern Oduya", "format", "ADDRESS")) == [
        "Thessaly Ondine Quillfern"
    ]


def test_without_a_roster_hit_nothing_changes() -> None:
    candidates = [finding("Rowland Zubrowka", "model")]
    assert with_whole_names(TEXT, candidates) is candidates


def test_marks_stay_where_they_are() -> None:
    mark = Finding("term.OPTOUT", KNOWN.start, KNOWN.end, 0.9, "roster", "roster")
    field = finding("Thessaly Ondine Quillfern Oduya", "field")
    assert mark in with_whole_names(TEXT, [KNOWN, mark, field])
