"""How new text becomes jobs: all of it exactly once, evenly spread, in one round trip when it is little."""

from __future__ import annotations

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.cutting import cut
from detectors.finding import Finding, Piece
from detectors.segments import NAME_BATCH, PATTERN_BATCH, halves_joined, plan

PIECES = st.lists(
    st.builds(Piece, st.integers(0, 9_000).map(lambda size: ("word " * 2_000)[:size]), prose=st.booleans()), max_size=12
)


@settings(max_examples=60, deadline=None)
@given(PIECES, st.integers(1, 4))
def test_every_text_is_searched_once_for_patterns_and_all_prose_for_names(pieces: list[Piece], workers: int) -> None:
    patterns: list[int] = []
    names: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for task in plan(pieces, workers):
        for item, (number, offset) in zip(task.job.items, task.targets, strict=True):
            assert pieces[number].text.startswith(item.text, offset)
            if item.patterns:
                patterns.append(number)
            names[number] += [(start + offset, end + offset) for start, end in item.names]
    assert patterns == list(range(len(pieces)))
    for number, piece in enumerate(pieces):
        assert names[number] == (cut(piece.text) if piece.prose else [])


@settings(max_examples=60, deadline=None)
@given(PIECES)
def test_jobs_are_small_unless_one_text_is_not(pieces: list[Piece]) -> None:
    for task in plan(pieces, 2):
        most = PATTERN_BATCH if task.job.items[0].patterns else NAME_BATCH[1]
        assert len(task.job.items) == 1 or task.job.chars <= most


def test_a_long_text_keeps_both_workers_busy_with_names() -> None:
    tasks = plan([Piece("Some words here. " * 600)], 2)
    names = [task.job.chars for task in tasks if not task.job.items[0].patterns]
    assert len(names) >= 4
    assert max(names) < 2 * sum(names) / len(names)


def test_only_names_of_the_model_are_joined() -> None:
    model = [Finding("STUDENT_NAME", 0, 5, 0.8, "names", "model"), Finding("STUDENT_NAME", 3, 9, 0.8, "names", "model")]
    cue = Finding("STUDENT_NAME", 2, 4, 0.8, "names.cues", "cue")
    assert [(f.start, f.end) for f in halves_joined([*model, cue])] == [(2, 4), (0, 9)]
