"""What is never a finding, whatever else it looks like: placeholders. Reported as KEEP and dropped after arbitration.

A placeholder that came back in the history must leave as it came; its letters and digits are not a name or a key.
"""

from __future__ import annotations

from detectors.identifiers.pattern import PatternDetector, Rule

PLACEHOLDER = r"\[?[A-Z][A-Z0-9]{1,15}(?:_[A-Z]{2,10})?_\d{1,4}[A-Z]{0,2}_[0-9A-Z]{5}\]?"
"""Both spellings of a token: ``[PERSON_1A_K7QM2]`` in text, ``PERSON_1A_K7QM2`` as an identifier."""

DETECTOR = PatternDetector(
    "identifiers.harmless",
    (Rule("KEEP", rf"(?:^|[^A-Za-z0-9_])({PLACEHOLDER})", "placeholder", 1.0),),
    needs=("_",),
)
