"""Dates and words for birth in other home languages of the region than English and Spanish (`date_forms`).

Korean, Chinese, Russian, Ukrainian, Vietnamese, Tagalog, French, Portuguese, German, Arabic, Somali and Swahili: of
OSPI's list of home languages.

Patterns for re2, to be used without regard to case.
"""

from __future__ import annotations

from typing import Final

_CYRILLIC: Final = (
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
    "|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
)
_FRENCH: Final = (
    "janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre"
    "|janv\\.|f[ée]vr\\.|juil\\.|sept\\.|d[ée]c\\."
)
_PORTUGUESE: Final = "janeiro|fevereiro|mar[çc]o|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro"
_GERMAN: Final = "januar|februar|m[äa]rz|april|mai|juni|juli|august|september|oktober|november|dezember"
_TAGALOG: Final = (
    "enero|pebrero|marso|abril|mayo|hunyo|hulyo|agosto|setyembre|oktubre|nobyembre|disyembre"
    "|january|february|march|april|may|june|july|august|september|october|november|december"
)
_SOMALI: Final = (
    "janaayo|jannaayo|febraayo|feberweri|maarso|abriil|maajo|juun|luulyo|ogosto|agoosto|sebtembar|oktoobar|nofembar"
    "|disembar"
)
_SWAHILI: Final = "januari|februari|machi|aprili|mei|juni|julai|agosti|septemba|oktoba|novemba|desemba"
_ARABIC: Final = (
    "يناير|فبراير|مارس|أبريل|ابريل|مايو|يونيو|يوليو|أغسطس|اغسطس|سبتمبر|أكتوبر|اكتوبر|نوفمبر|ديسمبر"
    "|كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول"
)
_YEAR: Final = r"(?:19|20)\d\d"
FOREIGN: Final = (
    rf"(?:(?:{_YEAR}(?:년 ?|年 ?))?\d{{1,2}}(?:월 ?|月 ?)\d{{1,2}}(?:일|日|号)"
    rf"|\d{{1,2}} (?:{_CYRILLIC})(?: {_YEAR})?"
    rf"|ng[aà]y \d{{1,2}} th[aá]ng \d{{1,2}}(?: n[aă]m {_YEAR})?"
    rf"|(?:\d{{1,2}}|1 ?er) (?:{_FRENCH})(?: {_YEAR})?"
    rf"|(?:\d{{1,2}}|1[ºo]) de (?:{_PORTUGUESE})(?:,? de {_YEAR})?"
    rf"|\d{{1,2}}\. ?(?:{_GERMAN}) {_YEAR}"
    rf"|ika-? ?\d{{1,2}} ng (?:{_TAGALOG})(?:,? (?:ng )?{_YEAR})?"
    rf"|(?:enero|pebrero|marso|hunyo|hulyo|setyembre|oktubre|nobyembre|disyembre) \d{{1,2}}(?:,? {_YEAR})?"
    rf"|\d{{1,2}}(?:da|dii)? ?(?:bishii )?(?:{_SOMALI})(?: {_YEAR})?|(?:tarehe )?\d{{1,2}} (?:{_SWAHILI})(?: {_YEAR})?"
    rf"|\d{{1,2}} (?:{_ARABIC})(?: {_YEAR})?)"
)
"""A day and a month, perhaps with the year."""

GERMAN: Final = rf"(?:am|vom|zum|den|dem|ab|seit|bis) (\d{{1,2}}\. ?(?:{_GERMAN}))(?:[^\pL\pN]|$)"
"""Without its year only behind a word for when: "3. April called" is the third item of a list."""

BIRTH: Final = (
    r"생년월일|생일|出生日期|出生|生日|дат[аи] (?:рожд|народж)\pL{2,6}|родил(?:ся|ась)|народи(?:вся|лася)"
    r"|(?:ng[aà]y )?sinh(?: (?:ng[aà]y|v[aà]o))?"
    r"|\bn[ée]e? (?:le|en)\b|\bdate de naissance\b|\bnasc(?:eu|id[oa]|imento)(?: (?:em|no dia|a))?\b"
    r"|\bgeboren(?: am)?\b"
    r"|\bgeburtsdatum\b|\b(?:i?p?inanganak|isinilang|kaarawan|kapanganakan)(?: (?:siya|sya|po|niya|nya|si \p{Lu}\pL+))?"
    r"(?: po)?(?: (?:noong|ay|sa))?\b|\btaon (?:na )?(?:po )?(?:siya|sya)(?: po)?(?: noong)?\b"
    r"|\b(?:wuxuu|waxay)? ?dhashay\b|\btaariikhda dhalashada\b|\b(?:ali|wali)zaliwa(?: tarehe)?\b"
    r"|\btarehe ya kuzaliwa\b|تاريخ الميلاد|من مواليد|ولدت? في|مولود"
)
"""Words before a date of birth."""


def without_spaces(date: str) -> bool:
    """Whether it ends in the word for day of a script that writes on without a space."""
    return date.endswith(("일", "日", "号"))
