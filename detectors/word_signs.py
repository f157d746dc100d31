"""Whether an ordinary word that is somebody's given name, as a text has shown, is that person here.

"Hope Park (5th)" makes nobody of "I hope so", and little of "Hope is a virtue". But in "we moved Hope to row two" and
"Hope needs her glasses" the capital and what stands beside it leave only the person. In a text that writes the name in
lower case, capitals tell nothing: there only a possessive does.
"""

from __future__ import annotations

import re
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Short anchored looks beside one word: stdlib `re` is linear here.
_WORD_BEFORE = re.compile(r"(?:^|[^\w'-])([^\W\d_][\w'\u2019-]*)[ \"(]{1,2}$")
_CAPITAL_NEXT = re.compile(r"[ -][A-Z]")
_ACTS = re.compile(
    r" (?:needs|needed|says|said|told|tells|asks|asked|wants|wanted|hits|hit|cries|cried|reads|sits|sat|ran|runs|came"
    r"|comes|went|goes|got|gets|took|takes|threw|throws|missed|misses|likes|loves|hates|refused|refuses|lives|walks"
    r"|walked|eats|ate|kicked|bit|struggles|struggled|rides|wears|wore|stays|stayed|seems|knows|knew|thinks|answered"
    r"|wrote|writes|speaks|spoke|scored|earned|qualifies|doesn't|didn't|can't|won't|is (?:absent|out|at|with|\d)"
    r"|was (?:absent|out|at|with|hit|sent|picked)|has (?:an?|her|his|been|crutches|no"
    r"|asthma|missed|autism|adhd|\d)|had (?:an?|her|his|been|no))\b"
)
_NAMES_NOBODY: Final = _words(
    "the a an this that these those our my your his her their its no any some every each more much great good new old"
    " full high low big real pure"
)
"""Words behind which a word in capitals is the word itself ("the Hope Squad", "a Grant")."""
_ADVERBIAL: Final = _words("in by until till since for next last early late mid through from during before after to")
_SEASONS: Final = _words("april august autumn june may spring summer winter sunny dawn")
"""Names that are times; behind "in" or "until" they are."""
_POSSESSIVE = re.compile(r"['\u2019]s\b")
_BESIDE: Final = 24


def acts_as_person(text: str, start: int, end: int) -> bool:
    """Whether a capitalised ordinary word stands where a person does: inside a sentence, or as one who acts.

    Args:
        text: the text.
        start: where the word begins.
        end: one past its last character.
    """
    if not text[start + 1 : end].islower() or _CAPITAL_NEXT.match(text, end) is not None:
        return False
    before = _WORD_BEFORE.search(text[max(0, start - _BESIDE) : start])
    if before is not None and before.group(1).islower():
        word = before.group(1)
        timed = word in _ADVERBIAL and text[start:end].lower() in _SEASONS
        return word not in _NAMES_NOBODY and not timed
    return (before is None or before.group(1) in {"And", "But", "So"}) and _ACTS.match(text, end) is not None


def owns_something(text: str, start: int, end: int) -> bool:
    """Whether a word in lower case owns something and no article makes it a thing: "this is hunter's third note"."""
    if _POSSESSIVE.match(text, end) is None:
        return False
    before = _WORD_BEFORE.search(text[max(0, start - _BESIDE) : start])
    return before is None or before.group(1).lower() not in _NAMES_NOBODY
