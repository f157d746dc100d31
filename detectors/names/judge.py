"""Whether a cut candidate is a person of this call: not a law, a school, a product, a month, an author, Rosa Parks.

The less a candidate has for it (a cue, then the model, then its form, then the lexicon), the more it must be unlike
every other thing that is written with a capital.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING

from detectors.names.lexicon import (
    is_brand,
    is_calendar,
    is_common,
    is_given,
    is_given_anywhere,
    is_organisation_word,
    is_place,
    is_public_figure,
    is_short_name,
    is_surely_given,
    is_surname,
    is_thing,
    is_town,
    plain,
)
from detectors.names.made_up import MadeUp
from detectors.names.namesakes import namesakes

if TYPE_CHECKING:
    from detectors.finding import Finding

CUED = frozenset({"cue", "title"})
"""Reasons that stand for a word beside the name that says it is one."""
_WEAK = frozenset({"lexicon", "model.other"})
_LONGEST_ACRONYM = 5
_MOST_LETTERS = 20
_COMPANY = 40
"""Characters between two names of one enumeration, at most."""
_SAMPLE = 600
"""Characters at the start of a text that show how it is written."""
_FEWEST_CAPITALS = 20
_SPANISH_DENSITY = 60
"""One Spanish function word in so many characters makes a text Spanish."""
_SHORTEST_LOWER = 3
_SURE_ALONE = 0.75
"""Least probability of one word that is no frequent given name and has no cue. On the development prompts 1 to 3 of 33
such names fall below it, and every second false one."""
_SURE_UNCASED = 0.825
"""Least score (probability 0.85) of a name whose letters' case says nothing: of 880 lower-case names of several words
all but 1 % lie above it."""
_SURE_UNCASED_ALONE = 0.82
"""The same (probability 0.84) for one word that no list of names has; it is no English word either, and the list of
those has 12,000 since 6,000 came from the training sets: before, 0.865 was needed."""
_SURE_LISTED = 0.6
"""The same for a word that is a given name or a surname somewhere and no English word."""
_NAMED_ALL_BUT_SURELY = 0.89
"""A score (probability 0.98) that makes a name of a lower-case word that is one, but an English word too ("pearl")."""
_SURE_NICKNAME = 0.85
"""Least score of a name of the form "T-Bone", which things have too ("X-Ray")."""
_SURE_SURNAME = 0.8
"""Least score of a name that ends like a place ("Sun-hee Park") and begins with what is only a given name."""
CERTAIN = 0.885
"""A score (probability 0.97) that lets "Lan Park" and "Jean House" be people, where "Lincoln Park" is none."""
# fmt: off
_SURNAMES_TOO = frozenset({
    "bank", "banks", "bridges", "brooks", "church", "court", "day", "field", "fields", "ford", "forest", "gates",
    "hall", "honda", "house", "lake", "market", "mills", "park", "parks", "rivers", "springs", "stone", "street",
    "temple", "thai", "wells", "woods",
})
# fmt: on
"""Surnames of many people that are also what places and bodies are called."""
_SUFFIXES = frozenset({"II", "III", "IV", "Jr", "Jr.", "Sr", "Sr."})

# No nested repetition, over a few dozen characters round a candidate: stdlib `re` is safe here.
_INITIAL = re.compile(r"(?:[^\W\d_]\.){1,3}$")
_LETTER = re.compile(r"[^\W\d_]")
_CAMEL = re.compile(r"[a-z][A-Z]")
_NEXT_WORD = re.compile(r"(?:['\u2019]s)?[ \-]([^\W\d_][\w'-]*)")
_EPONYM = re.compile(
    r"['\u2019]s (?:law|theorem|syndrome|disease|taxonomy|razor|principle|paradox|hierarchy|scale|test|stages?|model)\b"
)
_PREVIOUS_WORD = re.compile(r"([\w'-]+)[ \"(]*$")
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
_MISTER = re.compile(r"(?:Mrs?|Ms|Miss|Mx|Sra|Srta|Señora?|Doña)\.? [\"']?$")
_SHOP = re.compile(r"['\u2019]s(?=[,.;:)?!\n]|$| (?:or|and|gift|for|on|in|is|has|order|pizza|catering|coupons?)\b)")
_LIST_JOINT = re.compile(r"[,;:\n.]\s*(?:and |or )?|\s(?:and|or|y)\s")
_SCHOOL_BEHIND = re.compile(r" (?:ES|MS|HS|JHS|K-8|Elem\.?)(?![\w.])")
_PLACE_BEFORE = re.compile(r"\b(?:San|Santa|St\.?|ST\.?|Saint|Fort|Mount|Mt\.?|Lake|Port|Los|Las|Cape|Camp|Point)\s$")
_WORD_BEFORE = re.compile(r"([A-Z][\w'\u2019.-]*) $")
_WORD_BEHIND = re.compile(r" ([A-Z][\w'\u2019-]*(?: [A-Z][\w'\u2019-]*)?)")
_ARTICLES = frozenset({"the", "a", "an", "our", "this"})
_SPANISH_ARTICLES = frozenset({"the", "el", "la", "los", "las", "un", "una", "nuestro", "nuestra", "este", "esta"})
"""Without "a", which in Spanish stands before a person: "avísele a Ling"."""
_VOWEL = re.compile(r"[aeiouyAEIOUY\u00c0-\uffff]")
"""Without one a word in capitals is an abbreviation; letters beyond ASCII count as vowels."""
_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?:\n\u00bf\u00a1\"(-])\s*$")
_SPANISH = re.compile(r"\b(?:de|la|el|que|los|las|por|para|con|una|del)\b", re.IGNORECASE)


class Judge:
    """Judges the candidates of one text; what concerns the whole text is computed once.

    Attributes:
        shouting: whether the text is written in capitals.
        public: spans of public figures that were met on the way.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        sample = text[:_SAMPLE]
        capitals, smalls = _capitals_and_smalls(sample)
        self.shouting = capitals > _FEWEST_CAPITALS and capitals > 2 * smalls
        self._spanish = len(_SPANISH.findall(sample)) * _SPANISH_DENSITY > len(sample)
        self._namesakes: frozenset[str] | None = None
        self._made_up = MadeUp(text)
        self.public: set[tuple[int, int]] = set()
        self._public_order: list[tuple[int, int]] | None = None

    def is_name(self, start: int, end: int, *, why: str, score: float = 1.0) -> bool:
        """Whether ``text[start:end]``, cut to the name by `names.repair`, is a person to protect."""
        value = self._text[start:end]
        words = value.split()
        certain = why == "model" and score >= CERTAIN
        unlike = not _LETTER.search(value) or self._impossible(words, why, score=score)
        if unlike or self._elsewhere(start, end, why) or self._is_place_or_brand(start, end, why):
            return False
        if why != "title" and (is_public_figure(value) or (why not in CUED and self._part_of_public(start, end))):
            self.public.add((start, end))
            return False
        if (why not in CUED and self._is_namesake(words)) or self._made_up.holds(start, end):
            return False
        if len(words) > 1:
            titled = certain and is_given_anywhere(words[0]) and all(map(str.istitle, words))
            return titled or self._several(words, why, sure=score >= _SURE_UNCASED)
        return self._one_word(start, end, why, score=score)

    def _one_word(self, start: int, end: int, why: str, *, score: float) -> bool:
        """Whether one word is a name: sooner where the model is certain or a list of names has it."""
        value = self._text[start:end]
        certain = why == "model" and score >= CERTAIN
        given = is_given(value) and not is_calendar(value)
        # "spoke with Robin": the model tells it from the bird; "pearl said that rose and ivy ...": still surer
        if given and ((certain and value.istitle()) or (why == "model" and score >= _NAMED_ALL_BUT_SURELY)):
            return not self._after_article(start)
        listed = is_given_anywhere(value) or is_surname(value)
        doubtful = why == "model" and score < _SURE_ALONE and not (listed and not is_common(value))
        sure = score >= (_SURE_LISTED if listed else _SURE_UNCASED_ALONE)
        return not doubtful and self._single(start, end, why, sure=sure, certain=certain)

    def _is_namesake(self, words: list[str]) -> bool:
        """Whether something in this text is called after these words."""
        if self._namesakes is None:
            self._namesakes = namesakes(self._text)
        called = [word for word in words if plain(word) in self._namesakes]
        return bool(called) and all(word in called or is_common(word) for word in words)

    def _is_place_or_brand(self, start: int, end: int, why: str) -> bool:
        """Whether it is a shop ("Trader Joe's"), a part of a town's name, or a town in a list of towns."""
        wider = [self._text[low:high] for low, high in self._wider(start, end)]
        if (
            is_brand(self._text[start:end])
            or any(map(is_brand, wider))
            or (is_brand(self._text[start:end] + "'s") and _SHOP.match(self._text, end) is not None)
        ):
            return True
        if why in CUED:
            return False
        return any(map(is_town, wider)) or (is_town(self._text[start:end]) and self._among_towns(start, end))

    def _among_towns(self, start: int, end: int) -> bool:
        """Whether two towns at least stand in its enumeration, one of them no name of people ("Walla Walla")."""
        low, high = max(0, start - 2 * _COMPANY), min(len(self._text), end + 2 * _COMPANY)
        around = _LIST_JOINT.split(self._text[low:start]) + _LIST_JOINT.split(self._text[end:high])
        towns = [each for each in around if is_town(each) or is_place(each)]
        return len(towns) > 1 and any(not (is_given_anywhere(each) or is_surname(each)) for each in towns)

    def _wider(self, start: int, end: int) -> list[tuple[int, int]]:
        """It with the capitalised word before it, behind it, and both."""
        before, behind = _WORD_BEFORE.search(self._text, max(0, start - 24), start), _WORD_BEHIND.match(self._text, end)
        wider = [(before.start(1), end)] if before else []
        wider += [(start, behind.end(1))] if behind else []
        return wider + ([(before.start(1), behind.end(1))] if before and behind else [])

    def _part_of_public(self, start: int, end: int) -> bool:
        """Whether it makes, with the capitalised word before or behind it, the name of a public figure."""
        return any(is_public_figure(self._text[low:high]) for low, high in self._wider(start, end))

    def keeps_company(self, finding: Finding) -> bool:
        """Whether a name without a cue stands in one enumeration with a public figure."""
        if finding.why in CUED or finding.why == "field":
            return False
        spans = self._sorted_public()
        near = bisect_left(spans, (finding.start - 3 * _COMPANY, 0))
        for start, end in spans[near:]:
            if start > finding.end + _COMPANY:
                return False
            if self._joined(finding, start, end):
                return True
        return False

    def _sorted_public(self) -> list[tuple[int, int]]:
        if self._public_order is None:
            self._public_order = sorted(self.public)
        return self._public_order

    def _joined(self, finding: Finding, start: int, end: int) -> bool:
        low, high = (end, finding.start) if end <= finding.start else (finding.end, start)
        between = self._text[low:high]
        return (
            0 < len(between) <= _COMPANY and not set(between) & set("\n;:.") and ("," in between or " and " in between)
        )

    def _impossible(self, words: list[str], why: str, *, score: float) -> bool:
        """Words no name has: bodies and places at its end, abbreviations, the insides of code and of encoded data."""
        if (
            (words[0][1:2] == "-" and not (why == "model" and score >= _SURE_NICKNAME and words[0][2:].istitle()))
            or any(len(word) > _MOST_LETTERS and "-" not in word for word in words)
            or len(_CAMEL.findall(words[0])) > 1
        ):
            return True
        last = words[-1]
        if why == "model" and len(words) > 1 and last.lower() in _SURNAMES_TOO and not _ordinary(words[0]):
            only_given = is_given_anywhere(words[0]) or "-" in words[0]
            if score >= (_SURE_SURNAME if only_given else CERTAIN):
                return False
        if len(words) > 1 and (is_thing(last) or (is_organisation_word(last) and not (why in CUED and is_given(last)))):
            return True
        cased = any(map(str.istitle, words))
        return not self.shouting and any(is_acronym(word) and not (cased and is_surname(word)) for word in words)

    def _elsewhere(self, start: int, end: int, why: str) -> bool:
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

    def _several(self, words: list[str], why: str, *, sure: bool) -> bool:
        full = [word for word in words if not _INITIAL.match(word) and word not in _SUFFIXES]
        if not full:
            return why in CUED
        if len(full) < len(words) and len(full) == 1:  # "J. Washington", "Maya T."
            return not (is_common(full[0]) or is_calendar(full[0])) or is_given(full[0])
        sure = sure and why == "model"
        if self.shouting and not sure and why not in CUED and any(is_common(w) and not is_given(w) for w in full):
            return False
        listed = is_given_anywhere(full[0]) and (not is_common(full[0]) or any(map(is_surname, full[1:])))
        if why == "model" and not sure and full[0].islower() and not listed:
            return False
        unknown = [word for word in full if not (is_common(word) or is_place(word))]
        if why in _WEAK:
            return is_given(full[0]) and any(word is not full[0] for word in unknown)
        return bool(unknown) or (why in CUED and is_given(full[0]))

    def _single(self, start: int, end: int, why: str, *, sure: bool, certain: bool = False) -> bool:
        """One word: it must be unlike everything else that is written with a capital.

        Where case says nothing (all capitals, lower case), only the model can tell, and must be sure.
        """
        word = self._text[start:end]
        if _INITIAL.match(word) or len(word) < 2:  # noqa: PLR2004  one letter alone names nobody
            return why in CUED and len(word) > 2  # noqa: PLR2004  as above
        mister = _MISTER.search(self._text, max(0, start - 9), start) is not None
        if why == "title" and mister and word.istitle() and word not in _SUFFIXES:
            return True  # "Mrs. White", "Ms. Bell"
        return not (is_thing(word) or word in _SUFFIXES) and self._unlike(
            word, start, end, why, sure=sure, certain=certain
        )

    def _unlike(self, word: str, start: int, end: int, why: str, *, sure: bool, certain: bool) -> bool:
        """Whether a word is unlike a word of the language, a place, a month, the label of a line, a cell."""
        known = is_common(word) or is_place(word) or is_calendar(word)
        if why in CUED:
            return not known or (is_given(word) and not self.shouting)
        if is_surely_given(word):
            long_enough = len(word) > _SHORTEST_LOWER or (sure and is_short_name(word))
            return not self._after_article(start) and (word[0].isupper() or long_enough)
        hinted = why == "model.other" and is_given_anywhere(word) and not is_town(word)
        if (why in _WEAK and not hinted) or known or is_organisation_word(word):
            return False
        if (self.shouting or self._spanish or word[0].islower()) and not (
            (sure or hinted) and why.startswith("model") and self._uncased(word, start, certain=certain)
        ):
            return False
        labels_its_line = self._text[end : end + 1] == ":"
        return not (labels_its_line or self._after_article(start) or self._in_cell(start, end))

    def _uncased(self, word: str, start: int, *, certain: bool) -> bool:
        """Whether a word may be a name although its case shows nothing: long enough, no abbreviation."""
        listed = is_short_name(word) or (certain and (is_surname(word) or is_given_anywhere(word)))
        short = len(word) <= _SHORTEST_LOWER and not listed
        if short or _VOWEL.search(word) is None:
            return False
        return not (self._spanish and self._begins_sentence(start))

    def _begins_sentence(self, start: int) -> bool:
        """In Spanish any word may stand there, and the lexicon of common words is English."""
        return _SENTENCE_BEFORE.search(self._text, max(0, start - 4), start) is not None

    def _in_cell(self, start: int, end: int) -> bool:
        """Alone in the cell of a table: a header or a category, unless a column header says people."""
        return self._text[max(0, start - 2) : start].strip(" ")[-1:] in {"\t", "|"} or self._text[end : end + 2].strip(
            " "
        )[:1] in {"\t", "|"}

    def _after_article(self, start: int) -> bool:
        match = _PREVIOUS_WORD.search(self._text, max(0, start - 12), start)
        return match is not None and match.group(1).lower() in (_SPANISH_ARTICLES if self._spanish else _ARTICLES)


def _capitals_and_smalls(sample: str) -> tuple[int, int]:
    """How many letters of either kind. In ASCII text by counting whole letters: 600 calls fewer for each text."""
    if sample.isascii():
        return sum(map(sample.count, ascii_uppercase)), sum(map(sample.count, ascii_lowercase))
    return sum(map(str.isupper, sample)), sum(map(str.islower, sample))


def _ordinary(word: str) -> bool:
    return (is_common(word) or is_place(word) or is_calendar(word)) and not is_given(word)


def is_acronym(word: str) -> bool:
    """Whether a word is an abbreviation in capitals rather than a short name in capitals."""
    core = word.strip(".,'-")
    return word.isupper() and 1 < len(core) <= _LONGEST_ACRONYM and "." not in word and word not in _SUFFIXES


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The word with the ones that hyphens and slashes tie to it, at most `_TIED` characters to either side."""
    low, high = start, end
    while low > max(0, start - _TIED) and not text[low - 1].isspace():
        low -= 1
    while high < min(len(text), end + _TIED) and not text[high].isspace():
        high += 1
    return low, high
