"""Rooms that are called like people: the Willow room, "our cabins are named Hawk and Robin", el grupo Luna."""

from __future__ import annotations

import re
from typing import Final

from detectors.names.called_phrases import REACH, SMALL, WORD, Hit, Phrases, form, is_full_name
from detectors.names.called_signs import CHAIN_BEHIND
from detectors.names.lexicon import called, is_surely_given

# Windows of a few dozen characters round one candidate: stdlib `re` is linear here.
_THINGS_CALLED = re.compile(
    r"(?i)\b(?:(?:rooms?|cabins?|pods?|bus(?:es)?|vans?|printers?|servers?|tables|houses|wings?|boats?|carts?|laptops?"
    r"|copiers?|tents?) (?:(?:in|at|on|of|for) (?:the |our )?\w+ |here |all |both )?(?:is |are |were )?"
    r"|(?:teams?|groups) (?:(?:in|at|on|of|for) (?:the |our )?\w+ |here |all |both )?(?:is |are |were ))"
    r"(?:called|named) (?:[\w-]+(?:, and |, | and )){0,6}$"
)
"""The word for things is what is called so: "the bus rider named", "a team captain named" speak of people, and a team
that "named Ruby" chose her."""
_ROOM_WORDS: Final = r"rooms?|classrooms?|cabins?|wings?|pods?|cottages?|aulas?|sal[oó]n|salones|salas?"
_ROOM_BEHIND = re.compile(rf" (?:{_ROOM_WORDS})(?![\w-])", re.IGNORECASE)
_ROOM_BEFORE = re.compile(rf"(?i)\b(?:{_ROOM_WORDS})(?: (?:are|is|called|named|names))*:? (?:the )?$")
_ROOM_LIST = re.compile(
    r"(?i)\b(?:rooms|classrooms|cabins|wings|pods|cottages|aulas|salones|salas)(?: (?:are|called|named|names))*:? "
    r"((?:the )?[\w-]+(?:(?:, and |, | and | y )(?:the )?[\w-]+){1,8})"
)
_MEMBERS = re.compile(
    r"(?i)\b(?:(?:room|classroom|cabin|wing|pod|cottage)|(?:aula|sal[oó]n|sala|grupo) [\w-]+)"
    r"(?:\s?[:(]| [-\u2013\u2014] | (?:has|had|with|tiene|con) )[^.;\n]{0,60}$"
)
"""Who is in a room: "Willow room: Hazel and Juniper"."""
_LISTED_NEXT = re.compile(r"(?:, | y | and )(\w+)")
_OF_CHILDREN = re.compile(
    r"(?i)\b(?:roster|attendance|drop(?:ped|s)?[ -]?off|check(?:ed|s)?[ -]?in|sign(?:ed|s)?[ -]?in|bit|bites?|biting"
    r"|hits?|kick\w*|push\w*|scratch\w*|friends?|napp\w*|slept|sleeps|ate|diaper\w*|potty|toilet\w*|fevers?|bruis\w*|fell"
    r"|bottles?|asthma|epi-?pens?|medic\w*|late|siblings?)\b"
)
"""What is told of children beside the names of rooms."""
_THEY_DO = re.compile(
    r" (?:go|have|sit|move|moved|stay|fight|fought|bite|bit|play|share|ride|nap|cry|cried|come|need|want|like|love"
    r"|eat)\b"
)
"""The verb of several: "Hazel, Juniper and Aspen go to the Willow room"."""
_ROOM_SPANISH = re.compile(r"(?i)\b(?:aula|sal[oó]n|sala|sal[oó]n de clases|grupo) $")
_GOES_TO = re.compile(r"(?:\b(?:goes|go|sent|send|move|moved|deliver) |\bnot )(?:to|in|from) $")
LISTED_BEHIND: Final = re.compile(r"(?:,|;|\.|$|\n|\t|\||\)| and | & | y | room)", re.IGNORECASE)
LISTED_BEFORE: Final = re.compile(
    r"(?:,|;|:|^|\n|\t|\||\(|\band|&|\by|\bto|\bin|\bfrom|\bthe|\bof|\d|\bor|\bnot)\s*$", re.IGNORECASE
)
"""Both round a word make it one of a list."""
_BESIDE: Final = 60


def says_called(text: str, start: int, end: int) -> bool:
    """Whether the text says that rooms, vans or printers are called ``text[start:end]``."""
    before = _THINGS_CALLED.search(text, max(0, start - REACH), start)
    named = before is not None and not is_full_name(text[start:end])
    return named and LISTED_BEHIND.match(text, end) is not None


def is_named_room(text: str, hit: Hit) -> bool:
    """Whether the word for rooms stands beside it: "Willow room", or a list of rooms."""
    return _ROOM_BEHIND.match(text, hit.end) is not None or _in_room_list(text, hit)


def is_like_room(text: str, hit: Hit, sentence: tuple[int, int], phrases: Phrases) -> bool:
    """Whether it is one of several rooms: beside another one, in a sentence that names no child.

    Args:
        text: the text.
        hit: a word that rooms are called by.
        sentence: where its sentence begins and ends.
        phrases: those of the text.
    """
    after = _LISTED_NEXT.match(text, hit.end)
    if _ROOM_SPANISH.search(text, max(0, hit.start - 16), hit.start):
        return after is None or not _is_child(after.group(1))
    chain = CHAIN_BEHIND.match(text, hit.end)
    if _THEY_DO.match(text, hit.end if chain is None else chain.end()) is not None:
        return False
    if _OF_CHILDREN.search(text, max(0, hit.start - REACH), min(len(text), hit.end + REACH)) is not None:
        return False
    if _MEMBERS.search(text, max(0, hit.start - REACH), hit.start) is not None:
        return False
    goes = text[hit.start].islower() and _GOES_TO.search(text, max(0, hit.start - 16), hit.start) is not None
    listed = LISTED_BEFORE.search(text, max(0, hit.start - 8), hit.start) and LISTED_BEHIND.match(text, hit.end)
    if not (goes or listed) or any(_is_child(word) for word in WORD.findall(text, *sentence)):
        return False
    low, high = max(0, hit.start - _BESIDE), min(len(text), hit.end + _BESIDE)
    return any(other.start != hit.start and _says_room(text, other) for other in phrases.near(low, high))


def _is_child(word: str) -> bool:
    return word[0].isupper() and is_surely_given(word) and "room" not in called().get(word.lower(), ())


def _says_room(text: str, hit: Hit) -> bool:
    before = _ROOM_BEFORE.search(text, max(0, hit.start - 16), hit.start)
    return hit.kind == "room" and (before is not None or _ROOM_BEHIND.match(text, hit.end) is not None)


def _in_room_list(text: str, hit: Hit) -> bool:
    """Whether it stands in a list of rooms, all of which are called as rooms are."""
    for match in _ROOM_LIST.finditer(text, max(0, hit.start - REACH), min(len(text), hit.end + REACH)):
        if match.start(1) <= hit.start < match.end(1):
            words = [form(word) for word in WORD.findall(match.group(1))]
            return all("room" in called().get(word, ()) for word in words if word not in SMALL)
    return False
