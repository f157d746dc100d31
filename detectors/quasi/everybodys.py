"""Days that change something for everybody: a rule for passwords, the next drill, the report of a grant.

What stands right behind the date, or right before it, is then a thing or all of a building. Where the rest of the
sentence speaks of somebody ("starting 3/4 staff must walk him to the bus") the day is that person's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.quasi.cues import stands

if TYPE_CHECKING:
    from detectors.quasi.cues import Cues

# Alternations behind a fixed start, over at most 130 characters beside one date: stdlib `re` is linear here.
_WHOSE: Final = (
    r",? (?:(?:all|the|our|new|every|school|district|staff|student|most|both|campus|building|office|bus|lunch) ){0,3}"
)
_THINGS: Final = (
    r"(?:passwords?|pass ?codes?|pass ?phrases?|accounts?|log-?ins?|sign-?ins?|portals?|systems?|apps?|software"
    r"|licen[cs]es?"
    r"|wi-?fi|networks?|servers?|chromebooks?|laptops|ipads|tablets|printers?|copiers?|e-?mail|multi-?factor|mfa|vpn"
    r"|backups?"
    r"|doors?|gates?|parking|lots?|buses|routes?|bells?|schedules?|menus?|prices?|fees?|lunch(?:es)?|breakfasts?"
    r"|meals?|milk|cafeterias?"
    r"|librar(?:y|ies)|offices?|playgrounds?|gyms?|pools?|rates?|stipends?|time ?sheets?|payroll|rules|hours"
    r"|deliver(?:y|ies)"
    r"|elevators?|lockers?|keys|badges|thermostats?|orders|invoices|websites?|phones|cameras|schools?|classes"
    r"|buildings?)"
)
_DO: Final = (
    r"(?: (?:now|also|again|no longer|all|only))?(?: (?:needs?|must|will|are|is|have|has|requires?|should|cannot|can"
    r"|can't|may|goes?|opens?"
    r"|closes?|starts?|costs?|changes?|leaves?|arrives?|runs?|expires?|resets?|moves?|switch(?:es)?|locks?|serves?"
    r"|ends?|gets?|drops?"
    r"|rises?|stays?|rings?)\b)"
)
_BEHIND: Final = re.compile(rf"{_WHOSE}{_THINGS}{_DO}", re.IGNORECASE)
_PEOPLE_BEHIND: Final = re.compile(
    rf"{_WHOSE}(?:staff|teachers|employees|subs|substitutes|visitors|volunteers|drivers|coaches|vendors|users"
    rf"|students|families"
    r"|everyone|everybody|departments?) (?:must|need to|needs to|have to|has to|will need|will have|should|cannot"
    r"|may not|are required"
    r"|is required)\b",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(r"\b(?:starting|beginning|effective|as of|from|after|by)(?: on)?:? $", re.IGNORECASE)
_NEXT: Final = re.compile(
    r"\b(?:next|last|upcoming|following|first|second|final|the|our|monthly|annual|quarterly) (?:[\w-]+ ){0,2}?"
    r"(?:sweeps?|drills?|inspections?|audits?|back-?ups?|updates?|releases?|newsletters?|issues?|shipments?"
    r"|deliver(?:y|ies)"
    r"|lockdowns?|evacuations?|pest (?:control|treatment)|maintenance|outage|migration|cutover|rollout|upgrade"
    r"|recycling|trash|mowing"
    r"|flush(?:ing)?|sale|raffle|auction|walk-?through|roll-?out)(?: dates?| days?)?(?:,| is| was| will be)?(?: on"
    r"| for| set for)?:? (?:\w{3,9},? )?$",
    re.IGNORECASE,
)
_FUNDED: Final = re.compile(
    r"\b(?:grants?|budgets?|levy|title (?:i{1,3}|iv|v|vi|[1-6])|perkins|esser|fiscal|federal|financial|expense"
    r"|e-?rate|bond|audit"
    r"|erate|funder|foundation)\b(?:(?!\b(?:iep|504|eval\w*|she|he|her|his|him|student'?s|child)\b)[^!?]){0,60}?"
    r"\b(?:reports?|applications?|proposals?|narratives?|claims?|renewals?|submissions?|requests?|drafts?|budgets?"
    r"|numbers|data|paperwork"
    r"|grants?)?[.:;,\s]{1,3}(?:is |are |was )?(?:due|deadline|closes|opens|ends)(?: date| back)?(?: is| on"
    r"| by)?:? (?:\w{3,9},? )?$",
    re.IGNORECASE,
)
_REACH: Final = 110


def is_everybodys(text: str, start: int, end: int, cues: Cues, persons: list[int]) -> bool:
    """Whether the words right beside the date ``text[start:end]`` say that it is a day for everybody.

    Args:
        text: the original text.
        start: where the date begins.
        end: one past its last character.
        cues: words round dates.
        persons: where protected people are named, sorted.
    """
    low, high = cues.sentence(start, end)
    if stands(persons, end, high) or cues.any("third", end, high):
        return False
    before = text[max(0, start - _REACH) : start]
    if _FUNDED.search(before) is not None:
        return not (stands(persons, low, start) or cues.any("third", low, start))
    said = _BEHIND.match(text, end) or _PEOPLE_BEHIND.match(text, end)
    if said is not None and (said.re is _BEHIND or _LEAD.search(before) is not None):
        return not (_befell(cues, low, start) or _befell(cues, said.end(), high))
    named = _NEXT.search(text, max(low, start - _REACH), start)
    return named is not None and not (_befell(cues, low, named.start()) or _befell(cues, end, high))


def _befell(cues: Cues, low: int, high: int) -> bool:
    """Whether something is told there that happens to one person: "leave" in "buses leave" does not count."""
    return cues.any("event", low, high) or cues.any("strong", low, high)
