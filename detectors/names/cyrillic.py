# ruff: noqa: RUF001, RUF002  # the letters of another script are meant
"""Given names in Ukrainian, Russian and kindred texts: the name model knows few words of them alone.

A name of the list, in any case of the languages ("Тараса", "Златою"), with a capital, and with the family name or the
father's name behind it. One that is a word too ("Надія", "Слава") only inside a sentence.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.names.lexicon import is_cyrillic_given
from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

_CAPITAL: Final = "[\u0410-\u042f\u0401\u0404\u0406\u0407\u0490]"
_SMALL: Final = "[\u0430-\u044f\u0451\u0454\u0456\u0457\u0491]"
# One class after another with fixed bounds: stdlib `re` is linear here.
_NAME = re.compile(rf"(?<!\w)({_CAPITAL}{_SMALL}{{2,14}}(?:['\u2019]{_SMALL}{{1,8}})?)(?!\w)")
_BEHIND = re.compile(rf"(?: {_CAPITAL}{_SMALL}{{2,18}}(?:-{_CAPITAL}{_SMALL}{{2,18}})?(?!\w)){{1,2}}")
_FAMILY = re.compile(
    r"(?:ко|ук|юк|як|чук|[оеєї]в|[оеє]ва|[иі]н|[иі]на|[сц]ь?кий|[сц]ь?ка|ец|ець|енко|ишин|ович|ич|ик|ій|а|о)$"
)
_BEGINS = re.compile(r"(?:^|[.!?\n:\u2014-])\s*$")
_ALSO_WORDS: Final = word_set(
    "вера любовь надежда слава роман мир лев марк рая света рома віра надія любов зоря лада воля мила рада"
    " ждан коля рима"
)


_SHORTEST_STEM: Final = 3
_CASE_ENDINGS = (
    (
        "",
        (
            "",
            "а",
            "у",
            "ом",
            "і",
            "е",
            "ові",
            "ю",
            "я",
            "ем",
            "єм",
            "ем",
            "ї",
            "ой",
            "ою",
            "ею",
            "єю",
            "ей",
            "и",
            "й",
            "о",
        ),
    ),
    ("а", ("и", "ы", "і", "е", "у", "ою", "ой", "о")),
    ("я", ("і", "ї", "и", "ю", "ею", "єю", "ей", "е", "є", "ьо")),
    ("й", ("я", "ю", "ем", "єм", "і", "ї", "єві", "є", "и")),
    ("о", ("а", "у", "ом", "ові", "і", "е")),
    ("ь", ("я", "ю", "ем", "і", "и", "е")),
)
"""What a given name of the list ends in, and what stands in its place in the other cases."""


class _CyrillicDetector:
    """See the file's docstring."""

    name = "names.cyrillic"
    version = 1
    needs = ("",)
    entities = ("PERSON_OTHER",)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        if text.isascii():
            return
        taken = 0
        for match in _NAME.finditer(text):
            low = match.group(1).lower()
            if not is_given_name(low):
                continue
            behind = _BEHIND.match(text, match.end())
            doubtful = low in _ALSO_WORDS and (behind is None or _FAMILY.search(behind.group()) is None)
            if match.start() < taken or (doubtful and _BEGINS.search(text, max(0, match.start() - 4), match.start())):
                continue
            taken = match.end() if behind is None else behind.end()
            yield Finding("PERSON_OTHER", match.start(), taken, 0.7, self.name, "row")


def is_given_name(lowered: str) -> bool:
    """A given name in Cyrillic letters, in any case of Ukrainian or Russian."""
    word = lowered.replace("ё", "е").replace("'", "\u2019")
    if is_cyrillic_given(word):
        return True
    return any(
        word.endswith(ending)
        and len(word) - len(ending) >= _SHORTEST_STEM
        and is_cyrillic_given(word[: len(word) - len(ending)] + base)
        for base, endings in _CASE_ENDINGS
        for ending in endings
        if ending
    )


DETECTOR = _CyrillicDetector()
