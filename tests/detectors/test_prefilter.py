from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.identifiers import ALL
from detectors.prefilter import Prefilter

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


def test_plain_text_runs_nothing() -> None:
    assert list(_SHARED.candidates("The children read a story and then went outside.")) == []


def test_no_detectors_no_candidates() -> None:
    assert list(Prefilter(()).candidates("SSN 536-90-4399")) == []


def test_many_required_words_at_once_do_not_confuse_the_filter() -> None:
    text = " ".join(
        f"{word} x" for word in ("ssn", "dob", "mrn", "plate", "vin", "routing", "password", "bearer") * 400
    )
    assert {f.entity for f in _SHARED.candidates(text + " SSN 536-90-4399 DOB 3/14/2016")} >= {"SSN", "DOB"}
