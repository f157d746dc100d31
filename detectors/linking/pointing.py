"""The words that make a kind of person one person: pointing, place, time, event, surname, initials.

All are anchored at a word and tried over a few dozen characters only.
"""

from __future__ import annotations

import re
from typing import Final

from detectors.linking.words import word_set

POINTING: Final = re.compile(
    r"\b(?:my|this|that|one of (?:my|our|the|mis)|mi|este|esta|ese|esa|un[ao]? de (?:mis|nuestros|nuestras))\s"
    r"(?:(?!(?:an?|the|any|each|every|your|some|no)\s)[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
ONE_OF: Final = re.compile(
    r"\b(?:one|two|another|un[ao]) (?:of|de) (?:my|our|mis|nuestr[oa]s)\s(?:[\w-]+\s){0,2}$", re.IGNORECASE
)
CLOSE: Final = re.compile(r"\b(?:our|his|her|su|nuestr[oa])\s(?:[\w-]+\s){0,2}$", re.IGNORECASE)
ARTICLE: Final = re.compile(
    r"(?:^|\b)(?:a|an|one|the|another|new|un|una|el|la|otro|otra)\s(?:[\w-]+\s){0,3}$", re.IGNORECASE
)
HAVING: Final = re.compile(
    r"\b(?:i have|i've got|i got|we have|we've got|there is|there's|i had|we had|i teach|working with|tengo|tenemos"
    r"|hay)\s(?:a|an|one|another|this|un|una)\s(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
DEFINITE: Final = re.compile(r"\b(?:the|el|la)\s(?:[\w-]+\s){0,3}$", re.IGNORECASE)
ANY: Final = re.compile(
    r"\b(?:any|every|each|if (?:a|an|the|my|your)|when (?:a|an)|whether (?:a|an)|cada|cualquier|si un[ao]?)\s"
    r"(?:[\w-]+\s){0,3}$",
    re.IGNORECASE,
)
COMPOUND: Final = re.compile(
    r"\s(?:handbooks?|data|body|records?|services?|conduct|information|teachers?|councils?|surveys?|support|safety"
    r"|privacy|success|plans?|ids?|names?|portals?|population|outcomes?|achievement|led|centered|facing|aides?|care|welfare"
    r"|find|abuse|development|counts?|nutrition|protective|friendly|level|files?|engagement|voice|training|group|profiles?"
    r"|discipline|rights|handouts?)\b",
    re.IGNORECASE,
)
EVENT: Final = re.compile(
    r"[\s,]{1,2}(?:who|whose|that|que|cuy[oa]|from|at|in|with)\b[^.!?\n]{0,60}?"
    r"\b(?:[a-z]{3,}ed|broke|was|were|got|had|left|ran|told|said|came|hit|bit|went|lost|threw|fell|brought|made|began"
    r"|has been|just|is now|keeps?|fue|tuvo|rompi\u00f3|perdi\u00f3|lleg\u00f3)\b",
    re.IGNORECASE,
)
WHEN: Final = re.compile(
    r"\b(?:yesterday|today|tonight|last (?:night|week|month|year|spring|fall|winter|summer|monday|tuesday|wednesday"
    r"|thursday|friday)|this (?:morning|afternoon|week|month|year|fall|spring)|on (?:mon|tues|wednes|thurs|fri)day"
    r"|recently|just|currently|again|ayer|hoy|esta (?:ma\u00f1ana|semana)|anoche|la semana pasada|right now"
    r"|since (?:sept|oct|nov|dec|jan|feb|mar|apr|may|jun|aug|mon|tues|wed|thurs|fri|last)\w*)\b",
    re.IGNORECASE,
)
MINE: Final = re.compile(
    r"\b(?:in|on|at|from) (?:my|our) (?:\w+ )?(?:class(?:room)?|caseload|room|group|building|school|bus|program|site"
    r"|team|grade)\b"
    r"|\ben mi (?:clase|sal\u00f3n|escuela|grupo)\b",
    re.IGNORECASE,
)
SCHOOL: Final = re.compile(
    r"\b(?:[A-Z][\w'\u2019.-]+ ){1,3}(?:Elementary|Middle|High|Primary|Academy|Junior High|Elem|MS|HS|School"
    r"|Preschool)\b|\b(?:[Ee]scuela|[Pp]rimaria) [A-Z]\w+"
)
SURNAME: Final = re.compile(
    r"\b(?:[Tt]he|[Ll][oa]s|[Bb]oth)\s([A-Z][\w'\u2019-]{2,}(?:[ -][A-Z][\w'\u2019-]{2,})?)"
    r"(?:\s(?:little|older|younger|two|three))?\s$"
)
APELLIDO: Final = re.compile(
    r"\s([A-Z\u00c1\u00c9\u00cd\u00d3\u00da\u00d1][\w'\u2019-]{2,})"
    r"(?=\s[a-z\u00e1\u00e9\u00ed\u00f3\u00fa\u00f1]|[.,;])"
)
BANDS: Final = frozenset({"family", "household", "familia"})
DOES: Final = re.compile(
    r"(?:'s|\u2019s)?\s?(?:[.,;:!?)\n]|$|\b(?:is|are|was|were|has|have|had|lives?|lost|moved|needs?|who|and|at|in"
    r"|from|on|gets?|qualif\w+|stays?|got|told|asked|said|est[a\u00e1]n?|tiene|vive|perdi\u00f3|necesita|y|en|de)\b)",
    re.IGNORECASE,
)
"""A family that does something, rather than names a band or a dentist."""
INITIALS: Final = re.compile(r"(?<![\w.])[A-Z]\.\s?[A-Z]\.?(?:\s?[A-Z]\.)?(?![\w])(?!\s?[A-Z][a-z])")
NO_INITIALS: Final = word_set(
    "U.S. U.S P.E. P.E P.O. P.O D.C. D.C A.M. P.M. I.D. I.D E.D. N.A. U.K. I.Q. P.S. P.T. O.T. C.C. B.C. A.D. "
    "D.O. M.D. R.N. E.R."
)
