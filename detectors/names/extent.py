"""Where a written name ends when capitals do not tell: before the label of a number, and in text all in capitals.

A form says "Patient: Ilse Marrow, MRN 7729041": what stands right before the digits is their label, not a name. In
capitals every word looks like a name; a name is then what is no English word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.names.lexicon import is_common, is_given, is_given_anywhere, is_organisation_word, is_public_figure
from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from detectors.finding import Finding

_NUMBERED: Final = word_set(
    "mrn ssn ssid sid dob id ids no nos num nbr number case cause acct account grade gr age room rm apt unit ph tel"
    " cell"
    " phone fax medicaid member chart record plan policy license licence dl ext sis perm file claim group docket"
    " ref tin"
    " npi a-number passport visa born dx icd bus route po box state student patient client employee emp"
)
"""What stands before a number and says what it is."""
_AUXILIARY: Final = frozenset({"WAS", "IS", "HAS", "HAD", "WERE", "DID", "OR", "AND", "WILL", "MAY", "CAN"})
# Short looks over one candidate: stdlib `re` is safe here.
_TOKEN = re.compile(r"[^\s,;:#()]+")
_NUMBER_NEXT = re.compile(r"[\s.:#-]{0,3}\d")
_LONGEST_SURNAME_GAP = 1
_ROLE_BEFORE = re.compile(
    r"\b(?i:my|our|his|her|their|your|the|this|a|foster|new) (?:[a-z]+ )?(?:student|scholar|pupil|child|kid"
    r"|kiddo|son|daughter|niece"
    r"|nephew|grandson|granddaughter|toddler|patient|client|mother|father|mom|dad|parent|guardian|grandma"
    r"|grandpa|aunt|uncle"
    r"|brother|sister|sibling|cousin|caregiver|stepdad|stepmom|husband|wife|twin),? $"
    r"|\b(?i:student|child|pupil|patient|client|parent|guardian|mother|father)(?:'s name)?: ?$"
)
_ROLE_REACH: Final = 40


def end_before_label(text: str, start: int, end: int) -> int:
    """The end of ``text[start:end]`` without labels of a number that follows; `start` when nothing else is left."""
    if _NUMBER_NEXT.match(text, end) is None:
        return end
    tokens = [match.span() for match in _TOKEN.finditer(text, start, end)]
    kept = len(tokens)
    while kept and text[slice(*tokens[kept - 1])].lower().strip(".") in _NUMBERED:
        kept -= 1
    if kept == len(tokens):
        return end
    return tokens[kept - 1][1] if kept else start


def end_in_capitals(text: str, start: int, end: int) -> int:
    """The end of a name in ``text[start:end]`` when all of it is in capitals; `start` when it holds no name.

    The words after the first count until one is an English word; a surname that is one too ("LONG") counts when an
    auxiliary verb follows it or nothing does.
    """
    if not text[start:end].isupper() or " " not in text[start:end]:
        return end
    tokens = [match.span() for match in _TOKEN.finditer(text, start, end)]
    words = [text[low:high] for low, high in tokens]
    if not words or (_is_word(words[0]) and not is_given(words[0])):
        return end
    kept = 1
    while kept < len(words) and (not _is_word(words[kept]) or _is_surname(text, words, kept, tokens[-1][1])):
        kept += 1
    if kept == len(words):
        return end
    if kept == 1 and is_common(words[0]) and words[1] not in _AUXILIARY:
        return start
    return tokens[kept - 1][1]


def _is_word(word: str) -> bool:
    return (is_common(word) or is_organisation_word(word)) and not (is_given(word) and not is_common(word))


def _is_surname(text: str, words: list[str], place: int, end: int) -> bool:
    """Whether an English word in second place is a surname: "TESSA LONG WAS", "TESSA LONG." but not "TESSA FELL ON"."""
    if place != _LONGEST_SURNAME_GAP or words[place] in _AUXILIARY:
        return False
    if place + 1 < len(words):
        return words[place + 1] in _AUXILIARY
    return text[end : end + 1] in {"", "\n", ".", ",", ";"}


def parted_by_y(text: str, pieces: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Two full names that "y" joins, one by one; "Ortega y Gasset" has single words and is one name."""
    for start, end in pieces:
        joint = text.find(" y ", start, end)
        second = text[joint + 3 : end].split(maxsplit=1)[:1] if joint > 0 else []
        first = text[start:joint].strip() if joint > 0 else ""
        if " " in first and (any(map(is_given_anywhere, second)) or is_public_figure(first)):
            yield start, joint
            yield joint + 3, end
        else:
            yield start, end


def has_role(text: str, finding: Finding) -> bool:
    """Whether a word in lower case says whose name it is: "my student Adam Smith", but not "Father Serra"."""
    if finding.why != "cue" or finding.detector != "names.cues" or finding.entity == "PERSON_OTHER":
        return False
    return _ROLE_BEFORE.search(text, max(0, finding.start - _ROLE_REACH), finding.start) is not None
