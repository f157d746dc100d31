# ruff: noqa: RUF001  # the letters of other scripts are meant
"""Grades and ages in other languages of Washington's families.

Spanish, Vietnamese, Russian, Ukrainian, Somali, Arabic, Tagalog and Chinese; tried only beside a word of age.
A year of lower secondary school ("primero de secundaria") is not read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_STEMS: Final = (
    "",
    "primer 1ro 1er перв перш koowaad الاول الأول 一 初",
    "segundo 2do втор друг labaad الثاني 二",
    "tercer 3ro 3er трет saddexaad الثالث 三",
    "cuarto 4to четверт четвёрт afraad الرابع 四",
    "quinto 5to пят п'ят п\u2019ят shanaad الخامس 五",
    "sexto 6to шест шост lixaad السادس 六",
    "septimo séptimo 7mo седьм сьом todobaad toddobaad السابع 七",
    "octavo 8vo восьм sideedaad الثامن 八",
    "noveno 9no девят дев'ят sagaalaad التاسع 九",
    "decimo décimo десят tobnaad العاشر 十",
)
_BY_STEM: Final = {stem: number for number, stems in enumerate(_STEMS) for stem in stems.split()}

_ES = (
    r"primero?|segundo|tercero?|cuarto|quinto|sexto|s[eé]ptimo|octavo"
    r"|[1-8]\.?[\s\u00ba\u00b0\u00aa]?(?:ero?|ro|do|to|mo|vo|o|a)?"
)
_CYRILLIC = (
    r"(?:перв|перш|втор|друг|трет|четв[её]рт|п['\u2019]?ят|шест|шост|седьм|сьом|восьм|дев'?ят|десят)[а-яіїєґ]{1,4}"
)
_SOMALI = r"koowaad|labaad|saddexaad|afraad|shanaad|lixaad|todd?obaad|sideedaad|sagaalaad|tobnaad"
_ARABIC = r"ال(?:[أا]ول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر)(?!\sعشر)"
_DIGITS = r"[0-9\u0660-\u0669]{1,2}"

_GRADE = re.compile(
    rf"\b(?P<es>{_ES})\s(?:de\s)?(?:primaria|grado|a\u00f1o de primaria)\b"
    rf"|\b(?:va|est[aá]|cursa|entra|entr[oó]|pas[aoó]|estudia|es)\s(?:a|en|al|de)\s(?P<va>{_ES})\b"
    r"(?!\s(?:de\s(?:secundaria|prepa)|lugar|piso|turno))"
    rf"|\b(?P<ru>\d{{1,2}}(?:-?[а-я]{{1,3}})?|{_CYRILLIC})\s(?:класс[еау]?|клас[іу]?)\b"
    rf"|\bfasalka\s(?P<so>{_SOMALI}|\d{{1,2}})"
    r"|\bl(?:\u1edb|o)p\s(?P<vi>\d{1,2})\b|\b(?:ika-?\s?(?P<tl>\d{1,2})\s(?:na\s)?baitang|baitang\s(?P<tl2>\d{1,2}))\b"
    rf"|(?:الصف|صف)\s(?P<ar>{_ARABIC}|{_DIGITS})"
    r"|(?P<zh>十[一二]?|[一二三四五六七八九]|\d{1,2})\s?年[级級]",
    re.IGNORECASE,
)
_KINDERGARTEN = re.compile(
    r"\bk[ií]nder(?:garten|cito)?\b|\bjard[ií]n de ni[nñ]os\b|\bm\u1eabu gi\u00e1o\b|\bдетск(?:ий|ом|ого) сад[уа]?\b"
    r"|\bсадик[еау]?\b|\bдит(?:ячий|ячому|садок|садку)\b|(?:ال)?روضة|幼儿园|幼兒園|\bxanaanada\b",
    re.IGNORECASE,
)
_PRESCHOOL = re.compile(r"\bpre-?(?:escolar|kinder|primaria)\b|学前班|學前班", re.IGNORECASE)
_YEARS = re.compile(
    r"(?<!\d)(?P<n>\d{1,2}|[\u0660-\u0669]{1,2})[\s-]?(?:a[nñ]it?os?\b|лет\b|года?\b|годик\w*|рок[иі]в\b|років\b|роки\b"
    r"|рік\b|jir\b|sano\sjir\b|tu\u1ed5i\b|taong gulang\b|na taon\b|سنوات|سنة|سنين|عام[اً]*|أعوام|[岁歲])"
    r"(?!\s(?:назад|тому|опыта|на\s|de experiencia|atr[aá]s|kinh|خبرة))"
    r"|(?P<zh>[一二三四五六七八九]|十[一二三四五六七八]?)[岁歲]",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:hace|за|por|desde hace|через|منذ)\s$", re.IGNORECASE)
CHINESE: Final = re.compile(r"年[级級]|[岁歲]|幼[儿兒]园|[学學]前班")
"""What tells of an age in Chinese, where no space shows the word."""


class Stated(NamedTuple):
    """A grade or an age that the words say: `grade` 0 is kindergarten, -1 earlier."""

    start: int
    end: int
    grade: int | None
    years: int | None


def stated(text: str, low: int, high: int) -> Iterator[Stated]:
    """Grades and ages between `low` and `high`."""
    for match in _GRADE.finditer(text, low, high):
        word = next(group for group in match.groups() if group is not None)
        grade = _grade(word.lower())
        if grade is not None:
            yield Stated(*match.span(), grade, None)
    for number, pattern in ((0, _KINDERGARTEN), (-1, _PRESCHOOL)):
        for match in pattern.finditer(text, low, high):
            yield Stated(*match.span(), number, None)
    for match in _YEARS.finditer(text, low, high):
        if _SINCE.search(text, max(low, match.start() - 12), match.start()) is None:
            word = match.group("n") or match.group("zh")
            yield Stated(*match.span(), None, _count(word))


def _grade(word: str) -> int | None:
    digits = re.match(_DIGITS, word)
    if digits is not None:
        return int(digits.group())
    if word[0] == "十":
        return _count(word)
    return next((number for stem, number in _BY_STEM.items() if word.startswith(stem)), None)


def _count(word: str) -> int:
    """Digits of any script, or a Chinese number up to nineteen."""
    if word[0] == "十":
        return 10 + (_BY_STEM[word[1]] if len(word) > 1 else 0)
    return int(word) if word.isdecimal() else _BY_STEM[word]
