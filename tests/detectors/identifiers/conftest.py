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


@pytest.fixture(scope="session")
def seen() -> Callable[..., str]:
    """Findings as one line, to keep truth tables readable: ``"SSN 536-90-4399; PHONE 253-555-7788"``."""

    def look(text: str, context: str = "") -> str:
        return "; ".join(f"{each.entity} {text[each.start : each.end]}" for each in stream_scan(text, context))

    return look
