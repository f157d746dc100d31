"""What stands round a candidate and says that it is no person: a school, a town, a shop, a law, an author, code."""

from __future__ import annotations

import re

from detectors.names.authors import is_of_a_book
from detectors.names.lexicon import (
    is_brand,
    is_common,
    is_given_anywhere,
    is_organisation_word,
    is_place,
    is_surely_given,
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
_OFFICE = re.compile(
    r"\b(?:(?:Lieutenant |Lt\. |Deputy |Vice )?(?:Mayor|Governor|Gov\.)|(?:U\.S\. |State )?(?:Senator|Sen\.|Rep\.)"
    r"|(?:U\.S\. |State )Representative"
    r"|Congress(?:man|woman|member)|Assembly(?:man|woman|member)|Council(?:man|woman|member|or)|County Executive"
    r"|County Commissioner|Commissioner of \w+|State Superintendent|Superintendent of Public Instruction"
    r"|Attorney General"
    r"|Secretary of (?:State|Education|Defense|War|Labor)|Chief Justice|Prime Minister|U\.S\. (?:Vice )?President"
    r"|Ambassador|Pope|Emperor|Empress|Pharaoh|Tsar|Czar|Sultan|Saint|Archbishop|alcalde(?:sa)?|gobernador(?:a)?"
    r"|senador(?:a)?)\s$"
)
"""Offices whose holders are public: what stands behind one is no person of a record."""
_OFFICE_INSIDE = re.compile(
    r"(?:Mayor|Governor|Senator|Congress(?:man|woman)|Council(?:member|woman|man)|Ambassador|Pope|Emperor"
    r"|Empress|Pharaoh"
    r"|Tsar|Czar|Sultan) [A-Z]"
)
_FIRM_BEFORE = re.compile(
    r"(?i)\b(?:architects?|contractors?|vendors?|suppliers?|manufacturers?|publishers?|builders?|installers?|engineers"
    r"|caterers?|landscapers?|roofers?|movers?|the firm|law firm|consultants|brand|insurer|distributor|dealer|brokerage"
    r"|food truck|bakery|printer|printers|copiers?|the band)\s$"
)
"""Behind these a single surname is a firm ("architect Olsson shows option B"); a person there has a given name too."""
_OF_PUPILS = re.compile(
    r"(?i)\b(?:asb|class|student|students|body|council|grade|freshman|sophomore|junior|senior|pta|ptsa|parent|club"
    r"|team)\s$"
)
"""What makes an office one of a school's own: "class Senator Priya"."""
_SPANISH_BODY = re.compile(
    r"(?i)\b(?:(?:el|la|del|al) (?:grupo|conjunto|banda|mariachi|orquesta|ballet|coro|club|equipo|centro"
    r"|empresa|iglesia|parque"
    r"|mercado|tienda|restaurante|panader[ií]a|taquer[ií]a|escuela|primaria|secundaria|preparatoria|colegio"
    r"|edificio|sal[oó]n"
    r"|calle|avenida|plaza|colonia|lote)|calle|avenida|mariachi)\s$"
)
_AMONG = re.compile(r"\b(?:in|near) (?:[A-Z]\w+,? (?:and |or )?){1,3}$")
_LOCATIVE = re.compile(r"(?i)\b(?:in|near|outside|around|downtown|at|visit|to|from|toward|of)\s$")
_INSIDE_PLACE = re.compile(
    r"(?i)\b(?:arrested|born|held|lived|living|based|located|trip|drive|bus|flight|fly|flew|moved"
    r"|boycott|march(?:ed)?|city|cities|town|river|airport|station|hotel|conference|museum|capitol|church|jail"
    r"|battle|tour"
    r"|weather|traffic|highway|exit)\b"
)
_CORNER_BEHIND = re.compile(
    r"(?i) (?:and|&) (?:\d+(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
    r"|eleventh"
    r"|twelfth|main|broadway|pacific|pine|cedar|oak|elm|maple|[a-z]+ (?:st|street|ave|avenue|way|road|rd|blvd))\b"
)
_CORNER_BEFORE = re.compile(r"(?i)\b(?:at|on|of|to|onto|corner|past|near|between|from|stop)\s$")
_TURN_BEFORE = re.compile(
    r"(?i)\b(?:(?:turn |make a |hard |slight |bear |keep )?(?:left|right) (?:on|onto)|(?:north|south|east"
    r"|west|northbound|southbound)"
    r" on|head (?:up|down)|go (?:up|down)|continue on|exit (?:to|at|on))\s$"
)
_THEORY = re.compile(r" (?:suggests?|argues?|defines|advocates|recommends|proposes|et al\b|\(\d{4}\)|contends)")
_STUDY = re.compile(
    r"(?i)\b(?:chapters? \d+|ch\. ?\d+|book stud(?:y|ies)|the (?:article|author|framework|research)|authors?"
    r"|professional reading|bibliography|citations?)\b"
)
_PRODUCT = re.compile(
    r"[A-Z][a-z]+(?:Pro|Tech|Soft|Ware|Works|Net|Map|Maps|Track|Link|Aid|Mart|Hub|Base|Book|Chat|Point|School"
    r"|Learn|Ed|Plus"
    r"|Flow|Share|Space|Lab|Labs|Care|Med|Guard|Shield|Line|Master|Clean|Cloud|Desk|Form|Forms|Square|Sign|Pay"
    r"|Mind|Kids"
    r"|Time|Spot|Connect|View|Sense|Scan|Test|Word|Words|Math|Read|Star|Stream|Drive|Port|Stack|Suite|Zone|Class|Count"
    r"|Corp|Co|Bank|Fit|Fix|Serv|Tube|Quest|Bright|Bus|Trans|Tree|Wise|Site|Cast|Gram|Talk|Pal|Box)"
)
"""Names of products and firms in one word with a capital inside; "DeShawn" and "LaToya" end otherwise."""
_CODE_BEFORE = re.compile(r"(?:[=/_\\@{}<$&?+\d]|\w-|\w:)$")
_CODE_AFTER = re.compile(r"[=/_\\@{}>\d]|\(\S|-\w")
_PARTNERS = re.compile(r"\(?[A-Z][a-z]+(?:-[A-Z][a-z]+)?/[A-Z][a-z]+(?:-[A-Z][a-z]+)?[,.;:)]{0,2}")
"""Two surnames of one family: "Ostrander/Diaz"."""
_TIED = 30
_SHOP = re.compile(r"['\u2019]s(?=[,.;:)?!\n]|$| (?:or|and|gift|for|on|in|is|has|order|pizza|catering|coupons?)\b)")
_LIST_JOINT = re.compile(r"[,;:\n.]\s*(?:and |or )?|\s(?:and|or|y)\s")
_SCHOOL_BEHIND = re.compile(r" (?:ES|MS|HS|JHS|K-8|Elem\.?)(?![\w.])")
_PLACE_BEFORE = re.compile(r"\b(?:San|Santa|St\.?|ST\.?|Saint|Fort|Mount|Mt\.?|Lake|Port|Los|Las|Cape|Camp|Point)\s$")
_WORD_BEFORE = re.compile(r"((?:[A-Z][\w'\u2019-]+ )?(?:[A-Z]\.)(?: [A-Z]\.)?|[A-Z][\w'\u2019.-]*) $")
_WORD_BEHIND = re.compile(r" ((?:[A-Z]\. ){1,2}[A-Z][\w'\u2019-]+|[A-Z][\w'\u2019-]*(?: [A-Z][\w'\u2019-]*)?)")


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
        if self._is_public_role(start, end) or self._is_firm(start, end) or self._is_spot(start, end, why):
            return True
        last = text[start:end].rpartition(" ")[2]
        if " " in text[start:end] and _INSTRUMENT.match(text, end) and is_common(last) and not is_given_anywhere(last):
            return True
        following = _NEXT_WORD.match(text, end)
        if following is not None and following.group(1)[0].isupper() and is_organisation_word(following.group(1)):
            return True
        return self._is_code(start, end) or is_of_a_book(self._text, start, end)

    def _is_public_role(self, start: int, end: int) -> bool:
        """Whether a public office stands before it or begins it, or it is an author whose book is spoken of."""
        text = self._text
        office = _OFFICE.search(text, max(0, start - 40), start)
        if office is not None and not _OF_PUPILS.search(text, max(0, office.start() - 24), office.start()):
            return True
        if _OFFICE_INSIDE.match(text, start, end):
            return True
        value = text[start:end]
        if " " in value or is_given_anywhere(value) or _THEORY.match(text, end) is None:
            return False
        return _STUDY.search(text, max(0, start - 3 * COMPANY), end + COMPANY) is not None

    def _is_firm(self, start: int, end: int) -> bool:
        """Whether it is a firm or a product: one word behind what firms do, one with a product's ending."""
        value = self._text[start:end]
        if not is_given_anywhere(value) and _SPANISH_BODY.search(self._text, max(0, start - 24), start):
            return True
        if " " in value:
            return False
        if _PRODUCT.fullmatch(value) and not is_given_anywhere(value):
            return True
        return not is_given_anywhere(value) and _FIRM_BEFORE.search(self._text, max(0, start - 24), start) is not None

    def _is_spot(self, start: int, end: int, why: str) -> bool:
        """Whether it is a street of a route, or (where little speaks for a person) a town that something happens in."""
        text = self._text
        if " " in text[start:end]:
            return False
        if _TURN_BEFORE.search(text, max(0, start - 32), start):
            return True
        if (
            (not is_surely_given(text[start:end]) or "corner" in text[max(0, start - 12) : start].lower())
            and _CORNER_BEHIND.match(text, end)
            and _CORNER_BEFORE.search(text, max(0, start - 12), start)
        ):
            return True
        if why not in {"lexicon", "model.other", "form"} or not is_town(text[start:end]):
            return False
        before = _LOCATIVE.search(text, max(0, start - 12), start)
        if _AMONG.search(text, max(0, start - COMPANY), start):
            return True
        inside = before is not None and before.group().strip().lower() in {"in", "near", "outside", "downtown"}
        return inside or (before is not None and _INSIDE_PLACE.search(text, max(0, start - 40), start) is not None)

    def _is_code(self, start: int, end: int) -> bool:
        before = _CODE_BEFORE.search(self._text, max(0, start - 2), start)
        if before is None and _CODE_AFTER.match(self._text, end) is None:
            return False
        return _PARTNERS.fullmatch(self._text, *_around(self._text, start, end)) is None


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The word with the ones that hyphens and slashes tie to it, at most `_TIED` characters to either side."""
    low, high = start, end
    while low > max(0, start - _TIED) and not text[low - 1].isspace():
        low -= 1
    while high < min(len(text), end + _TIED) and not text[high].isspace():
        high += 1
    return low, high
