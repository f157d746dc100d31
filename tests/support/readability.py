"""How hard a text is to read: Flesch-Kincaid for English, Fernandez-Huerta for Spanish."""

from __future__ import annotations

import re


def _sentences(text: str) -> int:
    return max(1, len(re.findall(r"[.!?]+(?=\s|$|['\x22])", text)))


def grade(text: str) -> float:
    """Flesch-Kincaid grade (Kincaid et al. 1975); syllables are groups of vowels less a final silent e."""
    words = re.findall(r"[A-Za-z']+", text)
    syllables = sum(_english(word.lower()) for word in words)
    return 0.39 * len(words) / _sentences(text) + 11.8 * syllables / len(words) - 15.59


def _english(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = len(word) > 3 and word.endswith("e") and not word.endswith("le")
    ed = len(word) > 3 and word.endswith("ed") and not word.endswith(("ted", "ded"))
    return max(1, groups - (silent or ed))


def ease(text: str) -> float:
    """Fernandez-Huerta (1959) in Gamermann's and Law's reading: 206.84 - 60 syllables per word - 1.02 words a sentence.

    60 and above is plain, 50 to 60 somewhat hard, below 30 very hard.
    """
    words = re.findall(r"[A-Za-zÁÉÍÓÚÜÑáéíóúüñ]+", text)
    syllables = sum(_spanish(word.lower()) for word in words)
    return 206.84 - 60 * syllables / len(words) - 1.02 * len(words) / _sentences(text)


def _spanish(word: str) -> int:
    """Vowel groups; two strong vowels, or an accented weak one beside another, are two syllables."""
    word = re.sub(r"qu|gu(?=[eiéí])", "k", word)
    word = re.sub(r"([aeoáéóíú])(?=[aeoáéóíú])", r"\1-", word)
    return max(1, len(re.findall(r"[aeiouáéíóúü]+", word)))
