"""Letters of other scripts that look Latin (after the confusables of UTS #39), folded only where they pose as Latin.

A Russian or Greek word stays what it is: it has letters that look like nothing Latin, or stands among words that do.
What is folded: a word that mixes such letters with Latin ones; a number with a letter that looks like a digit; and, in
a text of Latin words that has no other foreign letters, a word made of look-alikes alone.
"""

from __future__ import annotations

import re

# Pairs of look-alike and what it looks like, one script a line: Cyrillic capitals, Cyrillic small, Greek capitals,
# Greek small, Armenian, Latin's own relatives.
_PAIRS = (
    "\u0410A\u0412B\u0421C\u0415E\u041dH\u0406I\u0408J\u041aK\u041cM\u041eO\u0420P\u0405S\u0422T\u0425X\u0423Y"
    "\u04c0I\u0474V\u051aQ\u051cW\u050cG\u0500D\u04aeY\u0401E"
    "\u0430a\u0435e\u0456i\u0458j\u043eo\u0440p\u0441c\u0443y\u0445x\u0455s\u04bbh\u0501d\u051bq\u051dw\u0475v"
    "\u043ak\u043cm\u0442t\u04cfl\u044cb\u0491r\u0433r\u043fn\u0432b\u043dh\u0451e\u0457i"
    "\u0391A\u0392B\u0395E\u0396Z\u0397H\u0399I\u039aK\u039cM\u039dN\u039fO\u03a1P\u03a4T\u03a5Y\u03a7X"
    "\u03b1a\u03b3y\u03b5e\u03b7n\u03b9i\u03bak\u03bdv\u03bfo\u03c1p\u03c3o\u03c4t\u03c5u\u03c7x\u03c9w\u03f2c\u03f3j"
    "\u0561w\u0563q\u0566q\u0570h\u0578n\u057du\u0581g\u0585o\u0555O\u054fS\u053cL"
    "\u0131i\u0237j\u0251a\u0261g\u0269i\u026ai\u028bv\u0253b\u0257d\u0266h\u0272n\u01c0l\u0184b\u01bds"
)
_LETTERS = str.maketrans(_PAIRS[::2], _PAIRS[1::2])
_DIGITS = str.maketrans(
    "\u041e\u043e\u039f\u03bf\u0585\u0555\u0417\u0437\u04e0\u04e1\u0406\u0456\u04c0\u04cf\u0399\u03b9\u0431\u0427\u01bc",
    "0000003333111111645",
)
_ANY = re.compile(f"[{_PAIRS[::2]}\u0417\u0437\u04e0\u04e1\u0431\u0427\u01bc]")
_WORD = re.compile(r"[^\W_]+")
_FOREIGN = re.compile(r"[\u0370-\u03ff\u0400-\u052f\u0530-\u058f]")
_LATIN = re.compile(r"[A-Za-z]")
_END_OF_LATIN = 0x250
"""Latin letters with their accents (Basic Latin to Latin Extended-B) lie below."""


def as_latin(text: str) -> str:
    """`text`, already folded by character, with every word that poses as Latin written so; of the same length."""
    if _ANY.search(text) is None:
        return text
    text = _WORD.sub(_unmixed, text)
    if _FOREIGN.search(text) is None or _LATIN.search(text) is None:
        return text
    plain = _WORD.sub(_unmasked, text)
    return text if _FOREIGN.search(plain) else plain


def _unmixed(match: re.Match[str]) -> str:
    """A word that mixes look-alikes with Latin letters or digits."""
    word = match.group()
    if word.isascii():
        return word
    number = word.translate(_DIGITS)
    if number.isascii() and number.isdigit() and any(map(str.isascii, word)):
        return number
    latin = word.translate(_LETTERS)
    mixed = latin != word and any(ord(char) < _END_OF_LATIN and char not in "\u0131\u01c0\u0184\u01bd" for char in word)
    return latin if mixed and _is_latin(latin) else word


def _unmasked(match: re.Match[str]) -> str:
    """A word of look-alikes alone."""
    word = match.group()
    latin = word.translate(_LETTERS)
    return latin if _is_latin(latin) else word


def _is_latin(word: str) -> bool:
    return all(ord(char) < _END_OF_LATIN for char in word)
