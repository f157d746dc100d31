"""Payment cards (RCW 42.56.590, PCI DSS): a known issuer range, its length, and the check digit of ISO/IEC 7812.

A run of digits is tried at every length an issuer uses, because a date or a security code may follow directly
("4111 1111 1111 1111 12/27 123"). Security codes have their label only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.finding import Finding
from detectors.identifiers import checksums
from detectors.identifiers.labelled import Labelled
from detectors.identifiers.pattern import compile_pattern, ends_alone
from detectors.identifiers.signals import LONG_DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = "identifiers.card"
_RUN = compile_pattern(r"\d(?:[ .-]?\d){12,60}")
_SHORTEST, _LONGEST = 13, 19


class _CardDetector:
    """See the file's docstring."""

    name = _NAME
    version = 2
    needs = (LONG_DIGITS,)
    entities = ("CARD",)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        for run in _RUN.finditer(text):
            yield from self._in_run(text, run.start(), run.end())

    def _in_run(self, text: str, start: int, end: int) -> Iterator[Finding]:
        position = start
        while position < end:
            alone = text[position].isdigit() and (position == 0 or not text[position - 1].isalnum())
            stop = _card_end(text, position, end) if alone else None
            if stop is not None:
                yield Finding("CARD", position, stop, 0.95, self.name, "checksum")
            position = stop or position + 1


def _card_end(text: str, start: int, end: int) -> int | None:
    """One past the last digit of the longest card number at `start`, or None."""
    found = None
    digits = ""
    for position in range(start, end):
        if text[position].isdigit():
            digits += text[position]
            long_enough = len(digits) >= _SHORTEST and ends_alone(text, position + 1)
            if long_enough and checksums.card(digits):
                found = position + 1
            if len(digits) == _LONGEST:
                break
    return found


DETECTOR = _CardDetector()

LABELS: tuple[Labelled, ...] = (
    Labelled(
        _NAME,
        "CARD.SECURITY_CODE",
        ("CVV", "CVV2", "CVC", "CVC2", "CID code", "card security ~", "card verification ~?"),
        r"\d{3,4}",
        reach="near",
        before=False,
    ),
)
