"""Numbers of students and policies as text recognition reads them: "Stu. N0: OO51 8827", "P0LICY 552 2210-C44-81".

34 CFR 99.3(d), 45 CFR 164.514(b)(2)(i)(I). Letters stand for digits in the value, and in its label too. Three true
digits at least, so that no word is taken; a label whose letters are all right and whose value is all digits is found by
`student_id` and `health_id`.
"""

from __future__ import annotations

from typing import Final

from detectors.identifiers.lookalikes import number
from detectors.identifiers.pattern import PatternDetector, Rule
from detectors.identifiers.signals import DIGIT

_CHILD: Final = (
    r"(?:st[uv]d?(?:[e3]nt)?|pup[il1|][l1|I]|schol[a4]r|ch[il1|][l1|I]d|[e3]stud[il1|]ant[e3]|[a4][l1|I]umn[o0a]"
    r"|[l1|I][e3]arner|camp[e3]r)"
)
_SIGN: Final = (
    r"(?:n[o0]|nr|num(?:b[e3]r)?|nbr|[il1|][d0]|[il1|]\.[d0]\.?|[il1|][d0][e3]nt[il1|]f[il1|][e3]r|p[il1|]n|#"
    r"|c[o0]d[e3])"
)
_STATE: Final = r"(?:[s5][s5][il1|][d0]|[s5][a4][s5][il1|][d0])"
_LIKE: Final = r"[\dOoQDIl|SsBZz]"
_VALUE: Final = rf"(?-i:{_LIKE}{{2,6}}(?:[ -]{_LIKE}{{2,6}}){{0,2}}|{_LIKE}{{4,12}})"
_FEWEST_TRUE: Final = 3
_LEAST, _MOST = 5, 12


def _misread(value: str, _text: str, _start: int, _end: int) -> str | None:
    """Digits for the most part."""
    bare = value.replace(" ", "").replace("-", "")
    true = sum(map(str.isdigit, bare))
    return "STUDENT_ID" if _LEAST <= len(bare) <= _MOST and true >= max(_FEWEST_TRUE, len(bare) // 3) else None


_POLICY: Final = (
    r"(?:p[o0][l1|i][i1l|]cy|p[o0][l1|][i1l|]za|[i1l|]n[s5]uranc[e3]|m[e3]mb[e3]r|sub[s5]cr[i1l|]b[e3]r)"
    r"(?:[ ._]{0,2}(?:n[o0]|nr|num(?:b[e3]r)?|nbr|[i1l|]d|#)\.?)?"
)
_GROUPS: Final = r"(?-i:[A-Z]{0,4}-?\d{2,8}(?:[ -][A-Z]{0,3}\d{1,8}[A-Z]{0,2}){1,4}|[A-Z]{1,4}-?\d{5,12}|\d{6,14})"
_LEAST_POLICY: Final = 6
_BEFORE: Final = 40


def _misread_policy(value: str, text: str, start: int, _end: int) -> str | None:
    """Under a label with a digit among its letters: the one that is spelled right is `health_id`'s."""
    label = text[max(0, start - _BEFORE) : start].rpartition("\n")[2].rstrip(" .:#=")
    words = label.split()[-2:]
    mixed = any(any(map(str.isalpha, word)) and any(map(str.isdigit, word)) for word in words)
    return "PLAN_ID" if mixed and number(_LEAST_POLICY, 24)(value) else None


DETECTOR = PatternDetector(
    "identifiers.scanned_id",
    (
        Rule(
            "STUDENT_ID",
            rf"(?i)(?:^|[^\pL\pN])(?:{_CHILD}[ ._]{{0,2}}{_SIGN}|{_STATE})[ .:#=]{{1,4}}({_VALUE})(?:[^\pL\pN-]|$)",
            "label",
            0.85,
            _misread,
        ),
        Rule(
            "PLAN_ID",
            rf"(?i)(?:^|[^\pL\pN]){_POLICY}[ .:#=]{{1,4}}({_GROUPS})(?:[^\pL\pN-]|$)",
            "label",
            0.8,
            _misread_policy,
        ),
    ),
    needs=(DIGIT,),
    version=2,
)
