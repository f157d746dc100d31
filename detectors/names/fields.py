"""Names as values of a labelled field: ``Student: ...``, ``"firstName": "..."``, ``lname='...'``, a column's key.

The label says that the value is a name, so the value is taken as it stands, whatever its words, case or script.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.names.lexicon import is_common, is_given

if TYPE_CHECKING:
    from collections.abc import Iterator

_PART = (
    r"(?:(?:first|last|middle|full|legal|preferred|given|family|maiden|nick|sur|f|l)[ _-]?name"
    r"|(?:legal|preferred)[ _-]?(?:first|last|name)|f1rst|first|last|lname|fname)"
)
_WHO = (
    ("STUDENT_NAME", r"(?:student|child|ch1ld|pupil|scholar|kid|learner|stu|participant|alumn[oa]|estudiante)"),
    (
        "FAMILY_NAME",
        (
            r"(?:parents?|guardians?|guard1an|mother|father|mom|dad|caregiver|emergency[ _-]?contact|madre"
            r"|padre|p\w+ ?/ ?guard\w+)"
        ),
    ),
    ("PATIENT_NAME", r"(?:patient|pt|client|beneficiary)"),
)
_VALUE = r"(\pL[^\n\t|:;=\"<>{}()\[\]\d]{0,58}[\pL.])"
_END = r"(?:\s{2,}|[\n\t|;\"'(<,]|$| - | / )"


def _labelled(label: str) -> str:
    return rf"(?i)(?:^|[^\pL\pN]){label}[\"']?\s{{0,2}}[:=]\s{{0,3}}[\"']?{_VALUE}"


_FIELDS = (
    *(
        (entity, compile_pattern(_labelled(rf"{who}(?:\(s\)|s)?(?:'s)?(?:[ _-]?(?:{_PART}|name))?")))
        for entity, who in _WHO
    ),
    (
        "STUDENT_NAME",
        compile_pattern(_labelled(r"(?:legal|l|f|first|last|sur|given|family|nick|full|preferred)[ _-]?name")),
    ),
    (
        "STUDENT_NAME",
        compile_pattern(_labelled(r"(?:legal[ _-]?(?:first|last)|f1rst|first|surname|nombre|apellidos?|nm)")),
    ),
)
_FUNCTION = compile_pattern(
    r"(?i)\b(?:upper|lower|trim|initcap)\(\s?(?:\w+\.)?(?:lname|fname|last_name|first_name"
    r"|name)\s?\)\s?=\s?'([^'\n]{2,60})'"
)
_PLAIN_NAME = compile_pattern(_labelled(r"(?:name|narne|display[ _-]?name|attn)"))
_CUT = compile_pattern(r"\s{2,}[\pL\pN]|\s(?:and|&|y)\s|\s[-/]\s|[\"']\s?[,}\]]?|, \p{Ll}|\. | \(")
_MOST_WORDS = 6
# fmt: off
_NOT_NAMES = frozenset({
    "above", "absent", "all", "any", "array", "below", "boolean", "char", "date", "false", "first",
    "handbook", "initials", "integer", "last", "n/a", "name", "no", "none", "not", "null", "number", "object",
    "optional", "present", "required", "same", "see", "self", "services", "signature", "string", "support",
    "tbd", "text", "true", "type", "unknown", "varchar", "yes",
})
# fmt: on


class _FieldDetector:
    """See the file's docstring."""

    name = "names.fields"
    version = 1
    needs = (":", "=")
    entities = ("STUDENT_NAME", "FAMILY_NAME", "PATIENT_NAME", "PERSON_OTHER")

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        for entity, pattern in _FIELDS:
            for match in pattern.finditer(text):
                yield from self._value(text, entity, match.start(1), match.end(1), plain=False)
        for match in _PLAIN_NAME.finditer(text):
            yield from self._value(text, "PERSON_OTHER", match.start(1), match.end(1), plain=True)
        for match in _FUNCTION.finditer(text):
            yield Finding("STUDENT_NAME", match.start(1), match.end(1), 0.9, self.name, "field")

    def _value(self, text: str, entity: str, start: int, end: int, *, plain: bool) -> Iterator[Finding]:
        cut = _CUT.search(text[start:end])
        if cut is not None:
            end = start + cut.start()
        value = text[start:end]
        if looks_like_value(value, plain=plain):
            yield Finding(entity, start, end, 0.9, self.name, "field")


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
        or "@" in value
        or "." in value.rstrip(".")[:-3].replace(". ", " ")
    ):
        return False
    if any(word.lower().strip(".,") in _NOT_NAMES for word in words):
        return False
    cased = [word for word in words if word[0].isupper() or not word[0].isascii()]
    if not cased:
        return not plain and len(words) <= 3 and not any(is_common(word) for word in words)  # noqa: PLR2004  given, middle, family
    common = sum(is_common(word) and not is_given(word) for word in words)
    return common == 0 or (not plain and common * 2 <= len(words))


DETECTOR = _FieldDetector()
