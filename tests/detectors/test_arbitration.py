from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.arbitration import KEEP, arbitrate
from detectors.finding import Finding

_TEXT = "abcdefghij klmnopqrst uvwxyz 0123456789"


def _finding(entity: str, start: int, end: int, why: str, score: float = 0.8) -> Finding:
    return Finding(entity, start, end, score, "test", why)


def test_a_label_outranks_a_checksum() -> None:
    card = _finding("CARD", 29, 39, "checksum", 0.99)
    student = _finding("STUDENT_ID", 29, 39, "label", 0.5)
    assert arbitrate(_TEXT, [card, student]) == (student,)


def test_a_format_outranks_the_name_model() -> None:
    model = _finding("PERSON_OTHER", 0, 10, "model", 0.99)
    email = _finding("EMAIL", 0, 10, "format", 0.5)
    assert arbitrate(_TEXT, [model, email]) == (email,)


def test_the_longer_of_equals_wins() -> None:
    short, long = _finding("SSN", 0, 4, "label"), _finding("SSN", 0, 10, "label")
    assert arbitrate(_TEXT, [short, long]) == (long,)


def test_what_sticks_out_of_the_winner_stays_covered() -> None:
    name, number = _finding("PERSON_OTHER", 0, 21, "model"), _finding("SSN", 11, 21, "label")
    assert [(f.entity, f.start, f.end) for f in arbitrate(_TEXT, [name, number])] == [
        ("PERSON_OTHER", 0, 10),
        ("SSN", 11, 21),
    ]


def test_keep_wins_and_is_dropped() -> None:
    assert arbitrate(_TEXT, [_finding(KEEP, 0, 10, "placeholder"), _finding("CREDENTIAL", 0, 10, "label")]) == ()


_FINDINGS = st.lists(
    st.builds(
        lambda start, length, why, entity: _finding(entity, start, min(len(_TEXT), start + length), why),
        st.integers(0, len(_TEXT) - 1),
        st.integers(1, 20),
        st.sampled_from(["label", "checksum", "format", "shape", "model", "cue"]),
        st.sampled_from(["SSN", "PERSON_OTHER", "EMAIL"]),
    ),
    max_size=12,
)


@given(_FINDINGS)
@settings(max_examples=100, deadline=None)
def test_winners_are_sorted_disjoint_and_cover_what_matters(candidates: list[Finding]) -> None:
    """No letter or digit that a candidate covered is uncovered, save a lone one at a cut."""
    winners = arbitrate(_TEXT, candidates)
    for left, right in pairwise(winners):
        assert left.end <= right.start
    covered = {index for finding in winners for index in range(finding.start, finding.end)}
    wanted = {index for finding in candidates for index in range(finding.start, finding.end) if _TEXT[index].isalnum()}
    lost = sorted(wanted - covered)
    assert all(index + 1 not in lost for index in lost)


@given(_FINDINGS, st.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_of_candidates_does_not_matter_for_coverage(candidates: list[Finding], random: object) -> None:
    shuffled = list(candidates)
    random.shuffle(shuffled)
    spans = [(finding.start, finding.end) for finding in arbitrate(_TEXT, candidates)]
    assert spans == [(finding.start, finding.end) for finding in arbitrate(_TEXT, shuffled)]
