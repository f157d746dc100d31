"""The self-test sentence holds what a worker must find, and the warm-up text touches many detectors."""

from __future__ import annotations

from detectors.stream_scan import stream_scan
from detectors.warm_up import SELF_TEST, WARM_UP


def test_the_self_test_sentence_is_found_without_any_model() -> None:
    assert {"SSN", "EMAIL"} <= {found.base for found in stream_scan(SELF_TEST)}


def test_the_warm_up_text_touches_a_dozen_kinds() -> None:
    assert len({found.base for found in stream_scan(WARM_UP)}) >= 12
