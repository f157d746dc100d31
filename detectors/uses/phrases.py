"""What the rules for uses share: how a request begins, how far its words may stand apart, and what makes it innocent.

A request is told from a mention by where its verb stands: at the beginning of a sentence, after "please", "can you",
"I need you to". "How to rank applicants" has the same verb and asks for nothing of the kind.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from detectors.identifiers.pattern import Accept

LEAD: Final = (
    r"(?:\A|\n|[.!?:;)\]\x22\x{2014}\x{BF}\x{A1}-]\s?|\b(?:please|pls|plz|kindly"
    r"|(?:can|could|would|will) (?:you|u|ya|y'all)(?: please| pls| just)?"
    r"|you to|(?:need|want|like|going|trying|have|ok|okay) to|help (?:me|us)(?: to)?"
    r"|let'?s|lets|and|then|just|now|also|ai to"
    r"|(?:use|have|let|make|get|ask) (?:ai|it|this|you|the (?:ai|tool|bot"
    r"|model))(?: to)?|por favor|puedes|podr[ií]as|puede"
    r"|quiero que|necesito que|ay[uú]dame a|y))\s{0,2}"
)
"""Where the verb of a request may stand."""

SPAN: Final = 220
_BREAK = re.compile(r"[.!?]\s|\n")
_TURNED = re.compile(
    r"(?:\b(?:do not|don'?t|never|not|without|avoid|against|stop|prohibit(?:s|ed)?|ban(?:s|ned)?|refuse to|illegal to"
    r"|why|how (?:to|do|does|can|should|would)|no|nunca|evita(?:r)?|sin|c[oó]mo|por qu[eé])\s(?:\w+\s){0,3}"
    r"|\b(?:we|they|team|committee|panel|board)(?: all| both| will| then)? (?:meet|sit|gather|review|look"
    r"|vote|talk|convene|discuss|consider)\w*(?: \w+){0,5} (?:and|then|to) )$",
    re.IGNORECASE,
)


def gap(most: int) -> str:
    """At most so many characters of the same sentence."""
    return rf"[^.!?\n]{{0,{most}}}?"


def some(*words: str) -> str:
    """Any of the words, as whole words."""
    return r"\b(?:" + "|".join(words) + r")\b"


def sentence(text: str, start: int, end: int) -> str:
    """The sentence around a match, cut at `SPAN` characters on either side."""
    before = text[max(0, start - SPAN) : start]
    after = text[end : end + SPAN]
    left = max((match.end() for match in _BREAK.finditer(before)), default=0)
    right = _BREAK.search(after)
    return before[left:] + text[start:end] + (after[: right.start()] if right else after)


def unless(mark: str, innocent: str = r"(?!)") -> Accept:
    """The mark, unless the request is turned round ("do not rank") or its sentence holds one of the innocent words."""
    spared = re.compile(innocent, re.IGNORECASE)

    def accept(_value: str, text: str, start: int, end: int) -> str | None:
        if _TURNED.search(text[max(0, start - 60) : start]) or spared.search(sentence(text, start, end)):
            return None
        return mark

    return accept


TEACHING: Final = (
    r"\b(?:lessons?|lecture|worksheet|workshop|trainings?|slides?|handout|poster"
    r"|curriculum unit|unit plan|mini-?unit|quiz"
    r"|discussion|essay about|article about|policy|policies|guideline|guidance"
    r"|handbook section|explain|define|explica"
    r"|lecci[oó]n|taller|capacitaci[oó]n|pol[ií]tica|role-?play|simulation|tabletop"
    r"|scenario|media literacy|novel|short story"
    r"|skit|readers'? theat|historical|history class|ethics)\b"
)
"""Writing about a use, or playing at it, is none."""
