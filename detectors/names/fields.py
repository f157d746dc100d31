"""Names as values of a labelled field: ``Student: ...``, ``Parent(s): A and B``, ``lname='...'``, a key outside.

The label says that the value is a name, so the value is taken as it stands, whatever its words, case or script. A bare
"name" is a weaker label: things have names too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.names.extent import end_before_label
from detectors.names.lexicon import is_common, is_given
from detectors.names.name_columns import NOT_PEOPLE, TYPES, entity_of
from detectors.structure import regions
from detectors.structure.meaning import is_label_word
from detectors.structure.subjects import SubjectBook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.structure import Cell

# Short anchored looks over one value of at most `_LONGEST` characters: stdlib `re` is safe here.
_LONGEST: Final = 200
_STOP = re.compile(r"\s{2,}\w|[\n\t|;=\"<>{}()\[\]]|\d|, (?=[^\W\d_A-Z])|\. |[\"']\s?[,}\]]?|\s[-/]\s|:| (?:dob|DOB)\b")
_AND = re.compile(r",? (?:and|&|y|und|et|e) | ?/ ?|, (?=[^\W\d_]\S* [^\W\d_])")
_TITLE = re.compile(r"(?:mrs?|ms|miss|mx|dr|sr|sra|srta|prof|rev|don|do\u00f1a|elder|coach)\.? ", re.IGNORECASE)
_PLAIN: Final = frozenset(
    {
        "name",
        "names",
        "narne",
        "display name",
        "displayname",
        "attn",
        "nm",
        "full name",
        "person",
        "contact",
        "contacto",
    }
)
_CORRESPONDENTS: Final = frozenset(
    {"from name", "to name", "cc name", "bcc name", "reply to name", "de name", "para name"}
)
_MOST_WORDS = 6
_GIVEN_TO_FAMILY = 3
# fmt: off
_NOT_NAMES: Final = TYPES | NOT_PEOPLE | {
    "above", "below", "first", "handbook", "initials", "last", "name", "not", "see", "services", "signature", "support",
}
# fmt: on
_CODE = re.compile(r"[a-z\d][A-Z][a-z]|\\")
_PARTICLE_CASE = re.compile(r"\b(?:Mac|Mc|De|Di|Du|La|Le|Van|Von|O'|D'|Fitz)[A-Z]")


class _FieldDetector:
    """See the file's docstring."""

    name = "names.fields"
    version = 4
    needs = (":", "=")
    entities = ("STUDENT_NAME", "FAMILY_NAME", "PATIENT_NAME", "STAFF_NAME_SENSITIVE", "PERSON_OTHER")

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        book = SubjectBook()
        for region in regions(text):
            if region.kind not in {"pairs", "mail"}:
                continue
            for row in region.rows:
                whole = None if region.kind == "mail" else book.of_row(row)
                for cell in row.cells:
                    yield from self._field(text, cell, entity_of(cell.label, whole))

    def _field(self, text: str, cell: Cell, entity: str | None) -> Iterator[Finding]:
        last = cell.label.rpartition(" ")[2]
        plain = cell.label in _CORRESPONDENTS or (
            entity is None and (cell.label in _PLAIN or last in {"narne", "attn"})
        )
        if entity is None and not plain:
            return
        weak = plain or cell.label in _PLAIN
        for start, end in _people(text, cell.start, min(cell.end, cell.start + _LONGEST)):
            if text[end : end + 1] in {"(", "[", "."} and text[end + 1 : end + 2].strip():
                continue  # a call, an index or an attribute: code
            if _is_of_sentence(text, cell) or _names_rule(text, start, end):
                continue
            if looks_like_value(text[start:end], plain=weak):
                yield Finding(entity or "PERSON_OTHER", start, end, 0.9, self.name, "field")


_COUNTING = re.compile(
    r"(?i)\b(?:the|on|at|for|as to|re|and) (?:the )?(?:first|last|second|latter|former|1st|2nd)\s?:\s*$"
)
_RULE_NUMBER = re.compile(r"\.? ?\d{2,3}[A-Z]?[-.:]\d")


def _is_of_sentence(text: str, cell: Cell) -> bool:
    """Whether the label counts what a sentence speaks of: "On the first: ..."."""
    return _COUNTING.search(text, max(0, cell.start - 24), cell.start) is not None


def _names_rule(text: str, start: int, end: int) -> bool:
    """Whether it is the abbreviation of a code of law, with the number behind it: "WAC 392-191A"."""
    return text[start:end].isupper() and _RULE_NUMBER.match(text, end) is not None


def _people(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The persons of one value: up to what ends a name, one by one where several are joined."""
    stop = _STOP.search(text, start, end)
    end = end if stop is None else stop.start()
    position = start
    for joint in (*_AND.finditer(text, start, end), None):
        high = end if joint is None else joint.start()
        low, high = _bare(text, position, high)
        high = end_before_label(text, low, high)
        if low < high:
            yield low, high
        position = end if joint is None else joint.end()


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Without a title in front and without the sentence that goes on behind ("Ann Lee is in grade 4")."""
    title = _TITLE.match(text, start, end)
    start = title.end() if title is not None else start
    cased = text[start : start + 1].isupper()
    for word in re.finditer(r"\S+", text[start:end]):
        if cased and word.start() and word.group()[0].islower() and is_common(word.group()):
            end = start + word.start()
            break
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",-*'\""):
        end -= 1
    return start, end


def looks_like_value(value: str, *, plain: bool) -> bool:
    """Whether a field's value is a person's name rather than a type, a sentence or an identifier.

    Args:
        value: what stands in the field.
        plain: the label is a bare "name", which things have too: lower-case and common words are then no names.
    """
    words = value.replace(",", " ").split()
    if plain and value.isupper() and len(words) == 1:
        return False
    if (
        not 0 < len(words) <= _MOST_WORDS
        or "_" in value
        or (_CODE.search(value) is not None and _PARTICLE_CASE.search(value) is None)
        or all(map(is_label_word, value.lower().split()))
        or "@" in value
        or "." in value.rstrip(".")[:-3].replace(". ", " ")
    ):
        return False
    if any(word.lower().strip(".,") in _NOT_NAMES for word in words):
        return False
    cased = [word for word in words if word[0].isupper() or not word[0].isascii()]
    if not cased:
        return not plain and len(words) <= _GIVEN_TO_FAMILY and not any(is_common(word) for word in words)
    common = sum(is_common(word) and not is_given(word) for word in words)
    return common == 0 or (not plain and common * 2 <= len(words))


DETECTOR = _FieldDetector()
