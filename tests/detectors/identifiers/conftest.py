"""One way to look at a detector's result: entity and value of each finding of the light scan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detectors.stream_scan import stream_scan

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def found() -> Callable[..., list[tuple[str, str]]]:
    def look(text: str, context: str = "") -> list[tuple[str, str]]:
        return [(finding.entity, text[finding.start : finding.end]) for finding in stream_scan(text, context)]

    return look
