"""Where a text that is still growing may be cut: into units, by its content alone.

A unit is the smallest stretch that no placeholder and no identifier crosses. It usually is one word with the white
space after it; the first character of the next word decides whether the two could belong together. Words of plain prose
cannot; digits, short groups of capitals and what connects them can. A rule here may be too careful (a unit grows by a
word), never too bold: a unit that ends inside a value lets the value's first part out.

The values meant are those of the identifier detectors (spaced numbers, written dates, street addresses, IBAN groups)
and placeholders in the spellings that `placeholders.find_tokens` accepts. No value but a key block and the second line
of an address goes on after a line break.
"""

from __future__ import annotations

import re
from typing import Final

MAX_UNIT: Final = 4096
"""Characters after which a unit is cut although nothing in it allows a cut."""
MAX_CHAIN: Final = 512
"""Characters after which a unit of several words is cut beside its values; the longest value of words is shorter."""
_TAIL: Final = 200
"""Characters before a gap that the rules look at, at most."""
_SHORT_TAIL: Final = 48
"""Enough for everything but addresses."""

_WIDE: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30fa\u30fc-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Letters of scripts that put no spaces between words. Korean does."""
_RUN: Final = 17
"""A label word has at most 16 letters, so nothing later can reach back over this many."""
_SPACE: Final = r"\s++(?:(?=\S)|\Z)"
"""White space up to the next word, or to the end of what is looked at: without the second, a search would begin again
at every character of a run whose end has not come (100,000 line feeds took 6.7 s)."""
GAP: Final = re.compile(_SPACE)
"""A place in ASCII text at which a unit may end, once the next word has begun."""
WIDE_GAP: Final = re.compile(
    rf"{_SPACE}|(?<=[\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f])(?=\S)|(?<=[{_WIDE}])(?=[{_WIDE}]{{{_RUN}}})"
)
"""The same in other text: also after the punctuation of East Asian scripts, and inside their long runs of letters."""
WIDE_LOOK: Final = _RUN + 1
"""Characters at the end of a text in which `WIDE_GAP` may still find a place when more text comes."""

PLAIN_WORD: Final = re.compile(
    "[\"'(*`\u201c\u2018]{0,3}[^\\W\\d_]+(?:['\u2019-][^\\W\\d_]+)?[.,;:!?)*`\"'\u201d\u2019\u2026]{0,4}"
)
"""A word of prose with its punctuation. Between two of these there is a cut, but for the rules on capitals."""

_NEWLINE: Final = re.compile(r"[\n\u2028\u2029\x85]")
_OPENING: Final = r"(\[{<⟦【"
_CLOSING: Final = ")]}>⟧】"
_HAS_OPENING: Final = re.compile(rf"[{_OPENING}]")
_DASHES: Final = "\u2010-\u2015\u2212-"
_DASH: Final = re.compile(rf"[_\\{_DASHES}]")
_CAPITAL: Final = "A-ZÀ-ÖØ-ÞŁŚŻŠŽČĐ"
_MONTH: Final = (
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec|ene|abr|mayo|juni?o|juli?o|ago|set|dic|mai|okt|dez)"
    r"[^\W\d_]{0,8}"
)
_SUFFIX: Final = (
    r"(?:all?e?y|ave?n?(?:ue)?|boulevard|blvd|cir(?:cle)?|court|ct|cove|cv|cres(?:cent)?|dr(?:ive)?|heights|hts|highway"
    r"|hwy|landing|lane|ln|loop|parkway|pkwy|path|pl(?:ace|aza)?|plz|ridge|r(?:oa)?d|route|rte|run|sq(?:uare)?"
    r"|str?(?:eet)?|ter(?:race)?|trail|trl|turnpike|tpke|walk|way)"
)
_UNIT_WORD: Final = r"(?:apartment|apt|unit|suite|ste|bldg|building|lot|trlr|space|spc|depto?|floor|fl|rm)"
_DIRECTION: Final = r"(?:north|south|east|west|northeast|northwest|southeast|southwest|ne|nw|se|sw|n|s|e|w)\.?"
_LIVES_WORD: Final = (
    r"\b(?:liv(?:es?|ed|ing)|home|address|resid\w*|mail(?:ed)? to|vive en|domicilio|direcci[oó]n|moved)\b"
)
_LIVES: Final = re.compile(_LIVES_WORD, re.IGNORECASE)
_LIVES_SIGNS: Final = ("liv", "home", "address", "resid", "mail", "moved", "vive", "domicilio", "direcci")
"""One of these is in whatever `_LIVES` finds: 2 us for 400 characters, the pattern takes 30."""


def _ending(*alternatives: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(alternatives)})\Z", flags)


_BEFORE_DIGIT: Final = _ending(
    rf"[^\W_][\\\s_{_DASHES}]{{1,4}}",  # a word: label of a placeholder, month, "Box 12", "A 123 456 789"; or a group
    r"[^\W\d_]{1,9}\.\s{1,2}",  # "Mar. 14"
    rf"[\d)][)\].\\_/{_DASHES}]{{0,3}}\s{{1,3}}",  # the groups of one number
    rf"[\d)]\s{{1,2}}[./{_DASHES}]{{1,2}}\s{{1,2}}",  # "536 - 90 - 4399"
    r"\d\.\d{3,8},\s",  # coordinates
    rf"{_MONTH}\.?[\s-]+\d{{1,2}}(?:st|nd|rd|th)?,\s{{1,2}}",  # "March 14, 2016"
    rf"\d{{1,2}}(?:st|nd|rd|th)?[\s-](?:(?:of|de)\s)?{_MONTH}\.?,\s{{1,2}}",  # "14 March, 2016"
    rf"[{_OPENING}+#]\s{{1,2}}",
    r"\bP\.?\s?O\.?\sBox\s{1,2}",
)
_NUMBER_OPEN: Final = _ending(rf"[\d)][)\].\\_/{_DASHES}]{{0,3}}\s{{1,3}}", r"\d\.\d{3,8},\s", r"\+\s")
"""The number before the gap may go on with a bracket, a dash or a plus."""
_NEAR: Final = 4
"""White space between two parts of a placeholder, at most."""
_HAS_DIGIT: Final = re.compile(r"\d")
_DIGIT_WORD: Final = _ending(r"(?<!\S)[^\s]*\d[^\s]*[^\s.!?;:,\"”]\s{1,3}", r"(?<!\S)\d\s{1,3}")
"""The word before the gap has a digit in it and its sentence goes on."""
_MANY_DIGITS_COMMA: Final = _ending(r"\d(?:[ ().-]{0,3}\d){6,},\s{1,2}")
"""A bare telephone number may be one because of the word after it: "2535557788, her cell"."""
_BOX_COMMA: Final = _ending(r"\bBox\s+#?\d{1,6}[A-Z]?,\s", r"\b(?:HC|RR|Route)\s?\d{1,3},?\s")
_DAY_OF: Final = _ending(r"\d(?:st|nd|rd|th)?\s(?:of|de)\s")
_DAY_MONTH: Final = _ending(rf"\d(?:st|nd|rd|th)?[\s-](?:(?:of|de)\s)?{_MONTH}\.?,?\s")
_FORM: Final = _ending(r"\d\s?[A-Z]{1,2}\s{1,4}")
"""Number and form letters of a placeholder, apart or together: its check may follow."""
_STREET: Final = _ending(
    rf"(?<![^\W_])\d{{1,6}}(?:-\d{{1,4}})?[A-Za-z]?\s+(?i:{_DIRECTION}\s+)?(?:[{_CAPITAL}\d][\w'.-]*,?\s+){{0,7}}",
    flags=0,
)
_SUFFIXED: Final = _ending(rf"\d\S*\s+(?:[^\s,]+\s+){{1,5}}{_SUFFIX}\b\.?(?:\s+{_DIRECTION})?,?\s+")
_UNIT_NEXT: Final = _ending(rf"\d.*\s{_UNIT_WORD}\.?[\s#]+")
_LIVES_AT: Final = _ending(rf"{_LIVES_WORD}[^\n]{{0,40}}?\b\d{{1,6}}(?:-\d{{1,4}})?[a-z]?\s+(?:[^\s,;:!?]+\s+){{0,4}}")
_LIVES_ON: Final = _ending(rf"(?i:liv(?:es?|ing)|moved)\s(?i:on|at|to)\s(?:[{_CAPITAL}\d][\w'.-]*\s+){{1,4}}", flags=0)
_IBAN: Final = _ending(r"(?<![^\W_])[A-Z]{2}\d{2}(?:\s?[A-Z\d]){1,29}\s", r"(?<![^\W_])[A-Z]{2}\d{2}\s")
_IBAN_START: Final = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2}")
_CAPITALS: Final = _ending(r"(?<!\S)[^\w\s]{0,2}[A-Z]{1,4}\.?\s{1,2}", r"(?<!\S)(?:[A-Z]\.){1,3}\s{1,2}", flags=0)
_GROUPS: Final = _ending(r"(?<!\S)[A-Z\d]{1,10}\s", flags=0)
_MAX_CAPITALS: Final = 3
_BOXES: Final = _ending(r"(?<![^\W_])(?:p\.?\s?o\.?|rural)\s{1,2}")
_ENDS_OPENING: Final = _ending(rf"[{_OPENING}][\\\s]*")
_KEY_BEGIN: Final = _ending(r"-----BEGIN[A-Z0-9 ]{0,50}", flags=0)
KEY_BLOCK: Final = re.compile(r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY")
KEY_END: Final = re.compile(r"-----END [A-Z0-9 ]{0,40}-----")

_MONTH_STARTS: Final = frozenset("jfmasondeJFMASONDE")
_UNIT_STARTS: Final = frozenset("aAuUsSbBlLtTdDfFrRnNeEwW#")
_CHECK_STARTS: Final = frozenset("23456789BCDFGHJKLMNPQRSTVWXZbcdfghjklmnpqrstvwxz")


def joins(left: str, unit: str, following: str) -> bool:
    """Whether the word that begins with `following` may belong to the same value as the end of `unit`.

    Args:
        left: text before the unit, which has left already.
        unit: text from the unit's start, with the white space at its end. Not empty.
        following: the next character, no white space.
    """
    if _inside_key_block(unit):
        return True
    tail = unit[-_TAIL:]
    end = tail.rstrip()
    if _NEWLINE.search(tail, len(end)):
        return following in _UNIT_STARTS and _SUFFIXED.search(tail) is not None
    if following.isdigit():
        near = len(tail) - len(end) <= _NEAR and end[-1:].isalnum()
        return near or _BEFORE_DIGIT.search(tail[-_SHORT_TAIL:]) is not None or _address_or_code(left, tail)
    if following.isalpha():
        return _joins_letter(left, tail, following)
    return _joins_sign(tail, following)


def _inside_key_block(unit: str) -> bool:
    at = unit.find("-----BEGIN")
    if at < 0:
        return False
    if KEY_BLOCK.match(unit, at):
        return KEY_END.search(unit, at) is None
    return _KEY_BEGIN.search(unit, at) is not None


def _joins_letter(left: str, tail: str, following: str) -> bool:
    near = tail[-_SHORT_TAIL:]
    if _ENDS_OPENING.search(near):
        return True
    if not _HAS_DIGIT.search(tail):
        return _capitals(tail, following) or _lives_on(left, tail)
    # Both end in a word with a digit; most words that come behind one, in a unit, have none. Nor has a wide gap.
    last = "".join(near.split()[-1:])
    if _HAS_DIGIT.search(last) and (_DIGIT_WORD.search(near) or _MANY_DIGITS_COMMA.search(near)):
        return True
    if following in _MONTH_STARTS and (_DAY_OF.search(near) or (following in "oOdD" and _DAY_MONTH.search(near))):
        return True
    if following in _CHECK_STARTS and _FORM.search(near):
        return True
    return _address(tail, following) or _address_or_code(left, tail) or _capitals(near, following)


def _capitals(tail: str, following: str) -> bool:
    if following in "bBrR" and _BOXES.search(tail):
        return True
    if not following.isupper():
        return False
    if _HAS_DIGIT.search(tail):
        return _GROUPS.search(tail) is not None
    return len(tail.split()) <= _MAX_CAPITALS and _CAPITALS.search(tail) is not None


def _lives_on(left: str, tail: str) -> bool:
    reach = left[-_TAIL:] + tail
    return _lives(reach) and _LIVES_ON.search(reach) is not None


def _lives(text: str) -> bool:
    """Whether a word says that somebody lives somewhere."""
    if text.isascii():
        lowered = text.lower()
        if not any(sign in lowered for sign in _LIVES_SIGNS):
            return False
    return _LIVES.search(text) is not None


def _address(tail: str, following: str) -> bool:
    if following.isupper() and (_STREET.search(tail) or _BOX_COMMA.search(tail)):
        return True
    return (following in _UNIT_STARTS and _SUFFIXED.search(tail) is not None) or _UNIT_NEXT.search(tail) is not None


def _address_or_code(left: str, tail: str) -> bool:
    """A street in lower case after a word that says someone lives there, or the groups of an IBAN."""
    if _IBAN_START.search(tail[-_SHORT_TAIL:]) and _IBAN.search(tail[-_SHORT_TAIL:]):
        return True
    if not _HAS_DIGIT.search(tail):
        return False
    reach = left[-_TAIL:] + tail
    return _lives(reach) and _LIVES_AT.search(reach) is not None


def _joins_sign(tail: str, following: str) -> bool:
    if following in _CLOSING:
        return _HAS_OPENING.search(tail) is not None
    if following == "(":
        return _NUMBER_OPEN.search(tail) is not None or _MANY_DIGITS_COMMA.search(tail) is not None
    if following in "+./*":
        return _NUMBER_OPEN.search(tail) is not None
    if following == "#":
        return _HAS_DIGIT.search(tail) is not None
    if _DASH.match(following):
        return tail.rstrip()[-1:].isalnum() or _NUMBER_OPEN.search(tail) is not None
    return False
