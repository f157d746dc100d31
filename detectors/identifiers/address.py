"""Homes (34 CFR 99.3(c), 45 CFR 164.514(b)(2)(i)(B)): street addresses, boxes, rural routes, corners.

A street address is a number, up to four words in capitals, and a street suffix, with its unit; in lower case only
after a word that says someone lives there. Numbered streets of Washington's grid stand between directions ("12345 SE
240th St", "1912 240th Ave SE"). Suffixes and units: USPS Publication 28, appendices C1 and C2. The address of a school,
an office or a service district is public: it stays when the text says so beside it.
"""

from __future__ import annotations

from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern
from detectors.identifiers.public_places import is_office
from detectors.identifiers.signals import DIGIT

_SUFFIX = (
    r"(?:alley|aly|avenue|aven?|av|boulevard|blvd|circle|cir|court|ct|cove|cv|crescent|cres|drive|dr|heights|hts"
    r"|highway|hwy|landing|lane|ln|loop|parkway|pkwy|path|place|pl|plaza|plz|ridge|road|rd|route|rte|run"
    r"|square|sq|street|str?|terrace|ter|trail|trl|turnpike|tpke|walk|way)"
)
_DIRECTION = r"(?:north|south|east|west|northeast|northwest|southeast|southwest|ne|nw|se|sw|n|s|e|w)"
_UNIT_WORD = (
    r"(?:apartment|apto?|unit|suite|ste|bldg|building|lot|trlr|trailer|space|spc|sp|depto?|departamento"
    r"|floor|fl|rm|interior|int"
    r"|room|no\.|n[uú]m|unidad|edificio)"
)
_UNIT = (
    rf"(?:(?:,[ \t]*|[ \t]+|,?\n)(?:{_UNIT_WORD}(?:\.?[ \t]*#[ \t]*|\.?[ \t]+|\.)[\pL\d-]{{1,6}}"
    rf"|{_UNIT_WORD}\d{{1,4}}[A-Z]?|#[ \t]?[\pL\d-]{{1,6}}))"
)
_NUMBER = r"\d{1,6}(?:-\d{1,4})?(?:[A-Za-z]|[ ]1/2)?"
_TAIL = rf"(?i:{_SUFFIX}\b(?:\.?[ \t]+{_DIRECTION}\b)?(?:\.?{_UNIT}){{0,2}})"
_NAMED = r"(?:(?:\p{Lu}|\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH)\b)[\pL\d'.-]*[ \t]+){1,4}"
_CITY_FORM = (
    rf"(?i:{_DIRECTION}\.?[ \t]+\d{{1,3}}(?:st|nd|rd|th)?[ \t]+{_SUFFIX}\b|\d{{1,3}}(?:st|nd|rd|th)["
    rf" \t]+{_SUFFIX}\b(?:[ \t]+{_DIRECTION}\b)?)"
)
STREET = rf"{_NUMBER}[ \t]+(?:(?i:{_DIRECTION})\.?[ \t]+)?{_NAMED}{_TAIL}"
"""A street address in capitals; group-free."""
_GRID = rf"{_NUMBER}[ \t]+{_CITY_FORM}(?i:(?:\.?{_UNIT}){{0,2}})"
_LOWER = rf"{_NUMBER}[ \t]+(?:[\pL\d'.-]{{1,20}}[ \t]+){{1,3}}{_TAIL}"
_SCANNED = rf"[\dOoQIl|SsBZz]{{1,6}}[ ]+(?:(?:{_DIRECTION})\.?[ ]+)?(?:[\pL\d'.-]{{1,20}}[ ]+){{1,4}}{_TAIL}"
_SCANNED_LABEL = (
    r"[a4][d0]{1,2}r(?:[e3][s5]{2})?|(?:home|mail(?:ing)?|res(?:idence)?|street|st) addr(?:ess)?"
    r"|d[o0]mic[i1l]l[i1l]o"
)
"""Under a label that may be misread itself, a house number with letters for digits ("33l9")."""
_LIVES = (
    r"lives?(?: (?:on|at|in))?|living(?: (?:on|at|in))?|home(?: address)?|address|resid(?:es?"
    r"|ing)(?: (?:at|on|in))?|mail(?:ed)? (?:it )?to|vive(?:n)? en|viv(?:e|imos)|domicilio|direcci[oó]n"
    r"|moved to|staying at"
    r"|stays at|pick(?:ed)? up (?:at|from)|drop(?:ped)?(?: off)? at|house (?:at|is)"
)
BOX = (
    r"P\.?[ ]?O\.?[ ]{0,2}Box[ ]+#?\d{1,6}|POB[ ]+\d{1,6}|Apartado(?:[ ]postal)?[ ]+#?\d{1,6}|(?:Box"
    r"|Buz[oó]n)[ ]+\d{2,5}[A-Z]?(?:,|[ ]+Rural)"
    r"|(?:HC|RR|Rural[ ]Route|Star[ ]Route|SR|RFD)[ ]?#?\d{1,3},?[ ]+Box[ ]+\d{1,5}[A-Z]?|PSC[ ]\d{1,4},?["
    r" ]Box[ ]\d{1,5}"
)
"""Boxes and rural routes: USPS Publication 28, sections 24 to 28."""
_CALLE = (
    r"(?:Calle|Avenida|Av\.|Avda\.?|Carrera|Camino|Calz(?:ada|\.)|Callej[oó]n|Paseo|Boulevard|Blvd\.)["
    r" ]+(?:\p{Lu}[\pL'.-]*[ ]*|(?:de|del|la|las"
    r"|los|el|y)[ ]+|\d{1,3}[ ]+){1,5},?[ ]*(?:#|[Nn]o\.?|[Nn][uú]m(?:ero)?\.?|n\.?[º°])?[ ]*\d{1,5}[A-Za-z]?"
)
_CORNER = rf"(?:{_NAMED}(?i:{_SUFFIX})\b(?:[ ](?i:{_DIRECTION})\b)?)"
_PLACE = rf"(?:(?i:{_DIRECTION})[ ]+)?\d{{1,3}}(?:st|nd|rd|th)(?:[ ](?i:{_SUFFIX})\b)?(?:[ ](?i:{_DIRECTION})\b)?"
_LOT = (
    r"(?i:Lot|Space|Spc|Trailer|Trlr|Unit|Sp)[ ]?#?\d{1,4}[A-Z]?,?[ ](?:\p{Lu}[\pL'-]+[ ]){1,4}(?i:mobile home"
    r" park|mhp|mobile park|rv park|allotment|estates|village|trailer (?:court|park))"
)
_ORDINAL = r"\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH)\b"
_BARE_GRID = (
    rf"\d{{3,6}}[ \t]+(?:(?:NE|NW|SE|SW|N|S|E|W)\.?[ \t]+{_ORDINAL}"
    rf"|{_ORDINAL}[ \t]+(?:NE|NW|SE|SW|N|S|E|W)\b)(?i:{_UNIT})?"
)
"""As people say it: "16610 SE 272nd"."""
_CROSSING = (
    rf"(?:(?:NE|NW|SE|SW|N|S|E|W)\.?[ ])?{_ORDINAL}(?:[ ](?i:{_SUFFIX})\b\.?)?"
    r"(?:[ ](?:NE|NW|SE|SW|N|S|E|W)\b)?[ ](?:&|and|at)[ ]"
    rf"(?:(?:NE|NW|SE|SW|N|S|E|W)\.?[ ])?(?:{_ORDINAL}|\p{{Lu}}[\pL'-]+)[ ](?i:{_SUFFIX})\b"
)
_COMPLEX = (
    r"(?:(?:\p{Lu}[\pL'-]+[ ]){1,3}(?:Apartments|Apts?|apts?|Apartment Homes|Heights|Manor|Village"
    r"|Terrace|Estates|Townhomes"
    r"|Condos|Motel|Inn|Mobile Home Park|Mobile Park|RV Park|Trailer Park)\.?,?[ ]"
    r"(?:#[ ]?|(?i:apt|unit|bldg|building|lot|space|spc|rm|room|no)\.?[ ]?#?)[\dA-Z][\dA-Za-z-]{0,5})"
)
"""A dwelling by the name of its complex and its number there."""
_ABOVE_CITY = (
    rf"(?m)^[ \t>]*({_NUMBER}[ \t]+[\pL\d][\pL\d .,'#-]{{2,50}})\n[ \t>]*\p{{Lu}}[\pL .'-]{{1,30}},?[ ]"
    r"(?:WA|OR|ID|CA|[A-Z]{2}[ ]{1,2}\d{5})\b"
)
"""A line that begins with a number above the line of city and state: a street whatever its words ("914 Broadway")."""

_RARE_SUFFIX = (
    r"(?i:beach|bend|bluffs?|branch|bridge|brooks?|camp|canyon|cliffs?|close|commons?|corners?|creek|crest|crossing"
    r"|xing"
    r"|curve|dale|estates?|extension|falls|farms?|fields?|flats?|ford|forest|gardens?|gateway|glen|greens?|groves?"
    r"|harbor|haven|hills?|hollow|inlet|island|junction|keys?|knolls?|lakes?|lodge|manor|meadows?|mews|mills?|mount"
    r"|mountain|neck|orchard|overlook|park|pass|passage|pines?|point|prairie|quay|ranch|rapids|rest|ridges|rise|river"
    r"|row|shores?|springs?|spur|station|stream|summit|trace|track|union|valleys?|views?|village|vistas?|walk|wells"
    r"|wynd)"
)
"""Suffixes that are words of much else: only where a ZIP code of the state follows."""
WITH_ZIP = (
    rf"\b({_NUMBER}[ \t]+(?:(?i:{_DIRECTION})\.?[ \t]+)?{_NAMED}{_RARE_SUFFIX}\b\.?(?i:{_UNIT})?)"
    r",?[ ](?:(?:\p{Lu}[\pL'.-]+,?[ ]){1,3})?(?:(?:WA|Wash\.?|Washington),?[ ])?"
)
"""An address whose street ends in one of them, up to its ZIP code; group 1 is the address."""
WASHINGTON_ZIP = r"9(?:8\d|9[0-4])\d\d(?:-\d{4})?"

_WHOLE_CELL = frozenset("\t\n")
_ENDS_IN_STREET = compile_pattern(rf"(?i)\b{_SUFFIX}\.?$")


def _over_cells(value: str, text: str, start: int) -> bool:
    """Whether it is no address but pieces of neighbouring cells: "iPad 10<TAB>Pearl St".

    A house number may have a cell of its own, before that of its street.
    """
    if "\t" not in value:
        return False
    first, street = value.split("\t")[:2]
    whole = first.isdigit() and (start == 0 or text[start - 1] in _WHOLE_CELL)
    return not (whole and _ENDS_IN_STREET.search(street.rstrip()) is not None) and not _ENDS_IN_STREET.search(first)


def _home(value: str, text: str, start: int, end: int) -> str | None:
    return None if _over_cells(value, text, start) or is_office(text, start, end) else "ADDRESS"


def _misread(value: str, text: str, start: int, end: int) -> str | None:
    """A house number as text recognition reads it: digits with a letter among them."""
    house = value.split(maxsplit=1)[0]
    mixed = any(map(str.isdigit, house)) and any(map(str.isalpha, house))
    return _home(value, text, start, end) if mixed else None


def _street(value: str, text: str, start: int, end: int) -> str | None:
    """Not a list of things ("grade 4 Lincoln Way"), not an amount, and not an office."""
    before = text[max(0, start - 8) : start].lower().rstrip()
    if before.endswith(
        (
            "order",
            "invoice",
            "po",
            "item",
            "grade",
            "room",
            "rm",
            "page",
            "bus",
            "$",
            ".",
            "policy",
            "rcw",
            "wac",
            "chapter",
        )
    ):
        return None
    return _home(value, text, start, end)


_STOP = compile_pattern(r"(?i)\b(?:bus|stops?|pick[ -]?ups?|drop[ -]?offs?|route|riders?|students?|lives?|near|home)\b")


def _crossing(_value: str, text: str, start: int, end: int) -> str | None:
    """Two streets are where a child waits or lives only in a text that says so."""
    said = _STOP.search(text[max(0, start - 400) : end + 200]) is not None
    return "ADDRESS" if said and not is_office(text, start, end) else None


DETECTOR = PatternDetector(
    "identifiers.address",
    (
        Rule("ADDRESS", rf"({STREET})", "format", 0.85, _street),
        Rule("ADDRESS", rf"({_GRID})", "format", 0.85, _street),
        Rule("ADDRESS", labelled(_LIVES, _LOWER), "label", 0.8, _home),
        Rule("ADDRESS", labelled(_SCANNED_LABEL, _SCANNED), "label", 0.8, _misread),
        Rule(
            "ADDRESS",
            rf"(\d{{1,4}}[OoQIl|]\d{{1,4}}[ ]+(?:(?i:{_DIRECTION})\.?[ ]+)?{_NAMED}{_TAIL})",
            "format",
            0.8,
            _home,
        ),
        Rule(
            "ADDRESS",
            rf"(?i:\b(?:lives?|living|moved|stays?|staying)) (?i:on|at|to) ({_NAMED}(?i:{_SUFFIX})\b)",
            "label",
            0.7,
        ),
        Rule(
            "ADDRESS",
            rf"(?i:\bcorner of) ((?:{_CORNER}|{_PLACE}) (?i:and|&) (?:{_CORNER}|{_PLACE}))",
            "format",
            0.7,
            _home,
        ),
        Rule("ADDRESS", rf"((?i:{BOX})(?:,[ ](?:\p{{Lu}}[\pL']+[ ]){{1,3}}(?i:{_SUFFIX})\b)?)", "format", 0.9, _home),
        Rule("ADDRESS", rf"({_CALLE}(?i:(?:,?[ ]{_UNIT_WORD}\.?[ ]?#?[\pL\d-]{{1,6}})?))", "format", 0.8, _home),
        Rule("ADDRESS", WITH_ZIP + WASHINGTON_ZIP, "format", 0.85, _street),
        Rule("ADDRESS", rf"({_LOT})", "format", 0.75),
        Rule("ADDRESS", rf"({_BARE_GRID})", "format", 0.7, _home),
        Rule("ADDRESS", rf"({_CROSSING})", "format", 0.6, _crossing),
        Rule("ADDRESS", rf"({_COMPLEX})", "format", 0.7, _home),
        Rule("ADDRESS", _ABOVE_CITY, "format", 0.8, _home),
    ),
    needs=(DIGIT, "live", "living", "moved", "stay", "corner"),
    version=5,
)
