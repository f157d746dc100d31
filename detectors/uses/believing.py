"""When the network is not believed: its word alone is not enough where a text shows what it took for a restricted use.

A school looks after its own papers ("check whether Ella turned in her slip"), and thanks people for what they gave.
Where the words of watching or of deceit stand beside, the network is believed; the rules are believed always.
"""

from __future__ import annotations

import re
from typing import Final

_SCHOOLWORK: Final = re.compile(
    r"\b(?:turn(?:s|ed|ing)? in|hand(?:s|ed)? in|permission slips?|consent forms?|homework|assignments?|help ?desk"
    r"|tickets?"
    r"|missing (?:work|forms?|papers?)|late work|library books?|overdue|lunch balance|make-?up (?:work|test)"
    r"|enrollment (?:form"
    r"|packet)|transcripts?|report cards?|tarea|entreg\w+)\b",
    re.IGNORECASE,
)
_WATCHING: Final = re.compile(
    r"\b(?:track\w*|monitor\w*|spy\w*|watch\w*|secret\w*|camera\w*|footage|video|gps|location|phone|badge|swipes?"
    r"|wi-?fi|logs?"
    r"|chats?|messages?|e-?mails?|texts|dms?|social|posts?|posted|posting|instagram|tiktok|snap\w*|facebook|discord"
    r"|private\w*"
    r"|personal|home|house|weekends?|friends?|dating|gay|religio\w+|church|union|politic\w*|undocumented|immigra\w+"
    r"|pregnan\w+"
    r"|drunk|drugs?|gang|mood|emotion\w*|cheat\w*|lying|honest|suspicious|keystrokes?|brows\w+|search\w*|history"
    r"|profil\w*"
    r"|who (?:is|are|he|she|they)|where (?:he|she|they)|behind (?:his|her|their)|without (?:him|her|them|telling)"
    r"|dirt|loyal\w*)\b",
    re.IGNORECASE,
)
_THANKS: Final = re.compile(
    r"\b(?:thank(?:s|ed|ing)?|thank[- ]you|gratitude|grateful|appreciation|gracias)\b", re.IGNORECASE
)
_DECEIT: Final = re.compile(
    r"\b(?:fake\w*|pretend\w*|as if|as though|pos(?:e|ing) as|imperson\w+|lie|lies|lying|made[- ]up|make (?:it|them"
    r"|this|up)"
    r"|invent\w*|never|didn'?t|did not|wasn'?t|weren'?t|isn'?t|won'?t|not (?:really|actually|from|by|true)|anonym\w*"
    r"|false\w*|bogus"
    r"|look(?:s)? like|sound(?:s)? like|seem\w*|hid(?:e|ing|den)|cover\w*|secret\w*|ghost\w*|testimonial\w*|reviews?"
    r"|quotes?"
    r"|statistic\w*|numbers|backdat\w*|forg\w+|sign(?:ed)? (?:it )?(?:as|for|from|by|with)|in (?:his|her"
    r"|their) (?:name|voice)"
    r"|from (?:a|the|his|her|their|some|one of)|on behalf|without (?:him|her|them|telling)|think|believe|convince"
    r"|trick\w*)\b",
    re.IGNORECASE,
)


_OURS: Final = re.compile(
    r"\b(?:i|we|(?:the|our) (?:team|committee|principal|panel|board|mdt|dean))(?: will|'ll| can| have| then| already"
    r"| all)*"
    r"(?: (?:read|review|look at|go over|meet)[^.!?\n]{0,30} (?:and|to|then))?"
    r" (?:decide[sd]?|choose|chose|picked|made the (?:call|decision)|make the (?:call|decision))\b",
    re.IGNORECASE,
)
_YOURS: Final = re.compile(
    r"\b(?:you (?:decide|choose|pick|rank|rate|score|think)|your (?:pick|call|opinion|verdict|decision)|(?:decide"
    r"|choose) for|tell"
    r" me|rank\w*|scor\w+|rat(?:e|ing)|who (?:should|gets?|is|to)|which (?:of|one|kid|student|teacher|applicant"
    r"|candidate)\w*"
    r"|should (?:i|we|he|she|they)|recommend\w*|best|worst|better)\b",
    re.IGNORECASE,
)


def believed(tag: str, text: str) -> bool:
    """Whether the network's word for `tag` (one of `classifier.TAGS`) counts for this folded text."""
    if tag == "SURVEIL":
        return _SCHOOLWORK.search(text) is None or _WATCHING.search(text) is not None
    if tag == "DECEPTION":
        return _THANKS.search(text) is None or _DECEIT.search(text) is not None
    if tag == "OVERSIGHT":
        return _OURS.search(text) is None or _YOURS.search(text) is not None
    return True
