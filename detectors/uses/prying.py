"""Prying into a private person's life: everything about a neighbour, where an ex lives, a file on a parent.

Policy 5023, Prohibited: integrity. What makes it prying is whom it is about: somebody in private relation to the writer
("my neighbor", "my ex"), a grown-up at school whom a file is kept on, or a named person who is no public figure and
whose home, job or pages are looked for. The same words about a bus stop, an author or photosynthesis are research.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.identifiers.pattern import Rule
from detectors.names.lexicon import is_given, is_public_figure
from detectors.uses.phrases import LEAD, TEACHING, gap, some, unless

if TYPE_CHECKING:
    from detectors.identifiers.pattern import Accept

MARK: Final = "term.SURVEIL"
_SPARED: Final = (
    TEACHING
    + r"|\b(?:authors?|characters?|stor(?:y|ies)|poems?|chapters?|novels?|bus (?:routes?|stops?|drivers?|pass\w*)"
    r"|transportation"
    r"|mckinney-?vento|pick ?up|drop ?off|roster|spreadsheet|newsletter|spotlight|nominat\w+|yearbook|thank[- ]you"
    r"|scholarship|biograph\w+|history (?:day|fair|project)|science (?:fair|project)|below|attached|lost (?:phone"
    r"|device)"
    r"|from (?:these|this|the|my) (?:notes?|files?|documents?|e-?mails?))\b"
)
_BEFORE: Final = r"(?:my|our|the|this|that|a|his|her|their) (?:[\w'-]+ ){0,2}?"
_PRIVATE: Final = (
    _BEFORE + r"(?:neighbou?rs?|ex|ex[- ]?(?:wife|husband|girlfriend|boyfriend|partner|spouse)|(?:ex )?(?:wife|husband"
    r"|girlfriend|boyfriend)|co-?workers?|colleagues?|boss|room-?mate|landlord|landlady|mother-in-law|father-in-law"
    r"|sister-in-law|brother-in-law|crush|date|supervisor|tenants?|babysitter|nanny)\b"
)
_GROWN_UP: Final = (
    _BEFORE
    + r"(?:parents?|mom|mother|dad|father|teacher|principal|coach|para|reporter|journalist|board member|applicant"
    r"|employee|woman|man|guy|lady|couple|person|superintendent|secretary|driver)\b"
)
_TITLED: Final = r"(?:mr|mrs|ms|miss|mx|dr|coach)\.? (?-i:[A-Z])[\w'-]+"
_NAMED: Final = r"(?-i:[A-Z][a-z\x{DF}-\x{1FFF}]+ [A-Z][\w'\x{DF}-\x{1FFF}-]+)"
_ALL: Final = (
    r"(?:everything|anything|whatever|all (?:the )?(?:info(?:rmation)?|details|dirt|you can)|as much as you can"
    r"|every detail|all there is|what(?:ever)? you can)"
)
_LOOK: Final = (
    r"(?:look(?:ing)? up|find(?: out)?|search(?: (?:the )?(?:internet|web|online))?(?: for)?|google|dig up|gather"
    r"|collect"
    r"|get(?: me)?|tell me|pull(?: up)?|research|scrape)"
)
_HOME: Final = (
    r"(?:(?:now |really |currently |actually )?(?:lives?|works?|goes|hangs? out|stays?|parks|moved|went|drives"
    r"|is living"
    r"|is staying|is at|sleeps))\b"
)
_THINGS: Final = (
    r"(?:(?:cell ?|i)?phone|car|truck|location|texts?|text messages|messages|e-?mails?|accounts?|instagram|facebook"
    r"|whatsapp|snapchat|laptop|whereabouts|gps)\b"
)
_VECINA: Final = (
    r"(?:mi|mis|este|esta|ese|esa|la|el|nuestr[oa]) (?:[\w]+ )?(?:vecin[oa]s?|ex|ex ?-?(?:espos[oa]|novi[oa]|pareja"
    r"|marido)"
    r"|espos[oa]|novi[oa]|marido|jef[ea]|compa[nñ]er[oa] de trabajo|suegr[oa]|cu[nñ]ad[oa]|maestr[oa]|madre|padre"
    r"|mam[aá]"
    r"|pap[aá]|se[nñ]ora?|mujer|hombre|muchach[oa]|periodista)\b"
)


def _of_a_private_person(entity: str, innocent: str) -> Accept:
    """The mark, unless the request is innocent or the name in it is a public figure's or no name."""
    asked = unless(entity, innocent)

    def accept(value: str, text: str, start: int, end: int) -> str | None:
        words = [word for word in value.split() if word[0].isupper()][-2:]
        if not words or is_public_figure(" ".join(words)) or not is_given(words[0]):
            return None
        return asked(value, text, start, end)

    return accept


def _rule(pattern: str) -> Rule:
    return Rule(MARK, "(?i)" + pattern, "phrase", 0.9, unless(MARK, _SPARED))


def _named(pattern: str) -> Rule:
    return Rule(MARK, "(?i)" + pattern, "phrase", 0.9, _of_a_private_person(MARK, _SPARED))


PHRASES: Final[tuple[Rule, ...]] = (
    _rule(LEAD + rf"({_LOOK} {_ALL}\b" + gap(30) + rf"\b(?:about|on|regarding) {_PRIVATE})"),
    _rule(
        LEAD
        + rf"({_LOOK} (?:{_ALL}\b"
        + gap(30)
        + rf"\b(?:about|on|regarding) )(?:{_GROWN_UP}|{_TITLED})"
        + gap(80)
        + some(
            "online",
            "internet",
            "social media",
            "private life",
            "past",
            "posts?",
            "posted",
            "address",
            "lives?",
            "cheating",
            "affairs?",
            "divorce",
            "arrests?",
            "criminal",
            "dating",
            "secrets?",
        )
        + ")"
    ),
    _named(
        LEAD
        + rf"({_LOOK} {_ALL}\b"
        + gap(30)
        + rf"\b(?:about|on|regarding) {_NAMED}) (?:online|on (?:the )?(?:internet|web"
        r"|social media|facebook|instagram)|and (?:where|who|whether|if|tell)\b)"
    ),
    _rule(
        LEAD
        + rf"((?:find|find out|figure out|tell me|look up|track down|work out) (?:exactly )?where (?:he|she|{_PRIVATE}"
        rf"|{_GROWN_UP}) {_HOME})"
    ),
    _named(
        LEAD
        + rf"((?:find|find out|figure out|look up|track down) (?:exactly )?where {_NAMED}) (?:now )?(?:lives|works|goes"
        r"|hangs out|is living|moved)\b"
    ),
    _rule(
        r"\b(who is (?:this|that) (?:woman|man|guy|girl|boy|lady|person|kid|parent|teacher)\b"
        + gap(30)
        + r"\bwhere (?:does|do) (?:she|he|they) (?:live|work)\b)"
    ),
    _rule(
        LEAD + r"((?:track|trace|tap|hack(?: into)?|bug|ping|clone|unlock|get into|break into|read|spy on|locate"
        r"|log in(?:to)?)"
        rf" {_PRIVATE}(?:'s?)? {_THINGS})"
    ),
    _rule(LEAD + rf"((?:track down|locate|stalk|spy on|follow|surveil|keep tabs on|snoop on|investigate) {_PRIVATE})"),
    _rule(
        LEAD + rf"((?:find|get|look up|track down|figure out) {_PRIVATE}'s? (?:new |home |current |real )?(?:address"
        r"|license plate|workplace|job|employer|criminal record|instagram|facebook|social media|dating profile"
        r"|accounts?)\b)"
    ),
    _rule(
        LEAD + r"((?:make|build|put together|start|create|compile|keep|open|assemble) (?:me |up )?(?:a|an) (?:[\w-]+ )?"
        rf"(?:file|dossier|folder|profile) (?:on|about|against) (?:{_PRIVATE}|{_GROWN_UP}|{_TITLED}))"
    ),
    _rule(
        LEAD + r"(dig (?:up |around |deep )?(?:into|in|for dirt on) (?:(?:the |his |her )?(?:background|past|history"
        r"|life|private"
        rf" life|personal life) of )?(?:{_PRIVATE}|{_GROWN_UP}|{_TITLED}))"
    ),
    _rule(
        LEAD + r"((?:busca|averigua|encuentra|consigue|investiga|dime) (?:todo|toda la informaci[oó]n|cualquier cosa"
        r"|lo que puedas)\b" + gap(30) + rf"\b(?:sobre|de|acerca de) {_VECINA})"
    ),
    _rule(
        LEAD
        + rf"((?:averigua|dime|encuentra|busca) d[oó]nde (?:vive|trabaja|est[aá]|anda|va) (?:{_VECINA}|ella\b|él\b))"
    ),
    _rule(
        LEAD + r"((?:rastre[ae]|localiza|esp[ií]a|hackea|intercepta|clona|revisa) (?:el |la |los |las )?(?:tel[eé]fono"
        rf"|celular|carro|coche|ubicaci[oó]n|cuentas?|whatsapp|mensajes|correos?) (?:de|del) {_VECINA})"
    ),
    _rule(
        LEAD + rf"((?:haz|arma|crea|prepara|abre|junta) un (?:archivo|expediente|dossier|perfil) (?:sobre|de"
        rf"|contra) {_VECINA})"
    ),
    _rule(LEAD + rf"((?:investiga|esp[ií]a|vigila|sigue|rastrea|localiza) a {_VECINA})"),
)
