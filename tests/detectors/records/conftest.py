"""One way to look at the terms of a text: family, or family and detail, with the least score that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detectors.normalize import fold
from detectors.records import ALL

if TYPE_CHECKING:
    from collections.abc import Callable

_CERTAIN = 0.75


@pytest.fixture(scope="session")
def families() -> Callable[..., set[str]]:
    """Families with a mark that counts alone (by default), or with any mark from `least` up."""

    def look(text: str, least: float = _CERTAIN) -> set[str]:
        folded = fold(text).text
        marks = (mark for detector in ALL for mark in detector.find(folded))
        return {mark.entity.split(".")[1] for mark in marks if mark.score >= least}

    return look


@pytest.fixture(scope="session")
def marks() -> Callable[[str], set[tuple[str, str]]]:
    """Entity (without ``term.``) and value of every mark."""

    def look(text: str) -> set[tuple[str, str]]:
        folded = fold(text).text
        found = (mark for detector in ALL for mark in detector.find(folded))
        return {(mark.entity.removeprefix("term."), folded[mark.start : mark.end]) for mark in found}

    return look
