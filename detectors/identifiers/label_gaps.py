"""What may stand between a label and its value, in front of it and behind it, and between the values of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detectors.identifiers.pattern import compile_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detectors.identifiers.labelled import Reach

_SIGN = r"""["'`\\\s:=#>*|()\[\]{}.,\-_/~<]"""
_NUMBER = r"(?:numbers?|nums?|n[uú]m(?:ero)?|nbr|no|nr|ids?|code|value|text|n[°º])"
_VERB = (
    r"(?:is|was|are|were|be|should be|shows?(?: as)?|reads?|listed as|entered as|recorded as|as|es|era"
    r"|son|end(?:s|ing)?(?: in| with)?)"
)
_SMALL = (
    r"(?:of|for|on|the|this|that|a|an|her|his|their|my|our|your|its|it|it's|which|and|date|year|from"
    r"|to|in|by|with|under|please|still|now|currently|also|new|old|full|last|file|record|card|case|intake|child|kid|student|pupil|client|patient|member"
    r"|mother|father|mom|dad|parent|guardian|de|del|la|el|su|mi|que|del ni[nñ]o|char|varchar|string|int|integer|ending"
    r"|issued|given|above|below|same|he|she|they|we|gave|have|has)"
)
_PERSON = (
    r"(?:[\s(]{1,2}(?:for|of|de|del|para|belonging to)\s(?:(?:the|my|our"
    r"|this)\s)?[\pL][\pL'.-]{0,24}(?:\s[\pL][\pL'.-]{0,24}){0,2}"
    r"(?:'s)?(?:\s?\([^()\n]{1,30}\))?(?:\s?[:=)]|\s(?:is|was|es|as)\b))?"
)
_ASIDE = r"(?:\s?\([^()\n\d]{1,40}\))?"
"""A remark in brackets: "SSN (mother): ..."."""
_NEAR = rf"{_ASIDE}(?:{_SIGN}{{0,4}}\b(?:{_NUMBER}|{_VERB})\b\.?){{0,3}}{_SIGN}{{0,5}}?"
_WIDE = rf"{_ASIDE}{_PERSON}(?:{_SIGN}{{0,4}}\b(?:{_NUMBER}|{_VERB}|{_SMALL})\b(?:'s)?\.?){{0,5}}{_SIGN}{{0,5}}?"

GAPS: Final[Mapping[Reach, str]] = {"wide": _WIDE, "near": _NEAR}
"""Between a label and the value behind it."""

_WHOSE = (
    r"(?:(?:the|his|her|their|my|our|your|its|a|an|su|mi|el|la|[\pL]{2,20}'s|student|child|kid|new|old"
    r"|last|four|digits|of)\s){0,5}"
)
BEFORE_LABEL: Final = (
    rf"[\"'`)\]]{{0,2}}(?:\s(?:is|was|are|were|as|es|era|being)\s{_WHOSE}|\s?[=-]\s?{_WHOSE}"
    rf"|,\s(?:is\s|which is\s)?(?:his|her|their|my|the|your|su)\s|\s?\()"
)
"""Between a value and the label behind it."""

AFTER_LABEL: Final = rf"(?:[\s_.#-]{{0,2}}{_NUMBER})?#?"
CLOSED: Final = compile_pattern(r"^[\s#.]{0,2}[)\]]")
"""Behind a label that was opened with a bracket: "304981 (student id)"."""

CONTINUED: Final = (
    r"[\"']?(?:\s?\([^()\n\d]{1,40}\))?\s{0,2}"
    r"(?:[,;/&|+]|\band\b|\bor\b|\by\b|\n)\s{0,3}(?:(?:and|or|y|&)\s{1,2})?(?:[-*]\s)?[#\"']?"
)
"""Between one value of a list and the next."""
