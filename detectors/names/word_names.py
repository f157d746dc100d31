"""Given names that are words ("Faith", "Royal", "Rich"), where a text about a class shows that they are pupils.

Alone such a word is nobody. Two places at least must show a person in one text: a pair that is kept apart, somebody who
may doodle, has crutches or is to be seated. Books, invented people and the words themselves stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.names.lexicon import is_calendar, is_common, is_given, is_public_figure, is_thing
from detectors.names.made_up import MadeUp
from detectors.ordinary_words import WORD_NAMES
from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

_W: Final = r"\p{Lu}\p{Ll}{2,14}"
_OPEN: Final = r"(?:^|[.!?:;,(\n\t] {0,2}|[\p{Ll}\pN,] |[-*] )"
_CLASSROOM: Final = (
    r"(?:doodle|sit|stand|leave|draw|chew|wear|nap|eat|fidget|listen|type|walk|retake|miss|ride|borrow|stay|come|go"
    r"|use (?:the|a|his|her|headphones|notes)|take (?:a|his|her|the|breaks)|have (?:a|his|her|gum|extra|water|snacks)"
    r"|read (?:to|with|aloud)|work (?:with|alone|in|at|near)|skip|present|help (?:with|pass|him|her|you)|run errands)"
)
_HELD: Final = (
    r"(?:crutches|asthma|glasses|speech|allerg\w+|meds|seizures|(?:an? )?(?:iep|504|bip|pass|plan|aide|para"
    r"|inhaler|epi\w*"
    r"|seat|fidget|break card|retainer|cast|temper|nosebleed)|pull-?out|early dismissal|lunch detention"
    r"|to leave|the pass"
    r"|no (?:iep|504|lunch|gym|recess|homework))"
)
_ACTS: Final = (
    r"(?:needs|gets|goes|sits|leaves|wears|rides|cries|cried|hits|hit|threw|ran|left|asked|said|told|missed|was absent"
    r"|is absent|is out|was out|walks|stays|eats|fell|bit|kicked|refused|talks|will ask|will try|struggles|forgot|lost)"
)
_SIGNS: Final = (
    compile_pattern(
        rf"{_OPEN}({_W})(?:,| and| &) ({_W}) (?i:(?:are |must |can |should |do |to be |be |stay )?(?:not|never"
        rf"|can't|cannot"
        r"|don't|apart|separated?|together|fight\w*|fought|argu\w+|sit|seated|work|share|partner\w*|paired|talk"
        r"|need|both"
        r"|were|missed|ride|swap\w*|trade[sd]?))\b"
    ),
    compile_pattern(
        rf"{_OPEN}({_W}) (?i:(?:may|can|should|must|will|might|cannot|can't)(?: not| only)? {_CLASSROOM})\b"
    ),
    compile_pattern(rf"{_OPEN}({_W}) (?i:(?:has|had|wears|uses|gets|needs) {_HELD})\b"),
    compile_pattern(rf"{_OPEN}({_W}) (?i:{_ACTS})\b"),
    compile_pattern(
        r"(?i:\b(?:keep|seat|watch|put|move|send|remind|check on|call on|pair|separate|excuse|let|next to"
        r"|beside|away from))"
        rf" ({_W})(?: (?i:and|from|away from|next to|near|by) ({_W}))?(?: (?i:and|from|with|to|away|near|in|out"
        rf"|by|at|up|if|when|on|go"
        r"|use|sit|me)\b|[.,;\n]|$)"
    ),
)
_PUPILS: Final = compile_pattern(
    r"(?i)\b(?:sub(?:stitute)? plans?|students?|pupils?|class|period|p[1-7]|seat\w*|iep|504|bip|recess|table \d"
    r"|groups?|desk"
    r"|nurse|bus|gym|homeroom|roster|kids|kiddos|lunch|door)\b"
)
_COLOURS: Final = word_set(
    "blue red green gold golden silver white black gray grey brown orange purple pink yellow bronze teal violet"
)
"""What groups of readers are called as often as children are."""
_FEWEST: Final = 2


class _WordNameDetector:
    """See the file's docstring."""

    name = "names.word_names"
    version = 1
    needs = ("",)
    entities = ("STUDENT_NAME",)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        spans = {
            match.span(group)
            for pattern in _SIGNS
            for match in pattern.finditer(text)
            for group in range(1, pattern.groups + 1)
            if match.group(group) and is_word_name(match.group(group))
        }
        if len(spans) >= _FEWEST and _PUPILS.search(text) is not None and not MadeUp(text).is_framed():
            yield from (Finding("STUDENT_NAME", *span, 0.65, self.name, "row") for span in sorted(spans))


def is_word_name(word: str) -> bool:
    """Whether it is an English word that people are called too, no month, product or public figure."""
    if word.lower() in _COLOURS or is_calendar(word) or is_thing(word) or is_public_figure(word):
        return False
    return word.lower() in WORD_NAMES or (is_given(word) and is_common(word))


DETECTOR = _WordNameDetector()
