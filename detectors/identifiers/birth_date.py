"""Dates of birth: a date with a word that says birth.

34 CFR 99.3(e), 45 CFR 164.514(b)(2)(i)(C), RCW 42.56.590.
Also a full date that follows a name in apposition ("Jane Roe, 12-Feb-1958,"), which is how clinics write one.
"""

from __future__ import annotations

from detectors.identifiers.date_feasts import FEAST
from detectors.identifiers.date_forms import (
    DATE,
    DAY_OF_YEAR,
    IN_CODE,
    MARKED,
    SCANNED_WIDE,
    SPOKEN,
    is_possible,
    is_scanned,
)
from detectors.identifiers.date_languages import BIRTH, FOREIGN
from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern, when
from detectors.identifiers.signals import DIGIT
from detectors.names.lexicon import is_calendar, is_organisation_word, is_public_figure

_LABEL = (
    r"dob|d\.? ?o\.? ?b\.?|date[ _-]?of[ _-]?birth|birth[ _-]?(?:date|day)|birthdate|b-?day|b\.?date|bdt|born"
    r"|fecha[ _](?:de[ _])?(?:nac(?:imiento)?|nto)\.?|nacid[oa]|naci[oó]|f\. ?n\.|f\. ?nac\.?|f ?nac"
    r"|cumple(?:a[nñ]os)?|date de naissance|geboren"
)
_SCANNED_LABEL = (
    r"d\.?[o0]\.?b\.?|b[i1l]rth[ _-]?date|date[ _-]?of[ _-]?b[i1l]rth|b[o0]rn"
    r"|b[i1l]rth ?date ?\([a-z /]{3,12}\)|fecha de nacimiento"
)
_COUNT = (
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen"
    r"|nineteen|un|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce)"
)
_TURNS = (
    rf"(?:turn(?:s|ed|ing)?|will be|cumpl(?:e|i[oó]|ir[aá])|becomes)(?: his| her)? {_COUNT}(?: years? old| a[nñ]os)?"
)
_ON = r"(?: years? old)?,? (?:on |el |this |next )?"
_AFTER = (
    r"[ ,(]{1,2}(?:is|was|es|=)?[ ]?(?:(?:his|her|their|my|the child'?s?|su) )?(?:d\.?o\.?b|birthday|birth"
    r" ?date|date of birth|cumplea[nñ]os)\b"
)

_DATE_OF_BIRTH = when("DOB", is_possible)

_TWO_WORDS = compile_pattern(r"(\p{Lu}[\pL'-]*)\.? (\p{Lu}[\pL'-]*), \(?$")
_WHO_BEFORE = compile_pattern(r"((?:\p{Lu}[\pL.'-]+ ){1,3}\p{Lu}[\pL'-]+),? \((?i:b\.|born):? ?(?i:on )?$")


def _behind_name(_value: str, text: str, start: int, _end: int) -> str | None:
    """Two words before it that could be a name: "Luther King Jr. Day, January 18" is a feast."""
    words = _TWO_WORDS.search(text[max(0, start - 60) : start])
    known = words is not None and any(
        word is not None and (is_organisation_word(word) or is_calendar(word)) for word in words.groups()
    )
    return None if known else "DOB"


def _born(value: str, text: str, start: int, _end: int) -> str | None:
    """Not the birth of a person of history: "Mae Jemison (born October 17, 1956)"."""
    who = _WHO_BEFORE.search(text[max(0, start - 80) : start])
    return "DOB" if is_possible(value) and not (who is not None and is_public_figure(who.group(1))) else None


DETECTOR = PatternDetector(
    "identifiers.birth_date",
    (
        Rule("DOB", labelled(_LABEL, DATE), "label", 0.95, _born),
        Rule("DOB", labelled(_LABEL, DAY_OF_YEAR), "label", 0.7, _born),
        Rule("DOB", labelled(rf"{_LABEL}|{_SCANNED_LABEL}", SCANNED_WIDE), "label", 0.8, when("DOB", is_scanned)),
        Rule("DOB", labelled(_LABEL, rf"{SPOKEN}|{MARKED}"), "label", 0.7),
        Rule("DOB", labelled(_LABEL, rf"{FEAST}(?:,? (?:of )?(?:19|20)\d\d)?"), "label", 0.7),
        Rule("DOB", rf"(?i)(?:{BIRTH})[ :\x{{FF1A}},-]{{0,4}}({FOREIGN}|{DATE})", "label", 0.85, _born),
        Rule(
            "DOB",
            rf"(?i)(?:^|[^\pL\pN])(?:{_LABEL})[\"'`\]\s]{{0,3}}(?:=>|[:=,])\s{{0,2}}[\w. ]{{1,30}}\(\s?({IN_CODE})",
            "label",
            0.9,
        ),
        Rule("DOB", labelled(r"dob|d\.?o\.?b\.?|date of birth|birth ?date|bdt", r"\d{1,2}/\d{2,4}"), "label", 0.6),
        Rule("DOB", rf"(?i)(?:^|[\s(,;])b\.?d\.?[ :]{{1,2}}({DATE})", "label", 0.8, _DATE_OF_BIRTH),
        Rule("DOB", rf"(?i)(?:^|[\s(,;])b\. ?(?:on )?({DATE})", "label", 0.8, _DATE_OF_BIRTH),
        Rule("DOB", rf"(?i)(?:^|[^\pL\pN])n\. ?({DATE})", "label", 0.7, _DATE_OF_BIRTH),
        Rule("DOB", rf"(?i)\b{_TURNS}{_ON}({DATE}|{DAY_OF_YEAR}|\d{{1,2}}/\d{{1,2}})", "label", 0.8),
        Rule("DOB", rf"(?i)(?:^|[^\pL\pN])({DATE}|{DAY_OF_YEAR}){_AFTER}", "label", 0.7),
        Rule(
            "DOB",
            rf"\p{{Lu}}[\pL'-]*\p{{Ll}}\.? \p{{Lu}}[\pL'-]*\p{{Ll}}, \(?((?i:{DATE}))[,.;)]",
            "shape",
            0.5,
            _behind_name,
        ),
    ),
    needs=(DIGIT, "birth", "born", "turn", "naci", "cumple", "b-day", "bday", "dob", "anak", "isilang", "dhash"),
    version=5,
)
