"""An engine for tests that does what the text tells it to. Loaded by the pool's child processes, and by tests.

Words it obeys: HANG, SLOW, RAISE, DIE, GARBAGE, OUTSIDE, MANY. Otherwise it finds SSNs and pairs of capitalised words.
"""

from __future__ import annotations

import os
import re
import time
from typing import TYPE_CHECKING

from detectors.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Sequence

SSN = re.compile(r"(?<!\d)\d{3}-\d{2}-\d{4}(?!\d)")
NAME = re.compile(r"[A-Z][a-z]+ [A-Z][a-z]+")


def obey(text: str) -> None:
    if "HANG" in text:
        time.sleep(60)
    if "SLOW" in text:
        time.sleep(0.3)
    if "RAISE" in text:
        raise ValueError(text)
    if "DIE" in text:
        os._exit(3)


class Engine:
    version = "scripted-1"

    def __init__(self, options: object = None) -> None:
        self.options = options

    def load(self) -> None:
        if self.options == "refuse to load":
            raise LookupError("no model")

    def patterns(self, text: str, context: str = "") -> list[Finding]:
        obey(text)
        if "GARBAGE" in text:
            return [Finding("SSN", 0, len(text) + 1, 0.9, "scripted", "shape")]
        found = [Finding("SSN", *m.span(), 0.9, "scripted", "shape") for m in SSN.finditer(text)]
        if context == "ssid" and text.isdigit():
            found.append(Finding("STUDENT_ID", 0, len(text), 0.9, "scripted", "label"))
        return found

    def names(self, texts: Sequence[str]) -> list[list[Finding]]:
        if self.options == "blind":
            return [[] for _ in texts]
        return [self._names(text) for text in texts]

    def _names(self, text: str) -> list[Finding]:
        reach = 1 if "OUTSIDE" in text else 0
        found = [Finding("STUDENT_NAME", *m.span(), 0.8, "scripted", "model") for m in NAME.finditer(text)]
        return found or [Finding("STUDENT_NAME", 0, len(text) + reach, 0.8, "scripted", "model")] * reach

    def resolve(self, text: str, context: str, candidates: Sequence[Finding]) -> tuple[Finding, ...]:
        kept: list[Finding] = []
        for each in sorted(candidates, key=lambda f: (f.start, -f.end)):
            if not kept or each.start >= kept[-1].end:
                kept.append(each)
        return tuple(kept)


class Blind(Engine):
    """Finds nothing at all: it must not pass a self-test."""

    def patterns(self, text: str, context: str = "") -> list[Finding]:
        return []

    def names(self, texts: Sequence[str]) -> list[list[Finding]]:
        return [[] for _ in texts]
