"""Telephone and fax numbers (45 CFR 164.514(b)(2)(i)(D) and (E), 16 CFR 312.2).

62.7 % of random ten-digit strings pass the North American rules, so bare digits need a word that says telephone, or a
relative beside them. Toll-free lines and the round numbers of named offices are public: never reported without such
a word. Numbers 555-0100 to 555-0199, set aside for fiction, are ``PHONE.FICTITIOUS``.
"""

from __future__ import annotations

from detectors.identifiers import checksums
from detectors.identifiers.labels import labelled
from detectors.identifiers.pattern import PatternDetector, Rule, compile_pattern, digits_of
from detectors.identifiers.signals import LONG_DIGITS

_LABEL = (
    r"(?:home|cell|work|mobile|parent|guardian|mother|father|emergency|contact|day|evening)?[ _]?(?:tele)?phone"
    r"|tel|cell|celular|mobile|m[oó]vil|tel[eé]fono|fax|call(?: (?:her|him|them|me|us|back|home))?|text(?:ed)?|sms"
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
_REACH = 40
_NATIONAL = 10
_LOCAL = 7


def _national(value: str) -> str | None:
    """The ten digits without the country code 1, or None."""
    digits = digits_of(value)
    if len(digits) == _NATIONAL + 1 and digits[0] == "1":
        digits = digits[1:]
    return digits if len(digits) == _NATIONAL and checksums.nanp(digits) else None


def _kind(digits: str) -> str:
    return "PHONE.FICTITIOUS" if digits[3:8] == "55501" else "PHONE"


def _formatted(value: str, text: str, start: int, _end: int) -> str | None:
    digits = _national(value)
    if digits is None:
        return None
    before = text[max(0, start - _REACH) : start]
    public = checksums.toll_free(digits) or (digits.endswith("00") and _OFFICE_BEFORE.search(before) is not None)
    if public and _KIN_NAME_BEFORE.search(before) is None:
        return None
    return _kind(digits)


def _bare(value: str, text: str, start: int, end: int) -> str | None:
    digits = _national(value)
    if digits is None or checksums.toll_free(digits):
        return None
    before, after = text[max(0, start - _REACH) : start], text[end : end + 12]
    return _kind(digits) if _BEFORE.search(before) or _AFTER.search(after) else None


def _foreign(value: str, _text: str, _start: int, _end: int) -> str | None:
    digits = digits_of(value)
    shortest, longest = 8, 15  # ITU-T E.164
    return "PHONE.INTERNATIONAL" if shortest <= len(digits) <= longest and value[1] != "1" else None


def _labelled(value: str, _text: str, _start: int, _end: int) -> str | None:
    digits = digits_of(value)
    if len(digits) == _LOCAL:
        return "PHONE"
    national = _national(value)
    return None if national is None or checksums.toll_free(national) else _kind(national)


DETECTOR = PatternDetector(
    "identifiers.phone",
    (
        Rule("PHONE", labelled(_LABEL, r"(?:\+?1[ .-])?\(?\d(?:[ ./)-]{0,2}\d){6,9}"), "label", 0.9, _labelled),
        Rule(
            "PHONE",
            r"((?:\+?1[ .-]{0,2})?(?:\(\d{3}\)[ .-]{0,2}|\d{3}[ ./-]{1,2})\d{3}[ .-]{1,2}\d[ ]?\d{3})",
            "shape",
            0.75,
            _formatted,
        ),
        Rule("PHONE", r"((?:\+?1)?\d{10})", "shape", 0.7, _bare),
        Rule("PHONE.INTERNATIONAL", r"(\+\d{1,3}(?:[ .-]?\(?\d{1,4}\)?){2,6})", "format", 0.7, _foreign),
    ),
    needs=(LONG_DIGITS,),
    more=("PHONE.FICTITIOUS",),
)
