"""Dates of birth: a date with a word that says birth.

34 CFR 99.3(e), 45 CFR 164.514(b)(2)(i)(C), RCW 42.56.590.
Also a full date that follows a name in apposition ("Jane Roe, 12-Feb-1958,"), which is how clinics write one.
"""

from __future__ import annotations

from detectors.identifiers.date_forms import DATE, DAY_OF_YEAR, SCANNED, is_possible, is_scanned
from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule, when
from detectors.identifiers.signals import DIGIT

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

DETECTOR = PatternDetector(
    "identifiers.birth_date",
    (
        Rule("DOB", labelled(_LABEL, DATE), "label", 0.95, _DATE_OF_BIRTH),
        Rule("DOB", labelled(_LABEL, DAY_OF_YEAR), "label", 0.7),
        Rule("DOB", labelled(_SCANNED_LABEL, SCANNED), "label", 0.8, when("DOB", is_scanned)),
        Rule("DOB", labelled(r"dob|d\.?o\.?b\.?|date of birth|birth ?date|bdt", r"\d{1,2}/\d{2,4}"), "label", 0.6),
        Rule("DOB", rf"(?i)(?:^|[\s(,;])b\.?d\.?[ :]{{1,2}}({DATE})", "label", 0.8, _DATE_OF_BIRTH),
        Rule("DOB", rf"(?i)(?:^|[\s(,;])b\. ?(?:on )?({DATE})", "label", 0.8, _DATE_OF_BIRTH),
        Rule("DOB", rf"(?i)(?:^|[^\pL\pN])n\. ?({DATE})", "label", 0.7, _DATE_OF_BIRTH),
        Rule("DOB", rf"(?i)\b{_TURNS}{_ON}({DATE}|{DAY_OF_YEAR}|\d{{1,2}}/\d{{1,2}})", "label", 0.8),
        Rule("DOB", rf"(?i)(?:^|[^\pL\pN])({DATE}|{DAY_OF_YEAR}){_AFTER}", "label", 0.7),
        Rule("DOB", rf"\p{{Lu}}[\pL'-]*\p{{Ll}}\.? \p{{Lu}}[\pL'-]*\p{{Ll}}, \(?((?i:{DATE}))[,.;)]", "shape", 0.5),
    ),
    needs=(DIGIT, "birth", "born", "turn", "naci", "cumple", "b-day", "bday", "dob"),
    version=3,
)
