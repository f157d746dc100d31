"""Dates of things and of everybody, in a text about somebody: "the climber, last checked August 20", "camp is June 3".

They stand beside people and are nobody's (45 CFR 164.514(b)(2)(i)(C) speaks of dates of an individual). Only the words
right before a date are read, up to the sentence's beginning, so that another date of the sentence stays what it is.
"""

from __future__ import annotations

import re
from typing import Final

from detectors.quasi.cues import Cues, stands

_THING: Final = (
    r"(?:structures?|equipment|playground|slides?|climbers?|swings?|ladders?|kiln|ovens?|stove|bus(?:es)?|vans?|cars?"
    r"|vehicles?|devices?|machines?|aeds?|defibrillators?|carts?|freezers?|fridges?|refrigerators?"
    r"|extinguishers?|alarms?|cameras?|lifts?|elevators?|boilers?|filters?|meters?|batter(?:y|ies)"
    r"|car ?seats?|helmets?|gates?|locks?|doors?|roof|tanks?|pools?|printers?|laptops?|chromebooks?|servers?|bleachers?"
    r"|big toy|monkey bars|sprinklers?|eye ?wash|warranty|licen[cs]e plates?)"
)
_UPKEEP: Final = (
    r"(?:checked|inspected|serviced|calibrated|certified|repaired|replaced|installed|maintained|tested|refilled"
    r"|manufactured|recalled|cleaned|painted|delivered|purchased|upgraded|patched|revisad[oa]|inspeccionad[oa])"
)
_EVERYBODY: Final = (
    r"(?:(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|senior|junior|all|whole|entire)"
    r"[ -])?(?:grade|graders?|class|school|schoolwide|team|band|choir|cohort|club|district|family|families)(?:'s"
    r"|[ -]wide)?"
    r" (?:\w+ )?(?:camp|trip|field ?trip|field day|retreat|concert|party|picnic|dance|prom|overnight|carnival|fair"
    r"|fundraiser|assembly|drive|show|parade|graduation|play|fun run|jog-?a-?thon)"
)
_UNTIL: Final = (
    r"\b(?:keep|store|leave|hang|post|display)\b (?:it |them |this |these |cards? "
    r"|the (?!student|child|kid|boy|girl|pupil|patient|family|parent)\w+ )?"
    r"(?:in|on|at|up|behind|under|by|inside) (?:the |a |our )?(?:\w+ ){0,2}(?:trays?|drawers?|bins?|box|binders?"
    r"|folders?|fridge|freezer|cabinets?|doors?|walls?|boards?|shel(?:f|ves)|files?|racks?|counter|windows?|closet|safe|hooks?"
    r"|desk|cubb(?:y|ies)|carts?|office)\b[^.!?,;\n]{0,12}\b(?:until|till?|thru|through) $"
)
"""Things are kept in trays; "leave in foster placement until" speaks of a child."""
_SENT_HOME: Final = (
    r"\b(?:family|parents?|permission|class|home|welcome|information|consent)\s(?:letter|form|slip|note|flyer"
    r"|newsletter|packet)s?\b(?:(?!\b(?:she|he|him|her|mom|dad|signed|says|said)\b)[^.!?\n]){0,40}\bby $"
)
_IS_ON: Final = r"[\s,:]{0,2}(?:\([^()\n]{0,40}|(?:is|was|on|from|starts?|begins?|runs?|will be|of)? ?(?:on )?)$"
_BREAK: Final = r"\b(?:winter|spring|summer|fall|thanksgiving|holiday|mid-?winter|christmas) break\b[^.!?\n]{0,25}$"
_OWNED: Final = re.compile(r"(?:\b(?:her|his|their|my|hers|own|su)|['\u2019]s?) (?:[\w-]+ ){0,2}$", re.IGNORECASE)
"""Before a thing that is a person's own: "her hearing device was checked"."""
_WORN: Final = re.compile(
    r"\b(?:insulin|glucose|hearing|cochlear|feeding|pump|vagus|nerve|pacemaker|cpap|oxygen|trach\w*|g-?tube|ventilator"
    r"|suction|wheelchair|stander|walker|prosthe\w+|medical|aac|communication) (?:[\w-]+ )?$",
    re.IGNORECASE,
)
"""Before a thing that somebody wears or lives by: "insulin pump batteries"."""
_INSIDE: Final = re.compile(
    r"\b(?:on|in|at|off|from|under|rode|rides|riding)(?: (?:the|a|an|our|his|her))? (?:[\w-]+ )?$", re.IGNORECASE
)
"""Before a thing that somebody is on: "Nadia on bus 12 was tested" is about Nadia."""
_DID: Final = re.compile(
    r"\b(?!(?:need|sign|invit|register|schedul|plann|enroll|excit|attach|relat|allow|includ|add|grad|ask|bas|book)ed\b)"
    r"(?:[a-z]{2,}ed|ran|hit|bit|fell|threw|hid|got|went|left|fought|broke|swore|stole)\b",
    re.IGNORECASE,
)
"""What somebody did at what is everybody's: "cried at the class party"."""
_WHICH: Final = (
    r"(?:,? (?:is|was|were|are|has|had|been|being|got|gets|last|next|also|again|which|that|newly|just|model|serial"
    r"|number|no\.?|[\w-]*\d[\w-]*|[a-z]|(?:in|on|at|of|by|near) (?:the )?[\w-]+)(?=[ ,])){0,8},?"
)
"""What stands between a thing and its upkeep; nobody does: "off the bars; she was checked" is about a child."""
_BY: Final = (
    r"(?: by (?!(?:(?:the|a|our|school|her|his) ){0,2}(?:nurse|doctor|dr|audiolog|physician|emt|paramedic|medic|psych"
    r"|therap|specialist|mom|dad|parent))[\w ]{2,30}| again)?"
)
_CHECKED: Final = rf"\b{_THING}{_WHICH} {_UPKEEP}\b{_BY}(?:,? (?:on|in|el))?[,:]? $"
_OF_THINGS: Final = tuple(re.compile(each, re.IGNORECASE) for each in (_CHECKED, _UNTIL))
_OF_EVERYBODY: Final = tuple(
    re.compile(each, re.IGNORECASE) for each in (rf"\b{_EVERYBODY}\b{_IS_ON}", _SENT_HOME, _BREAK)
)
_REACH: Final = 110


def of_a_thing(text: str, start: int, cues: Cues, persons: list[int]) -> bool:
    """Whether the words before the date say that it is a thing's, or a day for everybody on which nothing befell one.

    Args:
        text: the original text.
        start: where the date begins.
        cues: words round dates.
        persons: where protected people are named, sorted: "the van hit Omar, checked 3/4" is about Omar.
    """
    low = max(cues.sentence(start, start + 1)[0], start - _REACH)
    before = text[low:start]
    everybodys = next(filter(None, (each.search(before) for each in _OF_EVERYBODY)), None)
    if everybodys is not None:
        did = _DID.search(before, 0, everybodys.start()) is not None and _speaks_of_somebody(cues, persons, low, start)
        return not did and not any(cues.any(cue, *cues.sentence(start, start + 1)) for cue in ("event", "strong"))
    found = (pattern.search(before) for pattern in _OF_THINGS)
    return any(
        each is not None
        and not any(pattern.search(before, 0, each.start()) is not None for pattern in (_OWNED, _WORN))
        and not (
            _INSIDE.search(before, 0, each.start()) is not None
            and _speaks_of_somebody(cues, persons, low, low + each.start())
        )
        and not stands(persons, low + each.start(), start)
        for each in found
    )


def _speaks_of_somebody(cues: Cues, persons: list[int], low: int, high: int) -> bool:
    return stands(persons, low, high) or cues.any("third", low, high)
