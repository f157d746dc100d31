"""The generated suite: every structured type in every disguise, and what the second look costs on clean text."""

from __future__ import annotations

import base64
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from clean_text import near_misses, own_files
from disguise_suite import THRESHOLDS, covered, findings, run
from disguises import DISGUISES, Sent
from hypothesis import given, settings
from hypothesis import strategies as st
from protected_values import TYPES, values

from detectors.decoding import escapes
from detectors.engine import Engine
from detectors.stream_scan import joint_scan, stream_scan

if TYPE_CHECKING:
    from pathlib import Path

    from disguise_suite import Outcome

SSN = "536-90-4399"
MOST_RISE = 0.5
"""Points by which decoding may raise the share of clean samples with a finding."""


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return run(joint_scan, 1)


@pytest.mark.parametrize("group", THRESHOLDS)
def test_no_disguise_hides_more_than_its_group_may(outcome: Outcome, group: str) -> None:
    missed = {key[1:] for key in outcome.tried if key[0] == group and outcome.found[key] < outcome.tried[key]}
    assert outcome.share(group=group) >= THRESHOLDS[group], sorted(missed)


def test_each_type_is_disguised_in_many_ways(outcome: Outcome) -> None:
    for kind in TYPES:
        assert len({key[1] for key in outcome.tried if key[2] == kind.name}) > len(DISGUISES) / 2


def test_clean_text_is_hardly_flagged_more_often(tree: Path) -> None:
    samples = [*near_misses(), *list(own_files(tree))[::12]]
    rise = sum(bool(joint_scan(each)) for each in samples) - sum(bool(stream_scan(each)) for each in samples)
    assert 100 * rise / len(samples) <= MOST_RISE


CUTS = st.lists(st.integers(1, 90), min_size=1, max_size=6, unique=True).map(sorted)


@given(st.sampled_from(TYPES), st.integers(0, 5), CUTS)
@settings(max_examples=60, deadline=None)
def test_a_value_is_found_however_its_sentence_is_cut_into_messages(kind, number: int, cuts: list[int]) -> None:
    value, sentence = values(kind, number + 1)[number]
    text, first = sentence.format(value), sentence.index("{}")
    places = [0, *(cut for cut in cuts if cut < len(text)), len(text)]
    texts, spans = [], []
    for low, high in pairwise(places):
        texts.append(text[low:high])
        start, end = max(first, low) - low, min(first + len(value), high) - low
        spans.append((start, end) if start < end else (0, 0))
    assert covered(Sent(tuple(texts), tuple(spans)), findings(texts, joint_scan))


ODD = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Cf", "Mn", "No", "Nd", "Zs", "Pd"]),
        st.sampled_from("5369043&#;%\\ux=-_ @.\U000e0035\U000e0036\ufe05\U000e0143\ud83d"),
    ),
    max_size=120,
)


@given(ODD, st.text(max_size=20))
@settings(max_examples=200, deadline=None)
def test_any_text_gives_sorted_disjoint_findings_inside_it(text: str, context: str) -> None:
    end = 0
    for finding in joint_scan(text, context):
        assert end <= finding.start < finding.end <= len(text)
        end = finding.end


def test_an_encoded_value_is_replaced_whole_and_says_why() -> None:
    token = base64.b64encode(f"ssn {SSN}, mail j.doe@example.org".encode()).decode()
    (finding,) = joint_scan(f"read {token} now")
    assert (finding.start, finding.end) == (5, 5 + len(token))
    assert finding.why == "decoded"


def test_a_value_far_into_a_long_text_is_found_once() -> None:
    token = "".join(f"%{ord(char):02x}" for char in SSN)
    text = "the class reads. " * 30_000 + f"see {token} now " + "and writes. " * 3_000
    assert [text[finding.start : finding.end] for finding in joint_scan(text)] == [token]


def test_a_long_run_of_escapes_is_replaced_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escapes, "_MOST", 100)
    text = "&#111;" * 150 + "".join(f"&#{ord(char)};" for char in f" {SSN} ")
    (finding,) = joint_scan(text)
    assert finding.end >= len(text) - 5


def test_the_gravest_value_speaks_for_its_token() -> None:
    token = base64.b64encode(b"j.doe@example.org, password: hunter2hunter2").decode()
    assert [finding.base for finding in joint_scan(token)] == ["CREDENTIAL"]


def test_a_label_outside_the_text_speaks_for_an_encoded_value() -> None:
    token = base64.b64encode(b"536904399").decode()
    assert [finding.base for finding in joint_scan(token, "ssn")] == ["SSN"]
    assert joint_scan(token, "enrollment_count") == ()


def test_numbers_that_were_put_together_keep_their_reason() -> None:
    assert [finding.why for finding in joint_scan("her SSN is five three six nine zero four three nine nine")] == [
        "label"
    ]


def test_answers_are_folded_and_not_decoded() -> None:
    token = base64.b64encode(SSN.encode()).decode()
    assert stream_scan(f"SSN {token}") == ()
    assert [finding.base for finding in stream_scan("\uff15\uff13\uff16-90-4399")] == ["SSN"]


def test_names_and_terms_in_decoded_prose_are_found() -> None:
    engine = Engine()
    engine.load()
    token = base64.b64encode(b"Tavio Whitfield was absent on Tuesday and has an IEP.").decode()
    text = f"Please summarise {token} for me."
    candidates = [*engine.patterns(text), *engine.names([text])[0]]
    found = engine.resolve(text, "", candidates)
    assert {(each.base, text[each.start : each.end]) for each in found if each.why == "decoded"} >= {
        ("STUDENT_NAME", token)
    }
    assert any(each.entity.startswith("term.IDEA") for each in found)
