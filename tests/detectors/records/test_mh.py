from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    "text",
    [
        "Sam is on a safety plan since the hospital",
        "she cut herself again",
        "wants to die, he told a friend",
        "suicidal ideation disclosed to the counselor",
        "cuts on her wrist",
        "he takes Zoloft 50 mg",
        "diagnosed with generalized anxiety disorder",
        "back from the psychiatric hospital on Monday",
        "PHQ-9 score 17",
        "C-SSRS screen was positive",
        "sees a therapist weekly for trauma",
        "panic attacks before first period",
        "on antidepressants since June",
        "inpatient psych stay",
        "said he doesn't want to be here anymore",
        "she tried to kill herself last year",
        "bipolar, on lithium",
        "quiere morirse, se corta los brazos",
        "sufre de depresión y ataques de pánico",
        "PTSD after the crash",
        "eating disorder treatment",
        "risk screen: attempted suicide in grade 8",
        "she is suicdal",
    ],
)
def test_terms(families: Callable[..., set[str]], text: str) -> None:
    """Self-harm, diagnoses, treatment and its drugs; prevention weeks and depressions of history are none."""
    assert "MH" in families(text)


@pytest.mark.parametrize(
    "text",
    [
        "suicide prevention week poster",
        "call the 988 lifeline",
        "the Great Depression of 1929",
        "cut scores for the test",
        "cutting edge technology",
        "cost cutting in the budget",
        "a tropical depression",
        "he is an odd number fan",
        "bipolar transistor lab",
        "lithium battery recycling",
        "cutting mat for art",
        "lesson on anxiety for grade 5",
    ],
)
def test_near_misses(families: Callable[..., set[str]], text: str) -> None:
    """Near-misses do not count alone: at most a weak mark or a topic."""
    assert "MH" not in families(text)
