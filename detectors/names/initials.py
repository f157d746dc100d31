"""Initials that stand for a child: "T.'s cardiologist", "J.M. had a seizure", "OB told me her dad ...".

A letter with a full stop, or two capitals, is a child only as the subject of a verb, before a possessive or behind
"my student", and only in a text that speaks of children. Letters of lists, states, schools' abbreviations and initials
inside a longer name are none. What is found once counts wherever it stands again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detectors.finding import Finding
from detectors.identifiers.pattern import compile_pattern
from detectors.names.lexicon import is_common, is_given_anywhere, is_organisation_word
from detectors.structure.labels import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.identifiers.linear import Pattern

_VERB: Final = (
    r"(?:is|was|has|had|says|said|told|asked|asks|wants|wanted|needs|needed|moved|cried|cries|takes|took|hit|hits|threw"
    r"|throws|refused|refuses|goes|qualifies|reads|scored|attended|got|gets|lives|came|went|will|walked|still|already"
    r"|again|eats|ate|sat|left|ran|does|doesn't|did|didn't|can|can't|likes|loves|speaks|struggles|struggled|earned"
    r"|missed"
    r"|answered|wrote|called|texted|gave|comes|uses|rides|stays|stayed|made|bit|fell|vomited|screamed|yelled|kicked"
    r"|kept|hid|brought|stole|swore|ripped|tore|drew|cut|broke|spit|smashed|slapped|grabbed|stabbed|shoved|napped"
    r"|disclosed|reported|admitted|shared|seems|seemed|keeps|kept|fainted|slept|eloped|pushed|punched|bullied)"
)
_CHILD: Final = (
    r"(?:student|scholar|pupil|kid|kiddo|child|son|daughter|toddler|patient|client|niece|nephew|grandson|granddaughter"
    r"|foster (?:son|daughter|child))"
)
_DOTTED: Final = r"[A-Z]\.(?: ?[A-Z]\.)?"
_SUBJECT = compile_pattern(rf"(?:^|[^\pL\pN.])({_DOTTED})(?:'s [a-z]| {_VERB}\b)")
_PAIR = compile_pattern(
    r"(?:^|[^\pL\pN.'&/-])([A-Z]{2})(?:'s (?:mom|dad|mother|father|parents?|guardian|grandma|teacher|iep|IEP"
    rf"|behavior|meds)\b| {_VERB}\b)"
)
_BEHIND_CHILD = compile_pattern(rf"(?i:\b{_CHILD}),? ({_DOTTED}|[A-Z]{{2}})(?:'s\b| [a-z]|,| \()")
_OBJECT = compile_pattern(
    r"(?i:\b(?:with|for|about|from|to|and|saw|told|asked|pulled|called|texted|met|of|on)) ([A-Z]\. ?[A-Z]\.)"
    r"(?:,? (?:and|&) ([A-Z]\. ?[A-Z]\.))?"
    r"(?:$|'s\b|[,;:)!?\n]| [a-z(])"
)
"""Two letters with their stops behind a word that people follow: "a talk with M.K., no plan"."""
_BESIDE_KIN = compile_pattern(
    rf"(?:^|[^\pL\pN.])({_DOTTED}|[A-Z]{{2}}),? (?:and |with )?(?:his|her|their) "
    r"(?:grand\w+|great-?grand\w+|mom|mother|dad|father|parents?|aunt|uncle|guardian|foster \w+|step\w+|brother|sister"
    r"|nana|grammy|caseworker|advocate|one-on-one|1:1|para|aide|twin)\b"
)
"""Among those present: "nurse, R., his aunt"."""
_SPOKEN_OF = compile_pattern(
    r"(?i)\b(?:students?|kids?|child|kiddo|scholar|graders?|recess|class|iep|504|bip|mom|dad|mother|father|stepdad"
    r"|stepmom"
    r"|parents?|grandma|grandpa|guardian|counselor|nurse|seizure|absent|inhaler|sister|brother|suspended|toddler"
    r"|fight|bullying|detention|check-?ins?|sst|referrals?|caseload"
    r"|preschool|patient)\b"
)
_PRONOUN = compile_pattern(
    r"(?i)\b(?:he|she|his|her|him|hers|mom|dad|stepdad|stepmom|grandma|parents|graders?|student)\b"
)
# Short anchored looks before a candidate: stdlib `re` is safe here.
_WORD_BEFORE = re.compile(r"([^\W\d_][\w'.-]*)[ \"(]{1,2}$")
_LEADING: Final = word_set(
    "when and that because while if but so then after before with for about told asked saw how as since re from to by"
    " of on and pulled called texted met says said think know today yesterday why where who or though although until"
    " cuz bc student kid child son daughter"
    " patient client scholar pupil kiddo niece nephew because, also like"
    " year week month time morning afternoon night spring fall winter summer monday tuesday wednesday thursday friday"
    " recess lunch thinks tonight earlier later"
)
"""Words in lower case that may stand before a subject; after another noun a letter is its number ("plan B.")."""
_OWNING: Final = word_set("my our the your her his their an a this that each every no any")
_NOBODY: Final = word_set(
    "U.S. P.E. P.O. D.C. A.M. P.M. I.D. U.K. U.N. E.U. I.Q. P.S. P.T. O.T. C.C. B.C. A.D. D.O. M.D. R.N. E.R. B.A."
    " A.P. A.I. T.V. H.R. N.B. Q. A. I. L.A. N.Y. S.F. B.S. M.A. M.S. G.E. G.M. J.V. P.R. R.V. V.P. Ph.D. D.J. E.D."
    " O.K."
)
# fmt: off
_ABBREVIATIONS: Final = word_set(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK"
    " OR PA RI SC SD TN TX UT VT VA WA WV WI WY PE PT OT AP HR IT TV PC EL TK PK DR MR VP UN EU UK"
    " US AI QR PR GM TA RN PD ED"
    " AD PM AM SW CW GC EA CO PO DA PI SO NO GO WE HE IF IS AS AT BY DO MY UP ON TO BE AN OF HS ES SP SL BH MH CP SI LD"
    " ID DD EB SB FB OK IQ BP GI ER UA ML MT SL VI HI OI OH TS GE ESD CC BC PS FA IB CT CD DL GT SD VR AR FT LT II"
    " IV XL XS MP BA BS MA MS KG LB OZ KM CM MM FR TH TU MO WE SA SU HQ IP OS UI UX DB QA ST RD AV LN CD DVD"
)
# fmt: on
_COUNTED_BY_LETTER = re.compile(
    r"(?i)\b(?:lot|plan|option|room|section|building|bldg|hall|wing|vitamin|hepatitis|group|team|column|row"
    r"|gate|door|bus"
    r"|track|block|period|appendix|exhibit|form|part|title|type|level|tier|grade|question|answer|choice|item"
    r"|phase|unit|zone"
    r"|area|stage|step|table|figure|schedule|annex|suite|apt|pod|cohort|shift|route|parking|floor|entrance|lote"
    r"|opci[oó]n"
    r"|sal[oó]n|sala|edificio|grupo|anexo|secci[oó]n|puerta|parte|tipo|nivel|inciso|apartado|forma|formulario) $"
)
"""Behind these a letter with a full stop ends the sentence: "park in lot E. Amelia Earhart ..."."""
_LETTER_FIRST = re.compile(r"[^\W\d_]\. ?[^\W\d_]")
_TWO = re.compile(r"(?<![\w.])[A-Z]\. ?[A-Z]\.(?![\w])")
_FULL = re.compile(r"\b(?=([A-Z][a-z]\w+) (?:[A-Z]\. )?([A-Z][a-z][\w'-]+))")
_AROUND = 400


class _InitialsDetector:
    """See the file's docstring."""

    name = "names.initials"
    version = 3
    needs = ("",)
    entities = ("STUDENT_NAME",)

    def find(self, text: str) -> Iterator[Finding]:
        """Candidates in a folded text."""
        known = set(_of_full_names(text))
        for pattern in (_SUBJECT, _PAIR, _BEHIND_CHILD, _OBJECT, _BESIDE_KIN):
            for start, end in _spans(pattern, text):
                if _is_child(text, start, end, behind=pattern in {_BEHIND_CHILD, _BESIDE_KIN}):
                    known.add(text[start:end])
        for value in sorted(known):
            for again in re.finditer(rf"(?<![\w.]){re.escape(value)}(?![\w]|\s[A-Z][a-z]+\b(?!\.))", text):
                yield Finding("STUDENT_NAME", again.start(), again.end(), 0.6, self.name, "row")


def _of_full_names(text: str) -> Iterator[str]:
    """Pairs of initials that are those of somebody whose whole name stands in the text."""
    pairs = {match.group() for match in _TWO.finditer(text)}
    if not pairs:
        return
    letters = {
        (first[0], last[0])
        for first, last in (match.groups() for match in _FULL.finditer(text))
        if (is_given_anywhere(first) or not is_common(first)) and not (is_common(last) or is_organisation_word(last))
    }
    for pair in pairs:
        degree = (
            pair.replace(" ", "") in _NOBODY and re.search(rf"\b(?:an?|the|in|of) {re.escape(pair)}", text) is not None
        )
        if (pair[0], pair.rstrip(".")[-1]) in letters and not degree:
            yield pair


def _spans(pattern: Pattern, text: str) -> Iterator[tuple[int, int]]:
    for match in pattern.finditer(text):
        yield from (match.span(group) for group in range(1, pattern.groups + 1) if match.group(group))


def _is_child(text: str, start: int, end: int, *, behind: bool) -> bool:
    """Whether the initials stand where a person does, in a text that speaks of a child."""
    value = text[start:end]
    if value in _NOBODY or value in _ABBREVIATIONS:
        return False
    dotted = "." in value
    if not behind and not _may_follow(text, start):
        return False
    if dotted and len(value) == 2 and _is_listed(text, value[0]):  # noqa: PLR2004  a letter and its full stop
        return False
    if behind:
        return True
    if dotted:
        return _SPOKEN_OF.search(text[max(0, start - _AROUND) : end + _AROUND]) is not None
    return _PRONOUN.search(text[end : end + _AROUND // 2]) is not None


def may_be_child(text: str, start: int, end: int) -> bool:
    """Whether initials that the name model took for a person may be a child's: no list's, place's or plan's letter."""
    value = text[start:end]
    return "." in value and _is_child(text, start, end, behind=False)


def is_counting_letter(text: str, start: int) -> bool:
    """Whether the letter with its stop there is no initial of the word behind it, but counts what stands before."""
    if _LETTER_FIRST.match(text, start) is None:
        return False
    return _COUNTED_BY_LETTER.search(text, max(0, start - 16), start) is not None


def _may_follow(text: str, start: int) -> bool:
    """Whether what stands before leaves room for a subject: a break, a comma or a small word."""
    before = _WORD_BEFORE.search(text[max(0, start - 24) : start])
    if before is None:
        return True
    word = before.group(1)
    if word[-1] in ".!?":
        return True
    return word.lower() in _LEADING and word.lower() not in _OWNING


def _is_listed(text: str, letter: str) -> bool:
    """Whether it is a letter of a list that begins with "A.": then the letter before or after it stands there too."""
    if re.search(r"(?:^|[\s(])A\.\s", text) is None:
        return False
    beside = (chr(ord(letter) - 1), chr(ord(letter) + 1))
    return any(re.search(rf"(?:^|[\s(]){other}\.\s", text) is not None for other in beside if other.isalpha())


DETECTOR = _InitialsDetector()
