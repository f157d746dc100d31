"""Words for digits and numbers in English and Spanish, and what runs of them say."""

from __future__ import annotations

from typing import Final

_UNITS = {
    "zero": 0, "oh": 0, "o": 0, "nought": 0, "naught": 0, "cero": 0, "one": 1, "uno": 1, "una": 1, "un": 1,
    "two": 2, "dos": 2, "three": 3, "tres": 3, "four": 4, "cuatro": 4, "five": 5, "fiver": 5, "cinco": 5,
    "six": 6, "seis": 6, "seven": 7, "siete": 7, "eight": 8, "ocho": 8, "nine": 9, "niner": 9, "nueve": 9,
}  # fmt: skip
_TEENS = {
    "ten": 10, "diez": 10, "eleven": 11, "once": 11, "twelve": 12, "doce": 12, "thirteen": 13, "trece": 13,
    "fourteen": 14, "catorce": 14, "fifteen": 15, "quince": 15, "sixteen": 16, "dieciséis": 16, "dieciseis": 16,
    "seventeen": 17, "diecisiete": 17, "eighteen": 18, "dieciocho": 18, "nineteen": 19, "diecinueve": 19,
    "veintiuno": 21, "veintiún": 21, "veintidós": 22, "veintidos": 22, "veintitrés": 23, "veintitres": 23,
    "veinticuatro": 24, "veinticinco": 25, "veintiséis": 26, "veintiseis": 26, "veintisiete": 27, "veintiocho": 28,
    "veintinueve": 29,
}  # fmt: skip
_TENS = {
    "twenty": 20, "veinte": 20, "thirty": 30, "treinta": 30, "forty": 40, "fourty": 40, "cuarenta": 40, "fifty": 50,
    "cincuenta": 50, "sixty": 60, "sesenta": 60, "seventy": 70, "setenta": 70, "eighty": 80, "ochenta": 80,
    "ninety": 90, "noventa": 90,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
_HUNDREDS = {
    "hundred": 100, "cien": 100, "ciento": 100, "doscientos": 200, "trescientos": 300, "cuatrocientos": 400,
    "quinientos": 500, "seiscientos": 600, "setecientos": 700, "ochocientos": 800, "novecientos": 900,
}  # fmt: skip
_THOUSAND = frozenset({"thousand", "mil"})
_TIMES = {"double": 2, "doble": 2, "triple": 3, "treble": 3}

WORDS: Final = (*_UNITS, *_TEENS, *_TENS, *_ORDINALS, *_HUNDREDS, *_THOUSAND, *_TIMES)
"""Every word that may stand in a spoken number."""
CERTAIN: Final = tuple(word for word in (*_UNITS, *_TEENS, *_TENS, *_TIMES) if word not in {"o", "un", "una", "once"})
"""Those that begin one: "once" is a common word of English, "un" and "una" of Spanish."""


def value(word: str) -> int:
    """What one word, or digits, says by itself; 0 for words that multiply."""
    if word.isdigit():
        return int(word)
    return next((table[word] for table in (_UNITS, _TEENS, _TENS, _ORDINALS, _HUNDREDS) if word in table), 0)


class Number:
    """One spoken group in the making: digits as they are said ("four one two", "sixty eight", "double five")."""

    def __init__(self) -> None:
        self.digits = ""
        self._last = ""
        self._times = 1

    def take(self, word: str) -> None:
        """Add the next word (of `WORDS`, lower case) or digits."""
        if word in _TIMES:
            self._times = _TIMES[word]
        elif word.isdigit():
            self._append(word, "digits")
        elif word in _UNITS or word in _ORDINALS:
            self._small(_UNITS.get(word, _ORDINALS.get(word, 0)))
        elif word in _TEENS:
            self._teen(_TEENS[word])
        elif word in _TENS:
            self._teen(_TENS[word], "tens")
        else:
            self._large(word)

    @property
    def complete(self) -> bool:
        """Whether a hyphen after it parts two groups; "sixty-eight" is one."""
        return self._last != "tens"

    def _append(self, digits: str, last: str) -> None:
        self.digits += digits * self._times
        self._times, self._last = 1, last

    def _small(self, value: int) -> None:
        if self._last == "tens" and 0 < value < 10:  # noqa: PLR2004  "sixty eight" is 68
            self._replace(1, str(value))
        elif self._last in {"hundreds", "thousands"} and value:
            self._replace(len(str(value)), str(value))
        else:
            self._append(str(value), "unit")

    def _teen(self, value: int, last: str = "teen") -> None:
        if self._last in {"hundreds", "thousands"}:
            self._replace(2, str(value))
            self._last = last
        else:
            self._append(str(value), last)

    def _large(self, word: str) -> None:
        if word in _THOUSAND:
            self.digits, self._last = (self.digits or "1") + "000", "thousands"
        elif word == "hundred":
            self.digits, self._last = (self.digits or "1") + "00", "hundreds"
        elif self._last == "thousands":
            self._replace(3, str(_HUNDREDS[word]))
            self._last = "hundreds"
        else:
            self._append(str(_HUNDREDS[word]), "hundreds")

    def _replace(self, count: int, digits: str) -> None:
        """Zeros at the end give way: 2000 and sixteen is 2016."""
        self.digits = self.digits[:-count] + digits
        self._last = "unit"
