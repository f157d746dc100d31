"""Marks for what singles somebody out together with more: origin, language, faith, grade (34 CFR 99.3 (e), (f)).

Only where the words say it of a person ("speaks Tongan at home", "came from Honduras", a labelled cell): "translate
into Somali" and "grade 3 standards" are about nobody. Linking weighs the marks; nothing is protected by them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.finding import TERM, Finding
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern
from detectors.quasi.words import COUNTRY, FAITH, IS, LANGUAGE, NUMBER, ORDINAL, PERSON, RACE, SCHOOL, TRIBE
from detectors.structure import regions
from detectors.structure.labels import word_set
from detectors.structure.meaning import meaning
from detectors.structure.subjects import SubjectBook, subject

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEVEL = compile_pattern(
    r"(?i)^[- ]{0,2}(?:reading|level|language|lang|standards?|content|text|band|wide|team|curriculum|math"
    r"|ela|science|lessons?|books?|to \d|-\d|/\d"
    r"|through|or |and \d|point|scale|period|report|expectations?|units?|teachers?|screen|rigor|vocabulary"
    r"|passages?|word|words)"
)
_READS = compile_pattern(
    r"(?i)\b(?:read(?:s|ing)?(?: level)?(?: at| is| on)?|level|written at|below|above|on) (?:a |the"
    r" )?(?:gr\.?|grade)[ :]{0,2}$"
)


def _q(kind: str) -> str:
    return f"{TERM}Q.{kind}"


def _grade(_value: str, text: str, start: int, end: int) -> str | None:
    """Not the level of a text or a standard, and not a range of grades."""
    if _LEVEL.search(text[end : end + 16]) or _READS.search(text[max(0, start - 30) : start]):
        return None
    return _q("grade")


_NO_COUNTRY: Final = word_set(
    "tier grade room level step the head start eceap kindergarten preschool speech math reading monday"
    " tuesday wednesday thursday friday"
    " i he she january february march april may june july august september october november december mr"
    " mrs ms dr school"
)


def _country(value: str, text: str, _start: int, end: int) -> str | None:
    """A place with a capital, not the name of a tier, a programme or a day."""
    numbered = text[end : end + 2].strip().isdigit()
    return None if numbered or value.partition(" ")[0].lower().strip(".") in _NO_COUNTRY else _q("birthplace")


PATTERNS = PatternDetector(
    "quasi.patterns",
    (
        Rule(
            _q("language"),
            (
                r"(?i)\b(?:speaks|they speak|(?:family|parents) speaks?|speaking|spoken|habla[n]?|hablante de|first"
                r" language (?:is|was)|home language(?: is|:)?|talks? in|only knows|interpreter (?:for|in)) (?:only "
                rf"|mostly |mainly |some |no english,? only )?({LANGUAGE})\b"
            ),
            "label",
            0.85,
        ),
        Rule(_q("language"), rf"(?i)\b({LANGUAGE})[- ](?:speak(?:ing|er)|interpreter)\b", "label", 0.7),
        Rule(
            _q("language"),
            (
                rf"(?i)\b({LANGUAGE}) (?:is (?:his|her|their|the) (?:first|home|native|primary) language|at home|with"
                r" (?:his|her|the) (?:mom|dad|mother|father|family|grandm\w+))"
            ),
            "label",
            0.8,
        ),
        Rule(_q("race"), rf"(?i:\b(?:the only|an?|another|our|this|one)) ((?i:{RACE})) (?i:{PERSON})\b", "label", 0.8),
        Rule(_q("race"), rf"\b{IS} ((?i:{RACE}))\b", "label", 0.7),
        Rule(_q("tribe"), rf"(?i)\b(?:enrolled|member|citizen|descendant)[^.\n]{{0,20}}\b({TRIBE})\b", "label", 0.8),
        Rule(_q("tribe"), rf"(?i)\b({TRIBE}) (?:tribal member|enrolled|{PERSON})\b", "label", 0.8),
        Rule(_q("religion"), rf"\b{IS} ((?i:{FAITH}))\b", "label", 0.75),
        Rule(
            _q("religion"), rf"(?i:\b(?:an?|the only|another|our|this)) ((?i:{FAITH})) (?i:{PERSON})\b", "label", 0.75
        ),
        Rule(
            _q("religion"),
            (
                r"(?i)\b(?:his|her|their|the family'?s?) (?:religion|faith|church|mosque|temple|synagogue|gurdwara)(?:"
                rf" (?:is|of))? ?({FAITH})?"
            ),
            "label",
            0.6,
        ),
        Rule(
            _q("birthplace"),
            (
                r"(?i:\b(?:born in|country of birth:?|birthplace:?|birth country:?|nacid[oa] en|naci[oó] en"
                rf"|origin(?:ally|ario)? (?:from|de))) {COUNTRY}"
            ),
            "label",
            0.85,
            _country,
        ),
        Rule(
            _q("birthplace"),
            (
                r"(?i:\b(?:came|arrived|moved|immigrated|emigrated|fled|refugees?|newcomers?|just) (?:here )?from)"
                rf" {COUNTRY}"
            ),
            "label",
            0.7,
            _country,
        ),
        Rule(
            _q("birthplace"),
            (
                r"\b(?i:he|she|they|family|is|are|was|were|mom|dad|parents|vino|vinieron|llegaron|son|es) (?i:from|de)"
                rf" {COUNTRY}(?:\s|[.,;)]|$)"
            ),
            "label",
            0.6,
            _country,
        ),
        Rule(
            _q("grade"),
            (
                rf"(?i)\b(?:in |is (?:a |an )?|our |my |the |that |a |an )({ORDINAL}[ -]?grade(?:r|rs)?"
                r"|kindergart(?:en|ner|ener)|preschooler|pre-?k(?:er)?|sophomore|freshman|junior|senior)\b"
            ),
            "label",
            0.7,
            _grade,
        ),
        Rule(_q("grade"), r"(?i)\b(?:gr\.?|grade|grado)[ :]{1,2}(pre-?k|tk|k|\d{1,2})\b", "label", 0.6, _grade),
        Rule(
            _q("grade"),
            (
                r"(?i)\b(?:in|attends?|enrolled in|goes to|starts?|from) (eceap|head start|early head start|preschool"
                r"|pre-?k|kindergarten|transitional kindergarten|tk|kdg)\b"
            ),
            "label",
            0.7,
        ),
        Rule(
            _q("school"),
            rf"(?i:\b(?:at|attends?|goes to|from|enrolled (?:at|in)|student at|in)) ({SCHOOL})",
            "label",
            0.75,
        ),
        Rule(
            _q("age"),
            rf"(?i)\b({NUMBER})[ -](?:years?|yrs?|a[nñ]os|meses|months?|mos?)(?:[ -](?:old|de edad))\b",
            "label",
            0.85,
        ),
        Rule(_q("age"), rf"(?i)\b({NUMBER}) ?(?:y/?o|yr old|y\.o\.)\b", "label", 0.8),
        Rule(_q("age"), rf"(?i)\b(?:aged?|edad)[ :]{{1,2}}({NUMBER})\b", "label", 0.7),
        Rule(
            _q("age"),
            (
                rf"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]ho|\p{{Lu}}\p{{Ll}}+) (?:is|turned|turns|tiene|just turned)"
                rf" ({NUMBER})(?:[.,;!)]|$| (?:and|now|a[nñ]os)\b)"
            ),
            "label",
            0.6,
        ),
        Rule(_q("age"), r"(?i)\b(\d{1,2}-(?:year|month)-olds?)\b", "label", 0.85),
        Rule(_q("sex"), r"(?i)\b(?:years?|months?|grade|grader|gr|old) (boy|girl|female|male)\b", "label", 0.6),
    ),
    needs=("",),
)

_FACTS: Final = {
    "race": _q("race"),
    "language": _q("language"),
    "birthplace": _q("birthplace"),
    "religion": _q("religion"),
    "grade": _q("grade"),
    "age": _q("age"),
    "gender": _q("sex"),
}
_SCHOOLS: Final = frozenset({"school", "building", "bldg", "site", "escuela"})
_LONGEST: Final = 60


class _CellDetector:
    """Cells of rows about persons."""

    name = "quasi.cells"
    version = 1
    needs = ("\t", "|", ",", ";", ":", "=", "<", "  ")
    entities = tuple(
        _q(kind) for kind in ("race", "language", "birthplace", "religion", "grade", "age", "sex", "school")
    )

    def find(self, text: str) -> Iterator[Finding]:
        """Marks in a folded text."""
        book = SubjectBook()
        kinds: dict[str, str | None] = {}
        for region in regions(text):
            whole = region.kind == "table" and subject(region.labels) is not None
            for row in region.rows:
                if whole or (region.kind not in {"table", "mail"} and book.of_row(row) is not None):
                    for cell in row.cells:
                        if cell.label not in kinds:
                            kinds[cell.label] = _of_cell(cell.label)
                        entity = kinds[cell.label]
                        if entity is not None and 0 < cell.end - cell.start <= _LONGEST:
                            yield Finding(entity, cell.start, cell.end, 0.85, self.name, "column")


def _of_cell(label: str) -> str | None:
    said = meaning(label)
    if said is not None and said.what in _FACTS and said.whose != "staff":
        return _FACTS[said.what]
    return _q("school") if not _SCHOOLS.isdisjoint(label.split()) else None


CELLS = _CellDetector()
