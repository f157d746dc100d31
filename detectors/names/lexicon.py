"""What words are: given names, common words, words of bodies and places, people everybody speaks of.

Lists live in `lexicons/` (its README says where each is from); this file loads them once and answers questions.
"""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

_FOLDER = Path(__file__).parent / "lexicons"


def _read(name: str) -> bytes:
    return (_FOLDER / f"{name}.txt").read_bytes()


_NAMES = (
    "address_words",
    "books",
    "brands",
    "calendar",
    "called",
    "common_words",
    "everyday",
    "fiction",
    "given_names",
    "given_names_cyrillic",
    "given_names_world",
    "organisation_words",
    "places",
    "public_figures",
    "public_surnames",
    "short_names",
    "surnames",
    "things",
    "towns",
)
_FILES = {name: _read(name) for name in _NAMES}
LEXICON_DIGEST = hashlib.sha256(b"\n".join(_FILES[name] for name in sorted(_FILES))).hexdigest()[:16]
"""Changes with any list; part of the engine's version."""


def _lines(name: str) -> frozenset[str]:
    return frozenset(_FILES[name].decode().split("\n")) - {""}


_COMMON = _lines("common_words")
_ADDRESSING = _lines("address_words")
_GIVEN = _lines("given_names")
_WORLD = _lines("given_names_world")
_CYRILLIC = _lines("given_names_cyrillic")
_SURNAMES = _lines("surnames")
_ORGANISATION = _lines("organisation_words")
_BOOKS = _lines("books")
_PUBLIC = _lines("public_figures") | _lines("fiction")
_PUBLIC_SURNAMES = _lines("public_surnames")
_BRANDS = _lines("brands")
_CALENDAR = _lines("calendar")
_PLACES = _lines("places")
_TOWNS = _lines("towns")
_SHORT = _lines("short_names")
_PROGRAMME_WORDS = _lines("things")


def books() -> frozenset[tuple[str, ...]]:
    """Books that schools read: title, author and the first names of characters (parted by spaces), as written."""
    return frozenset(tuple(line.split("|")) for line in _BOOKS)


def everyday() -> frozenset[str]:
    """Everyday words of other languages as lines: the language, a bar, the word (see `names.abroad.words`)."""
    return _lines("everyday")


def called() -> dict[str, tuple[str, ...]]:
    """Kinds of thing (plant, food, game, brand, test, room, work) by what they are called, in lower case."""
    return _CALLED


def called_begins() -> dict[str, int]:
    """First word of such a phrase -> how many words the longest has that begins so."""
    return _CALLED_BEGINS


def _by_phrase() -> dict[str, tuple[str, ...]]:
    kinds: dict[str, tuple[str, ...]] = {}
    for line in sorted(_lines("called")):
        kind, _, phrase = line.partition("|")
        kinds[phrase] = (*kinds.get(phrase, ()), kind)
    for phrase in _lines("fiction"):
        if phrase.count(" ") > 1 and phrase not in kinds:
            kinds[phrase] = ("work",)
    return kinds


_CALLED = _by_phrase()
_CALLED_BEGINS: dict[str, int] = {}
for _phrase in _CALLED:
    _first = _phrase.partition(" ")[0]
    _CALLED_BEGINS[_first] = max(_CALLED_BEGINS.get(_first, 0), _phrase.count(" ") + 1)

_INFLECTIONS = ("s", "ed", "d", "ing", "ly", "er", "n't")


def plain(word: str) -> str:
    """Lower case, without accents, possessive and outer punctuation: the form of the lists."""
    word = word.replace("\u2019", "'").strip(".,;:!?\"'()[]{}<>*").lower()
    word = word.removesuffix("'s")
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFD", word) if unicodedata.category(char) != "Mn")


def is_common(word: str) -> bool:
    """Whether it is an English word, also plainly inflected, or what letters in other languages begin with."""
    low = plain(word)
    if low in _COMMON or low in _ADDRESSING or low.startswith("i'"):
        return True
    return low.endswith(_INFLECTIONS) and any(low.endswith(end) and low[: -len(end)] in _COMMON for end in _INFLECTIONS)


def common_words() -> frozenset[str]:
    """The words themselves, in their plain form, without inflections."""
    return _COMMON


def is_given(word: str) -> bool:
    """Whether it is a frequent given name in the United States; parts of a hyphenated one count."""
    low = plain(word)
    return low in _GIVEN or ("-" in low and low.partition("-")[0] in _GIVEN)


def may_be_given(lowered: str) -> bool:
    """A look so quick that every word of a text can be asked: False only where `is_given` says no.

    Args:
        lowered: letters, hyphens and apostrophes in lower case.
    """
    return lowered in _GIVEN or "-" in lowered or "'" in lowered or not lowered.isascii()


def is_given_anywhere(word: str) -> bool:
    """A given name of the United States or of another country; no English word is added by the second list."""
    low = plain(word)
    return is_given(word) or low in _WORLD or ("-" in low and low.partition("-")[0] in _WORLD)


def is_cyrillic_given(lowered: str) -> bool:
    """A given name in Cyrillic letters, in its first case."""
    return lowered in _CYRILLIC


def is_surname(word: str) -> bool:
    """A surname that is no English word; parts of a double one count."""
    low = plain(word)
    return low in _SURNAMES or ("-" in low and not _SURNAMES.isdisjoint(low.split("-")))


def is_surely_given(word: str) -> bool:
    """A given name that is neither a common word, a place, a month nor a thing in schools."""
    return is_given(word) and not (is_common(word) or is_place(word) or is_calendar(word) or is_thing(word))


def is_short_name(word: str) -> bool:
    """A given name of two or three letters that is no English word."""
    return plain(word) in _SHORT


def is_calendar(word: str) -> bool:
    """A month, weekday or feast."""
    return plain(word) in _CALENDAR


def is_place(word: str) -> bool:
    """A well-known place; many are given names and surnames too."""
    return plain(word) in _PLACES


def is_brand(name: str) -> bool:
    """A shop, restaurant or maker that is called like a person; with its possessive ("trader joe's", "fred meyer")."""
    low = name.lower().replace("\u2019", "'").strip(" .,")
    return low in _BRANDS or f"{low}'s" in _BRANDS if " " in low else low in _BRANDS


def is_town(word: str) -> bool:
    """A town of Washington or a large city: many are surnames too, so it counts only in company."""
    return plain(word) in _TOWNS


def is_thing(word: str) -> bool:
    """A product, language, people or abbreviation that text about schools writes in capitals."""
    return plain(word) in _PROGRAMME_WORDS


def is_organisation_word(word: str) -> bool:
    """A word that makes the phrase it ends a body, a place or a thing."""
    return plain(word) in _ORGANISATION


def is_public_figure(name: str) -> bool:
    """A person of history, literature or public life: full name, or a surname that means one person."""
    low = " ".join(filter(None, (plain(word) if len(word) > 2 else word.lower() for word in name.split())))  # noqa: PLR2004  initials keep their dot
    return low in _PUBLIC or low in _PUBLIC_SURNAMES
