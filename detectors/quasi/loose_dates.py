"""Dates without a year, or in words, and what must stand round them so that they are dates and no fractions.

Patterns of candidates; `dates` checks what they find.
"""

from __future__ import annotations

from typing import Final

from detectors.identifiers.date_forms import COUNTED, DATE, DAY, IN_CODE, MARKED, MONTH, SCANNED, SPOKEN
from detectors.identifiers.date_languages import FOREIGN, GERMAN
from detectors.identifiers.pattern import compile_pattern
from detectors.quasi.feasts import AGAIN, TOLD

WEEKDAY: Final = (
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|lunes|martes|mi[eé]rcoles|jueves"
    r"|viernes|s[aá]bado|domingo"
)
_LEAD: Final = (
    r"on|since|til|till|'til|until|thru|through|by|from|of|dated|seen|first|last|starting|before|after"
    r"|between|and|to|el|desde"
    r"|starts?|started|returns?|returned|due|tests?|tested|testing|meeting|visit|review|leave|placed|lmp|grad"
    r"|graduation|mtg|conf|offense|eval|iep|bip|ifsp|absent"
    r"|absences?|follow-?up|f/u|appt|appointment|dose|labs?|note|called|met|data|day|date|week of|intake|hearing"
    r"|sessions?|ended|ends|expires|fecha|cita|d[ií]a|out|back|seen|used|given|sent|signed|mmr|dtap|tdap|varicella"
    r"|ipv|hib|hep ?[ab]|hpv|pcv(?:13)?|rotavirus|polio|mailed|received|incident|suspended|tomorrow|today|yesterday"
    r"|meets|rec'?d|asked|filed|reported|arrived|moved|hired|rehired|resigned|evaluated|enrolled|re-?enrolled|withdrew"
    r"|withdrawn|exited|transferred|screened|screening|fell|injured|accident|happened|occurred|began|check(?:-?in"
    r"|-?up)?"
    r"|(?:re)?scheduled|cancell?ed|observed|observation|later than|hospitalized|fainted|concussion|tardy|truant|skipped"
    rf"|hasta|for|is|was|were|are|son|fue"
    rf"|ng[aà]y|th[ứu] (?:hai|ba|t[ưu]|n[ăa]m|s[áa]u|b[ảa]y)|ch[ủu] nh[ậa]t|{WEEKDAY}"
)
SHORT: Final = r"(?:(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])|(?:[12]\d|3[01])/(?:0?[1-9]|1[0-2]))"
_NO_FRACTION: Final = r"(?:(?:0?[1-9]|1[0-2])/(?:1[346789]|2[1-46-9]|3[01])|[6-9]/[1-5]|1[0-2]/[1-9])"
"""A short date that is hardly ever a part of a whole: over 12 and no round number below, or more than one."""
_IN: Final = r"in|since|from|until|till?|by|during|through|early|late|mid|last|around|en|desde|hasta"
"""Words before a month and its year."""
_OCCASION: Final = (
    r"payroll|pay ?check|pay ?day|pay ?stub|meeting|mtg|visit|home visit|incident|eval(?:uation)?|appt|appointment"
    r"|session|iep|504|conference|hearing|absences?|tard(?:y|ies)|voicemail|phone call|letter|referral|injury|accident"
    r"|e-?mail|fight|write-?up|screening|dose|labs?|suspension|observation|interview|surgery|check-?(?:in|up)|pickup"
)
"""What a short date is the date of: "the 12/15 payroll", "her 3/4 IEP"."""
DASHED: Final = r"(?:(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01]))"
_DASH_LEAD: Final = r"due|dated|since|until|till|thru|expires|exp|signed|returned|started|starts|fecha|on|el"
"""Before a short date with a dash: grades, pages and hours are ranges of the same form."""
_GOES_ON: Final = (
    r"(?:[ ]?[.,;:)|!?\n\t]|$| (?:and|at|for|she|he|we|they|to|with|in|uh|um|can|please|because|when|then)\b)"
)
LOOSE: Final = tuple(
    compile_pattern(pattern)
    for pattern in (
        rf"(?i)(?:^|[^\pL\pN/.-])({DATE})",
        (
            rf"(?i)(?:^|[^\pL\pN/.-])({MONTH} {DAY}(?: ?- ?\d{{1,2}}(?:st|nd|rd|th)?)?|(?:the )?{DAY}(?: of| de)?"
            rf" {MONTH})(?:[^\pL\pN]|$)"
        ),
        rf"(?i)(?:^|[^\pL\pN])(?:(?:{_LEAD})[.:]?,? {{1,2}}|\()({SHORT})(?:[^\pN/%]|$)",
        (
            rf"(?i)(?:^|[^\pL\pN])(?:{_LEAD})\.?,? (the {DAY})(?:[.,;:)!?\n]|$| (?:he|she|they|his|her|at|for|and"
            r"|so|because|when|after|with|by|around|about|during|from|while|we|mom|dad|uh|um|was|were|is"
            r"|in the (?:morning|afternoon|evening|night))\b)"
        ),
        (
            r"(?i)(?:^|[^\pL\pN])(halloween|christmas(?: eve)?|new year'?s(?: eve| day)?|thanksgiving"
            r"|easter)(?:[^\pL\pN]|$)"
        ),
        rf"(?i){TOLD}",
        rf"(?i){AGAIN}",
        rf"(?i)({FOREIGN})",
        rf"(?i)(?:^|[^\pL\pN]){GERMAN}",
        rf"(?i)(?:^|[^\pL\pN/-])({MARKED}|{SPOKEN})(?:[^\pL\pN/-]|$)",
        rf"(?i)(?:^|[^\pL\pN])(?:{_LEAD}) ({MONTH} the {DAY})(?:[^\pL\pN]|$)",
        rf"(?i)(?:^|[^\pL\pN])({COUNTED}){_GOES_ON}",
        rf"(?i)(?:^|[^\pL\pN])(?:{_DASH_LEAD})[.:]? ({DASHED}){_GOES_ON}",
        rf"(?i)(?:^|[^\pL\pN])(?:date|datetime|of|utc|make_date)\(\s?({IN_CODE})\s?[,)]",
        rf"(?i)(?:^|[^\pL\pN])(?:{_IN}) ({MONTH},? (?:of |de )?20\d\d)(?:[^\pL\pN]|$)",
        rf"(?i)(?:^|[\s(\"])({SHORT})(?:'s)? (?:{_OCCASION})(?:[^\pL]|$)",
        rf"[.!?] ({SHORT})[ \t]{{0,2}}[-\x{{2013}}:] ?\pL",
        rf"(?i)(?:^|\n|[:;,-] )[ \t>*\x{{2022}}-]{{0,4}}({SHORT})(?:[ \t]{{0,2}}[-\x{{2013}}:(]| \pL{{2,}})",
        rf"(?i)(?:^|[^\pL\pN])(?:{WEEKDAY}),? (?:the )?(\d{{1,2}}(?:st|nd|rd|th))(?:[^\pL\pN]|$)",
        (
            r"(?i)(?:^|[^\pL\pN])(?:grad(?:uat\w+)?|since|until|till?|expires?|from|due|born|through|start(?:s|ed|ing)?"
            r"|hired|enrolled|exit(?:s|ed)?|fit|fitted|refit|seen|visit|evaluated|tested|checked|diagnosed|dx|placed"
            r"|implanted"
            r"|surgery|last|first|eval|exam|appt|appointment|screened|audiogram|adjusted|prescribed|admitted|discharged"
            r"|moved|arrived|withdrawn|suspended|expelled)\.?:?(?: (?:on|in|was|is))? ((?:0?[1-9]"
            r"|1[0-2])/20\d\d)(?:[^\pN/]|$)"
        ),
        (
            r"(?:^|[\s(])(?:w/|with|re:?|saw|met|called|for) ?\p{Lu}[\pL'-]+(?: \p{Lu}[\pL'-]+)?,? "
            rf"({SHORT})(?:[,;.\s]|$)"
        ),
        rf"(?m)^[ \t>*\x{{2022}}-]{{0,4}}({SHORT}) (?:[01]\d|2[0-3]|\d:):?[0-5]\d\b",
        rf"(?:^|[ (])({_NO_FRACTION})(?:[ .,;:)!?\n]|$)",
        rf"(?:^|[^\pL\pN/.-])({SCANNED})(?:[^\pL\pN/]|$)",
    )
)
SCANNED_AT: Final = len(LOOSE) - 1
LOG_AT: Final = len(LOOSE) - 8
"""From here on a pattern has no word that says date: scores are looked for round it."""
