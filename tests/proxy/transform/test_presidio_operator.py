"""Presidio's engine with our operator gives exactly what our own splice gives."""

from __future__ import annotations

import pytest

from detectors.finding import Finding
from proxy.exchange import Segment, Treatment
from proxy.transform.presidio_operator import PlaceholderOperator, apply_with_presidio
from proxy.transform.replace import transform


@pytest.mark.parametrize("text", ["Maria Delgado", "a Maria Delgado b", "ñ\U0001f600 Maria  Delgado"])
def test_both_paths_are_equal_also_for_neighbours(text: str) -> None:
    spans = [(text.index(word), text.index(word) + len(word)) for word in ("Maria", "Delgado")]
    findings = [Finding("PERSON_OTHER", start, end, 1.0, "test", "test") for start, end in spans]
    segment = Segment(("messages", 0, "content"), text, "user")
    ours = transform([segment], [findings], [[Treatment.PSEUDONYMIZE] * 2], key=b"k" * 32)
    tokens = [ours.tokens.token("PERSON", text[start:end]).text for start, end in spans]
    assert apply_with_presidio(text, findings, tokens) == ours.replacements[segment.path]


def test_the_operator_refuses_to_work_without_replacements() -> None:
    with pytest.raises(ValueError, match="replacements"):
        PlaceholderOperator().validate({})
    with pytest.raises(ValueError, match="replacements"):
        PlaceholderOperator().operate("x", None)
