"""Whether a unit of an answer is worth scanning: necessary conditions of everything the stream scanner can find.

A scan costs 0.1 to 0.9 ms, a unit of prose 2 microseconds here. What is found has a digit, an ``@``, an address with
``://``, several colons (a machine's address) or a long word, or else a label before it: a password may be any word, a
user name any word with a point in it, a street any word in capitals. Labels are remembered over some characters.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import re2

_HOT: Final = re.compile(r"[\d@]|://|:[^:]*:|\S{14}|-----")
_HIDDEN: Final = (
    r"pass|pwd|pword|psswd|\bps?w\b|contrase|clave|digo de acceso|bearer|basic|cred|user|usuari|login|handle|screen"
    r"|gamer ?tag|account name"
)
_PERSONAL: Final = (
    r"facebook|\bfb\b|insta|\big\b|tik ?tok|snap|twitter|youtube|linkedin|roblox|discord|reddit|threads|twitch"
    r"|pinterest|tumblr|bluesky|bsky|mastodon|vsco|telegram|\bkik\b|venmo|cash ?app|steam|xbox|psn|minecraft|fortnite"
    r"|epic games|soundcloud|strava|scratch|khan academy|whatsapp|liv[ei]|moved|plate"
)
_LABEL: Final = re.compile(rf"({_HIDDEN})|{_PERSONAL}")
_ANY_LABEL: Final = re2.compile(rf"{_HIDDEN}|{_PERSONAL}")
"""The same as an automaton, for ASCII: 4 us for 180 characters, 62 the other way."""
_LONGER_THAN_A_WORD: Final = 16
_PERSONAL_VALUE: Final = re.compile(r"[^\W\da-z_]|\w[._-]\w")
"""A capital, or a mark inside a word."""
_ODD: Final = re.compile(
    "[^\\w\\s\x00-\x7f\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u00b7\u00bf\u00a1\u00ab\u00bb]"
    "|[\u00b2\u00b3\u00b9\u00bc-\u00be\u1d2c-\u1d6a\u2070-\u209f\u2100-\u218b\u2460-\u24ff\u2776-\u2793"
    "\u3200-\u33ff\ufb00-\ufb06\uff10-\uff5a\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff]"
)
"""Characters that folding may turn into something else, or drop."""
PASSWORD_LINE: Final = re.compile(
    r"(?i)\A(?:[\w ]{0,40} )?(?:[\w-]{0,20}[_-])?(?:pass(?:word|wd|code|phrase)|passwd|pwd|contrase[nñ]a|clave)s?: \Z"
)
"""A text that begins like this may be one secret up to its end, spaces included."""
PASSWORD_CONTEXT: Final = re.compile(r"(?i)(?:pass(?:word|wd|code|phrase)|passwd|pwd|contrase[nñ]a|clave)s?\W*\Z")
LONGEST_SECRET: Final = 130
LABEL_REACH: Final = 120
"""Characters between a label and the end of its value's first word, at most ("password for the ... is": 110)."""


class Attention:
    """Remembers labels over the units that follow them."""

    __slots__ = ("_personal", "_secret", "_seen")

    def __init__(self, context: str) -> None:
        self._seen = 0
        self._secret = self._personal = 0
        if context:
            self._labels(context, 2 * LABEL_REACH)

    @property
    def awake(self) -> bool:
        """Whether a label stands shortly before: the next units are no plain prose."""
        return self._seen < self._personal or self._seen < self._secret

    def passed(self, count: int) -> None:
        """So many characters went by in which there is no label and nothing worth a scan."""
        self._seen += count

    def worth(self, unit: str) -> bool:
        """Whether the unit must be scanned. Called once per unit, in order."""
        before = self._seen
        self._seen += len(unit)
        odd = not unit.isascii() and _ODD.search(unit) is not None
        self._labels(folded(unit) if odd else unit, self._seen + LABEL_REACH)
        if odd or _HOT.search(unit) or before < self._secret or self._seen < self._secret:
            return True
        return self.awake and _PERSONAL_VALUE.search(unit) is not None

    def _labels(self, text: str, until: int) -> None:
        if len(text) > _LONGER_THAN_A_WORD and text.isascii() and label_at(text) < 0:
            return
        for label in _LABEL.finditer(text.lower()):
            if label[1]:
                self._secret = until
            else:
                self._personal = until


def striking(text: str) -> bool:
    """Whether a text has in it what every finding without a label before it has."""
    return _HOT.search(text) is not None or (not text.isascii() and _ODD.search(text) is not None)


def label_at(text: str) -> int:
    """Where the first label in a text of ASCII begins, or -1; words that are units of their own count together."""
    found = _ANY_LABEL.search(text.lower())
    return -1 if found is None else found.start()


def folded(unit: str) -> str:
    """The text in plain letters, as the scanner folds it."""
    plain = unicodedata.normalize("NFKC", unit)
    return "".join(char for char in plain if unicodedata.category(char) not in {"Cf", "Mn", "Me"})
