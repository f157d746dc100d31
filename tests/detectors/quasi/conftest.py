"""Values and marks as the whole engine gives them, without the name model: rules alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detectors.engine import Engine
from detectors.finding import is_mark

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine()


@pytest.fixture(scope="session")
def personal(engine: Engine) -> Callable[[str], list[str]]:
    """Values of the dates that are somebody's."""

    def look(text: str) -> list[str]:
        found = engine.resolve(text, "", engine.patterns(text))
        return [text[each.start : each.end] for each in found if each.entity == "DATE_PERSONAL"]

    return look


@pytest.fixture(scope="session")
def marked(engine: Engine) -> Callable[[str], list[tuple[str, str]]]:
    """Kind and value of every mark of a quasi-identifier."""

    def look(text: str) -> list[tuple[str, str]]:
        found = engine.resolve(text, "", engine.patterns(text))
        return [
            (each.entity.removeprefix("term.Q."), text[each.start : each.end])
            for each in found
            if is_mark(each) and each.entity.startswith("term.Q.")
        ]

    return look
