"""What is left of a person's evidence is what overlaps nothing that was treated, whichever way that is looked up."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detectors.finding import Evidence, Records, Subject
from detectors.linking import residual

SPANS = st.tuples(st.integers(0, 2), st.integers(0, 30), st.integers(1, 6)).map(lambda s: (s[0], s[1], s[1] + s[2]))


def apart(spans: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Findings of one piece never overlap."""
    kept: list[tuple[int, int, int]] = []
    for piece, start, end in spans:
        if all(piece != other or end <= low or high <= start for other, low, high in kept):
            kept.append((piece, start, end))
    return kept


@given(evidence=st.lists(SPANS, max_size=8), treated=st.lists(SPANS, max_size=8).map(apart))
def test_evidence_is_gone_where_it_overlaps_what_was_treated(
    evidence: list[tuple[int, int, int]], treated: list[tuple[int, int, int]]
) -> None:
    facts = tuple(Evidence("age", 1, place) for place in evidence)
    (left,) = residual(Records((Subject("student", "none", 1, evidence=facts),)), treated)
    assert [each.place for each in left.evidence] == [
        place
        for place in evidence
        if not any(place[0] == piece and low < place[2] and place[1] < high for piece, low, high in treated)
    ]
    assert (left.role, left.mentions, left.under13) == ("student", (), False)
