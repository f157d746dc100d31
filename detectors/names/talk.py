"""Names that the talk about them shows: a question on the phone, "Nuri and me", "Luisito me dice", kin and brackets.

What stands there must be written with a capital and be a given name, or no word of the language; `names.repair` judges
it once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.names import shape
from detectors.names.lexicon import (
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
)
from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

_ONE: Final = r"\p{Lu}\p{Ll}[\pL'-]{0,24}"
_OPEN: Final = r"(?:^|[^\pL\pN'-])"
_SPANISH_ACT: Final = (
    r"(?:dice|dijo|cuenta|contó|conto|pide|pidió|pidio|pregunta|preguntó|avisa|avisó|aviso|enseñó|escribe|escribió"
    r"|llamó|llamo|pega|pegó|quita|quitó|grita|gritó|mandó|mando|platicó|platica|trajo|siente|sintió|enoja|enojó|cayó"
    r"|lastimó|duerme|durmió|queda|quedó|porta|portó|mordió|duele|duelen|quitan|molestan|pegan)"
)
_ASIDE: Final = (
    r"(?:same last name|no relation|twins?|twin (?:of|to)|(?:his|her|their) twin|siblings?|sibs?|(?:older"
    r"|younger|little"
    r"|big|half|step)[ -]?(?:brother|sister|sibling|bro|sis)|brothers?|sisters?|cousins?|new (?:kid|student|girl|boy)"
    r"|foster (?:kid|child)|newcomer|transfer student)"
)
_PAIRED: Final = r"(?:the )?(?:twins|siblings|sibs|brothers|sisters|cousins|gemelos)"
_SURE: Final = (
    ("PERSON_OTHER", rf"(?i:\b(?:is this|am i speaking (?:to|with)|is that you,?|this is for)) ({_ONE})(?: {_ONE})?\?"),
    ("PERSON_OTHER", rf"{_OPEN}({_ONE}),? (?:and|&) (?:me|i|I|myself|us)(?:[^\pL'-]|$)"),
    ("PERSON_OTHER", rf"(?i:\b(?:me|us|myself)) (?:and|&|\+|w/|with) ({_ONE})(?:[^\pL'-]|$)"),
    (
        "PERSON_OTHER",
        rf"(?i:\bwho(?:'s| has| is)? (?:has|got|gets|takes|took|saw|drives|brings|rides with)) ({_ONE})\?",
    ),
    (
        "PERSON_OTHER",
        rf"(?i:\bwho has|\bwho's got|\bwhere is|\bwhere's|\bhow is|\bhow's|\bqui[eé]n tiene a) ({_ONE})\?",
    ),
    ("STUDENT_NAME", rf"{_OPEN}({_ONE}),? (?:and|&|y) {_ONE} \((?i:{_PAIRED}\b)"),
    ("STUDENT_NAME", rf"{_OPEN}({_ONE}(?: {_ONE})?) \((?:[^()\n]{{0,30}}[ ,])?(?i:{_ASIDE})(?:[ ,][^()\n]{{0,30}})?\)"),
    (
        "PERSON_OTHER",
        rf"{_OPEN}({_ONE}),? (?:ya |no |siempre |también |hoy |ayer )?(?:me|le|les|nos|se) {_SPANISH_ACT}(?:[^\pL]|$)",
    ),
)
_EQUALS: Final = compile_pattern(
    r"(?m:^)[ \t]*(?:[-*\x{2022}] )?[\pL][\pL .'\d/-]{2,30} ?= ?(\p{Lu}\p{Ll}[\pL'-]+ \p{Lu}\p{Ll}[\pL'-]+)"
    r"(?:[,.;(\n]| \(|$)"
)
"""Somebody whom notes put down: "other side = Ada Bello, wants fees"."""
_TALK: Final = tuple((entity, compile_pattern(pattern)) for entity, pattern in _SURE)
_BRACKETS: Final = tuple(
    (
        entity,
        compile_pattern(
            rf"{_OPEN}(?i:{cues}):? ?\(({shape.NAME})(?:(?:,? (?:and|&|y|\+)|,| ?/) ?({shape.NAME}))?"
            rf"(?:(?:,? (?:and|&|y|\+)|,) ({shape.NAME}))?(?:[,;:)]| [a-z\d-])"
        ),
    )
    for entity, cues in (
        ("FAMILY_NAME", shape.FAMILY_CUES),
        ("STUDENT_NAME", r"student|child|kid|kiddo|scholar|pupil|son|daughter|siblings|twins|hij[oa]s?|alumn[oa]|bebé"),
    )
)
_NOBODY: Final = word_set(
    "ella ellos ellas el él eso esto esta este todo todos todas nadie alguien usted ustedes uno una mi su tu nos mamá"
    " mama papá papa maestra maestro profesora profesor director directora señor señora hijo hija niño niña aquí ahí ya"
    " no sí si que qué como cómo cuando siempre nunca también hoy ayer luego entonces después ahora apenas casi solo"
    " sólo gente abuela abuelo tío tía hermano hermana alumno alumna escuela doctora doctor enfermera porque pero"
    " aunque"
    " you he she it they we him her them this that these those everyone everybody someone nobody anyone both mom dad"
    " mother father sister brother friends friend family mayor governor principal"
    " superintendent coach senator nurse officer president director secretary chief board staff teacher god siri alexa"
)
_DIMINUTIVES: Final = ("cita", "cito", "itas", "itos", "ita", "ito", "illa", "illo")


class _TalkDetector:
    """See the file's docstring."""

    name = "names.talk"
    version = 2
    needs = ("",)
    entities = ("STUDENT_NAME", "FAMILY_NAME", "PERSON_OTHER")

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        for entity, pattern in _TALK:
            for match in pattern.finditer(text):
                asked = text[match.end() - 1] == "?"  # after things and days as often: only a given name then
                if _could_be(match.group(1), aside=entity == "STUDENT_NAME") and (
                    not asked or is_given_anywhere(match.group(1).split()[0])
                ):
                    yield Finding(entity, *match.span(1), 0.7, self.name, "cue")
        for match in _EQUALS.finditer(text):
            first, _, last = match.group(1).partition(" ")
            ordinary = is_common(first) or is_common(last) or is_thing(last) or is_organisation_word(last)
            known = is_given_anywhere(first) or is_surname(last) or is_surname(first)
            if known and not ordinary and not is_place(first) and not is_public_figure(match.group(1)):
                yield Finding("PERSON_OTHER", *match.span(1), 0.7, self.name, "form")
        for entity, pattern in _BRACKETS:
            for match in pattern.finditer(text):
                named = [match.span(group) for group in range(1, pattern.groups + 1) if match.group(group)]
                values = [text[start:end] for start, end in named]
                if any(map(_is_named, values)) or (len(values) > 1 and not any(map(_is_known, values))):
                    yield from (
                        Finding(entity, *span, 0.75, self.name, "cue")
                        for span in named
                        if _could_be(text[slice(*span)])
                    )


def _could_be(name: str, *, aside: bool = False) -> bool:
    """Whether the words may be a person: a given name, a diminutive of one, or no word that anything else has."""
    first = name.split(maxsplit=1)[0]
    low = first.lower().removesuffix("'s")
    if aside and is_given(first) and not (is_thing(first) or is_calendar(first)):
        return True
    if (
        (low in _NOBODY and not (aside and is_surely_given(first)))
        or is_thing(first)
        or is_public_figure(name)
        or is_organisation_word(first)
    ):
        return False
    if is_calendar(first) or is_place(first):
        return is_given(first) and not is_common(first)
    return is_given_anywhere(first) or is_diminutive(low) or not is_common(first)


def is_diminutive(low: str) -> bool:
    """Whether it is a given name with a Spanish ending of endearment: "luisito", "rosita"."""
    ending = next((each for each in _DIMINUTIVES if low.endswith(each)), "")
    stem = low.removesuffix(ending) if ending else ""
    return len(stem) > 2 and any(is_given_anywhere(stem + vowel) for vowel in ("", "a", "o", "e", "os"))  # noqa: PLR2004  a stem


def _is_named(name: str) -> bool:
    """Whether a name list has one of its words: brackets hold languages, grades and places as often."""
    return any(
        (is_given_anywhere(word) or is_short_name(word) or is_surname(word)) and not (is_thing(word) or is_common(word))
        for word in name.split()
    )


def _is_known(name: str) -> bool:
    """Whether one of the words is a word, a place or a thing: "(English, Dari)"."""
    return any(
        is_common(word)
        or is_thing(word)
        or is_place(word)
        or is_calendar(word)
        or is_organisation_word(word)
        or word.isupper()
        for word in name.split()
    )


DETECTOR = _TalkDetector()
