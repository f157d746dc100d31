from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.identifiers import ALL
from detectors.prefilter import Prefilter

if TYPE_CHECKING:
    import pytest

_SHARED = Prefilter(ALL)
_PIECES = st.sampled_from(
    [
        "SSN ",
        "536-90-4399",
        "card ",
        "4111 1111 1111 1111",
        "mom ",
        "2535557788",
        "DOB: ",
        "3/14/2016",
        "password: ",
        "hunter2x",
        "a@b.example",
        "\n",
        "\t",
        "student id ",
        "304981",
        "MRN ",
        "00482913",
        "12 Elm St",
        " WA 98002 ",
        "é",
        "李",
        "plain words ",
        "\U0001f600",
        "sk-abcdefghijklmnop1",
        "VIN ",
        "1M8GDM9AXKP042788",
        ", ",
        "plate BXK4721",
        "73.19.44.8 ",
        "born May 3, 2015 ",
        "routing 125000024 ",
        "user bob_1 ",
        "A123456789 ",
        "passport C03005988 ",
    ]
)


@given(st.lists(_PIECES, max_size=14).map("".join))
@settings(max_examples=100, deadline=None)
def test_the_prefilter_never_loses_a_candidate(text: str) -> None:
    """What the filter lets run finds all that running everything finds."""
    everything = {finding for detector in ALL for finding in detector.find(text)}
    assert set(_SHARED.candidates(text)) == everything


def _matching(text: str) -> list[int]:
    """The numbers of the rules that match somewhere, asked one by one."""
    return [
        number for number, (_, rule) in enumerate(_SHARED._rules) if any(True for _ in rule._compiled.finditer(text))
    ]


@given(st.lists(_PIECES, max_size=14).map("".join))
@settings(max_examples=100, deadline=None)
def test_all_rules_at_once_say_what_each_says_by_itself(text: str) -> None:
    assert list(_SHARED._found_somewhere(text)) == _matching(text)


class _Exhausted:
    """An automaton without memory: it says that nothing matches, not even what always does."""

    def Match(self, _text: str) -> list[int]:  # noqa: N802  re2's name
        return []


def test_an_automaton_that_gives_up_makes_every_rule_run(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "SSN 536-90-4399, card 4111 1111 1111 1111, a@b.example"
    found = set(_SHARED.candidates(text))
    monkeypatch.setattr(_SHARED, "_matching", _Exhausted())
    assert list(_SHARED._found_somewhere(text)) == list(range(len(_SHARED._rules)))
    assert set(_SHARED.candidates(text)) == found != set()


def test_plain_text_runs_nothing() -> None:
    assert list(_SHARED.candidates("The children read a story and then went outside.")) == []


def test_no_detectors_no_candidates() -> None:
    assert list(Prefilter(()).candidates("SSN 536-90-4399")) == []


def test_many_required_words_at_once_do_not_confuse_the_filter() -> None:
    text = " ".join(
        f"{word} x" for word in ("ssn", "dob", "mrn", "plate", "vin", "routing", "password", "bearer") * 400
    )
    assert {f.entity for f in _SHARED.candidates(text + " SSN 536-90-4399 DOB 3/14/2016")} >= {"SSN", "DOB"}
