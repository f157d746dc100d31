"""Signals: cheap facts about a text that a detector may name in its `needs` instead of a word."""

from __future__ import annotations

DIGIT = "<digit>"
"""Any digit."""
DIGITS4 = "<four digits>"
"""Four digits in a row."""
LONG_DIGITS = "<long digits>"
"""Seven digits in one loose run (spaces, dots, dashes, slashes, brackets between them)."""
TABLE = "<table>"
"""A line with a tab, a bar, or two commas: it could be a row."""
