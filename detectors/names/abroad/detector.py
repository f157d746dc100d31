"""Names behind words that say who somebody is, in the languages of families: "ma fille Aïcha", "мама Остапа", "tên là".

One automaton reads the text for the cues of all languages; only where one stands is anything looked at. What is found
comes as "row", which the judge of names does not doubt: he knows English words, and these names stand among others.
Behind a title he does: "Madame Curie" is in every book.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.arbitration import KEEP
from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.names.abroad import cues_europe, cues_world, unspaced
from detectors.names.abroad.words import languages_round
from detectors.names.abroad.written import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

_CUES: Final = (*cues_europe.ALL, *cues_world.ALL)
# The character behind a cue is taken with it, and may be the space before the next one: hence "\b", which knows ASCII.
_BEGINS: Final = r"(?i)(?:^|[^\pL\pN']|\b)"
_ENDS: Final = r"(?:[^\pL\pN]|$)"
_ANY: Final = compile_pattern(f"{_BEGINS}(?:{'|'.join(f'({cue.pattern})' for cue in _CUES)}){_ENDS}")


class _AbroadDetector:
    """See the file's docstring."""

    name = "names.abroad"
    version = 1
    needs = ("",)
    entities = ("STUDENT_NAME", "FAMILY_NAME", "PERSON_OTHER", KEEP)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        reader = Reader(text)
        for match in _ANY.finditer(text):
            number = next(group for group in range(1, len(_CUES) + 1) if match.start(group) >= 0)
            cue, (start, end) = _CUES[number - 1], match.span(number)
            for low, high in reader.names(cue, start, end):
                if not cue.told or cue.language in languages_round(text, low, high):
                    yield Finding(cue.entity, low, high, 0.8, self.name, "cue" if cue.kind == "title" else "row")
        if not text.isascii():
            for entity, low, high in (*unspaced.names(text), *unspaced.particles(text)):
                yield Finding(entity, low, high, 0.75, self.name, "row")


DETECTOR = _AbroadDetector()
