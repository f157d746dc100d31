"""Authors and the titles before them: "Wendell the Worry Wizard by Ada Finch", against reports that people write."""

from __future__ import annotations

import re

from detectors.names.lexicon import is_calendar, is_common, is_surely_given

# Short anchored looks beside one candidate: stdlib `re` is linear here.
_AUTHOR = re.compile(r"\b(?:by|author|wrote)\s$", re.IGNORECASE)
_BOOK = re.compile(
    r"\b(?:book|novel|chapter|read-?aloud|story|stories|poem|author|word for word|copyright"
    r"|illustrated|summar\w+|plays?)\b",
    re.IGNORECASE,
)
_TITLE_BEFORE = re.compile(
    r"(?:\b[A-Z][\w'\u2019-]+ (?:of |the |and |in |to |a |for |without |my )?){2,7}(?:(?!(?:19|20)\d\d)\d{3,4} )?by $"
)
_NO_TITLE = re.compile(
    r"\w+ed by|(?i:written|taken|seen|done|given|report|notes?|form|referral|evaluation|plan|draft|sent|iep|summary"
    r"|request"
    r"|complaint|statement|letter|email|record|assessment|observation|transcript|monitoring|visit|incident|log|sheet"
    r"|attendance|screening|session|meeting|goals?|chart|order|receipt|payment)(?: \d+)? by"
    r"|(?i:room|grade|period|unit|lesson|table|bus|page|group|class|version|ticket|case|form|step|tier|bldg) \d+\w? by"
    r"|(?i:my (?:son|daughter|child|kid|student|boy|girl|class)) by"
)
_TITLE_GOES_ON = re.compile(
    r"((?:,? (?:the|a|of))(?:,? (?:the|and the|of|to|a|in|on|and"
    r"|[A-Z][\w'\u2019-]+)){1,7})[?!\"\u201d')]{0,2},? by ([A-Z][\w.]+) (?:[A-Z]\. )?[A-Z]"
)
"""A small word begins the rest: "Marcus Math Support by Dana Ortega", "Marcus and the Boys Hurt by ..." are none."""
_NO_AUTHOR = re.compile(
    r"(?i)(?:mr|mrs|ms|dr|sra?|srta|coach|nurse|aunt|uncle|grandma|grandpa|officer|deputy|principal|room"
    r"|bus|table|door)\b"
)
_OF_A_PUPIL = re.compile(
    r"(?i)\b(?:student|pupil|kid|child|scholar|grader)(?:['\u2019]?s)?\b|\biep\b|\bnarratives?\b|\brubric\b"
)
"""Children write stories of themselves."""
_PUPILS = 120
_TITLE_BY = re.compile(r"(?:\s(?:and|&)\s[A-Z]\w+)?\s+by\s+[A-Z]")


def is_of_a_book(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is an author after "by", or stands in the title before one."""
    title = _TITLE_BEFORE.search(text, max(0, start - 60), start)
    if title is not None and not _NO_TITLE.search(title.group()):
        return True
    if _begins_title(text, start, end):
        return True
    if _AUTHOR.search(text, max(0, start - 10), start) or _TITLE_BY.match(text, end):
        return _BOOK.search(text, max(0, start - 200), min(len(text), end + 200)) is not None
    return False


def _begins_title(text: str, start: int, end: int) -> bool:
    """Whether the words of a title go on behind it, up to its author: "Wendell the Worry Wizard by Ada Finch"."""
    rest = _TITLE_GOES_ON.match(text, end)
    if rest is None or _NO_TITLE.search(text, start, rest.start(2)) or is_calendar(rest.group(2)):
        return False
    around = text[max(0, start - _PUPILS) : rest.end() + _PUPILS]
    if _NO_AUTHOR.match(rest.group(2)) is not None or _OF_A_PUPIL.search(around) is not None:
        return False
    words = [word for word in rest.group(1).replace(",", " ").split() if word[0].isupper()]
    return len(words) > 1 and all(is_common(word) and not is_surely_given(word) for word in words)
