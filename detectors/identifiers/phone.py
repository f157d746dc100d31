"""Telephone and fax numbers (45 CFR 164.514(b)(2)(i)(D) and (E), 16 CFR 312.2).

62.7 % of random ten-digit strings pass the North American rules, so bare digits need a word that says telephone, or a
relative beside them. Toll-free lines and the round numbers of named offices are public: never reported without such
a word. Numbers 555-0100 to 555-0199, set aside for fiction, are ``PHONE.FICTITIOUS``.
"""

from __future__ import annotations

import re

from detectors.identifiers import checksums
from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern, digits_of
from detectors.identifiers.public_lines import is_organisations
from detectors.identifiers.signals import DIGIT

_LABEL = (
    r"(?:home|cell|work|mobile|parent|guardian|mother|father|emergency|contact|day|evening)?[ _]?(?:tele)?phone"
    r"|tel|cell?|celular|mobile|m[oó]vil|tel[eé]fono|fax|call(?: (?:her|him|them|me|us|back|home))?|text(?:ed)?|sms"
    r"|whatsapp|voicemail|vm|ph|reach(?: (?:her|him|them|me|us))?|ll[aá]m[ae](?:r|le|me)?|n[uú]mero|contact"
)
_KIN = r"mom|mum|dad|mother|father|parents?|guardian|aunt|auntie|uncle|grand\w+|nana|step\w+|brother|sister"
_BEFORE = compile_pattern(rf"(?i)\b(?:{_LABEL}|{_KIN}|number|home)\b[^\n\d]{{0,30}}$")
_AFTER = compile_pattern(rf"(?i)^[\s,]{{0,2}}\(?(?:{_KIN}|cell|home|work|mobile|fax)\b")
_KIN_NAME_BEFORE = compile_pattern(rf"(?i)\b(?:{_KIN}|cell|mobile|home|text(?:ed)?)\b[^\n\d]{{0,20}}$")
_OFFICE_BEFORE = compile_pattern(
    r"(?:\b[A-Z]{3,6}|(?i:\b(?:services?|office|department|district|agency|line|hotline|center|county"
    r"|school)))[\s,:]{1,3}$"
)
_OFFICE = (
    r"(?:main|front|attendance|district|school(?:'?s)?|central|business|health|counseling|enrollment|records"
    r"|transportation|payroll|nurse(?:'s)?|counselor(?:'s)?|principal(?:'s)?|superintendent(?:'s)?|registrar(?:'s)?"
    r"|special (?:education|services)|food services?|human resources|hr|it|agency|clinic|esd|building|the|our)(?:'s)?"
    r" (?:office|desk|line|number|department|switchboard|fax|registrar|reception|phone)"
)
_DEPARTMENT = (
    r"(?:transportation|special (?:education|services)|human resources|payroll|facilities|technology|business"
    r"|food services?) (?:department|dept\.?|office)"
)
_HOTLINE = (
    r"help ?desk|hot ?line|life ?line|help ?line|crisis line|tip line|text line|poison control|switchboard"
    r"|oficina (?:de la escuela|del distrito|principal)"
)
_PUBLIC_LINE = compile_pattern(
    rf"(?i)(?:\b(?:{_OFFICE})|{_HOTLINE}|{_DEPARTMENT}|^\s{{0,4}}office"
    r"|\b(?:our|the) (?:school|district|agency|esd|clinic)(?:'s)?)"
    r"(?: (?:main|office|phone|telephone|tel|fax|direct|number|line|no\.?)){0,3}"
    r"(?: (?:is|at|on|es|al))?[\s:,=-]{1,3}\(?$"
)
"""Words before a number that say it is an office's."""
_PRIVATE = compile_pattern(
    rf"(?i)\b(?:{_KIN}|my|his|her|their|hers|cell|mobile|home|student|child|kid|son|daughter|patient|client|famil\w+"
    r"|emergency|mam[aá]|pap[aá]|madre|padre|guardian'?s?|from)\b"
)
_EXTENSION = r"(?:[ ,]{0,2}(?i:ext(?:ension)?\.?|extn?\.?|x|#)[ :]?\d{1,6})?"
_EXTENSION_IN = re.compile(r"[ ,]{0,2}[exEX#].*$")  # over one number: stdlib `re` is safe here
_REACH = 40
_LINE_REACH = 80
_NATIONAL = 10
_LOCAL = 7


def _digits(value: str) -> str:
    """The digits of the number itself, without its extension."""
    extension = _EXTENSION_IN.search(value)
    return digits_of(value if extension is None else value[: extension.start()])


def _national(value: str) -> str | None:
    """The ten digits without the country code 1, or None."""
    digits = _digits(value)
    if len(digits) == _NATIONAL + 1 and digits[0] == "1":
        digits = digits[1:]
    return digits if len(digits) == _NATIONAL and (checksums.nanp(digits) or _is_fictitious(digits)) else None


def _is_fictitious(digits: str) -> bool:
    """Set aside for fiction whatever stands before it, also where no area code could (911) or a company would (844)."""
    return digits[3:8] == "55501" and digits[0] >= "2"


def _kind(digits: str) -> str:
    return "PHONE.FICTITIOUS" if _is_fictitious(digits) else "PHONE"


def _is_toll_free(digits: str) -> bool:
    return checksums.toll_free(digits) and not _is_fictitious(digits)


def _is_office(text: str, start: int, end: int) -> bool:
    """Whether the words before say that it is an office's line, in a sentence that speaks of nobody in private."""
    if is_organisations(text, start, end):
        return True
    before = text[max(0, start - _LINE_REACH) : start].rpartition("\n")[2]
    return _PUBLIC_LINE.search(before) is not None and _PRIVATE.search(before) is None


def _formatted(value: str, text: str, start: int, end: int) -> str | None:
    digits = _national(value)
    if digits is None:
        return None
    before = text[max(0, start - _REACH) : start]
    if _is_office(text, start, end):
        return None
    public = _is_toll_free(digits) or (digits.endswith("00") and _OFFICE_BEFORE.search(before) is not None)
    if public and _KIN_NAME_BEFORE.search(before) is None:
        return None
    return _kind(digits)


def _bare(value: str, text: str, start: int, end: int) -> str | None:
    digits = _national(value)
    if digits is None or _is_toll_free(digits) or _is_office(text, start, end):
        return None
    before, after = text[max(0, start - _REACH) : start], text[end : end + 12]
    if _ORDERED_BEFORE.search(before) is not None and _AFTER.search(after) is None:
        return None
    known = _BEFORE.search(before) or _AFTER.search(after)
    local = digits[:3] in _AREA_CODES and _THING_BEFORE.search(before) is None and text[end : end + 1] not in {"_", "="}
    return _kind(digits) if known or local else None


_AREA_CODES = frozenset({"206", "253", "360", "425", "509", "564", "503", "971", "541", "208"})
"""Washington and its neighbours: ten digits of theirs behind no other label are a telephone number."""
_THING_BEFORE = compile_pattern(
    r"(?i)(?:[#=_\"'{(\[<$]|\b(?:po|p\.o\.|invoice|inv|order|isbn|upc|acct|account|no|num|number|id|ids|ticket|code|sku|part"
    r"|model|serial|sn|tracking|key|claim|case|req|requisition|ssid|budget|sum|total|barcode|npi|in)\b)[\s:.#-]{0,3}$"
)


_ORDERED_BEFORE = compile_pattern(
    r"(?i)\b(?:(?:orders?|p\.?o\.?|purchase order|invoices?|inv|items?|skus?|upcs?|eans?|gtins?|isbn|confirmation"
    r"|receipts?"
    r"|tracking|requisition|barcode|serial|lot|batch|voucher|warrant|pedido|factura)(?:['\x{2019}]?s)?"
    r"(?: (?:no|nr|num|number|nbr|id|ids|code|numbers|n[uú]mero))?"
    r"|(?:shipment|package|delivery|reservation|booking|itinerary|record locator|quote|estimate|transaction"
    r"|reference|ref"
    r"|catalog(?:ue)?|product|part|model|asset(?: tag)?|grant|bid|rfp|art[ií]culo)"
    r" (?:no|nr|num|number|nbr|id|code|#|n[uú]mero))\.?[\s:.#=-]{0,3}(?:(?:is|was|es)[\s:#]{1,2})?$"
)
"""Right before ten bare digits: what was ordered or paid, whatever area code they begin with."""


def _foreign(value: str, text: str, start: int, _end: int) -> str | None:
    digits = digits_of(value)
    if text[start - 1 : start].isalpha():  # "ZIP+4 98408-..."
        return None
    shortest, longest = 8, 15  # ITU-T E.164
    return "PHONE.INTERNATIONAL" if shortest <= len(digits) <= longest and value[1] != "1" else None


def _labelled(value: str, text: str, start: int, end: int) -> str | None:
    digits = _digits(value)
    if _is_office(text, start, end):
        return None
    if len(digits) == _LOCAL:
        return "PHONE"
    national = _national(value)
    return None if national is None or _is_toll_free(national) else _kind(national)


_LOOKS = str.maketrans("OoQDIil|SsBZz", "0000111155822")
_FEWEST_TRUE = 7


def _misread(value: str, text: str, start: int, end: int) -> str | None:
    """A number as text recognition reads it, with letters for digits; seven true digits at least."""
    if sum(map(str.isdigit, value)) < _FEWEST_TRUE or value.isascii() is False or not any(map(str.isalpha, value)):
        return None
    digits = digits_of(value.translate(_LOOKS))
    if len(digits) != _NATIONAL or not checksums.nanp(digits) or _is_office(text, start, end):
        return None
    return _kind(digits)


_LIKE = r"[\dOoQDIil|SsBZz]"

DETECTOR = PatternDetector(
    "identifiers.phone",
    (
        Rule(
            "PHONE",
            labelled(_LABEL, r"(?:\+?1[ .-])?\(?\d(?:[ ./)-]{0,2}\d){6,9}" + _EXTENSION),
            "label",
            0.9,
            _labelled,
        ),
        Rule(
            "PHONE",
            r"((?:\+?1[ .-]{0,2})?(?:\(\d{3}\)[ .-]{0,2}|\d{3}[ ./-]{1,2})\d{3}[ .-]{1,2}\d[ ]?\d{3}"
            + _EXTENSION
            + ")",
            "shape",
            0.75,
            _formatted,
        ),
        Rule(
            "PHONE",
            rf"((?:\({_LIKE}{{3}}\)[ .-]{{0,2}}|{_LIKE}{{3}}[ ./-]){_LIKE}{{3}}[ .-]{_LIKE}{{4}})",
            "shape",
            0.7,
            _misread,
        ),
        Rule("PHONE", r"(\d{3}[ .-]\d{7})", "shape", 0.7, _bare),
        Rule("PHONE", r"((?:\+?1)?\d{10}" + _EXTENSION + ")", "shape", 0.7, _bare),
        Rule(
            "PHONE",
            labelled(_LABEL, r"\d{3}[ .-]\d{3}[ .-]\d{2}[ .-]\d{2}"),
            "label",
            0.9,
            _labelled,
        ),
        Rule("PHONE.INTERNATIONAL", r"(\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6})", "format", 0.7, _foreign),
    ),
    needs=(DIGIT,),
    more=("PHONE.FICTITIOUS",),
    version=6,
)
