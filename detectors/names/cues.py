"""Names after a word that says who someone is: a kin word, "student", a title, a greeting, "my name is".

The cue decides the entity. Capitalised names are taken with what follows them in a list ("Parents: Halyna and Taras
Moskvych"); lower-case ones, as in quick messages, only where the word is no English word. `names.repair` trims what
is found here and drops what is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.names import shape
from detectors.names.extent import end_before_label, end_in_capitals
from detectors.names.lexicon import (
    is_calendar,
    is_common,
    is_given,
    is_place,
    is_public_figure,
    is_surname,
    is_thing,
    is_town,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLE = rf"(?:(?i:{shape.TITLES})\.? {{1,2}})"
_LINK = (
    r"(?i:(?:'s)?(?: (?:first|last|full|legal|preferred))?(?: names?)?(?:,| is| was| are|:| ?-{1,2}| ?="
    r"| named| called| names? (?:is|are))?"
    r"(?: {1,2}|\()(?:(?:is|named|called|de|of) )?)"
)
_NEXT = rf"(?:(?:, | (?i:and|or) | & | ?/ ?| y )(?:(?i:{shape.FAMILY_CUES}) )?(?:{_TITLE})?({shape.NAME}))?"
_QUOTED = r"[\"']?"


def _after(cue: str) -> str:
    return rf"(?:^|[^\pL\pN])(?i:{cue}){_LINK}{_QUOTED}{_TITLE}?({shape.NAME}){_NEXT}{_NEXT}"


_KIN_ABROAD = (
    r"[Kk]uya|Ate|Tita|Tito|Lola|Lolo|Nanay|Tatay|Inay|Itay|Ninong|Ninang|Manong|Manang"  # Tagalog, Ilocano
    r"|[Aa]adeer|[Aa]deer|[Ee]eddo|[Hh]abaryar|[Aa]bti|[Aa]yeeyo|[Aa]wowe|[Aa]abo|[Hh]ooyo"  # Somali
    r"|[Tt]onton|[Tt]atie|[Tt]ata|[Mm]amie|[Pp]apy|[Mm]aman|[Tt]ante|[Oo]nkel|Oma|Opa|[Tt]eta|[Jj]iddo|[Kk]halo"
    r"|[Kk]hala"
    r"|[Aa]mmo|[Aa]mmu|[Aa]mma|[Tt]ayta|[Ss]avta|[Ss]aba|[Bb]ubbe|[Zz]ayde|Zaidy|Bubby"
    r"|[Bb]abushka|[Dd]edushka|[Tt]yotya|[Dd]yadya|[Bb]abusya|[Dd]idus|[Tt]itka|[Tt]ituka|[Cc]iocia|[Ww]ujek|[Bb]abcia"
    r"|[Dd]ziadek|[Vv]ov[oóô]|[Cc]hacha|[Cc]hachi|[Mm]ama ji|[Mm]asi|[Bb]hua|[Nn]ani|[Dd]adi|[Bb]haiya|[Dd]idi"
    r"|Chú|chú|Bác|bác|[Cc]ô|[Dd]ì|[Cc]hị"  # Vietnamese
    r"|[Bb]ibi|[Ss]hangazi|[Mm]jomba|[Dd]ada|[Kk]aka"  # Swahili
)
_CAPITALISED = tuple(
    (entity, why, compile_pattern(pattern))
    for entity, why, pattern in (
        ("STUDENT_NAME", "cue", _after(shape.STUDENT_CUES)),
        ("FAMILY_NAME", "cue", _after(shape.FAMILY_CUES)),
        ("PATIENT_NAME", "cue", _after(shape.PATIENT_CUES)),
        ("FAMILY_NAME", "cue", rf"(?:^|[^\pL\pN])(?:{_KIN_ABROAD}) (?:(?i:don|do[nñ]a) )?({shape.WORD})(?:[^\pL]|$)"),
        (
            "PERSON_OTHER",
            "cue",
            _after(
                r"my name is|name is|named|goes by|call(?:s|ed)? (?:him|her|them)|i'm|i am|im|this is|witness"
                r"|driver|aide|applicant|employee|surrogate|advocate|lawyer|attorney|worker(?: was| is)?|signed"
                r"|gal|casa|tutor|mentor|nanny|babysitter|neighbor|landlord|payee|donor|boyfriend|girlfriend|classmate"
                r"|roommate|best friend|(?:his|her|their) friend|custodian|interpreter|volunteer|probation officer"
                r"|signed by|sincerely|regards|gracias"
            ),
        ),
        (
            "PERSON_OTHER",
            "cue",
            (
                r"(?:^|[\s>\"'(])(?i:dear|hi|hello|hey|estimad[oa]"
                rf"|querid[oa]) (?:(?i:{shape.FAMILY_CUES}) )?{_TITLE}?({shape.NAME}){_NEXT}{_NEXT}(?:[,:!\n\"]|$)"
            ),
        ),
        ("PERSON_OTHER", "cue", rf"(?m:^)[ >]*(?i:re|attn|subject): ?({shape.NAME})[ \t]*(?:$|\n|,)"),
        (
            "FAMILY_NAME",
            "cue",
            rf"(?:^|[^\pL])({shape.NAME}),? ?\((?i:(?:his|her|their|the|my) )?(?i:{shape.FAMILY_CUES})\b",
        ),
        (
            "PERSON_OTHER",
            "cue",
            (
                rf"(?:^|[^\pL'-])({shape.WORD})'s "
                r"(?:(?i:step|bio|foster|birth|grand|great|late|older|little|big|baby|twin)[ -]?)?"
                r"(?i:mom|mum|mother|dad|father|parents|mommy|daddy|grandma|grandpa|grandmother|grandfather|aunt|auntie"
                r"|uncle|sister|brother|cousin|guardian|caseworker|foster (?:mom|dad|family|parents))\b"
            ),
        ),
        ("PERSON_OTHER", "title", rf"(?:^|[^\pL])(?:(?:Mr|Mrs|Ms)\.? and )?{_TITLE}({shape.NAME})"),
    )
)

_NEAR_KIN = (
    r"(?:step|grand|host |foster |bio )?(?:mom|mum|mother|dad|father|daddy)|step(?:mom|dad)|grandm?a|grandpa|nana"
    r"|gr[ae]mm?a|grammy|gma|meemaw"
    r"|aunt(?:ie|y)?|uncle"
    r"|(?:lil |little |big |older |baby |younger )?(?:brother|bro|sister|sis|son|daughter|cousin|twin)"
    r"|lil|mam[aá]|pap[aá]"
    r"|hermano|hermana|abuela|abuelo|t[ií]a|t[ií]o|hij[oa]|wife|husband|friend is|my name is|named"
    r"|goes by|i'm|im|that's"
    r"|(?:mr\.? (?:and|&) )?(?:mr|mrs|ms|miss|dr|doctor|coach)\.?"
)
_ROLE = r"(?:student|kid|kiddo|child|scholar|pupil|patient|guardian|parent|grader|twins|about|for|with)"
_LOWER = tuple(
    (
        unknown_is_enough,
        compile_pattern(
            rf"(?:^|[^\pL\pN])(?i:{cue}),?(?: um| uh| is)? \(?({shape.LOWER_WORD})(?: ({shape.LOWER_WORD}))?"
        ),
    )
    for unknown_is_enough, cue in ((True, _NEAR_KIN), (False, _ROLE))
)
_FAMILY_OF = compile_pattern(
    r"(?i:\bthe) (\p{Lu}\p{Ll}+(?:-\p{Lu}\p{Ll}+)?)"
    r"(?: (?:family|kids|twins|children|household|siblings|brothers|sisters|boys|girls)\b)"
)
_PLURAL = compile_pattern(r"(?i:\b(?:the|los)) (\p{Lu}\p{Ll}{2,20}s)\b(?: \p{Ll}|[ ]?[^\pL ]| \$|$)")
_AT_HOME = compile_pattern(
    r"(?i)\b(?:famil(?:y|ies|ia)|foster|crianza|placement|placed|host|kids?|mom|dad|parents?|conferences?"
    r"|grandm\w+|caseworker"
    r"|custody|neighbou?rs?|donors?|checks?|lives? with|staying with)\b"
)
_SHORTEST_LOWER = 3
_NOT_NAME_ENDINGS = ("ied", "ted", "ing", "ful", "ous", "less", "able", "tional", "tion", "ness", "ly", "ive", "ent")
"""Of words that the list of common ones lacks: "his mom is worried"."""


class _CueDetector:
    """See the file's docstring."""

    name = "names.cues"
    version = 3
    needs = ("",)
    entities = ("STUDENT_NAME", "FAMILY_NAME", "PATIENT_NAME", "PERSON_OTHER")

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        for entity, why, pattern in _CAPITALISED:
            for match in pattern.finditer(text):
                for group in range(1, pattern.groups + 1):
                    start, end = match.span(group)
                    end = end_in_capitals(text, start, end_before_label(text, start, end)) if start >= 0 else start
                    if start < end:
                        # The aunt of X is family; X is whose aunt she is.
                        of_whom = entity == "FAMILY_NAME" and text[start - 3 : start].lower() == "of "
                        yield Finding("PERSON_OTHER" if of_whom else entity, start, end, 0.85, self.name, why)
        yield from _families(text)
        yield from self._lower(text)

    def _lower(self, text: str) -> Iterator[Finding]:
        for unknown_is_enough, pattern in _LOWER:
            for match in pattern.finditer(text):
                if could_be_lower_name(match.group(1), unknown_is_enough=unknown_is_enough):
                    second = match.group(2)
                    last = 2 if second and could_be_lower_name(second, unknown_is_enough=True) else 1
                    yield Finding("PERSON_OTHER", match.start(1), match.end(last), 0.7, self.name, "cue")


def could_be_lower_name(word: str, *, unknown_is_enough: bool) -> bool:
    """Whether a lower-case word beside a cue is a name: a known one, or (beside near kin) no English word at all."""
    if len(word) < _SHORTEST_LOWER or not word.islower() or is_common(word) or is_thing(word):
        return False
    if is_calendar(word) or is_place(word):
        return False
    return is_given(word) or (unknown_is_enough and not word.endswith(_NOT_NAME_ENDINGS))


def _families(text: str) -> Iterator[Finding]:
    """What stands in "the Garrido family", and "moved in with the Whitfields" where the text speaks of families."""
    for match in _FAMILY_OF.finditer(text):
        yield Finding("FAMILY_NAME", *match.span(1), 0.8, "names.cues", "cue")
    if _AT_HOME.search(text) is None:
        return
    for match in _PLURAL.finditer(text):
        name = match.group(1)
        if is_surname(name[:-1]) and not (is_town(name) or is_common(name) or is_public_figure(name[:-1])):
            yield Finding("FAMILY_NAME", *match.span(1), 0.8, "names.cues", "cue")


DETECTOR = _CueDetector()
