"""Names as the rules alone find them: no model, so that each rule answers for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detectors.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def people() -> Callable[..., list[tuple[str, str]]]:
    engine = Engine()

    def look(text: str, context: str = "") -> list[tuple[str, str]]:
        return [
            (finding.entity, text[finding.start : finding.end])
            for finding in engine.resolve(text, context, engine.patterns(text, context))
            if "NAME" in finding.entity or finding.entity == "PERSON_OTHER"
        ]

    return look
