"""Frames of handing a decision over for good: the tool decides about somebody, and nobody looks at it again.

Policy 5023, Human oversight. "You decide how many days he gets and write that it is final": what is decided is
somebody's (days, a seat, an outcome), and the words rule out that a person looks at it.
"""

from __future__ import annotations

from typing import Final

from detectors.uses.lexicon import PEOPLE, STUDY
from detectors.uses.phrases import LEAD, some
from detectors.uses.requests import Mix

_DECIDE: Final = (
    rf"(?:{LEAD}|\byou )(?:get to |have to |should |can |go ahead and |just |please )?"
    r"(?:decide|choose|pick|select|set|determine|name|settle|figure out|work out|make the (?:call|decision)"
    r"|come up with"
    r"|rule on|assign|award|grant|give (?:him|her|them)|approve|deny|decide t[uú]|decida|decide|elige|escoge)\b"
)
_STAKE: Final = some(
    r"how (?:many|much|long)|number of days|days|weeks|outcome|consequences?|punishments?|penalt(?:y|ies)|suspen\w+"
    r"|expel\w*|expulsion|detention|discipline|placement|eligib\w+|seats?|spots?|slots?|beds?|jobs?|position|raise"
    r"|bonus"
    r"|promotion|scholarships?|awards?|grants?|services|aid|assistance|housing|subsid\w+|hired?|fired?|laid off|let go"
    r"|cut|stays?|leaves|goes|passes|fails|fail|retained|held back|admitted|turned (?:down|away)|denied|approved|waiver"
    r"|case|appeal|grade|transfer|cu[aá]ntos d[ií]as|la plaza|el puesto|la beca|la sanci[oó]n|el castigo"
)
_WHO: Final = (
    rf"(?:\b(?:he|she|him|her|his|they|them|who|whom|which (?:one|of)|somebody|someone|one of)\b|\b{PEOPLE}\b"
    r"|\b(?:him|her|them)self\b|\bfor (?-i:[A-Z][a-z]+)|\b(?-i:[A-Z][a-z]+)(?:'s)? (?:gets?|suspension|days)"
    r"|\bqui[eé]n\b)"
)
_UNREVIEWED: Final = (
    r"\b(?:(?:it|that|this|and|as|is|it's|that's|consider it|call it|mark it|make it) (?:is |as |the |a )?"
    r"(?:final|settled|decided|done|closed|official|last word)|final (?:decision|answer|word|say)|the last word"
    r"|(?:no|without"
    r"|skip (?:the|any)) (?:more |further |any |a |human )?(?:review|appeal|questions|discussion|check(?:ing)?"
    r"|sign-?off"
    r"|second look|approval)|(?:nobody|no one|none of us)(?:'s| is| will| has| needs| ever|'ll)?[^.!?\n]{0,14}"
    r"(?:check|review|look|read|see|approve|double)\w*|(?:i|we)(?:'m| am|'re| are)? (?:don'?t|do not|won'?t|can'?t"
    r"|cannot|will not"
    r"|not going to|too busy|have no|haven'?t)[^.!?\n]{0,16}(?:time|read|review|check|look|think|bother\w*|deal|see it)"
    r"|too busy to|no time (?:to|for)|no need to (?:run|check|ask|show|clear)|don'?t (?:ask|check with|come back to"
    r"|run it by)"
    r" me|(?:send|mail|e-?mail|issue|post|publish|submit) (?:it|them|the (?:letter|notice|e-?mail|decision))"
    r"(?: out)? (?:yourself|directly|right away|straight away|straight|immediately|for me|as is|automatically)"
    r"|whatever you (?:decide|pick|choose|say) (?:goes|is|stands|counts)|es definitivo|sin (?:revisi[oó]n|apelaci[oó]n)"
    r"|no tengo tiempo|nadie (?:lo )?(?:va a )?revis\w+)"
)
_HARMLESS: Final = (
    STUDY.removesuffix(r")\b")
    + r"|slides?|fonts?|photos?|cover|titles?|headlines?|logo|colou?rs?|spelling|game|trivia|snacks?|menu|playlist"
    r"|theme"
    r"|seating|books?|flyer|newsletter|caption|hashtags?|(?:i|we)(?:'ll| will)? (?:then )?(?:review|decide)"
    r"|the (?:team|committee|panel|board) (?:will )?(?:decide|review)s?)\b"
)

HANDING: Final = (Mix((_DECIDE, _STAKE, _WHO, _UNREVIEWED), _HARMLESS),)
"""All four together."""
