from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.stream_scan import stream_scan

_DISGUISES = [
    lambda value: value.translate({ord(str(d)): 0xFF10 + d for d in range(10)}),
    lambda value: value.translate({ord(str(d)): 0x0660 + d for d in range(10)}),
    lambda value: value.replace("-", "\u2011"),
    lambda value: value.replace("-", "\u2013"),
    "\u200b".join,
    "\u00ad".join,
    lambda value: "\u2066" + value + "\u2069",
    lambda value: "".join(char + "\u0335" for char in value),
    lambda value: value.replace("-", "\u00a0"),
]


@pytest.mark.parametrize("disguise", _DISGUISES)
@pytest.mark.parametrize("value", ["536-90-4399", "253-555-7788"])
def test_a_disguise_hides_nothing(disguise: object, value: str) -> None:
    """Other digits, dashes, spaces and invisible characters: the span covers the disguised value."""
    hidden = disguise(value)
    text = f"\U0001f600 call {hidden} now"
    (finding,) = stream_scan(text)
    core = hidden.strip("\u2066\u2069")
    assert text[finding.start : finding.end] == core


@given(st.text(max_size=200), st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_any_text_gives_sorted_disjoint_findings_inside_it(text: str, context: str) -> None:
    end = 0
    for finding in stream_scan(text, context):
        assert end <= finding.start < finding.end <= len(text)
        end = finding.end


@given(st.text("ab é李 \U0001f600", max_size=30), st.text("ab é李 \U0001f600", max_size=30))
@settings(max_examples=60, deadline=None)
def test_offsets_hold_whatever_stands_around(before: str, after: str) -> None:
    text = f"{before} 536-90-4399 {after}"
    assert [text[f.start : f.end] for f in stream_scan(text) if f.base == "SSN"] == ["536-90-4399"]


def test_it_names_the_label_as_its_reason() -> None:
    (finding,) = stream_scan("SSID 1234567893")
    assert finding.entity == "STUDENT_ID.WA_SSID"
    assert finding.why == "label"


def test_the_import_is_light() -> None:
    """Neither numpy nor spaCy nor Presidio is loaded by importing the light scan or the engine."""
    code = (
        "import sys, detectors.stream_scan, detectors.engine;"
        "heavy = {'numpy', 'spacy', 'thinc', 'presidio_analyzer', 'tldextract'} & set(sys.modules);"
        "sys.exit(','.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
