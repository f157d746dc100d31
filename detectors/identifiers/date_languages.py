"""Dates and words for birth in other home languages of the region than English and Spanish (`date_forms`).

Korean, Chinese, Russian, Ukrainian and Vietnamese, of OSPI's list of home languages.

Patterns for re2, to be used without regard to case.
"""

from __future__ import annotations

from typing import Final

_MONTHS: Final = (
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря"
    "|січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня"
)
FOREIGN: Final = (
    r"(?:(?:(?:19|20)\d\d(?:년 ?|年 ?))?\d{1,2}(?:월 ?|月 ?)\d{1,2}(?:일|日|号)"
    rf"|\d{{1,2}} (?:{_MONTHS})(?: (?:19|20)\d\d)?"
    r"|ng[aà]y \d{1,2} th[aá]ng \d{1,2}(?: n[aă]m (?:19|20)\d\d)?)"
)
"""A day and a month, perhaps with the year."""

BIRTH: Final = (
    r"생년월일|생일|出生日期|出生|生日|дат[аи] (?:рожд|народж)\pL{2,6}|родил(?:ся|ась)|народи(?:вся|лася)"
    r"|(?:ng[aà]y )?sinh(?: (?:ng[aà]y|v[aà]o))?"
)
"""Words before a date of birth."""


def without_spaces(date: str) -> bool:
    """Whether it ends in the word for day of a script that writes on without a space."""
    return date.endswith(("일", "日", "号"))
