"""Names in the cells of tables, objects, elements and statements, and of forms: the label says whose name it is.

Every label goes one way, through `detectors.structure.meaning`; what is left here is which cells hold a person at all
("none", "see file" do not), and columns of names that have no label.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.names import shape
from detectors.names.lexicon import (
    is_common,
    is_given,
    is_given_anywhere,
    is_organisation_word,
    is_short_name,
    is_thing,
)
from detectors.structure import regions
from detectors.structure.columns import shapes
from detectors.structure.labels import word_set
from detectors.structure.meaning import Whose, is_label_word, meaning
from detectors.structure.subjects import subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from detectors.structure import Region

_ENTITIES: Final[dict[Whose, str]] = {
    "student": "STUDENT_NAME",
    "family": "FAMILY_NAME",
    "patient": "PATIENT_NAME",
    "employee": "STAFF_NAME_SENSITIVE",
    "": "PERSON_OTHER",
}
_PARTS: Final = frozenset({"first", "last"})
_NAMED: Final = frozenset({"name", "first", "last", "person"})
_SKIP = compile_pattern(r"^(?:\([^)]{1,20}\) ?|(?i:mrs?|ms|miss|dr|mx|nana)\.? |\"[^\"]{1,20}\" )")
_TRAIL = compile_pattern(r" ?\([^)]{0,30}\)$")
_LETTER = compile_pattern(r"\pL")
_BAD = compile_pattern(r"\d|@|_|https?:|[{}<>()=]")
_PARTICLE = compile_pattern(rf"^(?i:{shape.PARTICLE}|los|las|der|den)$")
_LONGEST = 60
_MOST_WORDS = 6
_MOST_IN_PART = 3
"""Words of a family name or of given names, particles not counted."""
_SHARE = 0.6
# fmt: off
NOT_PEOPLE: Final = frozenset({
    "total", "all", "none", "average", "mean", "n/a", "na", "tbd", "unknown", "vacant", "agency", "sum", "other",
    "female", "male", "null", "yes", "no", "true", "false", "required", "optional", "same", "see above", "as above",
    "see below", "not null", "undefined", "any", "self", "y", "n", "x", "pending", "present", "absent", "ninguno",
    "ninguna", "desconocido",
})
"""Cells of a column of persons that hold none."""
TYPES: Final = frozenset({
    "any", "array", "async", "await", "bigint", "blob", "bool", "boolean", "bytes", "callable", "char", "client",
    "const", "date", "datetime", "decimal", "def", "dict", "float", "frozenset", "int", "integer", "iterable",
    "iterator", "json", "lambda", "len", "let", "list", "mapping", "new", "none", "null", "number", "object",
    "optional", "path", "return", "sequence", "set", "str", "string", "text", "timestamp", "tuple", "type",
    "undefined", "uuid", "var", "varchar", "void",
})
"""What stands behind a key in code, where a form would have a name."""
# fmt: on


_WHO: Final = word_set("name names who whom initials inits caseload participants participant qui\u00e9n quien")
"""Labels that do not say what stands under them, as often persons as tasks or numbers."""
_OF_PUPILS: Final = word_set(
    "gr grade gr. grades iep 504 min mins minutes speech ot pt goal goals wcpm score scores absences absent tardy"
    " tardies"
    " reading level tier intervention lunch allergies meds dob age homeroom period accommodations eligibility services"
    " behavior eval sped el lep group placement bus seat grado edad"
)
_SHORT_PERSON = compile_pattern(r"^(?:\p{Lu}\. ?\p{Lu}\.?|\p{Lu}{2}|\p{Lu}\. ?\p{Lu}\pL+|\p{Lu}[\pL'-]+ \p{Lu}\.?)$")
"""Initials, or a name of which one word is an initial."""
_FEWEST_ROWS: Final = 2


class _NameColumnDetector:
    """See the file's docstring."""

    name = "names.columns"
    version = 4
    needs = ("",)
    entities = ("STUDENT_NAME", "FAMILY_NAME", "PATIENT_NAME", "STAFF_NAME_SENSITIVE", "PERSON_OTHER")

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in the cells of a folded text."""
        for region in regions(text):
            if region.kind in {"pairs", "mail"}:
                continue  # `names.fields` reads them: a value on a line of prose needs more care
            if region.kind == "table" and not region.labels:
                yield from self._by_shape(text, region)
            else:
                yield from self._by_label(text, region)
                yield from _under_who(text, region)

    def _by_label(self, text: str, region: Region) -> Iterator[Finding]:
        whole = subject(region.labels)
        parts = has_both_parts(region.labels) or {"ln", "fn"} <= set(region.labels)
        known: dict[str, str | None] = {}
        for row in region.rows:
            for cell in row.cells:
                if not cell.label:
                    continue
                # "fn" is a birth date in Spanish forms, and the given name beside "ln".
                label = "first" if cell.label == "fn" and "ln" in region.labels else cell.label
                if label not in known:
                    known[label] = entity_of(label, whole)
                entity = known[label]
                if entity is None:
                    continue
                span = person_in(text, cell.start, cell.end, sure=parts and is_part(label))
                if span is not None:
                    yield Finding(entity, *span, 0.85, self.name, "field")

    def _by_shape(self, text: str, region: Region) -> Iterator[Finding]:
        """Columns of a table without labels: full names, or family and given names beside each other."""
        found = shapes(text, region)
        for place, form in enumerate(found):
            spans = _spans(text, region, place) if form == "person" else []
            beside = _spans(text, region, place + 1) if found[place : place + 2] == ("word", "word") else []
            if beside:
                spans = _spans(text, region, place)
            if _are_people([text[start:end] for start, end in spans], len(region.rows)) or _are_people(
                [text[start:end] for start, end in beside], len(region.rows)
            ):
                for start, end in (*spans, *beside):
                    yield Finding("STUDENT_NAME", start, end, 0.7, self.name, "row")


def _under_who(text: str, region: Region) -> Iterator[Finding]:
    """Columns of a table of pupils whose label does not say that persons stand there, while their cells do."""
    if (
        region.kind != "table"
        or len(region.rows) < _FEWEST_ROWS
        or _OF_PUPILS.isdisjoint(" ".join(region.labels).split())
    ):
        return
    for place, label in enumerate(region.labels):
        if label not in _WHO and not (place == 0 and not label):
            continue
        spans = _spans(text, region, place)
        values = [text[start:end] for start, end in spans]
        likely = [_SHORT_PERSON.search(value) is not None or _is_likely(value) for value in values]
        if values and 2 * sum(likely) >= len(region.rows):
            for (start, end), value, sure in zip(spans, values, likely, strict=True):
                if sure or not any(map(is_common, value.split())):
                    yield Finding("STUDENT_NAME", start, end, 0.7, "names.columns", "row")


def _is_likely(value: str) -> bool:
    first = value.replace(",", " ").split()[0]
    return (is_given_anywhere(first) or is_short_name(first)) and not (is_common(first) or is_thing(first))


def _spans(text: str, region: Region, place: int) -> list[tuple[int, int]]:
    """The persons in one column."""
    cells = (row.cells[place] for row in region.rows if place < len(row.cells))
    found = (person_in(text, cell.start, cell.end) for cell in cells)
    return [span for span in found if span is not None]


def _are_people(values: Sequence[str], rows: int) -> bool:
    given = sum(any(is_given(word) for word in value.replace(",", " ").split()) for value in values)
    return rows > 1 and len(values) >= _SHARE * rows and given >= _SHARE * len(values)


def entity_of(label: str, whole: Whose | None) -> str | None:
    """The entity of a person under `label`, in a region about `whole` (see `subject`); None where it names nobody.

    Staff in another person's record are named in ordinary business and stay.
    """
    if label == "whose":
        return "PERSON_OTHER"
    said = meaning(label) if label not in _UNSURE else None
    if said is None or said.what not in _NAMED or said.whose == "staff":
        return None
    if said.whose:
        return _ENTITIES[said.whose]
    parts = said.what in {"first", "last"}
    if whole == "family" or (parts and not whole):  # a bare "Name" beside "Guardian" is the child's
        return "STUDENT_NAME"
    return None if whole is None else _ENTITIES[whole]


_UNSURE: Final = frozenset({"contact", "contacts", "contacto", "provider", "owner", "lead"})
"""Labels of offices as often as of persons; `names.fields` reads them as it reads a bare "name"."""


def is_part(label: str) -> bool:
    """Whether the label is of a given or of a family name."""
    said = meaning(label)
    return said is not None and said.what in _PARTS


def has_both_parts(labels: Iterable[str]) -> bool:
    """Whether given and family names stand in columns of their own: only people have both."""
    return {said.what for label in labels if (said := meaning(label)) is not None} >= _PARTS


def person_in(text: str, start: int, end: int, *, sure: bool = False) -> tuple[int, int] | None:
    """The name inside a cell, without title, nickname before it and remarks round it; None when it holds none.

    Args:
        text: the folded text.
        start: first character of the cell.
        end: one past its last.
        sure: the label says that a name stands here, so that its words may be any ("Park", "Young", "Long").
    """
    if end - start > _LONGEST * 2:
        return None
    while (skip := _SKIP.search(text[start:end])) is not None:
        start += skip.end()
    trail = _TRAIL.search(text[start:end])
    if trail is not None:
        end = start + trail.start()
    value = text[start:end]
    low = value.lower()
    if (
        not 0 < len(value) <= _LONGEST
        or _BAD.search(value)
        or not _LETTER.search(value)
        or low in NOT_PEOPLE
        or low in TYPES
    ):
        return None
    words = value.replace(",", " ").split()
    own = [word for word in words if _PARTICLE.search(word) is None] or words
    if sure and len(own) <= _MOST_IN_PART:
        return None if is_part(low) else (start, end)  # a header that is written twice
    if not 0 < len(words) <= _MOST_WORDS or all(map(is_label_word, low.split())):
        return None
    words = own
    known = [word for word in words if is_organisation_word(word) or (is_common(word) and not is_given(word))]
    return None if len(known) * 2 > len(words) or (value.islower() and known) else (start, end)


DETECTOR = _NameColumnDetector()
