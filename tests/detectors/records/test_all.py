from __future__ import annotations

import importlib
import pkgutil
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from detectors import records
from detectors.finding import TERM, is_mark
from detectors.normalize import fold
from detectors.records import lexicon

_FAMILIES = {
    "IDEA",
    "S504",
    "EDREC",
    "EL",
    "MTSS",
    "DISC",
    "EARLY",
    "HLTH",
    "FRL",
    "MCV",
    "CPS",
    "MH",
    "SEXH",
    "IMM",
} | {
    *("P2", "HIPAA", "EMP", "PRIV", "SECPLAN", "PPRA", "FULLDOC"),
}


def test_the_list_is_complete() -> None:
    """Registration is a list one can read; no detector is written and forgotten."""
    found = set()
    for module in pkgutil.iter_modules(records.__path__, f"{records.__name__}."):
        for value in vars(importlib.import_module(module.name)).values():
            if hasattr(value, "find") and hasattr(value, "needs") and isinstance(getattr(value, "name", None), str):
                found.add(value.name)
    assert found == {detector.name for detector in records.ALL}


def test_every_entity_is_a_mark_of_a_known_family() -> None:
    for detector in records.ALL:
        assert detector.version >= 1
        for entity in detector.entities:
            assert entity.startswith(TERM)
            assert entity.split(".")[1] in _FAMILIES


def test_every_family_has_terms() -> None:
    """FULLDOC comes from headings, PPRA from cues; all others have a lexicon of their own or a share in one."""
    told = {tag.partition(".")[0] for tag in lexicon.TAGS}
    assert told | {"PPRA", "FULLDOC"} == _FAMILIES


def test_reported_entities_are_declared() -> None:
    text = """Jordan's IEP: autism, SLP 30 minutes, WISC-V FSIQ 81; 504 plan; F90.2, dx J45; NDC 50458-585-01
\u4ed6\u6709\u54ee\u5598, survey for 8th graders about depression
PRESENT LEVELS: ok

Name,Lunch,GPA,Absences
A. B.,F,1.9,14"""
    for detector in records.ALL:
        found = list(detector.find(text))
        assert found, detector.name
        assert {finding.entity for finding in found} <= set(detector.entities)


_PIECES = st.sampled_from(
    [
        "IEP",
        "504",
        "lunch",
        ": ",
        "\t",
        "\n",
        "F",
        " ",
        "'s ",
        "not",
        "kill herself",
        "survey",
        "students",
        "drugs",
        "\u0130",
        "\u00f1",
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=30).map("".join)))
def test_any_text_gives_valid_marks(text: str) -> None:
    """No text crashes a detector, and every mark is a slice of the text."""
    folded = fold(text).text
    for detector in records.ALL:
        for mark in detector.find(folded):
            assert is_mark(mark)
            assert 0 <= mark.start < mark.end <= len(folded)
            assert 0 < mark.score <= 1


def test_marks_come_in_order_of_place() -> None:
    found = list(records.terms.DETECTOR.find("He has a 504 plan, an IEP goal and asthma; she got suspended."))
    assert all(one.start <= other.start for one, other in pairwise(found))


def test_work_grows_with_the_text_only() -> None:
    """A phrase has a bounded number of words and gaps: text made of first words gives few marks and stays linear."""
    text = "missed " * 2000 + "days"
    marks = list(records.terms.DETECTOR.find(text))
    assert len(marks) < 10
