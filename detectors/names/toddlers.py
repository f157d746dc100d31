"""Given names that are words, as the subject of what small children are and do: "Summer is 2.5 and bites".

An age in years makes a season, a bird or a stone a child when something only a child does stands behind it; a deed of
toddlers does so where the text speaks of small children. "Summer is 10 weeks long" and "last summer" stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.names.lexicon import is_calendar, is_common, is_given, is_given_anywhere, is_public_figure, is_thing
from detectors.names.made_up import MadeUp
from detectors.ordinary_words import WORD_NAMES
from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

_W: Final = r"\p{Lu}\p{Ll}{2,14}"
_OPEN: Final = (
    r"(?:^|[.!?:;,(\n\t] {0,2}|[-*\x{2022}] |\b(?:and|but|so|when|because|while|if|then|that|for|with|says|where) )"
)
_AGE: Final = r"(?:\d{1,2}(?:\.5|[ -]?1/2|\x{00BD})?|two|three|four|five|one)(?: and a half)?"
_DEED: Final = (
    r"(?:bites?|bit|naps?|napped|pinch\w*|spits?|spat|tantrums?|melts? down|potty|wets?|wet (?:his|her|the)|drools?"
    r"|hits?|hit|kicks?"
    r"|scratch\w*|cries|cried|screams?|babbles?|crawls?|toddles?|climbs|throws (?:toys|sand|food|blocks)|grabs"
    r"|snatch\w*|sucks|chews"
    r"|takes (?:the|a|her|his|toys) ?(?:truck|toy|doll|ball|block|nap|bottle|car|train|book|cup|paci\w*)?|pulls hair"
    r"|runs away"
    r"|won't (?:nap|share|eat|sit|sleep)|is (?:teething|potty|toilet|biting|hitting|napping|weaned|crawling|nonverbal"
    r"|verbal)"
    r"|needs (?:a )?(?:diaper|nap|bottle|paci\w*|change)|eats|sleeps|slept|parallel plays|shares|talks|says|likes"
    r"|loves|has|does|can"
    r"|still|uses|wants|knows|does not|doesn't|speaks|calls|attends|goes|lives|started|pulls|hides|lines up)"
)
_YEARS: Final = r"(?:years?(?:[ -]olds?)?|yrs?(?:[ -]olds?)?|y\.?/?o\.?|mos?\.?|months? old|month[ -]olds?|weeks? old)"
_AGED: Final = compile_pattern(
    rf"{_OPEN}({_W}),? (?i:is|was|turned|turns|just turned|will be|who is|is almost|is now|is only) (?i:{_AGE})"
    rf"(?i:[ -]?{_YEARS}|(?:,? (?:and|but|so|who|she|he|they)|,) (?:(?:she|he|they|often|always|sometimes|also|now"
    rf"|just|only|who) ){{0,2}}{_DEED})\b"
)
_PLAIN_AGE: Final = compile_pattern(
    rf"{_OPEN}({_W}),? (?i:is|turned|turns|just turned|is almost|is now) (?i:{_AGE})[ ]?(?:[.;)\n]|$)"
)
_DOES: Final = compile_pattern(
    rf"{_OPEN}({_W}) (?i:bites?|bit|naps|napped|pinche[sd]|spits|tantrums|drools|toddles|babbles|melts down|grabs"
    rf"|snatches"
    r"|is (?:teething|potty|toilet|biting|napping|weaned|nonverbal)|won't (?:nap|share)|wets|pulls hair"
    r"|takes (?:the|a|her|his) (?:truck|toy|doll|ball|block|nap|bottle|car|train|cup|paci\w*))\b"
)
_SMALL: Final = compile_pattern(
    r"(?i)\b(?:toddlers?|preschool\w*|pre-?k|day ?care|child ?care|nap ?time|naps?|diapers?|potty|bites?|biting|eceap"
    r"|head start|"
    r"teeth\w*|circle time|sippy|binky|pacifier|stroller|crib|infants?|birth to three|early intervention|ifsp"
    r"|playdough)\b"
)
_NEVER: Final = word_set(
    "this that these those there here what which who when where how today tomorrow yesterday monday tuesday wednesday"
    " thursday"
    " friday saturday sunday school lunch recess nap class dinner breakfast room table group center everyone nobody"
    " someone"
    " baby toddler child student she he they mom dad brother sister teacher step stage level tier goal page phase"
    " january february"
    " september october november december christmas easter grade score temperature spanish english count total size"
    " limit ratio"
)
_MANY: Final = 3


class _ToddlerDetector:
    """See the file's docstring."""

    name = "names.toddlers"
    version = 1
    needs = (
        " is ",
        " was ",
        " turn",
        "bit",
        "nap",
        "pinche",
        "spits",
        "tantrum",
        "drool",
        "babble",
        "grabs",
        "snatch",
        "takes ",
    )
    entities = ("STUDENT_NAME",)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        small = None
        spans: set[tuple[int, int]] = {
            match.span(1) for match in _AGED.finditer(text) if _is_word_name(match.group(1), sure=True)
        }
        for pattern in (_PLAIN_AGE, _DOES):
            for match in pattern.finditer(text):
                if _is_word_name(match.group(1), sure=False):
                    small = _SMALL.search(text) is not None if small is None else small
                    if small:
                        spans.add(match.span(1))
        if spans and not MadeUp(text).is_framed():
            yield from (Finding("STUDENT_NAME", *span, 0.65, self.name, "row") for span in sorted(spans))


def _is_word_name(word: str, *, sure: bool) -> bool:
    """Whether children are called so: any name that is a word, and a season only where an age or a deed is sure."""
    low = word.lower()
    if low in _NEVER or len(low) < _MANY or is_thing(word) or is_public_figure(word):
        return False
    if is_calendar(word):
        return sure and is_given(word)
    return low in WORD_NAMES or is_given_anywhere(word) or (sure and not is_common(word))


DETECTOR = _ToddlerDetector()
