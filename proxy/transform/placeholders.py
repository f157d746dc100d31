"""What a placeholder looks like, how it is made, and how it is found again in what a model wrote.

A placeholder has one core, ``LABEL_<number><form>_<check>``, for instance ``PERSON_1A_K7QM2``. The core alone is the
identifier form (at most 24 characters of ``[A-Za-z0-9_]``), in brackets it is the text form. The number counts values
of a label by first appearance, the form letter counts surface forms of one value, and the check is a keyed digest of
both and of nothing else: no part of a placeholder is derived from the person (45 CFR 164.514(c)).

Models change case, spacing, brackets and the label word, and Markdown and JSON put backslashes in. `find_tokens` sees
through that: it starts from the rare tail (digits, letters, a check without vowels) and looks back over at most 32
characters, so that it is linear and costs ordinary prose next to nothing. It finds candidates; only the map of the
call that made a placeholder can say what it stands for.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECK_ALPHABET: Final = "23456789BCDFGHJKLMNPQRSTVWXZ"
"""Digits and consonants without look-alikes (0 O 1 I Y), so that a check is never a word."""
CHECK_LENGTH: Final = 5
"""28**5 = 17 million: one forged check in that many fits, and even it can only name a value of the same call."""
MAX_IDENTIFIER: Final = 24
MAX_TOKEN: Final = 64
"""No candidate is longer than this, with brackets and escapes."""

LABELS: Final[dict[str, str]] = {
    "STUDENT_NAME": "PERSON",
    "FAMILY_NAME": "PERSON",
    "PATIENT_NAME": "PERSON",
    "STAFF_NAME_SENSITIVE": "PERSON",
    "PERSON_OTHER": "PERSON",
    "STUDENT_ID": "ID",
    "SSN": "SSN",
    "SSN_LAST4": "SSN",
    "DOB": "DATE",
    "DATE_PERSONAL": "DATE",
    "AGE_OVER_89": "AGE",
    "ADDRESS": "ADDRESS",
    "GEO": "PLACE",
    "PHONE": "PHONE",
    "EMAIL": "EMAIL",
    "URL_PERSONAL": "URL",
    "USERNAME": "USER",
    "MRN": "MRN",
    "PLAN_ID": "PLAN",
    "MEDICAID_ID": "MEDICAID",
    "LICENCE": "LICENCE",
    "PASSPORT": "PASSPORT",
    "IMMIGRATION_ID": "IMMID",
    "BANK_ACCOUNT": "ACCOUNT",
    "CARD": "CARD",
    "VIN": "VIN",
    "PLATE": "PLATE",
    "IP": "IP",
    "DEVICE_ID": "DEVICE",
    "CREDENTIAL": "SECRET",
    "OTHER_ID": "CASE",
}
"""Entity -> label. All names of persons share one, so that a person has one number whatever role was found."""
UNKNOWN_LABEL: Final = "DATA"
LOOK_ALIKE_LABEL: Final = "TEXT"
"""For text of the caller that reads like one of this call's placeholders."""

_SEPARATOR: Final = r"(?:[\\\s_\u2010-\u2015-]|\\u005[fF]){1,4}"
_TAIL: Final = re.compile(
    rf"(?<![0-9])([0-9]{{1,4}})[\s_-]?([A-Za-z]{{1,2}}){_SEPARATOR}([{CHECK_ALPHABET}{CHECK_ALPHABET.lower()}]{{5}})"
    r"(?![^\W_])"
)
_HEAD: Final = re.compile(
    r"(?:(?<![^\W_])(?!(?<=\\)[nrtbfu])|(?<=\\[nrtbf])|(?<=\\u005[bB]))"  # the letter of an escape (\n) is no label
    rf"[^\W\d_]{{2,16}}{_SEPARATOR}\Z"
)
_LOOK_BACK: Final = 32
_OPENING: Final = re.compile(r"(?:(\\{0,2}\[)|(\\u005[bB])|(\{)|(<)|(⟦)|(【))\s?\Z")
_CLOSING: Final = (
    re.compile(r"\s?\\{0,2}\](?!\()"),  # a bracket before "(" belongs to a Markdown link and stays
    re.compile(r"\s?\\u005[dD]"),
    re.compile(r"\s?\}"),
    re.compile(r"\s?>"),
    re.compile(r"\s?⟧"),
    re.compile(r"\s?】"),
)


@dataclass(frozen=True, slots=True)
class TokenMatch:
    """A candidate: where it stands, brackets and escapes included, and what it says, in upper case."""

    start: int
    end: int
    number: str
    form: str
    check: str


@dataclass(frozen=True, slots=True)
class Token:
    """A placeholder of one call."""

    label: str
    number: str
    form: str
    check: str

    @property
    def identifier(self) -> str:
        """The form for names, keys, schema values and URLs."""
        return f"{self.label}_{self.number}{self.form}_{self.check}"

    @property
    def text(self) -> str:
        """The form for free text: self-delimiting."""
        return f"[{self.identifier}]"


@lru_cache(maxsize=512)  # labels only: asked three times for every finding
def token_label(entity: str) -> str:
    """The label of an entity's placeholders."""
    return LABELS.get(entity.partition(".")[0], UNKNOWN_LABEL)


def removed(label: str) -> str:
    """What stands where a value was removed for good: ``[SSN_REMOVED]``."""
    return f"[{label}_REMOVED]"


def removed_identifier(label: str) -> str:
    """The same where only an identifier may stand."""
    return f"{label}_REMOVED"


@lru_cache(maxsize=8192)  # a history mints the same placeholders at every turn; nothing of a value is in here
def mint(key: bytes, label: str, number: str, form: str) -> Token:
    """The placeholder for a label, number and form; `key` is the caller's."""
    digest = int.from_bytes(hmac.digest(key, f"{label}|{number}|{form}".encode(), hashlib.sha256)[:8])
    check = ""
    for _ in range(CHECK_LENGTH):
        digest, place = divmod(digest, len(CHECK_ALPHABET))
        check += CHECK_ALPHABET[place]
    return Token(label, number, form, check)


def form_letters(index: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA, ... 701 -> ZZ.

    Raises:
        ValueError: more surface forms of one value than letters can count.
    """
    letters = ""
    index += 1
    while index:
        index, place = divmod(index - 1, 26)
        letters = chr(ord("A") + place) + letters
    if len(letters) > 2:  # noqa: PLR2004 # as the grammar has it
        raise ValueError("too many surface forms of one value")
    return letters


def form_index(letters: str) -> int:
    """A -> 0, Z -> 25, AA -> 26: what `form_letters` was given.

    Raises:
        ValueError: no form letters.
    """
    if not re.fullmatch(r"[A-Z]{1,2}", letters):
        raise ValueError("not form letters")
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def find_tokens(text: str) -> Iterator[TokenMatch]:
    """Candidates in order, never overlapping. Linear in the text's length."""
    done = 0
    for tail in _TAIL.finditer(text):
        begin = max(done, tail.start() - _LOOK_BACK)
        head = _HEAD.search(text[begin : tail.start()])
        if head is None:
            continue
        start, end = _with_brackets(text, begin + head.start(), tail.end(), done)
        yield TokenMatch(start, end, tail[1], tail[2].upper(), tail[3].upper())
        done = end


def _with_brackets(text: str, start: int, end: int, floor: int) -> tuple[int, int]:
    """Widen a core by the one pair of brackets round it, if both halves are there."""
    before = max(floor, start - 8)
    opening = _OPENING.search(text[before:start])
    if opening is None or opening.lastindex is None:
        return start, end
    closing = _CLOSING[opening.lastindex - 1].match(text, end)
    return (before + opening.start(), closing.end()) if closing else (start, end)
