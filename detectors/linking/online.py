"""What an app for children sends of the child who uses it: a game's turn with an identifier that persists (COPPA).

16 CFR 312.2. Three things must stand in one object of a message: the words of a game or a learning app, an identifier
that follows its user from visit to visit together with what the user typed, and what only a child says or has. A log of
a portal for parents has the second, a lesson about a game the first.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from detectors.linking.nouns import Shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.linking.context import Context

TAG: Final = "COPPA-APPLIES"
_PERSISTENT: Final = frozenset({"DEVICE_ID", "IP", "USERNAME", "GEO"})
_KEY = r"[\"']?\s{0,2}[:=]"
_GAME = re.compile(
    rf"[\"']?\b(?:game|gameId|game_id|player|playerId|avatar|quest|leaderboard|app|appId|app_id|activity"
    rf"|miniGame|kidMode"
    rf"|childMode|world|level)\b{_KEY}",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(
    rf"\b(?:ad[_-]?id|advertising[_-]?id|idf[av]|gaid|device[_-]?id|install(?:ation)?[_-]?id|visitor[_-]?id|cookie"
    rf"|fingerprint|session[_-]?id|nick(?:name)?|gamer[_-]?tag|screen[_-]?name|display[_-]?name|username)\b{_KEY}",
    re.IGNORECASE,
)
_TYPED = re.compile(
    rf"\b(?:says|said|chat|message|msg|text|typed|utterance|transcript|prompt|question|voice|answer|input"
    rf"|speech)\b{_KEY}"
    r"\s{0,2}[\"'][^\"'\n]{6,400}",
    re.IGNORECASE,
)
_CHILD = re.compile(
    r"\bmy name is \w|\bi(?:'?m| am) (?:in )?(?:\w+ and )?(?:[4-9]|1[0-2]|kinder\w*|pre-?k|(?:first|second|third"
    r"|fourth|fifth"
    r"|sixth|[1-6](?:st|nd|rd|th)) grade)\b|\b(?:room|rm|class|grade|gr) ?(?:[1-9]|[12]\d|k)\b"
    r"|\bmy (?:teacher|mom|mommy|dad|daddy|sister|brother|class|school|grandma)\b"
    rf"|\b(?:age|user_?age)\b{_KEY}\s?[\"']?(?:[3-9]|1[0-2])\b|\bgrade(?:_?level)?{_KEY}\s?[\"']?(?:0?[1-6]|k|pk|kg)\b"
    r"|\bunder_?13[\"']?\s?[:=]\s?true\b|\bbirth_?year\b",
    re.IGNORECASE,
)
_SCORE: Final = 0.85


def online(context: Context) -> Iterator[Shown]:
    """At most one signal per message, on the object that tells it."""
    starts = sorted(each.start for each in context.findings if each.base in _PERSISTENT)
    if not starts:
        return
    for region in context.rows.regions:
        if region.kind not in {"json", "pairs", "log"}:
            continue
        start, end = region.start, region.end
        place = bisect_left(starts, start)  # a log has as many regions as findings
        if (
            place < len(starts)
            and starts[place] < end
            and all(pattern.search(context.text, start, end) is not None for pattern in (_GAME, _IDENTIFIER, _CHILD))
            and _TYPED.search(context.text, start, end) is not None
        ):
            yield Shown(TAG, start, end, _SCORE)
            return
