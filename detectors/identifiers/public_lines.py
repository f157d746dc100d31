"""Whether a telephone number is that of an organisation that stands right before it: nobody's (RCW 42.56.250).

"The Burke Museum front desk, (206) ...", "OSPI booklet, (360) ...", also inside a letter about a child. What stands
between must belong to the organisation; a relative, somebody's work or a person's name before it makes it a person's.
"""

from __future__ import annotations

from typing import Final

from detectors.identifiers.pattern import compile_pattern

_KIND: Final = (
    r"(?:Museum|Library|Libraries|Archives?|Zoo|Aquarium|Theat(?:er|re)|Cent(?:er|re)|Department|Dept\.?|Division"
    r"|Office|Bureau"
    r"|Agency|Commission|Council"
    r"|Institute|University|College|Hospital|Clinic|Foundation|Association|Society|Coalition"
    r"|Alliance|Network|Project|Services?|Programs?|Authority|Board|Court(?:house)?|Union|Federation|Partnership"
    r"|Consortium"
    r"|Ombuds\w*|Transit|District|Police|Sheriff(?:'s)?|Health|Extension|Chamber|Church|Academy|School|Hotel|Inn"
    r"|Arena|Bank"
    r"|Company|Co\.|Inc\.?|LLC|Corp\.?|YMCA|YWCA|Red Cross|United Way|Goodwill|Salvation Army|Boys (?:&"
    r"|and) Girls Clubs?"
    r"|Museo|Biblioteca|Departamento|Oficina|Cl[ií]nica|Centro|Universidad"
    r"|(?:ESD|PSESD|NWESD|OESD|NEWESD|OSPI|DSHS|DCYF|DOH|HCA|WSDOT|PESB|L&I|DOL|IRS|SSA|HUD|CDC|FDA|EPA|FEMA|NAMI"
    r"|ACLU|SEIU"
    r"|WEA|PSE|FAFSA|WASAC|OEO|OCR|EEOC|PERC|USDA|NOAA|NASA)(?:[ ]?\d{2,3})?)"
)
_MORE: Final = (
    r"(?:[ ](?:(?:of|for|the|and|&|on|de|del|la|y|to|at)[ ]){0,2}(?:\p{Lu}[\pL&'./-]*|\d{2,3}"
    r"|desk|office|booklet|guide|brochure|handbook|manual|hotline|helpline|line|front|main|customer|visitor|member"
    r"|box|ticket|information|info|services?|reception|switchboard|headquarters|program|team|staff|store|phone|tel"
    r"|number|fax|toll-free|newsletter|website|flyer|ad|poster|catalog(?:ue)?|page|list)\.?(?:'s)?){0,9}"
)
_BEFORE: Final = compile_pattern(
    rf"(?:^|[^\pL])({_KIND}\b{_MORE}(?:,? (?:at|is|on|phone|tel\.?|call|es))?[\s:,;=\x{{2014}}\x{{2013}}-]{{1,3}}\(?)$"
)
_PERSONS: Final = compile_pattern(
    r"(?i)\b(?:mom|mum|mother|dad|father|parents?|guardian|aunt|uncle|grand\w+|brother|sister|nana|wife|husband|spouse"
    r"|cell|mobile|personal|works?|worked|working|job|shift|employe[dr]\w*|employer|volunteers|emergency|trabaja"
    r"|mam[aá]|pap[aá]|madre|padre|his|her|their|my|student|child|patient|client)\b[^.!?\n]{0,70}$"
)
_NAMED: Final = compile_pattern(
    r"\p{Lu}[\pL'-]*\p{Ll}[\pL'-]*(?:,| at| from| with| of| [-|(\x{2014}]| ?\()[ ]?(?:the )?$"
)
_AFTER: Final = compile_pattern(
    r"(?i)^[\s,;]{0,2}\(?(?:her|his|their|mom|dad|mother|father|parent|guardian|cell|home|mobile|work|ask for \p{Lu})\b"
)
_LEADING: Final = compile_pattern(r"(?:\p{Lu}[\pL&'./-]*[ ](?:(?:of|for|the|and|&|de|del|la)[ ]){0,2}){1,7}$")
"""The capitalised words before the kind of organisation: its name begins there."""
_MOST_LEADING: Final = 3
"""More words are a person's name and the organisation's in one."""
_REACH: Final = 130
_AHEAD: Final = 24


def is_organisations(text: str, start: int, end: int) -> bool:
    """Whether the words before `start` are an organisation's name, and none of a person is beside it."""
    before = text[max(0, start - _REACH) : start].rpartition("\n")[2]
    match = _BEFORE.search(before)
    if match is None or _AFTER.search(text[end : end + _AHEAD]) is not None:
        return False
    leading = _LEADING.search(before[: match.start(1)])
    name = match.start(1) if leading is None else leading.start()
    if leading is not None and sum(word[:1].isupper() for word in leading.group().split()) > _MOST_LEADING:
        return False
    sentence = before[:name].rpartition(". ")[2].rpartition("? ")[2]
    return _PERSONS.search(sentence) is None and _NAMED.search(sentence) is None
