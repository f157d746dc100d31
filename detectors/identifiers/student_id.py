"""Student numbers (34 CFR 99.3(d), RCW 42.56.590).

Washington's SSID is ten digits and looks like a telephone number, an NPI or a date: only its label says what it is,
and the label wins over any checksum the digits happen to pass. A Wi-Fi network's SSID has letters: no finding.
Names of other states' numbers and of student information systems are those that their manuals use.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors.identifiers.labelled import Labelled
from detectors.identifiers.lookalikes import digits, number
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern
from detectors.identifiers.signals import DIGIT

if TYPE_CHECKING:
    from detectors.identifiers.pattern import Accept

_NAME = "identifiers.student_id"

_STATE = (
    *("SSID", "WA SSID", "state student ~", "statewide student ~", "statewide ~", "state ~", "state assigned ~"),
    *("CEDARS ~", "OSPI ~", "OSPI student ~", "número estatal ~?", "id estatal"),
)
_OTHER_STATES = (
    *(
        "SASID",
        "LASID",
        "GTID",
        "STN",
        "UIC",
        "MARSS ~?",
        "WISEID",
        "FLEID",
        "TSDS ~?",
        "TSDS unique ~",
        "PEIMS ~?",
        "EMIS ~",
    ),
    *("NYSSIS ~?", "SAIS ~", "PASECUREID ~?", "unique student ~", "student unique ~", "student usi", "SUID", "USI"),
)
_SCHOOL = (
    *("student ~", "pupil ~", "learner ~", "scholar ~", "child ~", "kid ~", "kiddo ~", "stu ~", "stdnt ~", "std ~"),
    *("student state ~", "student local ~", "student sis ~", "student perm ~", "student other ~", "student account ~?"),
    *("local student ~", "district student ~", "district assigned ~", "local id", "sis ~", "sis user ~", "perm ~"),
    *("permanent ~", "SID", "lunch ~", "lunch account ~?", "lunch acct ~?", "meal ~", "meal account ~?"),
    *(
        "lunch pin ~?",
        "meal pin ~?",
        "student pin ~?",
        "cafeteria ~",
        "cafeteria pin ~?",
        "pos pin",
        "keypad ~",
        "PIN pad ~",
    ),
    *("dcid", "perm", "enrollment ~", "enrolment ~", "college board ~", "AP ~", "CEEB student ~", "ACT ~", "CAID"),
    *("powerschool ~", "skyward ~", "infinite campus ~", "campus ~", "synergy ~", "aeries ~", "qmlativ ~", "clever ~"),
    *(
        "canvas ~",
        "canvas user ~",
        "schoology ~",
        "classlink ~",
        "sourced id",
        "seesaw ~",
        "iready ~",
        "i-ready ~",
        "nwea ~",
    ),
    *("star ~", "dreambox ~", "lexia ~", "aleks ~", "frontline ~", "embrace ~", "iep online ~", "easyiep ~"),
)
_SPANISH = (
    *("número del? de? estudiante", "número del? de? la? alumno", "número del? de? la? alumna", "matrícula ~?"),
    *("id del? de? estudiante", "id del? de? la? alumno", "id del? de? la? alumna", "id de mi hijo", "id de mi hija"),
    *(
        "identificación del? de? estudiante",
        "identificación del? de? la? alumno",
        "estudiante ~",
        "alumno ~",
        "alumna ~",
    ),
    *("código del? de? estudiante", "número de almuerzo", "pin de almuerzo", "expediente escolar ~?"),
)
_DISTRICT = ("district ~", "school id", "person id", "schoolid", "building student ~")
_TEN = r"\d{10}|\d{5}[ -]\d{5}|\d{3}[ -]\d{3}[ -]\d{4}|\d{4}[ -]\d{3}[ -]\d{3}"
_VALUE = r"[A-Z]{0,3}-?\d{4,12}|\d{2,4}-\d{3,8}|\d{3} \d{3,4}"

# fmt: off
_THINGS = frozenset({
    "account", "agenda", "agency", "agreement", "app", "apple", "application", "asset", "assignment", "batch",
    "bid", "building", "bus", "class", "client", "code", "confirmation", "contract", "course", "department", "device",
    "district", "document", "event", "expense", "facility", "file", "fixture", "form", "fund", "game",
    "google", "grant",
    "group", "invoice", "item", "job", "key", "lesson", "lot", "meeting", "message", "model", "object", "order", "org",
    "organization", "page", "part", "payment", "permit", "photo", "policy", "position", "post", "posting", "product",
    "program", "project", "purchase", "question", "quiz", "receipt", "record", "report", "request", "requisition",
    "resource", "room", "route", "run", "sample", "section", "serial", "server", "session", "site", "sku", "system",
    "tag", "task", "tax", "teams", "template", "tenant", "test", "the", "this", "thread", "ticket", "tracking",
    "transaction", "unit", "vendor", "version", "video", "webinar", "windows", "work", "workorder", "zoom",
})
# fmt: on
_WHO = compile_pattern(
    r"(?:\b(?i:his|her|their|whose|(?:student|kid|child|boy|girl|son|daughter|kiddo|scholar|pupil)(?:'?s)?|\pL+'s)\s"
    r"|(\p{Lu}[\pL'-]*\p{Ll}|\p{Lu}\.?)[\s,;:(|-]{1,3})(?i:with |has |uses |local |school )?(?i:id|i\.d\.?)[^\pL]{0,3}"
    r"(?:(?i:is|no|number|was)[^\pL]{1,3})?$"
)
_WRITTEN_SIGN = compile_pattern(r"(?i)(?:id|i\.d\.?)\s?(?:[#:=]|is\b|no\b|number\b)[^\pL\d]*$")
_WHO_AFTER = compile_pattern(
    r"^[\s,)]{0,2}(?i:for|of|belongs to|de|del|para) (?i:student |my student )?\p{Lu}\pL*\p{Ll}"
)
_WORD_BEFORE = compile_pattern(r"(\pL+)\s(?i:id)\b[^\n]{0,12}$")
_ONE = compile_pattern(r"(?i)(?:^|[^\pL])(?:student|pupil|scholar|stu|kiddo|estudiante|alumn[oa])[ :]{1,2}$")
_MEALS = compile_pattern(
    r"(?i)\b(?:lunch(?:es)?|meals?|breakfast|cafeteria|cafe|kitchen|frl|f/r|balances?|owes?|owed|keypad|almuerzo|pos)\b"
)
_REACH = 60
_STATEMENT = 400
"""Characters of a statement to either side of a comparison in which its table is looked for."""
_ZIP_DIGITS = 5
_PARTED_DIGITS = 6
_GROUPED = re.compile(r"\d[ -]\d")
_PLURAL = compile_pattern(r"(?i)\b(?:numbers|ids|codes)\b[^\pL\pN]{0,4}$")
"""Before two groups of digits it heads a list, a range or a count: "student numbers 118 204"."""
_FORM_REACH = 160
_FORM_LABEL = compile_pattern(
    r"(?i)(?:^|[^\pL])(?:student|child|pupil|scholar|camper|alumn[oa]|estudiante|name|nombre|(?:d\.?o\.?b|birth ?date"
    r"|date of birth|grade|gr|grado)\.?)(?: name)?\s?[:=-]\s?\S"
)
_FORM_GAP = compile_pattern(
    r"(?i)(?:\s{2,}|[|;,\t]\s*|^\s*)(?:id|i\.d\.?)[^\pL\d\n]{0,4}(?:(?:no|number)[^\pL\d\n]{1,3})?$"
)
"""Behind a gap: where the fields of a form stand beside each other, "ID" begins a field of its own."""


def _one_student(value: str, text: str, start: int, _end: int) -> str | None:
    """One student and nothing between: "Student 304981"; "students 12045" is a count."""
    said = _ONE.search(text[max(0, start - 20) : start]) is not None
    return "STUDENT_ID" if said and number(_ZIP_DIGITS, 12)(value) else None


def _beside_person(value: str, text: str, start: int, end: int) -> str | None:
    """A bare "ID" is a student's beside a person ("Maria (ID 304981)", "her ID"); "Boise, ID 83702" is Idaho."""
    before = text[max(0, start - _REACH) : start]
    match = _WHO.search(before)
    if not number(_ZIP_DIGITS, 12)(value):
        return None
    if match is None and _in_form(text, start):
        return "STUDENT_ID"
    if match is None:
        thing = _WORD_BEFORE.search(before)
        named = _WHO_AFTER.search(text[end : end + _REACH]) is not None
        return "STUDENT_ID" if named and (thing is None or thing.group(1).lower() not in _THINGS) else None
    if (match.group(1) or "").lower() in _THINGS:
        return None
    return "STUDENT_ID" if len(value) > _ZIP_DIGITS or _WRITTEN_SIGN.search(before) else None


def _in_form(text: str, start: int) -> bool:
    """A field of a form whose line has a person's other fields: "Student: ...   DOB: ...   ID 304981"."""
    line = text[max(0, start - _FORM_REACH) : start].rpartition("\n")[2]
    return _FORM_GAP.search(line) is not None and _FORM_LABEL.search(line) is not None


def _pin(value: str, text: str, start: int, end: int) -> str | None:
    """A bare "pin" is a child's where meals are paid: a door or a phone has one too."""
    paid = _MEALS.search(text[max(0, start - _STATEMENT) : end + _STATEMENT]) is not None
    return "STUDENT_ID" if paid and number(4, 8)(value) else None


def _accept(entity: str, fewest: int) -> Accept:
    """Digits, whatever they look like; in two groups, where a school year or a range could stand, six at least."""
    enough, parted = digits(fewest), number(_PARTED_DIGITS)

    def accept(value: str, text: str, start: int, _end: int) -> str | None:
        if not _GROUPED.search(value):
            return entity if enough(value) else None
        counted = _PLURAL.search(text[max(0, start - _REACH) : start]) is not None
        return entity if parted(value) and not counted else None

    return accept


LABELS: tuple[Labelled, ...] = (
    Labelled(_NAME, "STUDENT_ID.WA_SSID", _STATE, _TEN, score=0.97),
    Labelled(_NAME, "STUDENT_ID", (*_STATE, *_SCHOOL, *_SPANISH), _VALUE, _accept("STUDENT_ID", 4), score=0.93),
    Labelled(_NAME, "STUDENT_ID.OTHER_STATE", _OTHER_STATES, _VALUE, _accept("STUDENT_ID.OTHER_STATE", 5), score=0.92),
    Labelled(_NAME, "STUDENT_ID", _DISTRICT, r"[A-Z]{0,3}-?\d{6,12}", score=0.9, reach="near", before=False),
    Labelled(
        _NAME,
        "STUDENT_ID",
        ("student", "pupil", "scholar", "stu", "kiddo", "estudiante", "alumno", "alumna"),
        r"\d{5,10}",
        _one_student,
        score=0.7,
        reach="near",
        before=False,
    ),
    Labelled(_NAME, "STUDENT_ID", ("pin ~?",), r"\d{4,8}", _pin, score=0.7, reach="near", before=False),
    Labelled(
        _NAME,
        "STUDENT_ID",
        ("ID",),
        r"[A-Z]{0,2}\d{5,10}|\d{2,4}-\d{3,6}",
        _beside_person,
        score=0.6,
        reach="near",
        before=False,
    ),
)

_KEYS = (
    r"(?:other|local|alt(?:ernate)?|sis(?:_user)?|perm|stu(?:dent)?|person|pupil|ext(?:ernal)?|legacy|district|user"
    r"|stu_other|student_other)_?(?:id|num|no|nbr|number|code|user_id)"
)
_TABLE = compile_pattern(
    r"(?i)(?:^|[^\pL])(?:students?|stu|stud|pupils?|learners?|enrol+ments?|rosters?|cedars)(?:[^\pL]|$)"
)


def _in_statement(value: str, text: str, start: int, end: int) -> str | None:
    """A number compared with a general key is a student's where the statement names a table or list of students."""
    around = text[max(0, start - _STATEMENT) : end + _STATEMENT // 4]
    return "STUDENT_ID" if _TABLE.search(around) is not None and number(_ZIP_DIGITS, 12)(value) else None


DETECTOR = PatternDetector(
    "identifiers.student_key",
    (
        Rule(
            "STUDENT_ID",
            rf"(?i)(?:^|[^\pL\pN]|_){_KEYS}[\"'`\]\s)]{{0,4}}(?:={{1,3}}|:|=>|<>|!=|in\s?\(|like)\s{{0,2}}N?[\"'`]?"
            r"([A-Z]{0,3}-?\d{4,12})",
            "label",
            0.85,
            _in_statement,
        ),
    ),
    needs=(DIGIT,),
)
"""Comparisons and fields in code and SQL: ``s.other_id = '00448127'`` in a statement about students."""
