"""Whether a cut candidate is a person of this call: not a law, a school, a product, a month, an author, Rosa Parks.

The less a candidate has for it (a cue, then the model, then its form, then the lexicon), the more it must be unlike
every other thing that is written with a capital.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from string import ascii_lowercase, ascii_uppercase
from typing import TYPE_CHECKING

from detectors.names.books import Books
from detectors.names.called import Called
from detectors.names.figures import Figures
from detectors.names.lexicon import (
    is_calendar,
    is_common,
    is_given,
    is_given_anywhere,
    is_organisation_word,
    is_place,
    is_public_figure,
    is_surely_given,
    is_surname,
    is_thing,
    plain,
)
from detectors.names.made_up import MadeUp
from detectors.names.namesakes import namesakes
from detectors.names.one_word import CERTAIN, INITIAL, SUFFIXES, WEAK, OneWord
from detectors.names.surroundings import COMPANY, CUED, Surroundings
from detectors.names.vietnamese import is_no_name
from detectors.names.works import Works

if TYPE_CHECKING:
    from detectors.finding import Finding

_LONGEST_ACRONYM = 5
_MOST_LETTERS = 20
_SAMPLE = 600
"""Characters at the start of a text that show how it is written."""
_FEWEST_CAPITALS = 20
_SPANISH_DENSITY = 60
"""One Spanish function word in so many characters makes a text Spanish."""
_SURE_UNCASED = 0.825
"""Least score (probability 0.85) of a name whose letters' case says nothing: of 880 lower-case names of several words
all but 1 % lie above it."""
_SURE_NICKNAME = 0.85
"""Least score of a name of the form "T-Bone", which things have too ("X-Ray")."""
_SURE_SURNAME = 0.8
"""Least score of a name that ends like a place ("Sun-hee Park") and begins with what is only a given name."""
# fmt: off
_SURNAMES_TOO = frozenset({
    "bank", "banks", "bay", "bridge", "bridges", "brooks", "camp", "case", "castle", "chapel", "church", "court",
    "cove", "day", "field", "fields", "ford", "forest", "garden", "gates", "grant", "hall", "head", "honda",
    "house", "lake", "lane", "law", "laws", "lodge", "market", "mills", "mount", "park", "parks", "place", "post",
    "ridge", "rivers", "springs", "stone", "street", "temple", "thai", "tower", "ward", "way", "wells", "woods",
})
# fmt: on
"""Surnames of many people that are also what places and bodies are called."""
_LETTER = re.compile(r"[^\W\d_]")
_MIXED = re.compile(r"(?!Mc|Mac|De|La|Le|Di|Du|Da|Del|Van|Von|Fitz|O['\u2019])([A-Z][a-z]{1,5})(?:[A-Z]{2,}[a-z]?|K)")
"""An abbreviation of which part is written out: "WaKIDS", "PreK"; "EmmaK" is Emma with the initial of her surname."""
_MOST_INITIALS = 2
_CAMEL = re.compile(r"[a-z][A-Z]")
_SPANISH = re.compile(r"\b(?:de|la|el|que|los|las|por|para|con|una|del)\b", re.IGNORECASE)


class Judge:
    """Judges the candidates of one text; what concerns the whole text is computed once.

    Attributes:
        shouting: whether the text is written in capitals.
        public: spans of public figures that were met on the way.
        called: the things of the text that are called like people.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        sample = text[:_SAMPLE]
        capitals, smalls = _capitals_and_smalls(sample)
        self.shouting = capitals > _FEWEST_CAPITALS and capitals > 2 * smalls
        spanish = len(_SPANISH.findall(sample)) * _SPANISH_DENSITY > len(sample)
        self._around = Surroundings(text)
        self._one_word = OneWord(text, shouting=self.shouting, spanish=spanish)
        self._namesakes: frozenset[str] | None = None
        self._made_up = MadeUp(text)
        self._works = Works(text)
        self._books = Books(text)
        self._figures = Figures(text)
        self.called = Called(text)
        self.public: set[tuple[int, int]] = set()
        self._public_order: list[tuple[int, int]] | None = None

    def is_name(self, start: int, end: int, *, why: str, score: float = 1.0, role: bool = False) -> bool:
        """Whether ``text[start:end]``, cut to the name by `names.repair`, is a person to protect.

        Args:
            start: where it begins.
            end: one past its last character.
            why: the reason code of the candidate.
            score: its score.
            role: a word beside it says that it is a student, a patient or of the family: no list of the famous counts.
        """
        value = self._text[start:end]
        words = value.split()
        certain = why == "model" and score >= CERTAIN
        unlike = not _LETTER.search(value) or self._impossible(words, why, score=score)
        if unlike or self._around.is_elsewhere(start, end, why) or is_no_name(self._text, start, end):
            return False
        if not role and (self._around.is_place_or_brand(start, end, why) or self.called.holds(start, end)):
            return False
        if (
            why != "title"
            and not role
            and (is_public_figure(value) or (why not in CUED and self._part_of_public(start, end)))
        ):
            self.public.add((start, end))
            return False
        figure = not role and (
            self._figures.titled(start, end) or (why not in CUED and self._figures.follows(start, end))
        )
        called_after = why not in CUED and (
            self._is_namesake(words) or self._works.holds(start, end) or self._books.holds(start, end)
        )
        if figure or called_after or self._made_up.holds(start, end):
            return False
        if len(words) > 1:
            titled = certain and is_given_anywhere(words[0]) and all(map(str.istitle, words))
            return titled or self._several(words, why, sure=score >= _SURE_UNCASED)
        return self._one_word.is_name(start, end, why, score=score)

    def _is_namesake(self, words: list[str]) -> bool:
        """Whether something in this text is called after these words."""
        if self._namesakes is None:
            self._namesakes = namesakes(self._text)
        called = [word for word in words if plain(word) in self._namesakes]
        return bool(called) and all(word in called or is_common(word) for word in words)

    def _part_of_public(self, start: int, end: int) -> bool:
        """Whether it makes, with the capitalised word before or behind it, the name of a public figure."""
        return any(is_public_figure(self._text[low:high]) for low, high in self._around.wider(start, end))

    def keeps_company(self, finding: Finding) -> bool:
        """Whether a name without a cue stands in one enumeration with a public figure."""
        if finding.why in CUED or finding.why == "field":
            return False
        spans = self._sorted_public()
        near = bisect_left(spans, (finding.start - 3 * COMPANY, 0))
        for start, end in spans[near:]:
            if start > finding.end + COMPANY:
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
            0 < len(between) <= COMPANY and not set(between) & set("\n;:.") and ("," in between or " and " in between)
        )

    def _impossible(self, words: list[str], why: str, *, score: float) -> bool:
        """Words no name has: bodies and places at its end, abbreviations, the insides of code and of encoded data."""
        if (
            (words[0][1:2] == "-" and not (why == "model" and score >= _SURE_NICKNAME and words[0][2:].istitle()))
            or any(len(word) > _MOST_LETTERS and "-" not in word for word in words)
            or len(_CAMEL.findall(words[0])) > 1
            or _is_abbreviation(words[0])
        ):
            return True
        last = words[-1]
        if len(words) > 1 and last.lower() in _SURNAMES_TOO and not _ordinary(words[0]):
            only_given = is_given_anywhere(words[0]) or "-" in words[0]
            if why == "model" and score >= (_SURE_SURNAME if only_given else CERTAIN):
                return False
            if why in CUED and is_surely_given(words[0]):  # "my student Ana Bridge"
                return False
        if len(words) > 1 and (is_thing(last) or (is_organisation_word(last) and not (why in CUED and is_given(last)))):
            return True
        cased = any(map(str.istitle, words))
        return not self.shouting and any(is_acronym(word) and not (cased and is_surname(word)) for word in words)

    def _several(self, words: list[str], why: str, *, sure: bool) -> bool:
        full = [word for word in words if not INITIAL.match(word) and word not in SUFFIXES]
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
        if why in WEAK:
            return is_given(full[0]) and any(word is not full[0] for word in unknown)
        return bool(unknown) or (why in CUED and is_given(full[0]))


def _capitals_and_smalls(sample: str) -> tuple[int, int]:
    """How many letters of either kind. In ASCII text by counting whole letters: 600 calls fewer for each text."""
    if sample.isascii():
        return sum(map(sample.count, ascii_uppercase)), sum(map(sample.count, ascii_lowercase))
    return sum(map(str.isupper, sample)), sum(map(str.islower, sample))


def _is_abbreviation(word: str) -> bool:
    found = _MIXED.fullmatch(word)
    if found is None or is_given_anywhere(word):
        return False
    return len(word) - found.end(1) > _MOST_INITIALS or not is_given_anywhere(found.group(1))


def _ordinary(word: str) -> bool:
    return (is_common(word) or is_place(word) or is_calendar(word)) and not is_given(word)


def is_acronym(word: str) -> bool:
    """Whether a word is an abbreviation in capitals rather than a short name in capitals."""
    core = word.strip(".,'-")
    return word.isupper() and 1 < len(core) <= _LONGEST_ACRONYM and "." not in word and word not in SUFFIXES
