"""Linking inside the scanner: records come with the scan, staff names are relabelled, nothing is read twice."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

from detectors import linker
from detectors.conversation import ConversationScanner, ScanResult
from detectors.finding import Finding, Piece
from detectors.linking import read as reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

    from detectors.jobs import Found, Job

_KNOWN = {
    "Ilse": ("STUDENT_NAME", "cue"),
    "Castle": ("PERSON_OTHER", "title"),
    "IEP": ("term.IDEA", "term"),
    "leave": ("term.EMP", "term"),
    "suspended": ("term.DISC", "term"),
}


def _found(text: str) -> tuple[Finding, ...]:
    matches = re.finditer("|".join(_KNOWN), text)
    return tuple(Finding(_KNOWN[m.group()][0], *m.span(), 0.9, "test", _KNOWN[m.group()][1]) for m in matches)


class Scripted:
    """Workers that know a few words."""

    workers = 1
    version = "1"

    async def run(self, work: Sequence[Job], *, deadline_s: float) -> list[Found]:
        del deadline_s
        return [tuple(_found(item.text) for item in job.items) for job in work]


def _scanned(*turns: Sequence[str]) -> list[ScanResult]:
    """One scan per turn, by one scanner; each text is a message of its own."""
    scanner = ConversationScanner(Scripted(), digest_key=b"k" * 32, scan=lambda _text, _context: ())

    async def scan() -> list[ScanResult]:
        return [
            await scanner.scan([Piece(text, scope=str(n)) for n, text in enumerate(texts)], tenant="t")
            for texts in turns
        ]

    return asyncio.run(scan())


def test_a_scan_brings_its_records() -> None:
    (result,) = _scanned(["Ilse has an IEP"])
    assert [(each.tag, each.place) for each in result.records.links] == [("IDEA", (0, 12, 15))]
    assert [each.entity for each in result.findings[0]] == ["STUDENT_NAME"]


def test_staff_beside_a_personnel_matter_are_sensitive_in_every_message() -> None:
    (result,) = _scanned(["Ms. Castle called", "Ms. Castle is on leave"])
    assert [each.entity for found in result.findings for each in found] == ["STAFF_NAME_SENSITIVE"] * 2


def test_an_unchanged_message_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    def counting(*args: object) -> object:
        read.append(1)
        return reading(*args)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(linker, "read", counting)
    first, second = _scanned(["Ilse has an IEP"], ["Ilse has an IEP", "he got suspended again"])
    assert len(read) == 2
    assert [each.tag for each in first.records.links] == ["IDEA"]
    assert [(each.tag, each.how) for each in second.records.links] == [("IDEA", "line"), ("DISC", "turn")]
