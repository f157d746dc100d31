"""What stands round a candidate and says that it is no person: a school, a town, a shop, a law, an author, code."""

from __future__ import annotations

import re

from detectors.names.lexicon import (
    is_brand,
    is_common,
    is_given_anywhere,
    is_organisation_word,
    is_place,
    is_surname,
    is_town,
)

CUED = frozenset({"cue", "title"})
"""Reasons that stand for a word beside the name that says it is one."""
COMPANY = 40
"""Characters between two names of one enumeration, at most."""
_NEXT_WORD = re.compile(r"(?:['\u2019]s)?[ \-]([^\W\d_][\w'-]*)")
_EPONYM = re.compile(
    r"['\u2019]s (?:(?:law|theorem|syndrome|disease|taxonomy|razor|principle|paradox|hierarchy|scale|test"
    r"|stages?|model)\b"
    r"|(?:[A-Z]\w+ )?(?:Laws?|Theorem|Syndrome|Disease|Taxonomy|Razor|Principle|Paradox|Hierarchy|Rules)\b)"
)
_INSTRUMENT = re.compile(r" (?:Skills|Inventory|Scales?|Index|Questionnaire|Battery)\b")
"""What ends the name of a test, where the word before it is no surname: "Casey Life Skills", "Beck Youth Inventory"."""
_ASSISTANTS = frozenset({"claude", "alexa", "siri", "jasper", "ada", "cortana", "watson", "otto", "clio", "erica"})
"""Given names that assistants have."""
_ASSISTANT_BESIDE = re.compile(
    r"(?i)\b(?:gemini|copilot|chat ?gpt|gpt|bard|openai|anthropic|perplexity|grok|llama|mistral|deepseek"
    r"|magic ?school|khanmigo|notebooklm|google home|siri|cortana|chatbots?|ai (?:tools?|assistants?|models?)"
    r"|llms?|smart speaker)\b"
)
_AUTHOR = re.compile(r"\b(?:by|author|wrote)\s$", re.IGNORECASE)
_BOOK = re.compile(
    r"\b(?:book|novel|chapter|read-?aloud|story|stories|poem|author|word for word|copyright"
    r"|illustrated|summar\w+|plays?)\b",
    re.IGNORECASE,
)
_TITLE_BEFORE = re.compile(r"(?:\b[A-Z][\w'-]+ (?:of |the |and |in |to |a |for )?){2,5}by $")
_NO_TITLE = re.compile(
    r"\w+ed by|(?i:written|taken|seen|done|given|report|notes?|form|referral|evaluation|plan|draft|sent) by"
)
_TITLE_BY = re.compile(r"(?:\s(?:and|&)\s[A-Z]\w+)?\s+by\s+[A-Z]")
_CODE_BEFORE = re.compile(r"(?:[=/_\\@{}<$&?+\d]|\w-|\w:)$")
_CODE_AFTER = re.compile(r"[=/_\\@{}>\d]|\(\S|-\w")
_PARTNERS = re.compile(r"\(?[A-Z][a-z]+(?:-[A-Z][a-z]+)?/[A-Z][a-z]+(?:-[A-Z][a-z]+)?[,.;:)]{0,2}")
"""Two surnames of one family: "Ostrander/Diaz"."""
_TIED = 30
_SHOP = re.compile(r"['\u2019]s(?=[,.;:)?!\n]|$| (?:or|and|gift|for|on|in|is|has|order|pizza|catering|coupons?)\b)")
_LIST_JOINT = re.compile(r"[,;:\n.]\s*(?:and |or )?|\s(?:and|or|y)\s")
_SCHOOL_BEHIND = re.compile(r" (?:ES|MS|HS|JHS|K-8|Elem\.?)(?![\w.])")
_PLACE_BEFORE = re.compile(r"\b(?:San|Santa|St\.?|ST\.?|Saint|Fort|Mount|Mt\.?|Lake|Port|Los|Las|Cape|Camp|Point)\s$")
_WORD_BEFORE = re.compile(r"([A-Z][\w'\u2019.-]*) $")
_WORD_BEHIND = re.compile(r" ([A-Z][\w'\u2019-]*(?: [A-Z][\w'\u2019-]*)?)")


class Surroundings:
    """Asked about the candidates of one text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def is_place_or_brand(self, start: int, end: int, why: str) -> bool:
        """Whether it is a shop ("Trader Joe's"), a part of a town's name, or a town in a list of towns."""
        wider = [self._text[low:high] for low, high in self.wider(start, end)]
        if (
            is_brand(self._text[start:end])
            or any(map(is_brand, wider))
            or (is_brand(self._text[start:end] + "'s") and _SHOP.match(self._text, end) is not None)
        ):
            return True
        if why in CUED:
            return False
        if self._is_assistant(start, end):
            return True
        return any(map(is_town, wider)) or (is_town(self._text[start:end]) and self._among_towns(start, end))

    def _is_assistant(self, start: int, end: int) -> bool:
        """Whether it is what an assistant is called, beside another one or the word for them."""
        if self._text[start:end].lower() not in _ASSISTANTS:
            return False
        low, high = max(0, start - COMPANY), min(len(self._text), end + COMPANY)
        beside = f"{self._text[low:start]} | {self._text[end:high]}"
        return _ASSISTANT_BESIDE.search(beside) is not None

    def _among_towns(self, start: int, end: int) -> bool:
        """Whether two towns at least stand in its enumeration, one of them no name of people ("Walla Walla")."""
        low, high = max(0, start - 2 * COMPANY), min(len(self._text), end + 2 * COMPANY)
        around = _LIST_JOINT.split(self._text[low:start]) + _LIST_JOINT.split(self._text[end:high])
        towns = [each for each in around if is_town(each) or is_place(each)]
        return len(towns) > 1 and any(not (is_given_anywhere(each) or is_surname(each)) for each in towns)

    def wider(self, start: int, end: int) -> list[tuple[int, int]]:
        """It with the capitalised word before it, behind it, and both."""
        before, behind = _WORD_BEFORE.search(self._text, max(0, start - 24), start), _WORD_BEHIND.match(self._text, end)
        wider = [(before.start(1), end)] if before else []
        wider += [(start, behind.end(1))] if behind else []
        return wider + ([(before.start(1), behind.end(1))] if before and behind else [])

    def is_elsewhere(self, start: int, end: int, why: str) -> bool:
        """What stands beside it says that it is something else: a school, a law, a place, an author, code."""
        text = self._text
        if (
            _EPONYM.match(text, end)
            or _SCHOOL_BEHIND.match(text, end)
            or _PLACE_BEFORE.search(text, max(0, start - 8), start)
        ):
            return True
        if why in CUED:
            return False
        last = text[start:end].rpartition(" ")[2]
        if " " in text[start:end] and _INSTRUMENT.match(text, end) and is_common(last) and not is_given_anywhere(last):
            return True
        following = _NEXT_WORD.match(text, end)
        if following is not None and following.group(1)[0].isupper() and is_organisation_word(following.group(1)):
            return True
        return self._is_code(start, end) or self._of_a_book(start, end)

    def _is_code(self, start: int, end: int) -> bool:
        before = _CODE_BEFORE.search(self._text, max(0, start - 2), start)
        if before is None and _CODE_AFTER.match(self._text, end) is None:
            return False
        return _PARTNERS.fullmatch(self._text, *_around(self._text, start, end)) is None

    def _of_a_book(self, start: int, end: int) -> bool:
        """The author after "by", or a title before it."""
        text = self._text
        title = _TITLE_BEFORE.search(text, max(0, start - 60), start)
        if title is not None and not _NO_TITLE.search(title.group()):
            return True
        if _AUTHOR.search(text, max(0, start - 10), start) or _TITLE_BY.match(text, end):
            return _BOOK.search(text, max(0, start - 200), min(len(text), end + 200)) is not None
        return False


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The word with the ones that hyphens and slashes tie to it, at most `_TIED` characters to either side."""
    low, high = start, end
    while low > max(0, start - _TIED) and not text[low - 1].isspace():
        low -= 1
    while high < min(len(text), end + _TIED) and not text[high].isspace():
        high += 1
    return low, high
