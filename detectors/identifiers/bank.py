"""Bank accounts (RCW 42.56.590, 45 CFR 164.514(b)(2)(i)(J)): IBAN by ISO 13616, and labelled US numbers.

A routing number needs its label: 3.8 % of all nine-digit strings pass its check digit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors.finding import Finding
from detectors.identifiers import checksums
from detectors.identifiers.labelled import Labelled
from detectors.identifiers.lookalikes import otherwise
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern, digits_of, isolated
from detectors.identifiers.signals import LONG_DIGITS

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = "identifiers.bank"
_IBAN_START = compile_pattern(r"(?i)\b[A-Z]{2}\d{2}[ ]?[A-Z0-9]")


_BUDGET = compile_pattern(
    r"(?i)\b(?:budget|expenditure|expense|fund|general ledger|g/?l|charge|revenue|object|program|asb|grant"
    r"|chart of)\b[^\n]{0,24}$"
)
_FUND = compile_pattern(r"(?i)^[^\n\d]{0,20}\b(?:fund|budget)\b")
_ROUTING_WORD = compile_pattern(r"(?i)\b(?:routing|aba|rtn|ruta|transit)\b[^\n]{0,20}$")
_REACH = 40
_ROUTING_DIGITS = 9
_SHORTEST, _LONGEST = 6, 18
"""Digits of an account: NACHA's field has 17 characters, Mexico's CLABE 18."""


_LEDGER = re.compile(r"(?:\d{2,3}[ -])?\d{2,3}[ -]\d{4}")


def _account(value: str, text: str, start: int, end: int) -> str | None:
    """Not a budget code (groups like 10-530-0100 after a word for budgets), a date or a telephone number."""
    if not _SHORTEST <= len(digits_of(value)) <= _LONGEST or otherwise(value):
        return None
    if _LEDGER.fullmatch(value):  # "530-27-5610" under "Acct" is a line of a ledger
        return None
    budget = _BUDGET.search(text[max(0, start - _REACH) : start]) or _FUND.search(text[end : end + _REACH])
    return None if budget else "BANK_ACCOUNT"


def _routing(value: str, _text: str, _start: int, _end: int) -> str | None:
    return "BANK_ACCOUNT.ROUTING" if checksums.aba(digits_of(value)) else None


def _beside(_value: str, text: str, start: int, _end: int) -> str | None:
    """The number beside a labelled routing number is the account."""
    before = text[max(0, start - _REACH) : start]
    routing = digits_of(before)[-_ROUTING_DIGITS:]
    said = _ROUTING_WORD.search(before[: before.rfind(routing)]) is not None
    return "BANK_ACCOUNT" if said and len(routing) == _ROUTING_DIGITS and checksums.aba(routing) else None


class _IbanDetector:
    """IBANs cut at their country's length, because words in capitals may follow one directly."""

    name = "identifiers.iban"
    version = 2
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

LABELS: tuple[Labelled, ...] = (
    Labelled(
        _NAME,
        "BANK_ACCOUNT.ROUTING",
        (
            *(
                "routing ~?",
                "bank routing ~?",
                "ABA ~?",
                "RTN",
                "ACH ~",
                "routing transit ~?",
                "transit ~",
                "wire routing ~?",
            ),
            *("aba routing ~?", "routing aba ~?", "número de ruta", "ruta bancaria ~?", "número de tránsito"),
        ),
        r"\d{9}|\d{4}[ -]\d{4}[ -]\d",
        _routing,
        score=0.95,
    ),
    Labelled(
        _NAME,
        "BANK_ACCOUNT",
        (
            *("account ~?", "acct ~?", "acc ~", "a/c ~?", "bank account ~?", "bank acct ~?", "bank ~", "checking ~?"),
            *("savings ~?", "checking account ~?", "savings account ~?", "checking acct ~?", "savings acct ~?"),
            *(
                "deposit account ~?",
                "deposit acct ~?",
                "direct deposit ~?",
                "DDA ~?",
                "share account ~?",
                "HSA account ~?",
            ),
            *("credit union account ~?", "cuenta ~?", "cuenta bancaria ~?", "número de cuenta", "cuenta de ahorros ~?"),
            *("cuenta corriente ~?", "cuenta de cheques ~?", "CLABE ~?"),
        ),
        r"\d(?:[ -]?\d){5,17}",
        _account,
        score=0.85,
        reach="near",
    ),
)

DETECTOR = PatternDetector(
    _NAME,
    (
        Rule(
            "BANK_ACCOUNT",
            r"(?i)\b\d{9}[ ,;/|-]{1,4}(?:acc(?:oun)?t\.?[ #:no.]{0,8})?(\d{6,17})",
            "label",
            0.8,
            _beside,
        ),
        Rule(
            "BANK_ACCOUNT",
            r"(?i)\b(?:bank|checking|savings|direct deposit|credit union)(?: (?:acc(?:oun)?t\.?|number|no\.?)){0,2}"
            r" (?:ending|ends)(?: in| with)? (\d{4})",
            "label",
            0.8,
        ),
    ),
    needs=(LONG_DIGITS, "ending", "ends"),
    version=3,
)
