"""Things that a word beside or inside them gives away: a fund, a hyphened word, a street, a machine, a saint's drive.

No list of phrases: "the Ada Pell Family Foundation" is a body whoever she was, and "the copier named Otis" a copier.
What a sentence tells of a child ("Otis cried at lunch") stays a child.
"""

from __future__ import annotations

import re
from typing import Final

from detectors.names.called_signs import DOES_BEHIND
from detectors.names.lexicon import (
    called,
    is_brand,
    is_common,
    is_given_anywhere,
    is_surely_given,
    is_surname,
    plain,
)
from detectors.structure.labels import word_set

# Windows of a few dozen characters round one candidate: stdlib `re` is linear here.
_BODY: Final = (
    r"(?:(?:Family|Community|Memorial|Charitable|Educational?|Children['\u2019]s|Scholarship|Research|Legacy"
    r"|Endowed|Public|Teaching|Performing Arts|Arts|Science|Health|Medical|Recreation|Youth|Senior"
    r"|Early Learning) ){0,2}"
    r"(?:Foundation|Fund|Endowment|Trust|Scholarships?|Fellowships?|Institute|Library|Philanthropies|Charities"
    r"|Auditorium"
    r"|Gymnasium|Stadium|Fieldhouse|Museum|Theat(?:er|re)|Pavilion|Observatory|Arboretum|Prize|Chair in)"
    r"(?![\w-])(?!['\u2019]s)(?! ?[:\d])(?! (?:Essay|App|Letter|Form|Rec|Interview|Offer|Info|Speech|Draft|Time"
    r"|Pass)\w*)"
)
_BODY_BEHIND = re.compile(rf" (?:(?:and|&) [A-Z]\w+ [A-Z]\w+ )?{_BODY}")
_BODY_AT_END = re.compile(rf" {_BODY}$")
_HYPHENED = re.compile(r"([^\W\d_]+)((?:-[^\W\d_]+)+)")
_SUFFIXES: Final = word_set(
    "up ups in ins out outs off offs on ons by bys down over back call calls pay time free like style styled type"
    " era based funded themed inspired shaped sized made led run related eligible writing writer work works mate"
    " side wide line lined list lists point bound ended eyed tipped hole ball box pot of the o a and de"
)
"""What makes, behind a hyphen, an ordinary word of a word: "Mark-ups", "Will-call", "Grant-funded"."""
_LIKENESSES: Final = frozenset(
    ["style", "styled", "like", "type", "inspired", "themed", "branded", "era", "shaped", "flavored", "flavor"]
)
"""What makes a likeness of a brand or of a figure: "Aunt Jemima-style"."""
_CAPITALS_BEFORE = re.compile(r"((?:[A-Z][\w'\u2019]* ){1,2})$")
_STREET = re.compile(r"(?:St|Ave|Av|Blvd|Rd|Ln|Ct|Pl|Pkwy|Hwy|Cir|Dr|Avenue|Boulevard|Parkway|Highway)\.?$")
_STREET_BEHIND = re.compile(r" (?:St|Ave|Blvd|Rd|Ln|Ct|Pl|Pkwy|Hwy|Cir|Avenue|Boulevard|Parkway|Highway)(?![\w'-])")
_SURNAME_GOES_ON = re.compile(r"\.? ?[-'\u2019]?[A-Z]|['\u2019]s\b")
"""Behind "Madison St" it begins a surname, or owns something: "Madison St. Clair"."""
_SAINT_BEFORE = re.compile(r"\b(?:saint|saints|st\.?) $")
_SAINTS: Final = word_set(
    "vincent jude francis joseph mary anthony patrick nicholas john paul peter luke mark matthew michael therese"
    " teresa elizabeth thomas james andrew george martin louis charles anne ann bernadette augustine benedict"
    " dominic ignatius rita rose cecilia catherine monica stephen edward alphonsus leo bernard brigid clare david"
    " edmond helens helen lawrence margaret philip raphael sebastian valentine vincents jerome agnes aidan ambrose"
    " barnabas basil cloud croix kitts lucia albans regis olaf albert pius"
)
_MACHINES: Final = (
    r"(?:copiers?|photocopiers?|printers?|robots?|bots?|chat ?bots?|laminators?|servers?|mowers?|vacuums?|scrubbers?"
    r"|zambonis?"
    r"|tractors?|forklifts?|trucks?|plows?|boilers?|furnaces?|kilns?|ovens?|drones?|laptops?|projectors?|computers?"
    r"|machines?"
    r"|carts?|generators?|pumps?|telescopes?|engines?|shredders?|risographs?|3d printers?|plotters?|cutters?|manikins?"
    r"|mannequins?|skeletons?|hurricanes?|storms?|cyclones?|avatars?|steamers?|mixers?"
    r"|freezers?|fridges?|dishwashers?|dryers?|washers?|boats?|canoes?|kayaks?|snowplows?|backhoes?|rovers?|probes?)"
)
_MACHINE_NAMED = re.compile(
    rf"(?i)\b(?:the|our|a|an|this|that|my|your|their|new|old|classroom|office|library|school) (?:[\w-]+ ){{0,2}}"
    rf"(?<!to the )(?<!on the )(?<!by the ){_MACHINES}(?:,| that| which| \((?=\w))? ?(?:we |they |everyone |kids |is "
    rf"|was |are |has been )?"
    r"(?:all )?(?:named|nicknamed|called|dubbed|call) [\"'\u201c]?(?:[A-Z][\w'-]*(?:, | and | ))?(?:(?i:big|old"
    r"|little|the) )?$"
)
_LESSON_NAMED = re.compile(
    r"(?i)\b(?:call|name|label|suppose|imagine|pretend|rename)(?: that)? (?:the |our |your |two |three |these |both "
    r"|a |each )?"
    r"(?:[a-z-]+ ){0,2}(?:plants?|peas?|flowers?|beans?|seeds?|cells?|atoms?|molecules?|particles?|rocks?|planets?"
    r"|stars?"
    r"|trains?|cars?|boats?|balls?|magnets?|triangles?|angles?|lines?|circles?|dots?|points?|puppets?|dragons?"
    r"|monsters?"
    r"|blocks?|counters?|coins?|flies|moths?|beetles?|mice|rabbits?|fish|fishes|butterfl(?:y|ies)|caterpillars?|snails?"
    r"|droplets?|raindrops?|clouds?|bacteria|bacterium|gametes?|genes?|snowflakes?|crystals?|acorns?|trees?)"
    r"(?: are| is| as| be)?(?: called| named)? [\"'\u201c]?(?:(?:[A-Z][\w-]* ){1,2}(?:and|or|,) )?(?:[A-Z][\w-]* )?$"
)
_RINGS = re.compile(r"['\u2019]s?\b| (?:at|to|in|back|about|twice|again|on|for|and told|down|over|her|his|mom|dad)\b")
"""Behind somebody who was called by telephone: "the robot called Emma's mother"."""
_REACH: Final = 90
_HYPHEN_REACH: Final = 40


def is_thing_beside(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]``, a candidate for a name, is a thing by its form or by the words right beside it.

    Args:
        text: the original text.
        start: where the candidate begins.
        end: one past its last character.
    """
    if not text[start:end].strip():
        return False
    return (
        _is_body(text, start, end)
        or _is_hyphened(text, start, end)
        or _is_street(text, start, end)
        or _is_saints(text, start, end)
        or _is_called_so(text, start, end)
    )


def _is_body(text: str, start: int, end: int) -> bool:
    """A fund or a building that is called after somebody: "Ada Pell Family Foundation"."""
    body = _BODY_BEHIND.match(text, end)
    if body is not None:  # "Maya Library" is a child's place on a schedule
        several = " " in text[start:end] or " " in body.group().strip() or not is_surely_given(text[start:end])
        return several and text[start].isupper()
    return _BODY_AT_END.search(text, start, end) is not None and _SURNAME_GOES_ON.match(text, end) is None


def _is_hyphened(text: str, start: int, end: int) -> bool:
    """A word that is a given name too, tied to a lower-case word: "Mark-up"; "Anne-marie" and "Ji-in" are names."""
    low = max(text.rfind(" ", max(0, end - _HYPHEN_REACH), end), text.rfind("\n", max(0, end - _HYPHEN_REACH), end)) + 1
    found = _HYPHENED.match(text, max(low, start))
    if found is None or found.end() < end:
        return False
    first, rest = found.group(1), found.group(2)[1:].split("-")
    if not all(part.islower() for part in rest):
        return False
    if rest[-1] in _LIKENESSES and _is_known(text, found.start(), first):
        return True
    if not is_common(first) and not called().get(found.group().lower()):
        return first.lower() == "jack" and rest[:2] == ["in", "the"]
    return all(part in _SUFFIXES for part in rest) or (
        len(rest) > 1 and all(is_common(part) and not is_given_anywhere(part) for part in rest)
    )


def _is_known(text: str, start: int, word: str) -> bool:
    """Whether a brand ends with this word: "Aunt Jemima", "Uncle Ben"."""
    before = _CAPITALS_BEFORE.search(text, max(0, start - _HYPHEN_REACH), start)
    words = before.group(1).split() if before is not None else []
    phrases = (" ".join([*words[place:], word]).lower() for place in range(len(words) + 1))
    return any(is_brand(phrase) or "brand" in called().get(phrase, ()) for phrase in phrases)


def _is_street(text: str, start: int, end: int) -> bool:
    """A street without a number: "Madison St"; "Madison St. Clair" and "Anna Dr. Lee called" are people."""
    value = text[start:end]
    if "\n" in value or not value[0].isupper():
        return False
    if " " not in value:
        behind = _STREET_BEHIND.match(text, end)
        return behind is not None and _SURNAME_GOES_ON.match(text, behind.end()) is None
    if _STREET.search(value) is None:
        return False
    return _SURNAME_GOES_ON.match(text, end) is None


def _is_saints(text: str, start: int, end: int) -> bool:
    """What is called after a saint, in text without capitals: "the saint vincent coat drive"."""
    value = text[start:end]
    if not value.islower():
        return False
    words = value.split()
    if words[0] in {"saint", "saints"}:
        named = words[1] if len(words) > 1 else text[end : end + 24].split(maxsplit=1)[:1]
        word = plain(named if isinstance(named, str) else "".join(named))
        return word in _SAINTS and DOES_BEHIND.match(text, end) is None
    before = _SAINT_BEFORE.search(text, max(0, start - 8), start)
    return before is not None and plain(words[0]) in _SAINTS and DOES_BEHIND.match(text, end) is None


def _is_called_so(text: str, start: int, end: int) -> bool:
    """What people call a machine, or a lesson its plants: "the copier named Big Bertha", "call the peas Tall Sam"."""
    if not text[start].isupper():
        return False
    words = text[start:end].split()
    if len(words) > 1 and is_surely_given(words[0]) and is_surname(words[-1]):
        return False
    low = max(0, start - _REACH)
    machine = _MACHINE_NAMED.search(text, low, start)
    if machine is not None:
        return not (machine.group().rstrip(" \"'\u201c").endswith(("called", "call")) and _RINGS.match(text, end))
    return _LESSON_NAMED.search(text, low, start) is not None
