"""Bank accounts (RCW 42.56.590, 45 CFR 164.514(b)(2)(i)(J)): IBAN by ISO 13616, and labelled US numbers.

A routing number needs its label: 3.8 % of all nine-digit strings pass its check digit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.finding import Finding
from detectors.identifiers import checksums
from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern, digits_of, isolated, when
from detectors.identifiers.signals import LONG_DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACCOUNT = r"(?:bank |checking |savings |deposit )?acc(?:oun)?ts?|a/c|checking|savings|cuenta"
_IBAN_START = compile_pattern(r"(?i)\b[A-Z]{2}\d{2}[ ]?[A-Z0-9]")


def _account(value: str) -> bool:
    shortest, longest = 6, 17  # NACHA field width
    return shortest <= len(digits_of(value)) <= longest


class _IbanDetector:
    """IBANs cut at their country's length, because words in capitals may follow one directly."""

    name = "identifiers.iban"
    version = 1
    needs = (LONG_DIGITS,)
    entities = ("BANK_ACCOUNT.IBAN",)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        for match in _IBAN_START.finditer(text):
            end = iban_end(text, match.start())
            if end is not None and isolated(text, match.start(), end):
                yield Finding("BANK_ACCOUNT.IBAN", match.start(), end, 0.97, self.name, "checksum")


def iban_end(text: str, start: int) -> int | None:
    """One past the last character of a valid IBAN at `start` (spaces allowed inside), or None."""
    length = checksums.IBAN_LENGTHS.get(text[start : start + 2].upper(), 0)
    compact: list[str] = []
    position = start
    while len(compact) < length and position < len(text):
        char = text[position]
        if char.isascii() and char.isalnum():
            compact.append(char.upper())
        elif char != " ":
            return None
        position += 1
    return position if length and checksums.iban("".join(compact)) else None


IBAN = _IbanDetector()

DETECTOR = PatternDetector(
    "identifiers.bank",
    (
        Rule("BANK_ACCOUNT", labelled(_ACCOUNT, r"\d(?:[ -]?\d){5,16}"), "label", 0.85, when("BANK_ACCOUNT", _account)),
        Rule(
            "BANK_ACCOUNT.ROUTING",
            labelled(r"routing|aba|rtn|transit", r"\d{9}"),
            "label",
            0.9,
            when("BANK_ACCOUNT.ROUTING", checksums.aba),
        ),
    ),
    needs=(LONG_DIGITS,),
)
