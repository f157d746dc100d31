"""Ages over 89, which Safe Harbor counts among the identifiers (45 CFR 164.514(b)(2)(i)(C)); younger ages stay.

In digits or words, with a label, as "93 years old", or said of a person ("she is 93"). A percentage, a score, a
temperature or a grade of ninety-odd is no age.
"""

from __future__ import annotations

from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule
from detectors.identifiers.signals import DIGIT

_OLD = r"9\d|1[01]\d"
_WORDS = (
    r"ninet(?:y[ -](?:one|two|three|four|five|six|seven|eight|nine)|y)|(?:a|one) hundred(?: (?:and"
    r" )?(?:one|two|three|four|five|six"
    r"|seven|eight|nine|ten))?|noventa(?: y (?:un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve))?"
    r"|ciento? (?:un[oa]?|dos|tres|cuatro|cinco)?"
)
_YEARS = r"[ -]?(?:(?:years?|yrs?)[ -](?:old|of age)|y\.?/?o\b|y\.o\.|a[nñ]os(?: de edad)?)"
_WHO = (
    r"she|he|they|who|mom|mother|dad|father|grandm(?:a|other)|grandp(?:a|father)|abuel[ao]|nana|pt|patient"
    r"|client|resident|ella|[eé]l"
    r"|great[ -]grandm(?:a|other)|great[ -]grandfather|neighbou?r"
)
_IS = r"(?:'s|,? (?:is|was|who is|turn(?:s|ed)|just turned|will be|will turn|tiene|cumpli[oó]|cumple))"
_END = r"(?:[.,;!?)\n]|$| (?:and|but|now|this|next|today|in|so|with|years?|a[nñ]os|y)\b)"

DETECTOR = PatternDetector(
    "identifiers.age",
    (
        Rule(
            "AGE_OVER_89",
            rf"(?i)(?:^|[^\pL\pN])(?:age|aged|edad)(?: (?:is|of|de))?[ :=]{{1,3}}({_OLD})(?:[^\pN%.-]|[.](?:\s|$)|$)",
            "label",
            0.8,
        ),
        Rule("AGE_OVER_89", rf"(?i)(?:^|[^\pL\pN.])({_OLD}|{_WORDS}){_YEARS}", "label", 0.85),
        Rule("AGE_OVER_89", rf"(?i)(?:^|[^\pL\pN])(?:{_WHO}){_IS} ({_OLD}|{_WORDS}){_END}", "label", 0.75),
        Rule(
            "AGE_OVER_89",
            rf"(?i)\b(?:{_WHO}|great[ -]?gr[ae]mm?a|gr[ae]mm?a|granny|grammy|gran|bisabuel[ao]|elder|aunt"
            rf"|uncle|donor|mrs?\.?"
            rf"|ms\.?|resident|volunteer)\b[ \pL'.-]{{0,40}} ?\(({_OLD})(?:\)|,| y)",
            "label",
            0.7,
        ),
        Rule(
            "AGE_OVER_89",
            rf"(?i)(?:\pL,|\pL) (?:just |is |will be |recently )?(?:turned|turns|turning) ({_OLD}|{_WORDS}){_END}",
            "label",
            0.7,
        ),
        Rule("AGE_OVER_89", labelled(r"edad|age at (?:death|admission|visit)|patient age", _OLD), "label", 0.8),
    ),
    needs=(DIGIT, "ninet", "hundred", "noventa", "cient"),
)
