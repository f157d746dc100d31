"""Whether a name is somebody at work, somebody spoken to, or a public figure, from the words beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.linking.words import JOB, PUBLIC, word_set
from detectors.names import shape

if TYPE_CHECKING:
    from detectors.linking.context import Context

# Anchored at one end of a few dozen characters, and tried only beside a telling word: stdlib `re` is safe here.
_TITLES: Final = frozenset(re.findall(r"\w+", shape.TITLES.lower())) | {"dona", "do\u00f1a"}
_JOB_TITLES: Final = word_set(
    "dr doctor judge officer principal coach prof nurse deacon elder pastor rev supt superintendent director"
)
_FROM_JOB = re.compile(r"[\s,:(]{1,3}(?:(?:mr|mrs|ms|mx|miss|dr)\.? )?", re.IGNORECASE)
_TO_JOB = re.compile(r"[\s,(\u2013-]{1,4}(?:(?:the|our|my|a|an) )?(?:[a-z]+ )?", re.IGNORECASE)
_GREETINGS: Final = word_set(
    "hi hello dear hey hola estimado estimada estimados estimadas querido querida queridos queridas good to cc"
)
_GREETED = re.compile(
    r"(?:^|\n|[\"\u201c.!?]\s)[>\s]*(?:hi|hello|dear|hey|hola|estimad[oa]s?|querid[oa]s?"
    r"|good (?:morning|afternoon)|to|cc)(?:\s+(?:team|all))?[\s:]{1,3}(?:[\w.'-]+(?:,| and| &| y)?\s){0,4}$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s?(?:[,:;!&)\n\u2013-]|(?:and|y)\b|$)")
_SIGNED = re.compile(
    r"(?:thanks|thank you|gracias|best|regards|sincerely|warmly|cheers|atentamente|respectfully|from|signed|love)"
    r"[\s,.:!>\u2013-]{1,6}(?:[\w.'-]+\s){0,1}$",
    re.IGNORECASE,
)
_FICTION = re.compile(
    r"\b(?:fictional|fictitious|made-up|made up|imaginary|invented|pretend|hypothetical|ficti[cs]i[oa])\b"
    r"[^.!?\n]{0,40}$",
    re.IGNORECASE,
)
_WROTE = re.compile(r"\s?(?::|wrote|says?:)", re.IGNORECASE)
_VOCATIVE = re.compile(r",\s")
_VERSUS: Final = (" v. ", " v ", " vs. ", " vs ")
_PUBLIC_BEFORE = re.compile(
    r"(?:\b(?:who (?:was|were|is)|mention(?:ing)?|biograph(?:y|ies) of|quotes? (?:by|from)"
    r"|(?:written|book|novel|poem|illustrated) by|read-aloud(?: of)?|(?:novel|chapter \d+|movie|film|play|poem|story)"
    r" (?:of|called|titled)|author|president|senator|governor|historian|scientist|poet|legacy of|life of|speech by"
    r"|quiz\b.{0,40})\s(?:[\w.'\u2019-]+,?\s(?:and\s)?){0,10})$",
    re.IGNORECASE,
)
_PUBLIC_AFTER = re.compile(
    r"\s?(?:(?:'s |\u2019s )?(?:Act\b|Award|Day\b|Foundation|Elementary|Middle School|High School|Library|Center"
    r"|Institute|Museum|theorem|speech\b|biography)|\((?:1[5-9]\d\d|20[01]\d)\b|vs?\.\s"
    r"|(?:[A-Z][\w'\u2019]+ ){0,3}by [A-Z]|(?:and [A-Z]\w+ )?(?:decisions?|ruling|decree|case law)\b)"
)


def titled(text: str, start: int) -> bool:
    """Whether a title stands in front of the name."""
    before = text[max(0, start - 12) : start]
    words = before.split()
    return bool(words) and before[-1].isspace() and words[-1].lower().rstrip(".").lstrip("(\"'>") in _TITLES


def at_work(context: Context, start: int, end: int) -> bool:
    """Whether a job stands beside the name: "para Ines Crowe", "Dana Ruhl, our school nurse", "Dr. Iyer"."""
    text = context.text
    if text[max(0, start - 10) : start].lower().rstrip(" :").endswith(("contact", "reports to")):
        return True
    for word in context.triggers.within(JOB, start - 24, end + 40):
        if word.end <= start:
            between = text[word.end : start]
            if _FROM_JOB.fullmatch(between) or (word.word in _JOB_TITLES and between in (". ", " ")):
                return True
        elif word.start >= end and _TO_JOB.fullmatch(text, end, word.start):
            return True
    return False


def public(context: Context, start: int, end: int) -> bool:
    """Whether the words beside it speak of a figure of public life or of a book."""
    text = context.text
    if _PUBLIC_AFTER.match(text, end, end + 24) is not None or text[max(0, start - 5) : start].endswith(_VERSUS):
        return True
    near = context.triggers.any_in(PUBLIC, start - 110, start)
    return near and _PUBLIC_BEFORE.search(text, max(0, start - 110), start) is not None


def invented(context: Context, start: int) -> bool:
    """Whether the words before the name say that somebody made the person up: "a fictional student named ..."."""
    low, _ = context.units.span(context.units.number(start))
    return _FICTION.search(context.text, max(low, start - 50), start) is not None


def spoken_to(context: Context, start: int, end: int) -> bool:
    """Whether the name is greeted, signs, or stands in the header of a mail."""
    text = context.text
    if context.rows.in_mail_header(start):
        return True
    low, high = context.units.span(context.units.number(start))
    before = text[low:start].strip().strip('>"\u201c').strip()
    if not before:
        quoted = ">" in text[low:start] and _WROTE.match(text, end, end + 10) is not None
        vocative = _VOCATIVE.match(text, end, min(end + 2, high)) is not None and context.addressed(low, high)
        if quoted or vocative:
            return True
    elif before[:12].split(None, 1)[0].lower().rstrip(",:") in _GREETINGS and _greeted(text, start, end):
        return True
    alone = not text[end:high].strip(" \n\t,.>)")
    return alone and _SIGNED.search(text, max(0, start - 40), start) is not None


def _greeted(text: str, start: int, end: int) -> bool:
    """Whether it is one of those greeted: "Dear Dr. Iyer, Ishaan sits at ..." greets one and tells of another."""
    found = _GREETED.search(text, max(0, start - 60), start)
    if found is None:
        return False
    return "," not in text[found.start() : found.end()] or _GOES_ON.match(text, end) is not None


PERSONAL = re.compile(
    r"^(?:'s|\u2019s|')\s[\w\s'-]{0,30}$"
    r"|\b(?:has|had|have|having|takes?|taking|took|was|is|been|got|gets|with|needs|mentioned|reported|reports|due to"
    r"|because of|for (?:his|her|their)|his|her|diagnosed|suffers?|out (?:on|for)|asked (?:for|about)|about"
    r"|recovering)\b"
    r"[\w\s'\u2019-]{0,30}$",
    re.IGNORECASE,
)
"""What must stand between a member of staff and a term of health or discipline for it to be about that person."""

_NOT_ABOUT = re.compile(
    r"\b(?:students?|kids?|child(?:ren)?|famil(?:y|ies)|class|caseload|teach\w*|train\w*|review\w*|updat\w+|sent|send"
    r"|draft\w*|writ\w+|schedul\w+|present\w*|lead\w*|led|shar\w+|explain\w*|check\w*)\b",
    re.IGNORECASE,
)


_YOURS = re.compile(r"\b(?:your|you (?:have|had|are|were)|su|tu)\b[^.!?]{0,50}$", re.IGNORECASE)


def about_you(between: str) -> bool:
    """Whether the term is about the one who is spoken to."""
    return _YOURS.search(between) is not None and _NOT_ABOUT.search(between) is None


def about_self(between: str) -> bool:
    """Whether the words between a name and a term say that the term is about the named one."""
    return PERSONAL.search(between) is not None and _NOT_ABOUT.search(between) is None
