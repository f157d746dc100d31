"""Dates of birth and ages over 89: a date with a word that says birth.

34 CFR 99.3(e), 45 CFR 164.514(b)(2)(i)(C), RCW 42.56.590.
Also a full date that follows a name in apposition ("Jane Roe, 12-Feb-1958,"), which is how clinics write one.
"""

from __future__ import annotations

from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule
from detectors.identifiers.signals import DIGIT

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre"
    r"|diciembre)\.?"
)
_NUMERIC = r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{2,4}|(?:19|20)\d{6}|\d{1,2} \d{1,2} (?:19|20)\d{2}"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WRITTEN = (
    rf"{_MONTH}[ \-]{_DAY}(?:,? {{1,2}}|-)\d{{2,4}}|(?:the )?{_DAY}(?: of| de)?[ \-]{_MONTH}(?:,?(?: of"
    r"| de| del)?[ \-])\d{2,4}"
)
DATE = rf"(?:{_NUMERIC}|{_WRITTEN})"
"""A full date: year, month and day in any usual order, in digits or English or Spanish words."""

_LABEL = (
    r"dob|d\.? ?o\.? ?b\.?|date[ _-]?of[ _-]?birth|birth[ _-]?(?:date|day)|birthdate|b-?day|b\.?date|bdt|born"
    r"|fecha[ _]de[ _]nacimiento|nacid[oa]|naci[oó]|f\.? ?n\.?|date de naissance|geboren"
)

DETECTOR = PatternDetector(
    "identifiers.birth_date",
    (
        Rule("DOB", labelled(_LABEL, DATE), "label", 0.95),
        Rule("DOB", labelled(_LABEL, rf"(?:the )?{_DAY}(?: of)? {_MONTH}|{_MONTH} {_DAY}"), "label", 0.7),
        Rule("AGE_OVER_89", labelled(r"age|aged", r"9\d|1[01]\d"), "label", 0.8),
        Rule("AGE_OVER_89", r"(?i)((?:9\d|1[01]\d))[ -](?:years?[ -]old|y/?o\b)", "label", 0.8),
        Rule("DOB", rf"\p{{Lu}}[\pL'-]*\p{{Ll}}\.? \p{{Lu}}[\pL'-]*\p{{Ll}}, \(?((?i:{DATE}))[,.;)]", "shape", 0.5),
    ),
    needs=(DIGIT,),
)
