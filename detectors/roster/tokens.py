"""Identifiers, user names and e-mail addresses of the roster in a text: whole tokens, exact but for case and joints.

A token found by its digest alone is surely one of the roster's; whether it is the person's number *here* is another
question. Where a tenth of all seven-digit numbers are somebody's, a number met by chance may be one: such a number,
a short one, and a user name of letters only count beside a label or on a line with a name of the roster.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

import numpy as np
import re2

from detectors.roster.folding import email_form, id_form
from detectors.roster.names import Hit
from detectors.roster.person import SHORTEST_ID
from detectors.roster.table import find

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from detectors.roster.digests import Digests
    from detectors.roster.table import Table

SHORTEST_ALONE: Final = 5
LONGEST: Final = 128
_REACH: Final = 40
_LINE_END: Final = re.compile("\n")
# Single repeats over classes that do not overlap with what may follow: linear in `re`.
_TOKEN: Final = re.compile(r"[^\W_]+(?:[-_][^\W_]+)*")
_EMAIL: Final = re.compile(r"[^\s@<>()\[\]{},;:\"'|=]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_DATE: Final = re.compile(r"(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])")
_MONEY: Final = re.compile(r"[$\u20ac\u00a3]\s?$|\d[.,]$")
_USERNAME: Final = re2.compile(r"(?i)\b(?:user ?(?:name|id)?|login|account|usuario)\b[ \"'(:=#]{1,4}([a-z_-]{6,64})\b")
_LABEL: Final = re.compile(
    r"(?:\bid\b|\bids\b|_id\b|#|\bno\.|\bnumber\b|\bnum\b|\bssid\b|\bsis\b|\bsid\b|\bpin\b|\blunch\b|\bstudent|\bstu\b"
    r"|\busers?\b|username|\blogin\b|\baccount\b|\busuario\b|\bmatr[ií]cula\b|\bestudiante|\balumn[oa]|\bkid|\bscholar)",
    re.IGNORECASE,
)


class TokenIndex:
    """The identifiers of a table, ready to be looked for.

    Args:
        table: a mapped roster.
        digests: under the key of the table.
    """

    def __init__(self, table: Table, digests: Digests) -> None:
        self._table, self._digests = table, digests
        self._dense = frozenset(table.facts.dense)

    def find(self, text: str, names: Sequence[Hit]) -> list[Hit]:
        """Identifiers in a folded text, in order of kind.

        Args:
            text: the folded text.
            names: names of the roster in it.
        """
        wanted = [*self._emails(text), *self._tokens(text)]
        if not wanted:
            return []
        keys = np.array([digest for _, _, digest, _ in wanted], dtype=np.uint64)
        lines = _Lines(text, names)
        out: list[Hit] = []
        for (start, end, _, alone), place in zip(wanted, find(self._table.tokens, keys).tolist(), strict=True):
            if place >= 0 and (alone or lines.has_one(start) or _LABEL.search(text[max(0, start - _REACH) : start])):
                out.append(Hit(start, end, int(self._table.token_marks[place])))
        return out

    def _emails(self, text: str) -> Iterator[tuple[int, int, int, bool]]:
        if "@" in text:
            for match in _EMAIL.finditer(text):
                yield match.start(), match.end(), self._digests.token(email_form(match.group())), True

    def _tokens(self, text: str) -> Iterator[tuple[int, int, int, bool]]:
        """Start, end, digest, and whether it counts without a label."""
        for match in _TOKEN.finditer(text):
            value = match.group()
            if (
                not value.isalpha()
                and SHORTEST_ID <= len(value) <= LONGEST
                and not _is_no_id(text, match.start(), value)
            ):
                form = id_form(value)
                yield match.start(), match.end(), self._digests.token(form), self._counts_alone(form)
        for match in _USERNAME.finditer(text):
            yield match.start(1), match.end(1), self._digests.token(id_form(match.group(1))), False

    def _counts_alone(self, form: str) -> bool:
        return len(form) >= SHORTEST_ALONE and not (form.isdigit() and len(form) in self._dense)


def _is_no_id(text: str, start: int, value: str) -> bool:
    """A date, or an amount of money."""
    return _DATE.fullmatch(value) is not None or _MONEY.search(text[max(0, start - 3) : start]) is not None


class _Lines:
    """Which lines have a name of the roster."""

    def __init__(self, text: str, names: Sequence[Hit]) -> None:
        self._ends = [match.start() for match in _LINE_END.finditer(text)] if names else []
        self._named = {bisect_left(self._ends, each.start) for each in names}

    def has_one(self, position: int) -> bool:
        """Whether the line of this position has."""
        return bool(self._named) and bisect_left(self._ends, position) in self._named
