"""What the rules for uses find of labelled prompts: half are requests, half their innocent neighbours, ours.

`asked.txt` and `innocent.txt` were written and cut in two before the frames were; the half held out was only ever
counted. `fresh.txt` and `last.txt` came later, in other words: what was found at first sight stands below, and only
then were the rules widened to them.
"""

from __future__ import annotations

import pytest
from labelled_uses import Prompt, later, prompts

from detectors import uses

FOUND_AT_FIRST_SIGHT = {"fresh.txt": (5, 52), "last.txt": (26, 46)}
"""Requests found, of how many, before any rule knew the file (precision 1.00 and 0.96). The first is oblique on
purpose, the second is plain office language: read them as what other people's wording may meet."""


def marks(text: str) -> set[str]:
    return {finding.entity.removeprefix("term.") for detector in uses.ALL for finding in detector.find(text)}


def measured(chosen: list[Prompt]) -> tuple[float, float]:
    """Recall and precision: whether anything was marked."""
    marked = {prompt.text for prompt in chosen if marks(prompt.text)}
    asked = [prompt for prompt in chosen if prompt.tag]
    found = sum(prompt.text in marked for prompt in asked)
    return found / len(asked), found / len(marked)


def test_the_set_is_large_and_half_of_it_innocent() -> None:
    everything = prompts()
    asked = sum(bool(prompt.tag) for prompt in everything)
    assert len(everything) >= 400
    assert 0.45 < asked / len(everything) < 0.55
    assert len({prompt.text for prompt in everything}) == len(everything)
    assert {prompt.beside for prompt in everything} == {"OVERSIGHT", "SURVEIL", "DECEPTION", "IPCOPY"}


def test_both_halves_hold_every_use() -> None:
    for half in (True, False):
        chosen = [prompt for prompt in prompts() if prompt.held_out is half]
        assert len(chosen) > 190
        assert {(prompt.beside, bool(prompt.tag)) for prompt in chosen} == {
            (use, asked) for use in ("OVERSIGHT", "SURVEIL", "DECEPTION", "IPCOPY") for asked in (True, False)
        }


@pytest.mark.parametrize(
    ("held_out", "recall", "precision"), [(False, 0.98, 0.99), (True, 0.87, 0.97)], ids=["tuned on", "held out"]
)
def test_recall_and_precision_do_not_fall(*, held_out: bool, recall: float, precision: float) -> None:
    """Measured: 1.000 and 1.000 on the half tuned on, 0.888 and 0.990 on the half held out."""
    got = measured([prompt for prompt in prompts() if prompt.held_out is held_out])
    assert got[0] >= recall
    assert got[1] >= precision


@pytest.mark.parametrize("name", FOUND_AT_FIRST_SIGHT)
def test_the_later_sets_do_not_fall_either(name: str) -> None:
    found, precision = measured(later(name))
    assert found >= 0.95
    assert precision >= 0.97
    assert sum(bool(prompt.tag) for prompt in later(name)) == FOUND_AT_FIRST_SIGHT[name][1]


@pytest.mark.parametrize("prompt", [each for each in prompts() if each.tag and not each.held_out], ids=lambda p: p.tag)
def test_the_mark_names_the_use_that_is_asked_for(prompt: Prompt) -> None:
    assert prompt.tag in marks(prompt.text)
